"""What the clauses say of a flown track, and the sub-states it went through."""

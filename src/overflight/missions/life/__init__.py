"""The life of a mission, folded from what was said: states, moves, versions, outcomes."""

"""What the rules beside the clocks answer about a mission, and whether an act stands."""

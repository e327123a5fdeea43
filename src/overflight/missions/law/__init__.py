"""The law of a mission's clocks: every limit, and who must do what by when."""

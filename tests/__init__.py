"""Everything that must be true of Overflight."""

"""Files that people hand in, read strictly and within bounds."""

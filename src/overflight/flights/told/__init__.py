"""The track as its source tells it: cleaned, its gaps and traces of doubt named."""

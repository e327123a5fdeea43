"""Comparisons as documents, maps and tables."""

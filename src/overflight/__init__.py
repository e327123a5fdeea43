"""Overflight: cooperative aerial observation on a record that nobody can rewrite."""

__version__ = "0.1.0"

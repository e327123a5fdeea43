"""Borders, terrain and airfields as files give them; without legal meaning."""

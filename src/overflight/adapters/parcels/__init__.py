"""Copies for one party: age files, archives, media."""

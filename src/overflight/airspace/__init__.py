"""Airspace: hazardous areas and obstacles as they are published, and what a path meets of them."""

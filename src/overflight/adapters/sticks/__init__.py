"""Bundles carried where there is no network."""

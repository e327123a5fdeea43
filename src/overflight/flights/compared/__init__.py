"""The track beside the agreed route: legs, distances, heights, ways off the path and back."""

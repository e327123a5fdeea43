"""Package data: borders and heights of the world, made by tools/make_map_data.py."""

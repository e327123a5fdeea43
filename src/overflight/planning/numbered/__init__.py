"""A deck as numbered places, and a route over them back in words."""

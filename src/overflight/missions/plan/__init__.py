"""The mission plan itself: its points and paths, its bytes, what surrounds it, how two differ."""

"""commission."""

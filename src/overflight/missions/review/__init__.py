"""A plan judged: read from a form, set among what surrounds it, answered by every rule."""

"""A party's node: what it serves, whom it asks, how it starts and comes back."""

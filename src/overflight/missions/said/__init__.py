"""What is said about a mission: the kinds of fact, their order, their instants."""

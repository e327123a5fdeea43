"""The clocks of a mission as its facts run them, what they answer, and what is due."""

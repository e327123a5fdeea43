"""The searches: our own, compiled, and PyVRP as the second opinion."""

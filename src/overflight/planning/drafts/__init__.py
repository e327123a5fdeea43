"""From a route to a draft plan: turns, observation periods, stops and hours."""

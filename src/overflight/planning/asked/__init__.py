"""What a planner is asked: targets, areas, lines, sensors, aircraft, stops, and the document."""

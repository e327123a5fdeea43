"""How a flight takes what is wanted: straight passes at the distance a sensor looks."""

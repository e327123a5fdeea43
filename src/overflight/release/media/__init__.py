"""The media of a flight from the aircraft to their holders: recorded, developed, chosen, given."""

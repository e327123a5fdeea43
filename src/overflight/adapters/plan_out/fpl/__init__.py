"""The filed flight plan of ICAO Doc 4444, fields 7 to 19: one strict reader, one writer."""

"""A plan as others take it: the treaty's document, ICAO flight plans, GeoJSON, KML, GPX."""

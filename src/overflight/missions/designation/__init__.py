"""Designation: types of aircraft, sites, and the information about airspace."""

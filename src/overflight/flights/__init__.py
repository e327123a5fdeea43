"""Flights: the flown track against the agreed plan, deviations by clause, gaps named as unseen."""

from overflight.flights.tracks import (
    Track,
    TrackForm,
    TrackHeights,
    TrackSource,
    instant_of,
    seconds_of,
)

__all__ = [
    "Track",
    "TrackForm",
    "TrackHeights",
    "TrackSource",
    "instant_of",
    "seconds_of",
]

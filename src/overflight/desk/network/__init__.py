"""The logs of all parties kept alike on every side: pull, judge, cosign, collect, raise alarms."""

from overflight.desk.network.ports import Arrivals, Got, Peer

__all__ = ["Arrivals", "Got", "Peer"]

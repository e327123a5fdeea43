"""The logs of all parties kept alike on every side: pull, judge, cosign, collect, raise alarms."""

from overflight.desk.network.alarms import forks_unsaid, say_forks
from overflight.desk.network.keyring import KeyRing
from overflight.desk.network.node import Memory, NodeDesk
from overflight.desk.network.ports import Arrivals, Got, Peer
from overflight.desk.network.pulling import pull_log
from overflight.desk.network.rounds import ALARMS, Outcome, RoundReport, run_round, visit
from overflight.desk.network.sources import LogSource, mirrored, own_log

__all__ = [
    "ALARMS",
    "Arrivals",
    "Got",
    "KeyRing",
    "LogSource",
    "Memory",
    "NodeDesk",
    "Outcome",
    "Peer",
    "RoundReport",
    "forks_unsaid",
    "mirrored",
    "own_log",
    "pull_log",
    "run_round",
    "say_forks",
    "visit",
]

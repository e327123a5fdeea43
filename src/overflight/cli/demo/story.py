"""The story of the demonstration: who, when, with what. Dates are invented, the law is not.

Bulgaria flies over Italy in May 2003: one of the 91 flights of the first distribution
(annex.A.II.1). The flight commences at Milano-Malpensa, from where 1,130 km may be flown
(annex.A.III). It was chosen because a real survey flight is known along the coast nearby, and
because Italy borders on States that were no Parties in 2003, so that ten kilometres must be kept.
Whether Bulgaria flew this quota, and how, is not known to us: everything after the quota is play.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

__all__ = [
    "AIRFIELD",
    "AT",
    "BASE",
    "DEPOSITARY",
    "FIRST_KNOWN_RIDDLE",
    "HEIGHT_M",
    "H_MIN_M",
    "MEDIUM",
    "MISSION",
    "MOST_KM",
    "OBSERVED",
    "OBSERVING",
    "PARTIES",
    "REACH_M",
    "REQUESTER",
    "SEED",
    "SENSOR",
    "SPEED_KM_H",
]

MISSION = "2003-OS3001"
OBSERVING, OBSERVED, REQUESTER, DEPOSITARY = "BG", "IT", "FR", "HU"
PARTIES = (OBSERVING, OBSERVED, REQUESTER, DEPOSITARY, "CA")  # Canada: the other Depositary
BASE = "overflight.example/open-skies-demo"
SEED = "overflight demonstration"
AIRFIELD = "IT-MALPENSA"
SENSOR = "OF-1"
MEDIUM = "roll-1"
H_MIN_M = Decimal(900)  # of the specimen certificate: no certified value of a real sensor is public
HEIGHT_M = Decimal(1200)
SPEED_KM_H = Decimal(240)
REACH_M = 3_000.0  # how far beside the path the specimen camera still sees
MOST_KM = 1130
FIRST_KNOWN_RIDDLE = "2021-01-15T12:00:00Z"


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2003, 5, day, hour, minute, tzinfo=UTC)


# Every event of the mission, in order.
AT: dict[str, datetime] = {
    "founded": datetime(2002, 1, 1, 12, tzinfo=UTC),
    "notified": _at(5, 6),
    "notice received": _at(5, 6, 5),
    "acknowledged": _at(5, 20, 10),
    "confirmed": _at(6, 9),
    "estimated arrival": _at(8, 8),
    "arrived": _at(8, 9, 20),
    "covers checked": _at(8, 9, 40),
    "inspection started": _at(8, 10, 30),
    "inspection ended": _at(8, 16),
    "inspection reported": _at(8, 16, 30),
    "plan submitted": _at(8, 17),
    "change proposed": _at(8, 19, 30),
    "plan countered": _at(8, 20, 40),
    "plan accepted": _at(8, 21, 30),
    "signed by observing": _at(8, 21, 40),
    "signed by observed": _at(8, 22),
    "flight plan filed": _at(8, 22, 10),
    "first commencement": _at(10, 7),
    "commencement": _at(10, 6),
}
HOUR = timedelta(hours=1)

"""Before the flight: the record is founded, the quota read, the mission notified and received."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.cli.demo.stage import Stage
from overflight.cli.demo.story import (
    AIRFIELD,
    AT,
    BASE,
    DEPOSITARY,
    MISSION,
    MOST_KM,
    OBSERVED,
    OBSERVING,
    PARTIES,
    SEED,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from overflight.desk import AsOf
    from overflight.missions import Mission, MissionFact

__all__ = ["arrive", "found", "inspect", "notify", "read_quota"]


def found(out: Path, tell: Callable[[str], None]) -> Stage:
    """Found the record, and let a Depositary say the founding facts in it."""
    from overflight.adapters.clock import SeededIds, SetClock
    from overflight.assembly import Outside, new_record
    from overflight.desk import Charter, load_founding
    from overflight.treaty import open_skies

    clock = SetClock(AT["founded"])
    law = open_skies()
    charter = Charter("Treaty on Open Skies (demonstration)", BASE, law.depositaries, law.ruleset)
    outside = Outside(clock, SeededIds(SEED), seed=SEED)
    stage = Stage(out, new_record(out / "record", charter, PARTIES, outside), clock, tell)
    said = load_founding(stage.record.desk, stage.signer(DEPOSITARY), law)
    tell(f"{len(PARTIES)} logs founded; {len(said)} founding facts said by {DEPOSITARY}")
    return stage


def read_quota(stage: Stage) -> AsOf:
    """Read from the record what the observing Party may fly."""
    from overflight.desk import from_record

    day = AT["notified"].date()
    held = from_record(stage.record.desk.records, source="record")
    left = held.balance_on(OBSERVING, OBSERVED, day)
    stage.tell(
        f"on {day}: {left.remaining} flight of {OBSERVING} over {OBSERVED} left in {day.year}"
        " (annex.A.II.1)"
    )
    return held


def notify(stage: Stage) -> Mission:
    """Notify the intention to fly, and acknowledge it."""
    from overflight.missions.said.facts_notice import Acknowledged, Confirmed, Notified
    from overflight.notifications import IntentionToFly

    intention = IntentionToFly(
        estimated_arrival=AT["estimated arrival"],
        point_of_entry=AIRFIELD,
        airfield=AIRFIELD,
        lodging="12 persons, four nights",
        inspection_site=AIRFIELD,
        inspection_starts_at=AT["inspection started"],
        transport_mode="observation aircraft",
        clearance_number="specimen 03-117",
        aircraft="AN-30, specimen",
        flight_distance_km=Decimal(MOST_KM),
        personnel=12,
    )
    notified = Notified(
        MISSION,
        AT["notified"],
        OBSERVING,
        OBSERVED,
        intention,
        received_at=AT["notice received"],
        copied_at=AT["notified"],
    )
    stage.act(OBSERVING, notified)
    received = Acknowledged(MISSION, AT["acknowledged"], AT["notice received"])
    stage.act(OBSERVED, received)
    confirmed = Confirmed(
        MISSION,
        AT["confirmed"],
        inspection_site=AIRFIELD,
        inspection_starts_at=AT["inspection started"],
    )
    done = stage.act(OBSERVED, confirmed)
    lead = AT["estimated arrival"] - AT["notice received"]
    hours = lead.total_seconds() / 3600
    stage.tell(f"{OBSERVING} notified {hours:.1f} h ahead (72 h asked, art.VI.I.5); acknowledged")
    return done.mission


def arrive(stage: Stage) -> None:
    """Arrive at the point of entry, a little late, and check the covers."""
    from overflight.missions.said.facts_ground import Arrived, CoverCheck, CoversChecked

    stage.act(OBSERVING, Arrived(MISSION, AT["arrived"], AIRFIELD))
    for party in (OBSERVING, OBSERVED):
        checked = CoversChecked(MISSION, AT["covers checked"], CoverCheck.ENTRY_ARRIVAL, True)
        stage.act(party, checked)
    late = (AT["arrived"] - AT["estimated arrival"]).total_seconds() / 60
    stage.tell(f"arrived {late:.0f} min late (24 h allowed, art.VIII.I.2); the window stays")


def inspect(stage: Stage) -> None:
    """Inspect the aircraft before the flight; both sign the report."""
    from overflight.missions.said.facts_ground import InspectionReported, InspectionStarted

    started = InspectionStarted(MISSION, AT["inspection started"], inspectors=6)
    facts: list[tuple[str, MissionFact]] = [(OBSERVED, started)]
    for party in (OBSERVED, OBSERVING):
        reported = InspectionReported(
            MISSION, AT["inspection reported"], ended_at=AT["inspection ended"], conforms=True
        )
        facts.append((party, reported))
    for party, fact in facts:
        stage.act(party, fact)
    length = (AT["inspection ended"] - AT["inspection started"]).total_seconds() / 3600
    stage.tell(f"inspected for {length:.1f} h (8 h at most, annex.F.I.4); both signed")

"""A record in memory on which one flight was flown, for tests of sealing and release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from overflight.adapters.clock import SeededIds, SetClock
from overflight.assembly import OpenRecord, Outside, new_record, rehearsal
from overflight.desk import Charter, Medium, load_founding, say
from overflight.missions import KINDS
from overflight.notifications import IntentionToFly
from overflight.record import Reference
from overflight.release import CopyRequested, FileHasher, MediaLabels, MediaManifest
from overflight.treaty import ruleset_hash

__all__ = ["FLIGHT", "FLOWN", "MEDIUM", "Stage", "flown", "manifest_of", "request"]

FLIGHT = "2003-OS3007"
MEDIUM = Medium(FLIGHT, "medium-1")
FLOWN = datetime(2003, 5, 14, 8, tzinfo=UTC)
PARTIES = ("BG", "CA", "HU", "IT", "RU")


@dataclass(frozen=True, slots=True)
class Stage:
    """The record, its clock, and short ways to speak.

    Args:
        record: The open record.
        clock: The clock it reads.
    """

    record: OpenRecord
    clock: SetClock

    def say(self, party: str, fact: object, *re: Reference) -> Reference:
        """Say a fact for a party."""
        return say(self.record.desk, self.record.signers[party], fact, re=re)

    def mission(self, party: str, kind: str, at: datetime, **fields: object) -> Reference:
        """Say a fact of the mission at the instant it happened."""
        self.clock.set(at)
        return self.say(party, KINDS[f"missions.{kind}/1"](mission=FLIGHT, at=at, **fields))


def _opened(clock: SetClock, path: Path | None) -> OpenRecord:
    if path is None:
        return rehearsal(PARTIES, clock)
    outside = Outside(clock=clock, ids=SeededIds("stage"), seed="stage")
    charter = Charter("Rehearsal", "overflight.example/rehearsal", ("HU", "CA"), ruleset_hash())
    return new_record(path, charter, PARTIES, outside)


def flown(*, airborne: bool = True, landed: bool = True, path: Path | None = None) -> Stage:
    """Return a record on which Bulgaria flew over Italy on 14 May 2003.

    Args:
        airborne: The aircraft took off; else the flight plan is filed and nothing more.
        landed: The flight came to its planned end; else it is still in the air.
        path: A new folder for a record on disk; in memory where there is none.
    """
    clock = SetClock(datetime(2003, 5, 1, tzinfo=UTC))
    stage = Stage(_opened(clock, path), clock)
    load_founding(stage.record.desk, stage.record.signers["HU"])
    hour = timedelta(hours=1)
    intention = IntentionToFly(estimated_arrival=FLOWN - 24 * hour)
    stage.mission(
        "BG", "notified", FLOWN - 100 * hour, observing="BG", observed="IT", intention=intention
    )
    stage.mission("IT", "acknowledged", FLOWN - 90 * hour)
    stage.mission("BG", "arrived", FLOWN - 24 * hour)
    stage.mission("IT", "inspection-waived", FLOWN - 23 * hour)
    span = {"commencement": FLOWN, "completion": FLOWN + 2 * hour}
    stage.mission("BG", "plan-submitted", FLOWN - 22 * hour, **span)
    stage.mission("BG", "plan-signed", FLOWN - 20 * hour)
    stage.mission("IT", "plan-signed", FLOWN - 20 * hour)
    stage.mission("BG", "flight-plan-filed", FLOWN - 19 * hour)
    if airborne:
        stage.mission("BG", "taken-off", FLOWN)
    if airborne and landed:
        stage.mission("BG", "landed", FLOWN + 2 * hour)
    clock.set(FLOWN + 3 * hour)
    return stage


def manifest_of(**files: bytes) -> MediaManifest:
    """Return the manifest of files given by name, all of portion ``S1-a``."""
    entries = []
    for name, data in files.items():
        hasher = FileHasher()
        hasher.update(data)
        entries.append(hasher.finish(name, MediaLabels(sensor="S1", portion="S1-a")))
    return MediaManifest(tuple(entries))


def request(**changes: object) -> CopyRequested:
    """Return a complete request of copies of the flight, with changes."""
    fields: dict[str, object] = {
        "flight": FLIGHT,
        "observing": "BG",
        "observed": "IT",
        "flown_on": date(2003, 5, 14),
        "sensor": "S1",
        "portions": ("S1-a",),
        "form": "digital, first generation",
        "told": ("BG", "IT"),
    }
    return CopyRequested(**{**fields, **changes})  # type: ignore[arg-type]

"""Missions on a network of four Parties whose mirrors cosign: f = 1, a quorum is 3.

>>> play = Network.founded()
>>> play.say(notified()) and play.facts()[0].dated is not None
True

Italy over Bulgaria as in the mission script; Canada and Hungary only mirror.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from overflight.adapters.clock import SetClock
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import OpenRecord, rehearsal
from overflight.desk import Reading, read_record
from overflight.desk.record import Draft, origin_of, say_all
from overflight.missions import Mission, MissionFact, Quiet, fold_missions
from overflight.record import Dated, Reference, Said, cosign, read_head, read_note
from tests.mirror_samples import mirror_signer
from tests.mission_script import at, notified
from tests.record_samples import SEED

PARTIES = ("BG", "CA", "HU", "IT")
START = at("05-05 00:00")
# How long after a statement each mirror cosigns the head that covers it.
DELAYS = {"BG": 20, "CA": 30, "HU": 40, "IT": 10}


def dated(
    said: Said[MissionFact],
    after: str | datetime | None,
    before: str | datetime | None,
    *,
    parties: int = 4,
) -> Said[MissionFact]:
    """Return a statement that mirrors place between two instants."""
    ends = [at(end) if isinstance(end, str) else end for end in (after, before)]
    return replace(said, dated=Dated(ends[0], ends[1], (parties - 1) // 3, parties))


def exactly_dated(said: Said[MissionFact], when: datetime, width_s: int = 0) -> Said[MissionFact]:
    """Return a statement that mirrors place at an instant, or up to some seconds after it."""
    return dated(said, when, when + timedelta(seconds=width_s))


@dataclass
class Network:
    """One record with the cosignatures of four mirrors, driven by hand."""

    record: OpenRecord

    @classmethod
    def founded(cls, parties: Sequence[str] = PARTIES) -> Network:
        """Return a network just founded, every log cosigned by every mirror."""
        play = cls(rehearsal(parties, SetClock(START), seed=SEED))
        for origin in play.records.origins():
            play.cosign(origin, dict.fromkeys(parties, START))
        return play

    @property
    def records(self) -> MemoryRecords:
        """Return the logs."""
        held = self.record.desk.records
        assert isinstance(held, MemoryRecords)
        return held

    def cosign(self, origin: str, times: dict[str, datetime]) -> None:
        """Let mirrors cosign the newest head of a log, each at its time."""
        note = self.records.heads(origin)[-1]
        head, text = read_head(note)[0], read_note(note).text
        kept = self.records.lines.get((origin, head.size), ())
        lines = (
            cosign(text, int(time.timestamp()), mirror_signer(party))
            for party, time in times.items()
        )
        self.records.lines[origin, head.size] = (*kept, *lines)

    def beat(self, when: datetime, parties: Iterable[str] = PARTIES) -> None:
        """Let mirrors cosign every log as it stands."""
        for origin in self.records.origins():
            self.cosign(origin, dict.fromkeys(parties, when))

    def say(
        self,
        said: Said[MissionFact],
        *,
        really: datetime | None = None,
        mirrors: dict[str, int] | None = None,
        re: tuple[Reference, ...] = (),
    ) -> Reference:
        """Say a fact; mirrors cosign some seconds after it was really said.

        Args:
            said: The fact and who says it, with the instant it claims.
            really: When it is really said; when it claims if not given.
            mirrors: Seconds after which each mirror cosigns; all of them if not given.
            re: Statements it answers.
        """
        when = really or said.fact.at
        clock = self.record.desk.clock
        assert isinstance(clock, SetClock)
        clock.set(said.fact.at)  # what the author's clock claims
        for origin in self.records.origins():  # mirrors are never silent for long
            self.cosign(origin, dict.fromkeys(PARTIES, when - timedelta(seconds=60)))
        signer = self.record.signers[said.party]
        (ref,) = say_all(self.record.desk, signer, [Draft(said.fact, re=re)])
        seconds = DELAYS if mirrors is None else mirrors
        lines = {party: when + timedelta(seconds=late) for party, late in seconds.items()}
        self.cosign(origin_of(self.records, said.party), lines)
        return ref

    def reading(self) -> Reading:
        """Return what the record says, with the mirrors' times."""
        return read_record(self.records, dated=True)

    def facts(self) -> tuple[Said[MissionFact], ...]:
        """Return what was said of missions."""
        found = (s for s in self.reading().facts if isinstance(s.fact, MissionFact))
        return tuple(found)  # type: ignore[arg-type]

    def mission(self, when: datetime | None = None) -> Mission:
        """Return the one mission, as known at an instant."""
        times = self.reading().times
        quiet = Quiet(times.lines, times.parties) if times else None
        (found,) = fold_missions(self.facts(), at=when, quiet=quiet)
        return found


__all__ = ["DELAYS", "PARTIES", "START", "Network", "dated", "exactly_dated", "notified"]

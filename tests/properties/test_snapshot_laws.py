"""What is kept of a record says what the record says, whatever was said, whatever day is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kept_shelf import Shelf
from tests.properties.test_mission_laws import scripts

from overflight.desk import fold_as_of, founding_said
from overflight.desk.held.kept_facts import keep_facts, kept_facts
from overflight.desk.held.standings import KeptStandings, end_of, standing_of
from overflight.desk.kinds import KINDS
from overflight.desk.record import Reading
from overflight.missions import MissionFact, fold_missions
from overflight.record import Json, Reference, Said
from overflight.treaty import read_form, readings, write_form

GOLDEN = Path(__file__).parents[1] / "golden" / "cases"
AT = datetime(2003, 5, 8, tzinfo=UTC)
days = st.integers(-2, 12).map(lambda n: date(2003, 5, 4) + timedelta(days=n))


def in_record_order(said: Sequence[Said[object]]) -> tuple[Said[object], ...]:
    """Return facts in the order in which a record gives them."""
    return tuple(sorted(said, key=lambda s: (s.time, s.ref.o, s.ref.i)))


def through(
    said: Sequence[Said[object]], bodies: Mapping[Reference, Mapping[str, Json]] | None = None
) -> list[Said[object]]:
    """Return facts as they come back from where they are kept, in the order of a record.

    Args:
        said: The facts.
        bodies: Their bodies as they stand in a record; as we write them if not given.
    """
    shelf = Shelf()
    written = bodies or {each.ref: write_form(each.fact) for each in said}
    assert keep_facts(shelf, Reading(in_record_order(said), bodies=written), "key", "cut")
    found = kept_facts(shelf, "key")
    assert found is not None
    assert kept_facts(shelf, "another") is None
    return list(in_record_order((*found.others, *found.missions)))


@settings(max_examples=60, deadline=None)
@given(scripts, st.lists(days, min_size=1, max_size=4))
def test_standings_of_any_day_are_those_of_the_missions_folded_to_it(
    script: list[Said[MissionFact]], asked: list[date]
) -> None:
    """A mission looked up on a day stands as the same mission folded to the end of that day."""
    held = fold_as_of(script, source="law")
    shelf = Shelf()
    for _ in ("folded and kept", "read back"):
        held.remember(KeptStandings(shelf, "facts", readings()))
        for day in asked:
            missions = fold_missions(script, at=end_of(day), units=held.parties.units_on)
            expected = [(m.key, standing_of(m, readings())) for m in missions]
            assert list(held.standings_on(day)) == expected
    assert len(shelf.held) == 1


@settings(max_examples=30, deadline=None)
@given(scripts)
def test_facts_come_back_as_they_were(script: list[Said[MissionFact]]) -> None:
    """Every fact, to the last digit and the last reference, in the order of the record."""
    found = through(script)
    assert repr(found) == repr(list(in_record_order(script)))


def test_the_founding_facts_come_back_as_they_were() -> None:
    """Of membership, quotas, sites, decisions and the rest, as the package brings them."""
    said = founding_said()
    assert repr(through(said)) == repr(list(in_record_order(said)))


def test_the_facts_of_every_golden_case_come_back_as_they_were() -> None:
    """Every kind of fact that a worked case holds is kept without loss."""
    kinds: set[str] = set()
    for path in sorted(GOLDEN.rglob("*.json")):
        case = json.loads(path.read_text("utf-8"), parse_float=str)
        rows = [row for row in case.get("statements", ()) if row["type"] in KINDS]
        facts: list[object] = [
            read_form(KINDS[r["type"]], r["body"], where="", closed=False) for r in rows
        ]
        refs = [Reference("bench/log/de/1", number, "00") for number, _ in enumerate(rows)]
        said = [
            Said(fact, "DE", AT, ref, tuple(refs[:2]))
            for fact, ref in zip(facts, refs, strict=True)
        ]
        bodies = {ref: row["body"] for ref, row in zip(refs, rows, strict=True)}
        assert repr(through(said, bodies)) == repr(said)
        kinds |= {row["type"] for row in rows}
    assert len(kinds) > 50

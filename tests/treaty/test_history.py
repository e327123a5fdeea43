"""The history of membership by day, against the table of States, computed here by hand."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from tests.shared_data import shared

from overflight.desk import from_package

HELD = from_package()
DAY = timedelta(days=1)


def expected() -> dict[str, tuple[date, date | None]]:
    """Return first day and end of membership by State, from the table of States."""
    with shared("treaty", "states.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {
        row["iso2"]: (
            date.fromisoformat(row["eif_computed"]),
            date.fromisoformat(row["withdrawal_effect"]) if row["withdrawal_effect"] else None,
        )
        for row in rows
        if row["eif_computed"]
    }


@pytest.mark.provision("art.XVII.2", "art.XVII.6", "art.XV.2")
@pytest.mark.rule("MEM-2", "MEM-3", "MEM-7")
def test_the_members_of_every_day_of_change_and_its_neighbours() -> None:
    """On each day on which membership changed, the day before and the day after."""
    spans = expected()
    changes = {day for span in spans.values() for day in span if day}
    assert len(changes) == 11
    for change in sorted(changes):
        for day in (change - DAY, change, change + DAY):
            members = {
                code
                for code, (since, until) in spans.items()
                if since <= day and (until is None or day < until)
            }
            assert set(HELD.parties.members_on(day)) == members, day


@pytest.mark.provision("art.XVII.2", "art.XVII.6", "art.XV.2")
@pytest.mark.rule("MEM-2", "MEM-3", "MEM-7")
@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("2001-12-31", 0),
        ("2002-01-01", 26),
        ("2002-08-27", 27),
        ("2003-02-10", 28),
        ("2003-02-11", 29),
        ("2003-10-20", 30),
        ("2004-09-25", 31),
        ("2005-01-01", 32),
        ("2005-05-23", 33),
        ("2005-07-08", 34),
        ("2020-11-21", 34),
        ("2020-11-22", 33),
        ("2021-12-17", 33),
        ("2021-12-18", 32),
    ],
)
def test_how_many_parties_there_were(day: str, count: int) -> None:
    """Counted by hand from the days of deposit and the two withdrawals."""
    assert len(HELD.parties.members_on(date.fromisoformat(day))) == count

"""Every row of the table of quota effects: what an outcome takes from both quotas, and the data.

Rows 16 to 19 are no outcome of one mission: of groups and of flights outside the quotas the quotas
tell what a flight takes.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    airborne,
    arrived,
    at,
    inspected,
    landed,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import MissionFact, QuotaState, quota_entry
from overflight.quotas import (
    Debit,
    FlightTold,
    MembersOverflown,
    MemberStretch,
    OutsideKind,
    debits_of,
    effect_of,
    not_counted,
)
from overflight.record import Said
from overflight.treaty import GroupKind, open_skies, readings

GROUND = (notified(), acknowledged(), arrived(), *inspected())
TAXI = (notified(), acknowledged(taxi=True), arrived(), *inspected(party="IT"))


def ends(
    *before: Said[MissionFact], kind: str, party: str, ground: str, when: str = "05-08 20:00"
) -> Script:
    """Return a mission that ends without a flight."""
    return (*before, said(kind, party, when, ground=ground))


def short(cause: str, *, taxi: bool = False, counted: bool | None = None) -> Script:
    """Return a flight cut short, with the choice of the observing Party where it made one."""
    script = (
        *airborne(taxi=taxi),
        said("curtailed", "IT", "05-09 17:00", cause=cause),
        said("landed", "IT", "05-09 18:00"),
    )
    if counted is None:
        return script
    return (*script, said("count-chosen", "IT", "05-09 20:00", counted=counted))


def demonstrated(*ground: Said[MissionFact], party: str) -> Script:
    """Return a demonstration asked for and flown."""
    other = "BG" if party == "IT" else "IT"
    flown = said("demonstration-flown", other, "05-08 18:00", started_at=at("05-08 16:30"))
    return (*ground, said("demonstration-requested", party, "05-08 15:00"), flown)


DECLINED = (*GROUND[:3], submitted(), said("declined", "IT", "05-09 00:00", reason="prejudicial"))
# Row of the table, what happened, flights debited on each side; none while it is not decided.
ROWS: list[tuple[str, Script, int | None]] = [
    ("QEF-1", ends(*GROUND, kind="prohibited", party="BG", ground="art.VIII.I.1"), 0),
    (
        "QEF-2",
        (notified(), said("prohibited", "BG", "05-09 08:00:01", ground="art.VIII.I.2")),
        0,
    ),
    ("QEF-3", DECLINED, 0),
    ("QEF-4", ends(*GROUND, kind="cancelled", party="IT", ground="annex.F.I.8"), 0),
    ("QEF-5", ends(*GROUND, kind="prohibited", party="BG", ground="annex.F.I.9"), 0),
    ("QEF-6", ends(*TAXI, kind="prohibited", party="BG", ground="annex.F.II.7"), 0),
    ("QEF-7", ends(*TAXI, kind="cancelled", party="IT", ground="annex.F.II.8"), 0),
    (
        "QEF-8",
        ends(*demonstrated(*GROUND, party="BG"), kind="prohibited", party="BG",
             ground="annex.F.III.6"),
        0,
    ),
    (
        "QEF-8",
        ends(*demonstrated(*TAXI, party="IT"), kind="cancelled", party="IT",
             ground="annex.F.III.7"),
        0,
    ),
    ("QEF-9", landed(), 1),
    ("QEF-10", short("weather-safety"), 1),
    ("QEF-10", short("medical-other", taxi=True), 1),
    ("QEF-11", short("sensor-malfunction"), 1),
    ("QEF-11", short("technical-safety"), 1),
    ("QEF-12", short("sensor-malfunction", taxi=True), None),
    ("QEF-12", short("sensor-malfunction", taxi=True, counted=True), 1),
    ("QEF-12", short("sensor-malfunction", taxi=True, counted=False), 0),
    ("QEF-13", short("technical-safety", taxi=True), None),
    ("QEF-13", short("technical-safety", taxi=True, counted=False), 0),
    ("QEF-14", short("medical-observed-crew-or-monitor"), None),
    ("QEF-14", short("medical-observed-crew-or-monitor", counted=True), 1),
    ("QEF-15", short("force-majeure"), None),
    ("QEF-15", short("force-majeure", counted=False), 0),
    ("QEF-20", (notified(), said("cancelled", "IT", "05-06 06:00", ground="own-reasons")), 0),
    ("QEF-21", short("emergency"), None),
    ("QEF-22", short("weather-sensors"), 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "script", "debit"),
    [pytest.param(*r, marks=pytest.mark.rule(r[0]), id=f"{r[0]}-{n}") for n, r in enumerate(ROWS)],
)
def test_outcome_takes_what_the_table_says(row: str, script: Script, debit: int | None) -> None:
    """Each outcome is told as its row, and takes from both quotas what the row says."""
    entry = quota_entry(mission(*script), readings())
    assert (entry.effect, entry.debit) == (row, debit)
    told = next(r for r in open_skies().quota_effects if r.id == row)
    assert entry.outcome == told.outcome
    if told.active in {"yes", "no"}:
        assert entry.debit == {"yes": 1, "no": 0}[told.active]
        assert told.passive == told.active
    elif told.active.startswith("AMB-"):
        assert entry.state is QuotaState.UNREGULATED
        assert [r.partition("=")[0] for r in entry.readings] == [told.active]


ONE = Debit("IT", "BG", 2003, 1, 1, "QEF-9", "2003-OS3001")
SHARED, COMMON = GroupKind.SHARED_ACTIVE, GroupKind.COMMON_QUOTAS
EXTRAORDINARY, VOLUNTARY = OutsideKind.EXTRAORDINARY, OutsideKind.VOLUNTARY


def over(*members: str) -> MembersOverflown:
    """Return a flight over members of a group."""
    stretches = tuple(MemberStretch(member, Decimal(100)) for member in members)
    return MembersOverflown("2003-OS3001", "IT", "BGRO", 2003, stretches)


# Row, the flight, what it takes: observing, observed, flights of each side.
TOLD: list[tuple[str, FlightTold, list[tuple[str, str, int, int]]]] = [
    ("QEF-16", FlightTold(ONE, over("BG", "RO"), (None, None, SHARED)),
     [("IT", "BG", 1, 1), ("IT", "RO", 1, 1)]),
    ("QEF-16", FlightTold(ONE, over("BG", "RO", "BG"), (None, None, SHARED)),
     [("IT", "BG", 1, 1), ("IT", "RO", 1, 1)]),
    ("QEF-16", FlightTold(ONE, over("RO"), (None, None, SHARED)), [("IT", "RO", 1, 1)]),
    ("QEF-17", FlightTold(ONE, kinds=(None, COMMON, None)), [("IT", "BG", 1, 1)]),
    ("QEF-17", FlightTold(ONE, kinds=(COMMON, None, None)), [("IT", "BG", 1, 1)]),
    ("QEF-17", FlightTold(ONE, over("BG", "RO"), (None, COMMON, COMMON)), [("IT", "BG", 1, 1)]),
    ("QEF-18", FlightTold(ONE, outside=(EXTRAORDINARY, EXTRAORDINARY)), []),
    ("QEF-18", FlightTold(ONE, outside=(VOLUNTARY, EXTRAORDINARY)), []),
    ("QEF-19", FlightTold(ONE, outside=(VOLUNTARY, VOLUNTARY)), []),
    ("QEF-19", FlightTold(ONE, over("BG", "RO"), (None, None, SHARED), (VOLUNTARY, VOLUNTARY)),
     []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "flight", "taken"),
    [pytest.param(*r, marks=pytest.mark.rule(r[0]), id=f"{r[0]}-{n}") for n, r in enumerate(TOLD)],
)
def test_quotas_take_what_the_table_says(
    row: str, flight: FlightTold, taken: list[tuple[str, str, int, int]]
) -> None:
    """Over k members k flights, of a group in common one of its pool, outside the quotas none."""
    assert effect_of(flight) == row
    debits = debits_of(flight)
    assert [(d.observing, d.observed, d.active, d.passive) for d in debits] == taken
    assert {d.rule for d in debits} <= {row}
    table = next(r for r in open_skies().quota_effects if r.id == row)
    in_all = sum(d.active for d in debits)
    wanted = {"k": len(taken), "no": 0}.get(table.active, 1)
    assert in_all == wanted
    assert all(d.passive == 1 for d in debits)
    assert (table.passive == "no") is (not debits)


@pytest.mark.parametrize("outside", [(VOLUNTARY, None), (None, EXTRAORDINARY), (None, None)])
def test_one_word_takes_no_flight_out_of_the_quotas(
    outside: tuple[OutsideKind | None, OutsideKind | None],
) -> None:
    """Both Parties must call it so; until then it is the flight its mission tells."""
    assert debits_of(FlightTold(ONE, outside=outside)) == (ONE,)


def test_groups_change_nothing_of_a_flight_that_takes_nothing() -> None:
    """A prohibited flight over two members of a group takes nothing from anybody."""
    none = Debit("IT", "BG", 2003, 0, 0, "QEF-1", "2003-OS3001")
    flight = FlightTold(none, over("BG", "RO"), (None, None, SHARED))
    assert effect_of(flight) == "QEF-1"
    assert debits_of(flight) == ()


@pytest.mark.rule("QEF-16")
def test_members_of_a_group_with_common_quotas_are_one_unit() -> None:
    """Only members that keep their own quotas are counted each for itself."""
    assert effect_of(FlightTold(ONE, over("BG", "RO"), (None, None, None))) == "QEF-9"


@pytest.mark.rule("QEF-18", "QEF-19", "QTA-12")
@pytest.mark.provision("annex.L.III.2", "annex.L.III.3", "annex.L.III.4")
@pytest.mark.parametrize(
    ("why", "words"),
    [
        (EXTRAORDINARY, "QEF-18, its data: given to that body"),
        (VOLUNTARY, "QEF-19, its data: given"),
    ],
)
def test_data_of_flights_outside_the_quotas(why: OutsideKind, words: str) -> None:
    """The data of such flights go to the body that asked, or to the Commission."""
    found = not_counted("2003-OS3001", (why, why), (), ("IT", "BG"))
    assert words in found.says


def test_every_row_has_its_outcome() -> None:
    """A row without a test would be a promise."""
    table = {row.id for row in open_skies().quota_effects}
    assert {row for row, *_ in (*ROWS, *TOLD)} == table

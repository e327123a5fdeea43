"""The crisis of 2020 and 2021, replayed: every day of change with the day before it.

The expectations are written from the text, the notices and the map, not from the program. The
flights asked about are supposed; their days lie in the weeks the chronicle names.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from tests.plan_cases import PLAN, point

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import (
    NO_RECORD,
    Lands,
    founding_said,
    from_package,
    membership_of,
    surroundings_of,
)
from overflight.desk.answers.on_a_day import passive_list
from overflight.desk.commission.chronicle import chronicle_list
from overflight.desk.whatif.differences import Facts, what_if_withdrawn
from overflight.desk.whatif.forms import Topic
from overflight.membership import conference_window
from overflight.missions import judge_plan
from overflight.record import Reference, Said
from overflight.release import (
    AssuranceDemanded,
    AssuranceGiven,
    CopyRequest,
    CopyRequested,
    EntitlementCase,
    FlightCount,
    FlownFlight,
    Releases,
    entitled,
)
from overflight.treaty import EventKind, Outcome, check_provision

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent / "crisis" / "crisis-2020-21.json").read_text("utf-8")
)
HELD = from_package()
MAP = world_borders()
NOTE: Said[object] = Said(
    AssuranceDemanded(
        "",
        "*",
        "images of Russian territory do not reach the United States; answer by 2021-01-01",
        "art.IX.I.4: data are for States Parties",
    ),
    "RU",
    datetime(2020, 12, 22, tzinfo=UTC),
    Reference("log/ru/1", 1, "00"),
)


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


@pytest.mark.parametrize("ask", GOLDEN["days"], ids=lambda ask: ask["on"])
def test_parties_quotas_and_borders_of_the_day(ask: dict[str, Any]) -> None:
    """Who is a Party, what must be accepted, from whom ten kilometres are kept."""
    on = day(ask["on"])
    members = HELD.parties.members_on(on)
    assert len(members) == ask["parties"]
    assert list(HELD.parties.units_on(on).get("BYRU", ())) == ask["group"]
    passive = {row.unit: row.flights for row in passive_list(HELD, on).quotas}
    for unit, flights in ask["passive"].items():
        assert passive.get(unit) == flights
    for observed, neighbours in ask["keep_from"].items():
        unit = HELD.parties.unit_of(observed, "art.VI.II.2", on)
        plan = replace(PLAN, observed=unit, commencement=datetime.combine(on, time(12), tzinfo=UTC))
        around = surroundings_of(plan, HELD, Lands(MAP))
        assert around.borders is not None
        near = {c for line in around.borders.lines for c in line.between} - {unit}
        assert sorted(near - set(members)) == neighbours, observed


@pytest.mark.parametrize("told", GOLDEN["notices"], ids=lambda told: told["state"])
def test_notice_conference_and_effect(told: dict[str, Any]) -> None:
    """Six months; a conference from day 30 to day 60, and it was held in that time."""
    state, notice = told["state"], day(told["notice"])
    assert [str(one) for one in conference_window(notice)] == told["window"]
    assert (day(told["conference"]) - notice).days == told["day"]
    answer = what_if_withdrawn(Facts(founding_said(), NO_RECORD, borders=MAP), state, notice)
    assert str(answer.compared_on) == told["effect"]
    by_rule = {finding.rule: finding for finding in answer.findings}
    assert by_rule["MEM-7"].outcome is Outcome.KEPT
    assert by_rule["MEM-8"].outcome is Outcome.KEPT
    assert f"held on {told['conference']}, day {told['day']}" in by_rule["MEM-8"].says
    made = [c.subject for c in answer.changes if c.topic is Topic.BORDER and c.before]
    assert sorted(made) == GOLDEN["borders_made"][state]
    votes = next(c for c in answer.changes if c.rule == "OSC-2")
    count = {"US": ("34 may object", "33 may object"), "RU": ("33 may object", "32 may object")}
    assert (votes.before, votes.after) == count[state]


@pytest.mark.parametrize("ask", GOLDEN["copies"], ids=lambda ask: f"{ask['why']}")
def test_who_was_entitled_to_copies(ask: dict[str, Any]) -> None:
    """What the text leaves open is unsettled, on every side of the dispute."""
    judged = datetime.combine(day(ask["judged"]), time(12), tzinfo=UTC)
    asked, flown = day(ask["asked"]), date(2020, 11, 11)
    said = [NOTE] if judged >= NOTE.time else []
    if "assured" in ask:
        since = datetime.combine(day(ask["assured"]), time(0), tzinfo=UTC)
        given = AssuranceGiven((), "not passed on to the United States", since)
        here = Reference("log/de/1", 1, "00")
        said.append(Said(given, ask["requester"], since, here, (NOTE.ref,)))
    fields = CopyRequested(
        "2020-OS0001", ask["holder"], "BYRU", flown, "OF", ("1",), "film", ("*",)
    )
    members = HELD.parties.states_of(ask["holder"], flown)
    case = EntitlementCase(
        at=judged,
        request=CopyRequest(ask["requester"], asked, fields),
        flight=FlownFlight(
            "2020-OS0001", ask["holder"], "BYRU", flown, FlightCount.COUNTED, members
        ),
        membership=membership_of(HELD, (ask["requester"], *members)),
        demands=Releases.of(said).demands_on("2020-OS0001"),
    )
    answers = {answer.condition.id: answer for answer in entitled(case).answers}
    found = answers[ask["condition"]]
    assert found.verdict.value == ask["verdict"]
    if found.condition.id == "DAT-3/assurance" and found.verdict.value == "unsettled":
        assert found.finding.outcome is Outcome.CONTESTED
        assert any(claim.startswith("RU claims") for claim in found.claims)


def test_the_note_and_its_term_stand_in_the_chronicle() -> None:
    """As reported: a statement of 22 December, a deadline on 1 January, notices, conferences."""
    rows = chronicle_list(HELD, since=date(2020, 12, 22), until=date(2021, 1, 2), party="RU").rows
    kinds = {row.date: row.kind for row in rows if len(row.date) == 10}
    assert kinds["2020-12-22"] is EventKind.STATEMENT
    assert kinds["2021-01-01"] is EventKind.DEADLINE
    conferences = chronicle_list(HELD, kind=EventKind.CONFERENCE).rows
    assert [row.date for row in conferences] == [n["conference"] for n in GOLDEN["notices"]]


@pytest.mark.parametrize(
    ("on", "outcome"), [("2020-11-21", Outcome.KEPT), ("2020-11-22", Outcome.BROKEN)]
)
def test_one_path_along_the_49th_parallel(on: str, outcome: Outcome) -> None:
    """At 49.03 N the border at 49 N is 3.3 km away: lawful one day, too near on the next."""
    starts = datetime.combine(day(on), time(12), tzinfo=UTC)
    route = (point("A", -100.0, 49.03), point("B", -99.5, 49.03))
    plan = replace(PLAN, observed="CA", route=route, commencement=starts)
    findings = judge_plan(plan, surroundings_of(plan, HELD, Lands(MAP))).findings
    (ten,) = (f for f in findings if f.rule == "GEO-4")
    assert ten.outcome is outcome


def test_the_golden_names_its_law() -> None:
    """A golden case that names no provision proves nothing."""
    assert GOLDEN["why"]
    assert [check_provision(place) for place in GOLDEN["provisions"]]

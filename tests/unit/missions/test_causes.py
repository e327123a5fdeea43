"""The order of acts in two logs: references and mirrors fix it, claimed times never do."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from tests.dated_missions import dated
from tests.mission_script import (
    Script,
    acknowledged,
    arrived,
    at,
    inspected,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import Mission, MissionFact, MissionState, clock_findings, fold_missions
from overflight.missions.said.causes import Causes
from overflight.record import Said
from overflight.treaty import Outcome

GROUND = (notified(), acknowledged(), arrived(), *inspected(), submitted())


def claiming(one: Said[MissionFact], when: str) -> Said[MissionFact]:
    """Return a statement that claims another instant, in the fact and for itself."""
    return replace(one, fact=replace(one.fact, at=at(when)), time=at(when))


def orders(
    first: Said[MissionFact], second: Said[MissionFact], before: Script = GROUND
) -> list[Mission]:
    """Return the mission under both orders of the times that two statements claim."""
    times = ("05-08 17:00", "05-08 18:00")
    return [
        mission(*before, claiming(first, one), claiming(second, other))
        for one, other in permutations(times)
    ]


def told(m: Mission) -> list[str]:
    """Return the rules of what was told beside the clocks."""
    return [f.rule for f in m.findings]


def prohibited() -> Said[MissionFact]:
    """Return a prohibition by the observed Party."""
    return said("prohibited", "BG", "05-08 17:00", ground="art.VIII.I.1")


@pytest.mark.parametrize(
    ("kind", "body"),
    [("declined", {"reason": "no"}), ("cancelled", {"ground": "own-reasons"})],
)
def test_two_ends(kind: str, body: dict[str, object]) -> None:
    """Two ends that know nothing of each other give one answer, whatever times they claim."""
    for m in orders(prohibited(), said(kind, "IT", "05-08 17:00", **body)):
        assert m.state is MissionState.PROHIBITED
        assert told(m) == ["E-STATE", "E-ORDER"]
        assert m.findings[-1].outcome is Outcome.OPEN
        assert "the log of the observed Party, BG, decides" in m.findings[-1].says


def test_signature_and_decline() -> None:
    """A decline and the signature that would have agreed the plan: the same answer both ways."""
    own = said("plan-signed", "IT", "05-08 16:30")
    decline = said("declined", "IT", "05-08 17:00", reason="no")
    found = orders(decline, said("plan-signed", "BG", "05-08 17:00"), (*GROUND, own))
    assert {m.state for m in found} == {MissionState.PLAN_AGREED}
    assert all(told(m) == ["E-STATE", "E-ORDER"] for m in found)


def test_counter_and_answer() -> None:
    """An answer to version 1 that crossed version 2 is an answer to what its author knew."""
    counter = said(
        "plan-countered",
        "IT",
        "05-08 17:00",
        version=2,
        change_of="observing Party",
        commencement=at("05-09 18:00"),
        completion=at("05-09 20:00"),
    )
    accept = said("plan-accepted", "BG", "05-08 17:00", version=1)
    for m in orders(counter, accept):
        assert m.misfits == ()
        (answer,) = [f for f in clock_findings(m) if f.rule == "MPL-6"][:1]
        assert answer.outcome is Outcome.KEPT


def test_reference_fixes_the_order() -> None:
    """Who refers to an act came after it: its own claim and the rule of the log count no more."""
    decline = said("declined", "IT", "05-08 17:00", reason="no")
    after = replace(prohibited(), re=(decline.ref,))
    for m in orders(decline, after):
        assert m.state is MissionState.DECLINED
        assert told(m) == ["E-STATE"]


def test_reference_through_a_third_statement() -> None:
    """What a log said after it had heard of an act came after that act as well."""
    decline = said("declined", "IT", "05-08 17:00", reason="no")
    heard = replace(
        said(
            "covers-checked",
            "BG",
            "05-08 09:00",
            check="on arrival at the point of entry",
            in_place=True,
        ),
        re=(decline.ref,),
    )
    for m in orders(decline, prohibited(), (*GROUND, heard)):
        assert m.state is MissionState.DECLINED
        assert told(m) == ["E-STATE"]


def test_mirrors_fix_the_order() -> None:
    """Where one act existed before the other was made, mirrors tell which came first."""
    decline = dated(said("declined", "IT", "05-08 17:00", reason="no"), *("05-08 17:00",) * 2)
    later = dated(prohibited(), "05-08 17:00", "05-08 17:10")
    for m in orders(decline, later):
        assert m.state is MissionState.DECLINED
        assert "E-ORDER" not in told(m)
    overlapping = dated(prohibited(), "05-08 16:59:59", "05-08 17:10")
    for m in orders(decline, overlapping):
        assert m.state is MissionState.PROHIBITED
        assert "E-ORDER" in told(m)


def test_one_log_decides_for_itself() -> None:
    """Two statements of one log stand in the order of the log."""
    first, second = prohibited(), said("covers-checked", "BG", "05-08 09:00", **_COVERS)
    causes = Causes.of([second, first])
    assert causes.before(first, second)
    assert not causes.before(second, first)
    assert causes.fixed(second, first)


_COVERS = {"check": "on arrival at the point of entry", "in_place": True}


def test_what_a_log_answered_first() -> None:
    """A late change of the plan is not repaired by an acceptance that claims to be earlier."""
    late = said("change-proposed", "BG", "05-08 22:00", version=1, ground="art.VIII.I.4.A")
    back = said("plan-accepted", "BG", "05-08 18:00", version=1)
    m = mission(*GROUND, late, back)
    assert next(f for f in clock_findings(m) if f.rule == "MPL-6").outcome is Outcome.BROKEN


def test_references_in_a_circle_end() -> None:
    """References that name each other cannot be signed; if they were told, the fold still ends."""
    one, other = prohibited(), said("declined", "IT", "05-08 17:00", reason="no")
    circle = (replace(one, re=(other.ref,)), replace(other, re=(one.ref,)))
    assert mission(*GROUND, *circle).state in {MissionState.PROHIBITED, MissionState.DECLINED}


def test_an_act_of_the_future_moves_nothing() -> None:
    """A Party that dates its act far ahead does not carry the answers to it along."""
    decline = claiming(said("declined", "IT", "05-08 17:00", reason="no"), "12-31 17:00")
    answer = replace(prohibited(), re=(decline.ref,))
    (m,) = fold_missions([*GROUND, decline, answer], at=at("05-08 18:00"))
    assert m.state is MissionState.PROHIBITED
    assert m.findings == ()

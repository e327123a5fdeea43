"""What holds for any mission, whatever is said about it and in whatever order."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.mission_script import at, departed, said

from overflight.missions import (
    KINDS,
    Mission,
    MissionFact,
    docket,
    fold_missions,
    judge_mission,
    quota_entry,
)
from overflight.missions.said.facts_ground import WindowExtended
from overflight.record import Said
from overflight.treaty import Outcome, read_form, write_form

EXTRA = [
    ("arrived", {}),
    ("curtailed", {"cause": "force-majeure"}),
    ("curtailed", {"cause": "sensor-malfunction"}),
    ("prohibited", {"ground": "art.VIII.I.1"}),
    ("declined", {"reason": "p"}),
    ("cancelled", {"ground": "own-reasons"}),
    ("count-chosen", {"counted": False}),
    ("plan-signed", {}),
    ("inspection-waived", {}),
    ("demonstration-requested", {}),
    ("window-extended", {"hours": "12"}),
    ("report-sent", {}),
    ("explained", {}),
]

statements = st.builds(
    lambda row, party, minutes: said(
        row[0], party, at("05-05 06:00") + timedelta(minutes=minutes), **row[1]
    ),
    st.sampled_from(EXTRA),
    st.sampled_from(["IT", "BG", "TR"]),
    st.integers(0, 10_000),
)
scripts = st.lists(statements, max_size=12).flatmap(
    lambda extra: st.permutations([*departed(), *extra])
)
moments = st.integers(0, 12_000).map(lambda minutes: at("05-05 06:00") + timedelta(minutes=minutes))


def told(script: list[Said[MissionFact]], now: datetime) -> tuple[Mission, ...]:
    """Return the missions of a script."""
    return fold_missions(script, at=now)


@settings(max_examples=60, deadline=None)
@given(scripts, moments)
def test_nothing_is_dropped(script: list[Said[MissionFact]], now: datetime) -> None:
    """Every statement is a step or a misfit with its finding; nothing is told before its time."""
    for mission in told(script, at("12-31 00:00")):
        assert len(mission.steps) + len(mission.misfits) == len(script)
        assert len(mission.findings) >= len(mission.misfits)
    for mission in told(script, now):
        seen = [s.said for s in mission.steps] + list(mission.misfits)
        assert all(s.fact.at <= now for s in seen)


@settings(max_examples=60, deadline=None)
@given(scripts, moments, statements)
def test_what_was_said_stays(
    script: list[Said[MissionFact]], now: datetime, later: Said[MissionFact]
) -> None:
    """One statement more in a Party's log never makes way for itself: the first stays first.

    Extensions of the window are left out: each is an event of its own, and none displaces another.
    """
    kind = type(later.fact)
    assume(kind is not WindowExtended)
    for before, after in zip(told(script, now), told([*script, later], now), strict=False):
        own = [s.ref for s in before.all(kind) if s.party == later.party]
        assert [s.ref for s in after.all(kind) if s.party == later.party][: len(own)] == own


@settings(max_examples=60, deadline=None)
@given(scripts, moments, st.randoms(use_true_random=False))
def test_order_plays_no_part(
    script: list[Said[MissionFact]], now: datetime, random: object
) -> None:
    """Any order of the same statements makes the same mission."""
    shuffled = list(script)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(script, now) == told(shuffled, now)


@settings(max_examples=60, deadline=None)
@given(scripts, moments)
def test_every_rule_answers(script: list[Said[MissionFact]], now: datetime) -> None:
    """No rule raises; a broken finding says what follows; a kept one says nothing follows."""
    for mission in told(script, now):
        for finding in judge_mission(mission, now):
            assert finding.provision
            assert finding.outcome is not Outcome.BROKEN or finding.consequence
        assert quota_entry(mission).debit in {None, 0, 1}


@settings(max_examples=60, deadline=None)
@given(scripts, moments, st.integers(0, 100_000))
def test_time_alone_moves_nothing(
    script: list[Said[MissionFact]], now: datetime, minutes: int
) -> None:
    """Asking later, with nothing said in between, finds the same states and quotas (CLK-5)."""
    later = now + timedelta(minutes=minutes)
    known = [s for s in script if s.fact.at <= now]
    before, after = told(known, now), told(known, later)
    assert [(m.state, quota_entry(m)) for m in before] == [(m.state, quota_entry(m)) for m in after]
    assert len(docket(before, now)) == len(docket(after, later))


@settings(max_examples=60, deadline=None)
@given(statements)
def test_facts_read_back(statement: Said[MissionFact]) -> None:
    """A fact written and read again is the same fact."""
    kind = type(statement.fact)
    assert kind in KINDS.values()
    assert read_form(kind, write_form(statement.fact), where="fact") == statement.fact

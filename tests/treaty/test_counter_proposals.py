"""art.VI.II.6: on which grounds changes may be proposed, and that none may hide a point."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.counter_scenes import BENT, BORDERED, SEEING, STORM, fixed
from tests.plan_cases import AROUND, at

from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning.negotiation import (
    RuleGround,
    Watch,
    code_of_ground,
    counter,
    loses,
    refused_ground,
    seen_of,
)
from overflight.treaty import Outcome


@pytest.mark.rule("MPL-6")
@pytest.mark.provision("art.VI.II.6", "art.VIII.I.4")
class TestGrounds:
    """Weather, an airfield, inconsistency, hazardous airspace; no other."""

    def test_kept(self) -> None:
        """Weather over the path is a ground, and its proposal names it."""
        assert code_of_ground("weather") is ChangeGround.WEATHER
        assert counter(SEEING, STORM, fixed(AROUND)).found

    def test_broken(self) -> None:
        """Secrecy is none (MPL-2)."""
        assert code_of_ground("secrecy") is ChangeGround.NONE
        assert refused_ground("secrecy").outcome is Outcome.BROKEN

    def test_boundary(self) -> None:
        """A storm that ends when the path enters its area is no ground any more."""
        ends = replace(STORM, until=at("2008-05-06 14:12"))
        assert not counter(SEEING, ends, fixed(AROUND)).found
        assert counter(SEEING, replace(STORM, until=at("2008-05-06 14:13")), fixed(AROUND)).found


@pytest.mark.rule("MPL-7")
@pytest.mark.provision("art.VI.II.6")
class TestNoPointHidden:
    """What the plan sees stays seen by the change or by one offered beside it."""

    def test_kept(self) -> None:
        """Another time shows the same ground."""
        best = counter(SEEING, STORM, fixed(AROUND)).proposals[0]
        assert best.observable.outcome is Outcome.KEPT
        assert not best.loss

    def test_broken(self) -> None:
        """A way round that hides ground, with no other time, is not proposed."""
        week = replace(STORM, since=None, until=None)
        found = counter(SEEING, week, fixed(AROUND))
        assert found.proposals == ()
        assert any("MPL-7" in one.why for one in found.dropped)

    def test_boundary(self) -> None:
        """The very same ground is no loss; a metre of reach less than the slack is none either."""
        seen = seen_of(SEEING, AROUND, Watch())
        assert not loses(seen, seen)
        narrower = replace(
            SEEING, observations=(replace(SEEING.observations[0], left_km=2.99, right_km=2.99),)
        )
        assert not loses(seen, seen_of(narrower, AROUND, Watch()))


@pytest.mark.rule("GEO-4")
@pytest.mark.provision("art.VI.II.2")
def test_the_ten_kilometres_are_cured_at_ten_kilometres() -> None:
    """No proposal takes more than the Treaty asks: a few metres beyond, never nearer."""
    best = counter(BENT, RuleGround("art.VI.II.2"), fixed(BORDERED)).proposals[0]
    nearest = next(f for f in best.judgement.findings if f.rule == "GEO-4")
    assert nearest.outcome is Outcome.KEPT
    assert nearest.measured is not None
    assert 10.0 <= nearest.measured.value < 10.02

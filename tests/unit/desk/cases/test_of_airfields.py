"""Sites and distances a case states: fixes at once, reach where borders are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.plan_cases import box

from overflight.desk import Lands
from overflight.desk.cases import CaseAnswer, CaseAsked, judge_case, read_case
from overflight.geodesy import Territory
from overflight.missions import Borders


class Square:
    """A land of two degrees on the equator, drawn by hand."""

    source = "drawn by hand"
    error_m = 0.0

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return no border."""
        return Borders((), f"{self.source}: {', '.join(codes)}")

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the square, and an islet five degrees away."""
        assert list(codes) == ["IT"]
        return box(0, -1, 2, 1) + box(7, -0.1, 7.2, 0.1)


def judged(km: str, lands: Lands) -> CaseAnswer:
    """Return what is judged of an airfield in the middle with a distance, and of a fix."""
    site = {"unit": "IT", "since": "2003-01-01", "lon_deg": "1", "lat_deg": "0"}
    distance = {"id": "x", "unit": "IT", "name": "x", "scope": "airfield", "km": km,
                "since": "2003-01-01", "site": "IT-MIDDLE"}  # fmt: skip
    kinds = [
        ("missions.site-designated/1", {**site, "site": "IT-MIDDLE", "role": "OSA", "name": "M"}),
        ("missions.site-designated/1", {**site, "site": "IT-FIX", "role": "FIX", "name": "F"}),
        ("missions.distance-set/1", distance),
    ]
    statements = [
        {"type": kind, "party": "IT", "time": "2003-01-01T00:00:00Z", "body": body}
        for kind, body in kinds
    ]
    plain = {"founding": False, "at": "2003-05-05T00:00:00Z", "statements": statements}
    case = read_case(json.dumps(plain).encode(), where="case")
    return judge_case(case, CaseAsked(lands=lands), source="case")


def outcomes(answer: CaseAnswer) -> dict[str, str]:
    """Return the outcome of each rule of airfields."""
    found = [f for s in answer.subjects if s.chapter == "airfields" for f in s.findings]
    return {finding.rule: finding.outcome.value for finding in found}


def test_without_borders_only_fixes_are_judged() -> None:
    """Nobody can tell how far a land reaches without its borders; a fix serves a point of entry."""
    assert outcomes(judged("500", Lands())) == {"ARR-13": "broken"}


def test_reach_is_judged_on_borders_at_hand() -> None:
    """35 % of 600 km reach every corner at 157 km, of 300 km they do not; nor the islet."""
    lands = Lands(borders=Square())
    enough = outcomes(judged("600", lands))
    assert (enough["GEO-9"], enough["GEO-10"]) == ("kept", "broken")
    assert outcomes(judged("300", lands))["GEO-9"] == "broken"

"""Feasibility as an answer: settings beside each other, claims with both sides, faults by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.plan_cases import box

from overflight.commission import ClaimMade
from overflight.desk import fold_as_of, founding_said, from_package
from overflight.desk.planning.feasibility import FeasibilityAsked, feasibility
from overflight.errors import UsageError
from overflight.geodesy import Position, Territory
from overflight.missions import Borders, Reach
from overflight.record import Reference, Said
from overflight.treaty import Outcome, open_skies

HELD = from_package()
ON = date(2015, 6, 1)
# Malpensa 8.73 E 45.63 N with 1,130 km, Palermo 13.10 E 38.18 N with 1,400 km (annex.A.III).
MAINLAND = box(8.0, 41.0, 12.0, 46.0)
ISLE = box(14.0, 41.0, 14.5, 41.5)  # 330 km from Palermo, 167 km from the mainland


class Drawn:
    """Borders drawn by hand: one territory, no lines."""

    source = "drawn by hand for this test"
    error_m = 0.0

    def __init__(self, land: Territory) -> None:
        self._land = land

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return no border lines."""
        return Borders((), f"{self.source}: {', '.join(codes)}")

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the land of Italy."""
        return self._land if "IT" in set(codes) else Territory([])


def ask(land: Territory = MAINLAND, facts: object = HELD, **asked: object) -> object:
    """Return the answer for Italy."""
    given = replace(FeasibilityAsked("IT", ON, cell_km=10.0), **asked)  # type: ignore[arg-type]
    return feasibility(given, facts, Drawn(land)).answer  # type: ignore[arg-type]


def test_the_airfields_as_designated() -> None:
    """Every point of the square lies within 395 km of Malpensa or 490 km of Palermo."""
    answer = ask()
    (setting,) = answer.settings  # type: ignore[attr-defined]
    assert {f.site for f in setting.airfields} == {"IT-MALPENSA", "IT-PALERMO"}
    assert setting.findings[0].rule == "GEO-9"
    assert setting.against == ""
    assert setting.newly_beyond is None
    assert setting.no_way.value == 0


def test_a_closed_airfield_stands_beside_what_is_designated() -> None:
    """Without Malpensa the north falls out: GEO-9 is broken, and the share is told."""
    plain, closed = ask(without=("IT-MALPENSA",)).settings  # type: ignore[attr-defined]
    assert closed.name == "without IT-MALPENSA"
    assert closed.against == plain.name
    assert closed.outcome is Outcome.BROKEN
    assert closed.beyond.value > plain.beyond.value + 30
    assert closed.newly_beyond.value == pytest.approx(
        closed.beyond.value - plain.beyond.value, abs=3
    )
    assert closed.newly_within.value == 0
    both = ask(without=("IT-MALPENSA", "IT-PALERMO")).settings[1]  # type: ignore[attr-defined]
    assert both.farthest is None
    assert both.outcome is Outcome.OPEN


def test_an_added_airfield_and_the_other_reading() -> None:
    """The reading is compared with the airfields it is read over."""
    here = Reach("IT-X", Position(10.0, 43.0), Decimal(2000))
    answer = ask(added=(here,), contest=True)
    _, added, read = answer.settings  # type: ignore[attr-defined]
    assert added.ground == "as given by the caller; no fact says so"
    assert added.beyond.value == 0
    assert (read.name, read.against) == ("AMB-30=largest", "with IT-X")
    assert read.farthest.share.value < added.farthest.share.value


def claim(**changes: object) -> ClaimMade:
    """Return a claim about a distance over the isle."""
    made = ClaimMade(
        "IT-ISLE",
        "IT",
        "maximum-distance",
        "100 km over the isle",
        "traffic",
        ("DE",),
        date(2005, 1, 1),
        provision="annex.A.III",
        rule="GEO-1",
        limit_km=Decimal(100),
        at_lon_deg=Decimal("14.2"),
        at_lat_deg=Decimal("41.2"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def with_claim(fact: ClaimMade, by: str = "IT") -> object:
    """Return the founding facts and one claim on record."""
    at = datetime(2008, 1, 1, tzinfo=UTC)
    said = Said(fact, by, at, Reference("log/it/1", 0, "00"))
    return fold_as_of((*founding_said(open_skies()), said), source="test")


def test_a_claim_about_an_area_stands_beside_what_it_contests() -> None:
    """The isle falls out under the claim and under nothing else; who contests it is said."""
    land = MAINLAND + ISLE
    facts = with_claim(claim())
    added, claimed = ask(land, facts, claims=("IT-ISLE",)).settings  # type: ignore[attr-defined]
    assert claimed.against == added.name
    assert claimed.ground == ("IT: 100 km over the isle; ground: traffic; contested by DE")
    assert added.detached_kept == 1
    assert claimed.detached_kept == 0
    assert claimed.about.newly_beyond.value == pytest.approx(100)
    assert claimed.newly_beyond_km2.value == pytest.approx(claimed.about.area_km2, rel=0.1)
    assert added.about is None
    assert claimed.newly_beyond.value == pytest.approx(100 * 0.25 * 0.754 / (20 * 0.724), abs=0.2)
    assert claimed.findings[0].says == added.findings[0].says


def test_a_claim_about_the_mainland_and_one_about_an_airfield() -> None:
    """About the mainland GEO-9 is asked with it; without an area it is the airfield's distance."""
    middle = claim(at_lon_deg=Decimal(10), at_lat_deg=Decimal(43), contested_by=(), ground="")
    _, claimed = ask(facts=with_claim(middle, "DE"), claims=("IT-ISLE",)).settings  # type: ignore[attr-defined]
    assert claimed.outcome is Outcome.BROKEN
    assert claimed.ground.startswith("IT, another Party, on record: ")
    assert claimed.ground.endswith("ground: none given")
    own = claim(at_lon_deg=None, at_lat_deg=None, sites=("IT-PALERMO",))
    _, claimed = ask(facts=with_claim(own), claims=("IT-ISLE",)).settings  # type: ignore[attr-defined]
    assert {f.site: f.km for f in claimed.airfields}["IT-PALERMO"] == 100
    elsewhere = claim(at_lon_deg=Decimal(0), since=date(2015, 6, 2))
    _, claimed = ask(facts=with_claim(elsewhere), claims=("IT-ISLE",)).settings  # type: ignore[attr-defined]
    assert claimed.newly_beyond.value == 0
    assert claimed.ground.endswith("stands on 2015-06-01: no")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"without": ("IT-ROMA",)}, "E-SITE"),
        ({"claims": ("XX",)}, "E-CLAIM"),
        ({"claims": ("GE-NO-RU-FLIGHTS",)}, "E-CLAIM"),
        ({"unit": "FR"}, "E-REACH-MAP"),
    ],
)
def test_what_cannot_be_asked(changes: dict[str, object], code: str) -> None:
    """An airfield nobody designated, a claim nobody made or without a number, no territory."""
    with pytest.raises(UsageError, match=code):
        ask(**changes)  # type: ignore[arg-type]


def test_what_is_not_counted_is_named() -> None:
    """Tokol has no distance; the Faroe Islands and Greenland have one without an airfield."""
    asked = FeasibilityAsked("HU", ON)
    drawn = Drawn(MAINLAND)
    drawn.territory = lambda codes: MAINLAND  # type: ignore[method-assign]
    notes = feasibility(asked, HELD, drawn).answer.notes
    assert any("is not counted: no" in note for note in notes)
    danish = feasibility(replace(asked, unit="DK"), HELD, drawn).answer
    assert any("GREENLAND is not counted" in note for note in danish.notes)
    german = feasibility(replace(asked, unit="DE"), HELD, drawn).answer
    assert any("DE-WUNSTORF as OSA: the printed coordinates" in note for note in german.notes)

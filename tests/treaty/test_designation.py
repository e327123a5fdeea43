"""Designation of aircraft and sites, and information on airspace (DES-1 to DES-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

import pytest

from overflight.missions import (
    AircraftDesignated,
    AircraftRemoved,
    AirfieldFact,
    Airfields,
    AirspaceAnswered,
    AirspaceAsked,
    AirspaceSourceNotified,
    ExemplarPresented,
    NavigationAid,
    SensorPlanning,
    SiteChange,
    SiteChangeNotified,
    SiteDesignated,
    airspace_finding,
    change_finding,
    designated_finding,
    designated_on,
    designation_findings,
    exemplar_finding,
    fold_airfields,
    removal_findings,
    site_record_finding,
    sites_finding,
    source_finding,
)
from overflight.record import Reference, Said
from overflight.treaty import CoordStatus, Finding, Outcome, SiteRole, readings

F = TypeVar("F")
KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
OSA, POE = SiteRole.OPEN_SKIES_AIRFIELD, SiteRole.POINT_OF_ENTRY_EXIT
HASH, OTHER = "ab" * 32, "cd" * 32


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def changed(fact: F, **members: object) -> F:
    """Return a fact with some members changed."""
    made: F = replace(cast("Any", fact), **members)
    return made


def is_party(code: str, on: date) -> bool:
    """Tell whether a State is a Party: all but ``XX``, from 2002."""
    return code != "XX" and on >= day("2002-01-01")


WHOLE = AircraftDesignated(
    "HU",
    "An-26",
    day("2003-03-01"),
    day("2003-03-31"),
    "HU",
    "An-26, Hungarian Air Force",
    (SensorPlanning("AFA-41", Decimal(1500), None, Decimal(400), Decimal(1000)),),
    (NavigationAid("GPS", Decimal(100)),),
    "VHF, HF",
    "tow bar, 28 V",
    24,
)


def outcome(rule: str, findings: tuple[Finding, ...]) -> list[Outcome]:
    """Return what a rule answers, in order."""
    return [f.outcome for f in findings if f.rule == rule]


@pytest.mark.provision("art.V.2")
@pytest.mark.rule("DES-1")
@pytest.mark.parametrize(
    ("effect", "wanted"), [("2003-03-30", BROKEN), ("2003-03-31", KEPT), (None, KEPT)]
)
def test_a_type_is_designated_thirty_days_after_the_notice(
    effect: str | None, wanted: Outcome
) -> None:
    """1 March + 30 d is 31 March; a notice that names no day takes effect then."""
    fact = replace(WHOLE, effect=day(effect) if effect else None)
    assert outcome("DES-1", designation_findings(fact, is_party)) == [wanted, KEPT]


@pytest.mark.provision("art.V.1")
@pytest.mark.rule("DES-1")
@pytest.mark.parametrize(("where", "wanted"), [("HU", KEPT), ("XX", BROKEN), ("", OPEN)])
def test_a_type_is_registered_in_a_state_party(where: str, wanted: Outcome) -> None:
    """By the authorities of a State Party, which need not be the one that designates it."""
    fact = replace(WHOLE, registered_in=where)
    assert outcome("DES-1", designation_findings(fact, is_party)) == [KEPT, wanted]


@pytest.mark.provision("annex.C.1", "annex.C.2", "annex.C.3", "annex.C.4", "annex.C.5")
@pytest.mark.rule("DES-4")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"identification": ""}, "annex.C.1"),
        ({"sensors": ()}, "sensors (annex.C.2)"),
        ({"sensors": (SensorPlanning("ROSAR"),)}, "height above ground or altitude for ROSAR"),
        (
            {"sensors": (SensorPlanning("ROSAR", None, Decimal(5000), Decimal(400)),)},
            "cruise speed and fuel flow for ROSAR",
        ),
        ({"navigation": ()}, "navigation"),
        ({"navigation": (NavigationAid("GPS"),)}, "navigation with its accuracy"),
        ({"communication": ""}, "communication"),
        ({"handling": ""}, "annex.C.4"),
        ({"seats": None}, "annex.C.5"),
    ],
)
def test_a_designation_states_every_item_of_annex_c(change: dict[str, object], told: str) -> None:
    """Each item left out is named with its paragraph."""
    whole = designation_findings(WHOLE, is_party)[-1]
    assert (whole.rule, whole.outcome) == ("DES-4", KEPT)
    lacking = designation_findings(changed(WHOLE, **change), is_party)[-1]
    assert (lacking.rule, lacking.outcome) == ("DES-4", BROKEN)
    assert told in lacking.says


OUT = AircraftRemoved("HU", "An-26", day("2004-01-01"), day("2004-03-31"))


@pytest.mark.provision("art.V.3")
@pytest.mark.rule("DES-2")
@pytest.mark.parametrize(
    ("effect", "wanted"), [("2004-03-30", BROKEN), ("2004-03-31", KEPT), (None, KEPT)]
)
def test_a_type_is_deleted_ninety_days_after_the_notice(
    effect: str | None, wanted: Outcome
) -> None:
    """1 January 2004 + 90 d over the leap day is 31 March."""
    fact = replace(OUT, effect=day(effect) if effect else None)
    assert outcome("DES-2", removal_findings(fact, [WHOLE, fact])) == [wanted]
    assert outcome("DES-2", removal_findings(fact, [fact])) == [wanted, OPEN]


@pytest.mark.rule("DES-1", "DES-2")
def test_notices_too_short_move_no_designation_before_its_day() -> None:
    """It enters after thirty days and stays for ninety, whatever the notices name."""
    facts = (
        replace(WHOLE, effect=day("2003-03-10")),
        replace(OUT, effect=day("2004-01-05")),
    )
    told = [
        designated_on("HU", "An-26", facts, day(on))
        for on in ("2003-03-30", "2003-03-31", "2004-03-30", "2004-03-31")
    ]
    assert told == [False, True, True, False]
    assert not designated_on("HU", "An-30", facts, day("2003-06-01"))


@pytest.mark.provision("art.V.4")
@pytest.mark.rule("DES-3")
def test_one_exemplar_is_certified_for_all_with_its_sensor_set() -> None:
    """Same type, model and sensor set: one suffices; another set needs its own certification."""
    first = ExemplarPresented("HU", "An-26", "HA-1", HASH, day("2003-05-01"), certified=True)
    twin = ExemplarPresented("HU", "An-26", "HA-2", HASH, day("2003-06-01"))
    other = replace(twin, configuration_sha256=OTHER)
    unsaid = replace(twin, configuration_sha256="")
    early = replace(twin, on=day("2003-04-01"))
    told = [exemplar_finding(f, [first, f]).outcome for f in (twin, other, unsaid, early)]
    assert told == [KEPT, BROKEN, OPEN, OPEN]
    assert {exemplar_finding(f, [first]).rule for f in (twin, other)} == {"DES-3"}


@pytest.mark.provision("annex.E.1", "annex.E.3")
@pytest.mark.rule("DES-5")
@pytest.mark.parametrize(
    ("roles", "wanted"),
    [
        ((OSA, POE), KEPT),
        ((OSA,), BROKEN),
        ((POE, SiteRole.REFUELLING), BROKEN),
        ((), BROKEN),
    ],
)
def test_a_state_has_a_way_in_and_out_and_an_airfield(
    roles: tuple[SiteRole, ...], wanted: Outcome
) -> None:
    """One site may be both; a refuelling airfield is neither."""
    assert sites_finding("HU", roles).outcome is wanted
    assert sites_finding("HU", roles, would=True).outcome is wanted


SITE = SiteDesignated(
    "HU-NEW",
    "HU",
    OSA,
    "Kecskemét",
    day("2004-03-31"),
    lon_deg=Decimal("19.7492"),
    lat_deg=Decimal("46.9175"),
    inspection="yes",
)


@pytest.mark.provision("annex.E-1.I")
@pytest.mark.rule("DES-6")
@pytest.mark.parametrize(
    ("change", "wanted", "told"),
    [
        ({}, KEPT, "complete"),
        ({"name": ""}, BROKEN, "its name"),
        ({"lat_deg": None}, BROKEN, "nearest second"),
        ({"lon_deg": Decimal("19.749")}, BROKEN, "nearest second"),  # 0.001 is 3.6 seconds
        ({"inspection": ""}, BROKEN, "inspection"),
        ({"role": SiteRole.FIX, "inspection": ""}, KEPT, "complete"),  # asked of no fix
        ({"coord_status": CoordStatus.INVALID}, OPEN, "as printed"),
    ],
)
def test_the_record_of_a_site_is_complete(
    change: dict[str, object], wanted: Outcome, told: str
) -> None:
    """Name, latitude and longitude to the second, inspection; misprints of the text stay open."""
    found = site_record_finding(changed(SITE, **change))
    assert (found.rule, found.outcome) == ("DES-6", wanted)
    assert told in found.says


def notice(change: SiteChange, on: str, effect: str | None = None) -> SiteChangeNotified:
    """Return a notice about the site."""
    return SiteChangeNotified("HU", "HU-NEW", change, day(on), day(effect) if effect else None)


@pytest.mark.provision("annex.E.4")
@pytest.mark.rule("DES-7")
@pytest.mark.parametrize(
    ("effect", "wanted"), [("2004-03-30", BROKEN), ("2004-03-31", KEPT), (None, KEPT)]
)
def test_a_site_changes_ninety_days_after_the_notice(effect: str | None, wanted: Outcome) -> None:
    """1 January 2004 + 90 d over the leap day is 31 March."""
    assert change_finding(notice(SiteChange.ALTER, "2004-01-01", effect)).outcome is wanted


@pytest.mark.rule("DES-7")
def test_a_designation_rests_on_its_notice() -> None:
    """Designated from 31 March: the notice of 1 January is in time, of the 2nd late, none open."""
    told = [
        designated_finding(SITE, notices).outcome
        for notices in (
            [notice(SiteChange.DESIGNATE, "2004-01-01")],
            [notice(SiteChange.DESIGNATE, "2004-01-02")],
            [notice(SiteChange.REMOVE, "2003-01-01")],
            [],
        )
    ]
    assert told == [KEPT, BROKEN, OPEN, OPEN]


def airfields(*facts: AirfieldFact) -> Airfields:
    """Return the airfields of some statements."""
    at = datetime(2004, 1, 1, tzinfo=UTC)
    return fold_airfields(
        Said(fact, "HU", at, Reference("case", number, "")) for number, fact in enumerate(facts)
    )


@pytest.mark.provision("annex.E.4")
@pytest.mark.rule("DES-7")
def test_a_removal_has_no_effect_before_its_ninety_days() -> None:
    """Notice of 1 June 2004 for 10 June: the site stays to 29 August, and is gone on the 30th."""
    held = airfields(SITE, notice(SiteChange.REMOVE, "2004-06-01", "2004-06-10"))
    assert held.site("HU-NEW", day("2004-08-29")) is not None
    assert held.site("HU-NEW", day("2004-08-30")) is None
    altered = airfields(SITE, notice(SiteChange.ALTER, "2004-06-01"))
    assert altered.site("HU-NEW", day("2004-12-01")) is not None
    other = replace(notice(SiteChange.REMOVE, "2004-06-01"), roles=(POE,))
    assert airfields(SITE, other).site("HU-NEW", day("2004-12-01")) is not None
    ended = replace(SITE, until=day("2004-07-01"))
    gone = airfields(ended, notice(SiteChange.REMOVE, "2004-06-01"))
    assert gone.site("HU-NEW", day("2004-07-01")) is None


ASKED = AirspaceAsked("HU", day("2003-05-01"), day("2003-05-02"))


def airspace(
    on: str | None,
    asked: AirspaceAsked = ASKED,
    in_force: str | None = "2002-01-01",
    **chosen: str,
) -> tuple[Finding, date | None]:
    """Return what is answered about Turkey's request, and Hungary's answer on a day."""
    answers = [("HU", AirspaceAnswered("TR", day(on)))] if on else []
    picked = readings({name.replace("_", "-"): option for name, option in chosen.items()})
    return airspace_finding(asked, "TR", answers, day(in_force) if in_force else None, picked)


@pytest.mark.provision("annex.I.1")
@pytest.mark.rule("DES-8")
@pytest.mark.parametrize(
    ("on", "wanted"), [("2003-06-01", KEPT), ("2003-06-02", BROKEN), (None, BROKEN)]
)
def test_an_answer_on_airspace_comes_within_thirty_days(on: str | None, wanted: Outcome) -> None:
    """Received 2 May + 30 d is 1 June."""
    found, due = airspace(on)
    assert (found.outcome, due) == (wanted, day("2003-06-01"))


@pytest.mark.rule("DES-8")
def test_no_answer_is_due_before_ninety_days_of_force() -> None:
    """Asked in January 2002, the answer is due on 1 April: the floor is on the answer."""
    asked = AirspaceAsked("HU", day("2002-01-05"), day("2002-01-05"))
    assert airspace("2002-04-01", asked)[0].outcome is KEPT
    assert airspace("2002-04-02", asked)[0].outcome is BROKEN


@pytest.mark.rule("DES-8")
def test_without_receipt_or_force_nothing_is_counted() -> None:
    """Receipt starts the thirty days, unless dispatch does (AMB-2)."""
    unsaid = AirspaceAsked("HU", day("2003-05-01"))
    assert airspace("2003-05-20", unsaid)[0].outcome is OPEN
    assert airspace("2003-05-31", unsaid, AMB_2="dispatch")[0].outcome is KEPT
    assert airspace("2003-06-01", unsaid, AMB_2="dispatch")[0].outcome is BROKEN
    assert airspace("2003-05-20", in_force=None)[0].outcome is OPEN


@pytest.mark.provision("annex.I.3")
@pytest.mark.rule("DES-8")
@pytest.mark.parametrize(("on", "wanted"), [("2002-04-01", KEPT), ("2002-04-02", BROKEN)])
def test_the_source_is_named_within_ninety_days_of_force(on: str, wanted: Outcome) -> None:
    """1 January 2002 + 90 d is 1 April."""
    fact = AirspaceSourceNotified("HU", day(on), "AIP Hungary")
    assert source_finding(fact, day("2002-01-01")).outcome is wanted
    assert source_finding(fact, None).outcome is KEPT

"""The rules beside the clocks: papers, grounds, consent, channels; and whether an act stands."""

from __future__ import annotations

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    airborne,
    arrived,
    at,
    inspected,
    mission,
    notified,
    said,
    signed,
    submitted,
)

from overflight.missions import (
    KINDS,
    MissionFact,
    blocking,
    changed_findings,
    conduct,
    judge_mission,
)
from overflight.record import Said
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
GROUND = (notified(), acknowledged(), arrived())


def of(rule: str, found: tuple[Finding, ...]) -> list[Outcome]:
    """Return the outcomes of one rule."""
    return [f.outcome for f in found if f.rule == rule]


@pytest.mark.rule("PFI-1", "PFI-2")
@pytest.mark.provision("annex.F.I.2", "annex.F.II.2")
@pytest.mark.parametrize(
    ("taxi", "inspectors", "rule", "outcome"),
    [
        (False, 9, "PFI-1", KEPT),
        (False, 10, "PFI-1", KEPT),
        (False, 11, "PFI-1", BROKEN),
        (True, 5, "PFI-2", KEPT),
        (True, 6, "PFI-2", BROKEN),
    ],
)
def test_inspectors(taxi: bool, inspectors: int, rule: str, outcome: Outcome) -> None:
    """Ten inspectors of the observing Party's aircraft, five of a taxi."""
    party = "IT" if taxi else "BG"
    m = mission(
        notified(),
        acknowledged(taxi=taxi),
        arrived(),
        said("inspection-started", party, "05-08 10:00", inspectors=inspectors),
    )
    assert of(rule, conduct(m)) == [outcome]


@pytest.mark.rule("DEM-5")
@pytest.mark.provision("annex.F.III.4")
@pytest.mark.parametrize(
    ("asked", "hours", "reading", "outcome"),
    [
        (True, "24", "statement", KEPT),
        (True, "24.01", "statement", BROKEN),
        (True, "23.99", "statement", KEPT),
        (True, "24", "necessity", OPEN),
        (False, "1", "statement", BROKEN),
    ],
)
def test_extension(asked: bool, hours: str, reading: str, outcome: Outcome) -> None:
    """Up to 24 hours, where the observed Party asked; whether need must be shown is AMB-11."""
    ask = (said("demonstration-requested", "BG", "05-08 15:00"),) if asked else ()
    m = mission(*GROUND, *inspected(), *ask,
                said("window-extended", "IT", "05-08 16:00", hours=hours))  # fmt: skip
    assert of("DEM-5", conduct(m, readings({"AMB-11": reading}))) == [outcome]


@pytest.mark.rule("FLT-2")
@pytest.mark.provision("art.VI.I.9")
@pytest.mark.parametrize(
    ("ends", "outcome"),
    [("05-12 07:59:59", KEPT), ("05-12 08:00", KEPT), ("05-12 08:00:01", BROKEN)],
)
def test_plan_fits_the_window(ends: str, outcome: Outcome) -> None:
    """A plan that ends after the window cannot be flown inside it."""
    m = mission(*GROUND, submitted("05-09 08:00", "05-12 04:00", ends))
    assert of("FLT-2", conduct(m)) == [outcome]


@pytest.mark.rule("PFI-9")
@pytest.mark.provision("annex.F.I.11")
def test_consent_at_take_off() -> None:
    """An inspection that was started and not signed by both is no consent to the aircraft."""
    flown = airborne()
    assert of("PFI-9", conduct(mission(*flown))) == [KEPT]
    unused = tuple(s for s in flown if "Inspection" not in type(s.fact).__name__)
    waived = (*unused, said("inspection-waived", "BG", "05-08 12:00"))
    for script in (unused, waived):
        assert of("PFI-9", conduct(mission(*script))) == [KEPT]
    half = tuple(s for s in flown if not (s.party == "BG" and "Reported" in type(s.fact).__name__))
    assert of("PFI-9", conduct(mission(*half))) == [BROKEN]


@pytest.mark.rule("ARR-4")
@pytest.mark.provision("annex.E.6")
@pytest.mark.parametrize(("in_place", "outcome"), [(True, KEPT), (False, BROKEN)])
def test_covers(in_place: bool, outcome: Outcome) -> None:
    """Covers that are not in place are told, and people judge."""
    check = "on arrival at the point of entry"
    seen = said("covers-checked", "BG", "05-08 08:00", check=check, in_place=in_place)
    assert of("ARR-4", conduct(mission(*GROUND, seen))) == [outcome]


@pytest.mark.rule("DEV-1", "DEV-2")
@pytest.mark.provision("art.VIII.II.1", "art.VIII.II.2")
@pytest.mark.parametrize(
    ("cause", "rule", "outcome"),
    [
        ("art.VIII.II.1.C", "DEV-1", KEPT),
        ("art.VIII.II.2", "DEV-2", KEPT),
        ("none", "DEV-1", BROKEN),
    ],
)
def test_causes_of_deviation(cause: str, rule: str, outcome: Outcome) -> None:
    """Only the causes of the text excuse a deviation."""
    m = mission(*airborne(), said("deviated", "IT", "05-09 17:00", cause=cause))
    assert of(rule, conduct(m)) == [outcome]


@pytest.mark.rule("NTF-36", "NTF-37")
@pytest.mark.provision("art.VIII.I.3", "art.VIII.I.6")
@pytest.mark.parametrize(("channel", "outcome"), [("diplomatic", KEPT), ("other-official", BROKEN)])
def test_explanations_by_diplomatic_channels(channel: str, outcome: Outcome) -> None:
    """The written explanation names diplomatic channels only."""
    prohibited = said("prohibited", "BG", "05-06 12:00", ground="art.VIII.I.1")
    m = mission(notified(), prohibited, said("explained", "BG", "05-07 12:00", channel=channel))
    assert of("NTF-36", conduct(m)) == [outcome]
    declined = said("declined", "IT", "05-09 01:00")
    m = mission(*GROUND, submitted(), declined,
                said("explained", "IT", "05-10 12:00", channel=channel))  # fmt: skip
    assert of("NTF-37", conduct(m)) == [outcome]


@pytest.mark.rule("MPL-9")
@pytest.mark.provision("art.VIII.I.5")
@pytest.mark.parametrize(
    ("reason", "reading", "outcome"),
    [
        ("prejudicial", "statement", KEPT),
        ("", "statement", OPEN),
        ("", "no-ground", KEPT),
    ],
)
def test_reason_of_a_decline(reason: str, reading: str, outcome: Outcome) -> None:
    """Whether a decline needs its statement is open (AMB-15)."""
    m = mission(*GROUND, submitted(), said("declined", "IT", "05-09 00:00", reason=reason))
    assert of("MPL-9", conduct(m, readings({"AMB-15": reading}))) == [outcome]


@pytest.mark.rule("TAX-2")
@pytest.mark.provision("annex.H.4")
@pytest.mark.parametrize(
    ("reading", "outcome"), [("acknowledgement", KEPT), ("seven-days-only", OPEN)]
)
def test_taxi_elected_in_the_acknowledgement(reading: str, outcome: Outcome) -> None:
    """Whether the taxi option may wait for the acknowledgement is open (AMB-9)."""
    m = mission(notified(), acknowledged(taxi=True))
    assert of("TAX-2", conduct(m, readings({"AMB-9": reading}))) == [outcome]
    assert not of("TAX-2", conduct(mission(*GROUND)))


ACTS: list[tuple[Script, Said[MissionFact], str]] = [
    ((), notified("05-05 08:00:01"), "NTF-3"),
    (GROUND, said("window-extended", "IT", "05-08 09:00", hours="24"), "DEM-5"),
    (GROUND, submitted("05-08 16:00:01"), "MPL-4"),
    (GROUND, submitted(completion="05-12 08:00:01"), "FLT-2"),
    (
        (*GROUND, submitted()),
        said("change-proposed", "BG", "05-08 17:00", ground="none"),
        "MPL-6",
    ),
    ((*GROUND, submitted()), said("declined", "IT", "05-08 23:59:59", reason="p"), "MPL-9"),
    (
        (notified(), acknowledged()),
        said("prohibited", "BG", "05-09 07:00", ground="art.VIII.I.2"),
        "MPL-14",
    ),
    (GROUND, said("cancelled", "IT", "05-08 17:00", ground="annex.F.II.8"), "PFI-8"),
    (GROUND, said("plan-accepted", "BG", "05-08 17:00"), "E-STATE"),
    (GROUND, said("prohibited", "IT", "05-08 17:00", ground="art.VIII.I.1"), "E-RULE"),
]


@pytest.mark.parametrize(("before", "act", "rule"), ACTS, ids=[row[2] for row in ACTS])
def test_act_that_does_not_stand(before: Script, act: Said[MissionFact], rule: str) -> None:
    """An act whose own condition is broken is refused, with the rule that bars it."""
    was = mission(*before) if before else None
    found = changed_findings(was, mission(*before, act), act.fact.at)
    assert rule in {f.rule for f in blocking(type(act.fact), found)}


STANDS: list[tuple[Script, Said[MissionFact]]] = [
    ((), notified("05-05 08:00")),
    (GROUND, submitted(completion="05-12 08:00")),
    ((*GROUND, submitted()), said("declined", "IT", "05-09 00:00", reason="p")),
    ((notified(), acknowledged()), said("prohibited", "BG", "05-09 08:01", ground="art.VIII.I.2")),
    (GROUND, said("prohibited", "BG", "05-08 17:00", ground="art.VIII.I.1")),
    (GROUND, said("cancelled", "IT", "05-08 17:00", ground="annex.F.I.8")),
    ((notified(), acknowledged()), arrived("05-09 12:00")),
    ((*GROUND, submitted()), said("plan-accepted", "BG", "05-08 23:00")),
    ((*GROUND, submitted()), signed()[0]),
]


@pytest.mark.parametrize(("before", "act"), STANDS, ids=[type(a.fact).__name__ for _, a in STANDS])
def test_act_that_stands(before: Script, act: Said[MissionFact]) -> None:
    """What happened late is told all the same; a right used in time stands."""
    was = mission(*before) if before else None
    found = changed_findings(was, mission(*before, act), act.fact.at)
    assert not blocking(type(act.fact), found)


def test_every_rule_answers_at_any_time() -> None:
    """No rule raises, however little was said."""
    script = (*airborne(), said("landed", "IT", "05-09 20:00"))
    for n in range(1, len(script) + 1):
        found = judge_mission(mission(*script[:n]), at("05-30 00:00"))
        assert len(found) >= 15
        assert all(f.provision and f.says for f in found)


def test_every_kind_names_its_law() -> None:
    """Each fact says in its class where it is written and who may say it."""
    for name, kind in KINDS.items():
        assert kind.provision, name
        assert "Said by" in (kind.__doc__ or ""), name
        assert "Treaty:" in (kind.__doc__ or ""), name

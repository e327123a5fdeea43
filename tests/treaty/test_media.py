"""Media of a flight: DAT-1, 5, 8 to 13, 15; the cost of CST-2; prints (ANN-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar, cast

import pytest
from tests.mission_script import acknowledged, landed, mission, notified, said

from overflight.imagery import PrintMade, items_of_print, print_finding
from overflight.missions import (
    Personnel,
    PersonnelListAnswered,
    PersonnelListReceived,
    PersonnelListSent,
    Role,
    fold_personnel,
)
from overflight.record import Reference, Said
from overflight.release import (
    Carrier,
    ChoiceOf,
    DevelopmentWatched,
    LeavingWay,
    MediaCostStated,
    Official,
    Original,
    OriginalsRecorded,
    OutputChosen,
    OutputHandedOver,
    OutputLeftAircraft,
    RadarForm,
    RollDeveloped,
    Sides,
    WatchTool,
    cost_findings,
    exchange_findings,
    roll_findings,
    sides_of,
    stay_aboard_finding,
    watch_findings,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Finding, Outcome, readings

F = TypeVar("F")
KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
KEY = "2003-OS3001"
DOWN = datetime(2003, 5, 9, 20, 0, tzinfo=UTC)
STATES = {Role.OBSERVING: frozenset({"IT"}), Role.OBSERVED: frozenset({"BG"})}
OWN, TAXI = Sides(STATES, Role.OBSERVING), Sides(STATES, Role.OBSERVED)
THIRD = Sides(STATES, Role.OBSERVING, "HU")
_number = count()


def changed(fact: F, **members: object) -> F:
    """Return a fact with some members changed."""
    made: F = replace(cast("Any", fact), **members)
    return made


def outcomes(rule: str, findings: tuple[Finding, ...]) -> list[Outcome]:
    """Return what a rule answers, in order."""
    return [f.outcome for f in findings if f.rule == rule]


@pytest.mark.provision("art.IX.I.2")
@pytest.mark.rule("DAT-1")
@pytest.mark.parametrize("way", list(LeavingWay))
@pytest.mark.parametrize(("seconds", "wanted"), [(-1, BROKEN), (0, KEPT), (60, KEPT)])
def test_output_stays_aboard_until_the_flight_is_completed(
    way: LeavingWay, seconds: int, wanted: Outcome
) -> None:
    """Not a second earlier, in a box or by radio."""
    fact = OutputLeftAircraft(KEY, "OF1", DOWN + timedelta(seconds=seconds), way)
    assert stay_aboard_finding(fact, DOWN - timedelta(hours=4), DOWN).outcome is wanted


@pytest.mark.rule("DAT-1")
def test_output_that_left_in_flight_breaks_it_before_anyone_lands() -> None:
    """With no completion on record it left in flight, or nothing is known of a flight."""
    off = DOWN - timedelta(hours=4)
    fact = OutputLeftAircraft(KEY, "OF1", DOWN)
    early = replace(fact, at=off - timedelta(hours=1))
    assert stay_aboard_finding(fact, off, None).outcome is BROKEN
    assert stay_aboard_finding(early, off, None).outcome is OPEN
    sent = replace(early, way=LeavingWay.TRANSMITTED)
    assert stay_aboard_finding(sent, off, None).outcome is BROKEN
    assert stay_aboard_finding(fact, None, None).outcome is OPEN


def film(*media: str, processing: str = "P1") -> OriginalsRecorded:
    """Return film originals by cameras of one type."""
    rows = tuple(Original(m, "LMK", "Panatomic", processing) for m in media)
    return OriginalsRecorded(KEY, "OF1", Carrier.FILM, rows)


def tape(*media: str, form: RadarForm | None = None) -> OriginalsRecorded:
    """Return originals on another medium."""
    return OriginalsRecorded(KEY, "OF1", Carrier.OTHER, tuple(Original(m) for m in media), form)


def chose(party: str, what: ChoiceOf, chosen: str) -> Said[OutputChosen]:
    """Return a choice."""
    fact = OutputChosen(KEY, "OF1", DOWN, what, chosen)
    return Said(fact, party, DOWN, Reference("case", next(_number), ""))


def gave(
    to: str, medium: str = "A", generation: int = 0, *, same: bool | None = None
) -> OutputHandedOver:
    """Return what was handed over."""
    return OutputHandedOver(KEY, "OF1", medium, to, DOWN, generation, same)


def exchange(
    rule: str,
    originals: OriginalsRecorded,
    *choices: Said[OutputChosen],
    given: tuple[OutputHandedOver, ...] = (),
    sides: Sides = OWN,
) -> list[Outcome]:
    """Return what a rule answers about the originals of one sensor."""
    return outcomes(rule, exchange_findings(originals, choices, given, sides))


@pytest.mark.provision("art.IX.II.1")
@pytest.mark.rule("DAT-5")
def test_duplicate_cameras_are_alike() -> None:
    """Same camera, same film, same processing; what is not stated is open."""
    alike = film("A", "B")
    other = replace(alike, originals=(alike.originals[0], Original("B", "LMK", "Panatomic", "P2")))
    unsaid = replace(alike, originals=(alike.originals[0], Original("B")))
    assert exchange("DAT-5", alike) == [KEPT]
    assert exchange("DAT-5", other) == [BROKEN]
    assert exchange("DAT-5", unsaid) == [OPEN]
    assert exchange("DAT-5", film("A")) == []


@pytest.mark.provision("art.IX.II.6")
@pytest.mark.rule("DAT-10")
@pytest.mark.parametrize(("to", "wanted"), [("IT", KEPT), ("BG", BROKEN), ("HU", BROKEN)])
def test_the_one_negative_is_the_observing_partys(to: str, wanted: Outcome) -> None:
    """Whoever supplied the aircraft."""
    for sides in (OWN, TAXI):
        assert exchange("DAT-10", film("A"), given=(gave(to),), sides=sides) == [wanted]
    assert exchange("DAT-10", film("A")) == [OPEN]
    assert exchange("DAT-10", film()) == [OPEN]


@pytest.mark.provision("art.IX.II.6")
@pytest.mark.rule("DAT-10")
@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        (gave("BG", generation=1, same=True), [KEPT]),
        (gave("BG", generation=1), [KEPT]),
        (gave("BG", generation=2), [BROKEN]),
        (gave("BG", generation=1, same=False), [KEPT, BROKEN]),
        (gave("RO", generation=1), [OPEN]),
    ],
)
def test_the_observed_party_may_pick_a_first_generation_copy(
    copy: OutputHandedOver, wanted: list[Outcome]
) -> None:
    """In the format and size of the original, unless otherwise agreed."""
    choice = chose("BG", ChoiceOf.COPY, "full, positive")
    given = (gave("IT"), copy)
    assert exchange("DAT-10", film("A"), choice, given=given) == [KEPT, KEPT, *wanted]
    agreed = replace(OWN, agreed=frozenset({"DAT-10"}))
    if copy.same_format is False:
        assert exchange("DAT-10", film("A"), choice, given=given, sides=agreed)[-1] is KEPT


@pytest.mark.rule("DAT-10")
def test_the_copy_is_the_observed_partys_choice() -> None:
    """The observing Party cannot make it in its place."""
    choice = chose("IT", ChoiceOf.COPY, "part, positive")
    assert exchange("DAT-10", film("A"), choice, given=(gave("IT"),)) == [KEPT, BROKEN, OPEN]


@pytest.mark.provision("art.IX.II.7")
@pytest.mark.rule("DAT-11")
@pytest.mark.parametrize(
    ("sides", "party", "wanted"),
    [(OWN, "BG", KEPT), (OWN, "IT", BROKEN), (TAXI, "IT", KEPT), (TAXI, "BG", BROKEN)],
)
def test_of_two_negatives_the_other_party_chooses(
    sides: Sides, party: str, wanted: Outcome
) -> None:
    """The Party that did not supply the aircraft."""
    choice = chose(party, ChoiceOf.ORIGINAL, "A")
    assert exchange("DAT-11", film("A", "B"), choice, sides=sides) == [wanted]


@pytest.mark.rule("DAT-11")
def test_each_gets_the_negative_of_the_choice() -> None:
    """Bulgaria chose A: A is Bulgaria's, B stays with Italy, which supplied the aircraft."""
    choice = chose("BG", ChoiceOf.ORIGINAL, "A")
    right = (gave("BG", "A"), gave("IT", "B"), gave("IT", "A", 1))
    wrong = (gave("IT", "A"), gave("BG", "B"))
    assert exchange("DAT-11", film("A", "B"), choice, given=right) == [KEPT, KEPT, KEPT]
    assert exchange("DAT-11", film("A", "B"), choice, given=wrong) == [KEPT, BROKEN, BROKEN]
    assert exchange("DAT-11", film("A", "B")) == [OPEN]
    strange = chose("BG", ChoiceOf.ORIGINAL, "C")
    assert exchange("DAT-11", film("A", "B"), strange) == [KEPT, OPEN]


@pytest.mark.provision("art.IX.III.1", "art.IX.III.2", "art.IX.III.3")
@pytest.mark.rule("DAT-12")
def test_other_media_have_an_original_and_a_copy() -> None:
    """None is broken; one is Italy's with a copy for Bulgaria; of two the non-supplier chooses."""
    assert exchange("DAT-12", tape()) == [BROKEN]
    given = (gave("IT"), gave("BG", generation=1))
    assert exchange("DAT-12", tape("A"), given=given) == [KEPT, KEPT, KEPT]
    assert exchange("DAT-12", tape("A"), given=(gave("BG"),)) == [KEPT, BROKEN, OPEN]
    second = (gave("IT"), gave("BG", generation=2))
    assert exchange("DAT-12", tape("A"), given=second) == [KEPT, KEPT, BROKEN]
    choice = chose("BG", ChoiceOf.ORIGINAL, "B")
    assert exchange("DAT-12", tape("A", "B"), choice) == [KEPT, KEPT]
    wrong = chose("IT", ChoiceOf.ORIGINAL, "B")
    assert exchange("DAT-12", tape("A", "B"), wrong) == [KEPT, BROKEN]
    assert exchange("DAT-12", tape("A", "B")) == [KEPT, OPEN]


@pytest.mark.provision("art.IX.III.4", "art.IX.III.5")
@pytest.mark.rule("DAT-13")
@pytest.mark.parametrize(
    ("sides", "party", "form", "wanted"),
    [
        (OWN, "BG", RadarForm.IMAGE, [KEPT, KEPT]),
        (OWN, "BG", RadarForm.PHASE, [KEPT, BROKEN]),
        (OWN, "IT", RadarForm.IMAGE, [BROKEN, KEPT]),
        (TAXI, "IT", RadarForm.IMAGE, [KEPT, KEPT]),
    ],
)
def test_the_form_of_radar_output_is_the_other_partys_choice(
    sides: Sides, party: str, form: RadarForm, wanted: list[Outcome]
) -> None:
    """An image was recorded; the Party that did not supply the aircraft chooses."""
    choice = chose(party, ChoiceOf.RADAR_FORM, form.value)
    recorded = tape("A", form=RadarForm.IMAGE)
    assert exchange("DAT-13", recorded, choice, sides=sides) == wanted
    assert exchange("DAT-13", recorded, sides=sides) == [OPEN]
    assert exchange("DAT-13", tape("A"), choice, sides=sides) == []


@pytest.mark.provision("art.IX.III.3")
@pytest.mark.rule("DAT-15")
@pytest.mark.parametrize(("party", "wanted"), [("BG", KEPT), ("IT", BROKEN), ("HU", BROKEN)])
def test_a_third_states_aircraft_is_treated_as_the_observing_partys(
    party: str, wanted: Outcome
) -> None:
    """So the observed Party chooses; not Hungary, whose aircraft it is."""
    choice = chose(party, ChoiceOf.ORIGINAL, "A")
    assert exchange("DAT-15", film("A", "B"), choice, sides=THIRD) == [wanted]
    assert exchange("DAT-15", film("A", "B"), choice, sides=OWN) == []
    copy = chose(party, ChoiceOf.COPY, "full")
    assert exchange("DAT-15", film("A"), copy, sides=THIRD) == []


def lists() -> Personnel:
    """Return a Bulgarian list: BG-1 and BG-2 accepted by Italy, BG-3 not, BG-4 too new."""
    facts = (
        ("BG", PersonnelListSent("BG", 2, date(2003, 1, 1), 9, "ab" * 32, added=("BG-1", "BG-2"))),
        ("IT", PersonnelListAnswered("BG", 2, date(2003, 1, 9))),
        ("BG", PersonnelListSent("BG", 3, date(2003, 5, 1), 9, "ab" * 32, added=("BG-4", "BG-3"))),
        ("IT", PersonnelListReceived("BG", 3, date(2003, 5, 1))),
        ("IT", PersonnelListAnswered("BG", 3, date(2003, 5, 2), ("BG-3",))),
    )
    return fold_personnel(
        Said(fact, party, DOWN, Reference("case", next(_number), "")) for party, fact in facts
    )


def watch(*people: str, admitted: int = 0, **more: object) -> list[Outcome]:
    """Return what is answered where Bulgarians ask to watch Italy develop."""
    officials = tuple(Official(person, "BG") for person in people)
    fact = DevelopmentWatched(KEY, DOWN, Role.OBSERVING, officials, admitted)
    found = watch_findings(changed(fact, **more), OWN, lists(), readings())
    return outcomes("DAT-8", found)


@pytest.mark.provision("art.IX.II.4")
@pytest.mark.rule("DAT-8")
@pytest.mark.parametrize(
    ("people", "admitted", "first"),
    [
        (("BG-1", "BG-2"), 2, KEPT),
        (("BG-1", "BG-2"), 1, BROKEN),
        (("BG-1", "BG-2", "BG-4"), 2, KEPT),  # two of three suffice
        (("BG-1",), 1, KEPT),
    ],
)
def test_two_officials_may_watch(people: tuple[str, ...], admitted: int, first: Outcome) -> None:
    """The Party that develops lets in two of those who ask."""
    assert watch(*people, admitted=admitted)[0] is first


@pytest.mark.rule("DAT-8")
def test_officials_are_nationals_on_an_accepted_list() -> None:
    """BG-3 was not accepted, BG-4 is under review, BG-9 is on no list."""
    told = {person: watch(person, admitted=1)[1:] for person in ("BG-1", "BG-3", "BG-4", "BG-9")}
    assert told == {
        "BG-1": [KEPT, KEPT],
        "BG-3": [KEPT, BROKEN],
        "BG-4": [KEPT, OPEN],
        "BG-9": [KEPT, BROKEN],
    }
    foreign = (Official("BG-1", "RO"),)
    assert watch(admitted=1, officials=foreign)[1:] == [BROKEN, KEPT]


@pytest.mark.provision("annex.K.II.1", "annex.K.II.2")
@pytest.mark.rule("DAT-8")
def test_officials_bring_their_tools_and_disturb_nobody() -> None:
    """Seven kinds of tools are theirs to use; disruption is theirs to avoid."""
    tools = tuple(WatchTool)
    assert len(tools) == 7
    assert watch(brought=tools) == [KEPT, KEPT]
    assert watch(brought=tools, refused=(WatchTool.STOPWATCH,)) == [KEPT, BROKEN]
    assert watch(disrupted=True) == [KEPT, BROKEN]


ROLL = RollDeveloped(
    KEY, "roll 1", DOWN, 21, tested_at=DOWN, matched=True, compared_at=DOWN + timedelta(hours=1)
)


@pytest.mark.provision("annex.K.II.3", "annex.K.II.4")
@pytest.mark.rule("DAT-9")
@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({}, [KEPT, KEPT, KEPT]),
        ({"strip_steps": 20}, [BROKEN, KEPT, KEPT]),
        ({"strip_steps": 0, "wedge": True}, [KEPT, KEPT, KEPT]),
        ({"tested_at": None}, [KEPT, BROKEN, KEPT]),
        ({"tested_at": DOWN + timedelta(seconds=1)}, [KEPT, BROKEN, KEPT]),
        ({"matched": False}, [KEPT, BROKEN, KEPT]),
        ({"matched": None}, [KEPT, OPEN, KEPT]),
        ({"compared_at": None}, [KEPT, KEPT, OPEN]),
        ({"compared_at": DOWN - timedelta(seconds=1)}, [KEPT, KEPT, BROKEN]),
    ],
)
def test_a_roll_bears_a_strip_tested_first_and_compared_after(
    change: dict[str, object], wanted: list[Outcome]
) -> None:
    """Twenty-one steps, one strip through the chemistry first, one comparison afterwards."""
    assert outcomes("DAT-9", roll_findings(changed(ROLL, **change), OWN)) == wanted


@pytest.mark.rule("DAT-9")
def test_the_test_before_development_may_be_agreed_away() -> None:
    """Unless otherwise agreed: the strip on the roll and the comparison stay."""
    agreed = replace(OWN, agreed=frozenset({"DAT-9"}))
    found = roll_findings(replace(ROLL, tested_at=None), agreed)
    assert outcomes("DAT-9", found) == [KEPT, KEPT, KEPT]


@pytest.mark.provision("annex.F.III.7.C")
@pytest.mark.rule("CST-2")
@pytest.mark.parametrize(("payer", "wanted"), [("BG", KEPT), ("IT", BROKEN)])
def test_media_of_a_taxi_sensor_below_standard_are_the_observed_partys(
    payer: str, wanted: Outcome
) -> None:
    """Only on the aircraft of the observed Party, and only of a sensor below standard."""
    fact = MediaCostStated(KEY, "OF1", payer, below_standard=True)
    assert outcomes("CST-2", cost_findings(fact, TAXI)) == [wanted]
    assert cost_findings(fact, OWN) == ()
    assert cost_findings(replace(fact, below_standard=False), TAXI) == ()


def test_the_sides_of_a_mission() -> None:
    """A third State is one whose aircraft it is and who is neither Party; agreements count."""
    flown = mission(*landed())
    assert sides_of(flown, {}).third_state == ""
    assert sides_of(flown, {}, "IT").third_state == ""
    assert sides_of(flown, {}, "HU").third_state == "HU"
    taxi = mission(notified(), acknowledged(taxi=True))
    assert sides_of(taxi, {}).chooser is Role.OBSERVING
    agreed = mission(
        notified(),
        said("agreed-otherwise", "IT", "05-05 08:00", rule="DAT-9", amount=0),
        said("agreed-otherwise", "BG", "05-05 09:00", rule="DAT-9", amount=0),
    )
    assert sides_of(agreed, {}).agreed == {"DAT-9"}
    assert sides_of(flown, {"IT": ("SM",)}).role_of("SM") is Role.OBSERVING
    assert OWN.named("HU") == "HU (neither Party)"


CODES = {
    "flight_ref": "OS3001",
    "datetime": "2003-05-09T16:10Z",
    "sensor_desc": "OFBP",
    "sensor_config": "INT1V",
    "focal_length": "152.4",
    "height_agl": "03000M",
    "location": "42.70N 023.32E",
    "true_heading": "075",
    "scan_angle": "0",
    "frame_no": "12",
    "roll": "0.5L",
}


@pytest.mark.provision("annex.B.II.3")
@pytest.mark.rule("ANN-6")
def test_a_positive_bears_every_item_again() -> None:
    """The five of the leader, the four of the event, the three of the frame, as on the film."""
    whole = PrintMade(KEY, "frame 12", SensorCategory.OPTICAL_FRAMING, CODES, CODES)
    assert set(items_of_print(SensorCategory.OPTICAL_FRAMING)) == set(CODES)
    assert print_finding(whole).outcome is KEPT
    for item in CODES:
        lacks = {name: code for name, code in CODES.items() if name != item}
        found = print_finding(replace(whole, codes=lacks))
        assert (found.rule, found.outcome) == ("ANN-6", BROKEN)
        assert item in found.says
    other = print_finding(replace(whole, codes={**CODES, "frame_no": "13"}))
    assert other.outcome is BROKEN
    assert "'13' for '12'" in other.says
    more = print_finding(replace(whole, original={**CODES, "magazine_no": "1"}))
    assert more.outcome is BROKEN

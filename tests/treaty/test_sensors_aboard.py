"""What an aircraft carries: art.IV, annex.B.I, art.IX.I.1 (SEN rules, RES-10, TAX-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.sensor_facts import (
    BASE,
    CARRIED,
    KEY,
    NOTICE,
    PACKAGE,
    REPORT,
    answers,
    asked_at,
    at,
    base_with,
    findings,
)

from overflight.sensors import SensorCategory, SensorFact
from overflight.sensors.facts import Reported
from overflight.sensors.facts_packages import (
    CarriedEquipment,
    CarriedSensor,
    CategoryAdded,
    ChangeNotified,
    ConcernNotified,
    HeightReplaced,
    Purpose,
    SensorChange,
    SensorDescribed,
)
from overflight.sensors.packages import ITEMS

D = Decimal
FULL = (
    CarriedSensor("OP-1", "OP", "BP"),
    CarriedSensor("OF-1", "OF", "BP", "below"),
    CarriedSensor("OF-2", "OF", "BP", "left"),
    CarriedSensor("OF-3", "OF", "BP", "right"),
    CarriedSensor("TV-1", "TV", "TA"),
    CarriedSensor("IR-1", "IRLS", "TD"),
    CarriedSensor("SAR-1", "SAR", "TD", separation_m=D(6)),
)


def carried(*sensors: CarriedSensor, **changes: object) -> tuple[tuple[str, SensorFact], ...]:
    """Return a package with these sensors, carried by Germany."""
    fact = replace(CARRIED, sensors=sensors or CARRIED.sensors)
    return (("DE", replace(fact, **changes)),)  # type: ignore[arg-type]


@pytest.mark.rule("SEN-1")
@pytest.mark.provision("art.IV.1", "art.IV.3")
def test_the_list_of_categories_is_closed_until_the_commission_adds_one() -> None:
    """A laser scanner is on no list; once added it is, and not before that day."""
    laser = carried(CarriedSensor("L-1", "LIDAR", "TD"))
    assert answers(carried(), "SEN-1") == ["kept"]
    assert answers(laser, "SEN-1") == ["broken"]
    added = CategoryAdded(at("2022-12-01 12:00"), "LIDAR", "dec.9/22")
    assert answers((("CA", added), *laser), "SEN-1") == ["kept"]
    late = replace(added, at=at("2022-12-05 06:01"))
    assert answers((("CA", late), *laser), "SEN-1") == ["broken"]
    medium = replace(added, medium="TD")
    assert answers((("CA", medium), *laser), "SEN-1") == ["broken"]


@pytest.mark.provision("art.IV.2.B", "art.IV.2.C")
@pytest.mark.parametrize(
    ("rule", "category", "metres", "outcome"),
    [
        ("SEN-3", "OF", "0.30", "kept"),
        ("SEN-3", "OP", "0.29", "broken"),
        pytest.param("SEN-4", "TV", "0.31", "kept", marks=pytest.mark.rule("SEN-4")),
        pytest.param("SEN-4", "TV", "0.30", "kept", marks=pytest.mark.rule("SEN-4")),
        pytest.param("SEN-4", "TV", "0.29", "broken", marks=pytest.mark.rule("SEN-4")),
        pytest.param("SEN-5", "IRLS", "0.50", "kept", marks=pytest.mark.rule("SEN-5")),
        pytest.param("SEN-5", "IRLS", "0.49", "broken", marks=pytest.mark.rule("SEN-5")),
        ("SEN-6", "SAR", "3", "kept"),
        ("SEN-6", "SAR", "2.9", "broken"),
    ],
)
def test_no_resolution_in_a_report_beats_the_limit(
    rule: str, category: str, metres: str, outcome: str
) -> None:
    """0.29 m see more than 0.30 m allow."""
    one = replace(REPORT.sensors[0], category=category, resolution_m=D(metres))
    report = replace(REPORT, sensors=(one,))
    assert answers(base_with(Reported=report), rule) == [outcome]


@pytest.mark.rule("SEN-7")
@pytest.mark.provision("art.IV.2", "art.II.13")
class TestNoBetterThan:
    """SEN-7: a smaller number sees more; the limit itself is lawful."""

    def outcome(self, metres: str, error: str = "0") -> str:
        """Return what a camera of such a resolution gets."""
        one = replace(REPORT.sensors[0], resolution_m=D(metres), error_m=D(error))
        return answers(base_with(Reported=replace(REPORT, sensors=(one,))), "SEN-3")[0]

    @pytest.mark.case("broken")
    def test_029_fails(self) -> None:
        """It is better than 0.30 m."""
        assert self.outcome("0.29") == "broken"

    @pytest.mark.case("boundary")
    def test_030_is_the_limit_and_kept(self) -> None:
        """No better than means at least."""
        assert self.outcome("0.30") == "kept"

    @pytest.mark.case("kept")
    def test_031_passes_and_an_error_across_the_limit_is_open(self) -> None:
        """0.31 m known to 2 cm may be 0.29 m."""
        assert self.outcome("0.31") == "kept"
        assert self.outcome("0.31", "0.02") == "open"


DESCRIBED = SensorDescribed(
    at("2022-08-01 12:00"),
    PACKAGE,
    "A319",
    "OF-1",
    "OF",
    dict.fromkeys("ABCDEFGHIJ", "given"),
    film=dict.fromkeys("ABCD", "given"),
    covered=True,
    from_outside=True,
)


@pytest.mark.rule("SEN-8")
@pytest.mark.provision("art.IV.4")
@pytest.mark.parametrize(
    ("covered", "outside", "outcome"),
    [
        (True, True, "kept"),
        (True, False, "broken"),
        (False, True, "broken"),
        (False, None, "broken"),
        (None, None, "open"),
        (True, None, "open"),
    ],
)
def test_covers_open_from_outside_only(
    covered: bool | None, outside: bool | None, outcome: str
) -> None:
    """A cover the crew can open in flight inhibits nothing."""
    described = replace(DESCRIBED, covered=covered, from_outside=outside)
    assert answers([("DE", described)], "SEN-8") == [outcome]


@pytest.mark.rule("SEN-9")
@pytest.mark.provision("art.IV.7")
@pytest.mark.parametrize(
    ("signals", "purpose", "outcome"),
    [
        (True, Purpose.AIRCRAFT, "kept"),
        (True, Purpose.OTHER, "broken"),
        (True, None, "open"),
        (False, Purpose.OTHER, "kept"),
    ],
)
def test_no_other_signals_are_collected(
    signals: bool, purpose: Purpose | None, outcome: str
) -> None:
    """A radio of the crew is in order, a receiver for other signals is not."""
    receiver = CarriedEquipment("receiver", signals, purpose)
    assert answers(carried(equipment=(receiver,)), "SEN-9") == [outcome]
    assert answers(carried(), "SEN-9") == ["kept"]


@pytest.mark.rule("SEN-11")
@pytest.mark.provision("art.IV.8")
class TestOwnPackage:
    """SEN-11: any set up to the limits, no duty to carry all."""

    @pytest.mark.parametrize(
        ("sensors", "outcome"),
        [
            ((CarriedSensor("TV-1", "TV", "TA"),), "kept"),
            ((CarriedSensor("OP-1", "OP", "BP", "below"),), "kept"),
            (FULL, "kept"),
            ((CarriedSensor("OP-1", "OP"), CarriedSensor("OP-2", "OP")), "broken"),
            (
                (CarriedSensor("OF-1", "OF", "", "left"), CarriedSensor("OF-2", "OF", "", "left")),
                "broken",
            ),
            ((CarriedSensor("S-1", "SAR"), CarriedSensor("S-2", "SAR")), "broken"),
            (tuple(CarriedSensor(f"TV-{n}", "TV") for n in range(5)), "kept"),
        ],
    )
    def test_numbers(self, sensors: tuple[CarriedSensor, ...], outcome: str) -> None:
        """One panoramic camera is the limit itself; a second is broken; video has no limit."""
        assert answers(carried(*sensors), "SEN-11") == [outcome]

    def test_a_taxi_aircraft_is_not_the_observing_partys(self) -> None:
        """TAX-3 answers for it."""
        assert answers(carried(taxi=True), "SEN-11") == []


@pytest.mark.rule("SEN-12")
@pytest.mark.provision("art.IV.10", "annex.B.I.2", "annex.B.I.5", "annex.B.I.6", "annex.B.I.7")
class TestData:
    """SEN-12: ten items for optical and infra-red, seven for video, nine for radar."""

    @pytest.mark.parametrize(
        ("category", "count"), [("OP", 10), ("OF", 10), ("TV", 7), ("IRLS", 10), ("SAR", 9)]
    )
    def test_every_item_of_the_category(self, category: str, count: int) -> None:
        """The numbers of items as the annex prints them; one less is broken."""
        assert len(ITEMS[SensorCategory(category)][1]) == count
        letters = "ABCDEFGHIJ"[:count]
        full = replace(DESCRIBED, category=category, items=dict.fromkeys(letters, "given"))
        assert answers([("DE", full)], "SEN-12") == ["kept", "kept"]
        less = replace(full, items=dict.fromkeys(letters[:-1], "given"))
        found = findings([("DE", less)], "SEN-12")[0]
        assert found.outcome.value == "broken"
        assert found.measured is not None
        assert found.measured.value == count - 1

    def test_a_blank_item_is_none(self) -> None:
        """An item that does not apply is said not to apply."""
        blank = replace(DESCRIBED, items={**DESCRIBED.items, "H": " "})
        assert answers([("DE", blank)], "SEN-12") == ["broken", "kept"]

    def test_a_medium_is_described(self) -> None:
        """Film has four items, other media six; neither is broken."""
        none = replace(DESCRIBED, film={})
        assert answers([("DE", none)], "SEN-12") == ["kept", "broken"]
        tape = replace(DESCRIBED, film={}, other_media=dict.fromkeys("ABCDEF", "given"))
        assert answers([("DE", tape)], "SEN-12") == ["kept", "kept"]
        tape = replace(DESCRIBED, other_media={"A": "given"})
        assert answers([("DE", tape)], "SEN-12") == ["kept", "kept", "broken"]

    def test_a_category_without_a_list_is_asked(self) -> None:
        """No annex lists the items of a category the Commission added."""
        assert answers([("DE", replace(DESCRIBED, category="LIDAR"))], "SEN-12") == ["open"]


@pytest.mark.rule("SEN-14")
@pytest.mark.provision("art.IV.12")
class TestChanges:
    """SEN-14: 90 days' notice; what is new is certified before."""

    CHANGE = ChangeNotified(
        at("2022-11-01 12:00"), PACKAGE, "OF-1", SensorChange.AMEND, date(2023, 1, 30)
    )

    @pytest.mark.parametrize(
        ("effective", "outcome"), [(date(2023, 1, 30), "kept"), (date(2023, 1, 29), "broken")]
    )
    def test_ninety_days(self, effective: date, outcome: str) -> None:
        """1 November + 90 days is 30 January: 29 + 31 + 30."""
        changed = replace(self.CHANGE, effective=effective)
        assert answers([("DE", changed)], "SEN-14") == [outcome]
        assert answers([("DE", changed)], "SEN-14", asked_at(AMB_1="local-calendar")) == ["open"]

    def test_receipt_counts(self) -> None:
        """Had a day later, it is a day short; by dispatch it is not (AMB-2)."""
        changed = replace(self.CHANGE, received=at("2022-11-02 08:00"))
        assert answers([("DE", changed)], "SEN-14") == ["broken"]
        assert answers([("DE", changed)], "SEN-14", asked_at(AMB_2="dispatch")) == ["kept"]

    def test_a_replacement_is_certified_before(self) -> None:
        """By a certification that is done by the day it takes effect."""
        changed = replace(self.CHANGE, change=SensorChange.REPLACE)
        assert answers([("DE", changed)], "SEN-14") == ["kept", "broken"]
        changed = replace(changed, certified_as=KEY)
        assert answers(base_with(("DE", changed)), "SEN-14") == ["kept", "kept"]
        early = replace(changed, change=SensorChange.ADD, effective=date(2022, 10, 29))
        assert answers(base_with(("DE", early)), "SEN-14") == ["broken", "broken"]
        same_day = replace(changed, effective=date(2022, 10, 30))
        assert answers(base_with(("DE", same_day)), "SEN-14") == ["broken", "kept"]


@pytest.mark.rule("SEN-15")
@pytest.mark.provision("art.IV.11")
class TestCertifiedFirst:
    """SEN-15: no observation flight before certification."""

    @pytest.mark.case("boundary")
    @pytest.mark.parametrize(
        ("on", "outcome"), [(date(2022, 10, 30), "kept"), (date(2022, 10, 29), "broken")]
    )
    def test_from_the_day_of_the_report(self, on: date, outcome: str) -> None:
        """The report is of 30 October."""
        assert answers((*BASE, *carried(on=on)), "SEN-15") == [outcome]

    def test_a_package_nobody_certified_is_asked(self) -> None:
        """The record may be incomplete; that is said, not judged."""
        assert answers(carried(), "SEN-15") == ["open"]

    def test_a_certification_under_way_is_none(self) -> None:
        """Announced and examined, but not reported."""
        facts = base_with(*carried(), without=(Reported,))
        assert answers(facts, "SEN-15") == ["broken"]

    def test_a_doubt_is_shown(self) -> None:
        """A concern (art.IV.13) changes no certificate, but stands beside it."""
        doubt = ConcernNotified(at("2022-12-01 12:00"), PACKAGE, "OF-1", "sharper than certified")
        other = replace(doubt, package="AN-30")
        facts = base_with(("RO", doubt), ("RO", other), *carried())
        (found,) = findings(facts, "SEN-15")
        assert found.outcome.value == "kept"
        assert found.basis == ("RO doubts OF-1 (art.IV.13): sharper than certified",)


@pytest.mark.rule("SEN-16")
@pytest.mark.provision("art.IX.I.1")
class TestMedia:
    """SEN-16: film for optical, tape for video and radar, either for infra-red."""

    @pytest.mark.parametrize(
        ("category", "medium", "outcome"),
        [
            ("OP", "BI", "kept"),
            ("OF", "TD", "broken"),
            ("TV", "TA", "kept"),
            ("TV", "BP", "broken"),
            ("IRLS", "BM", "kept"),
            ("IRLS", "TD", "kept"),
            ("SAR", "TA", "kept"),
            ("SAR", "BP", "broken"),
            ("OF", "", "open"),
        ],
    )
    def test_each_category_has_its_media(self, category: str, medium: str, outcome: str) -> None:
        """As art.IX.I.1 lists them."""
        assert answers(carried(CarriedSensor("X", category, medium)), "SEN-16") == [outcome]

    def test_the_commission_may_add_a_medium(self) -> None:
        """Digital cameras record on no film."""
        added = CategoryAdded(at("2010-01-01 00:00"), "OF", "dec.1/10", "TD")
        facts = (("CA", added), *carried(CarriedSensor("OF-1", "OF", "TD")))
        assert answers(facts, "SEN-16") == ["kept"]

    def test_a_strange_category_is_answered_by_another_rule(self) -> None:
        """SEN-1 says that it may not be aboard at all."""
        assert answers(carried(CarriedSensor("L-1", "LIDAR", "TD")), "SEN-16") == []


@pytest.mark.rule("RES-10")
@pytest.mark.provision("annex.D.I.2.D")
class TestScope:
    """RES-10: for that type and model with the identical set; one mission may differ."""

    def with_height(self, metres: str) -> tuple[tuple[str, SensorFact], ...]:
        """Return the base and a mission that uses the camera from such a height."""
        first = replace(CARRIED.sensors[0], h_min_m=D(metres))
        return (*BASE, *carried(first, *CARRIED.sensors[1:]))

    @pytest.mark.parametrize(
        ("metres", "outcome"), [("1250", "kept"), ("1249", "broken"), ("1300", "kept")]
    )
    def test_the_certified_height_is_the_least(self, metres: str, outcome: str) -> None:
        """1,250 m above ground are certified."""
        assert answers(self.with_height(metres), "RES-10")[1] == outcome

    def test_a_demonstration_replaces_it_for_one_mission(self) -> None:
        """annex.F.III.6: 1,400 m on this mission; on another the certificate stays."""
        shown = HeightReplaced(at("2022-12-04 12:00"), CARRIED.mission, "OF-1", D(1400))
        facts = (*self.with_height("1250"), ("RO", shown))
        assert answers(facts, "RES-10")[1] == "broken"
        other = replace(shown, mission="2022-OS2002")
        facts = (*self.with_height("1250"), ("RO", other))
        assert answers(facts, "RES-10")[1] == "kept"

    def test_the_supplier_gives_itself_no_other_height(self) -> None:
        """Germany's own word for 1,000 m does not replace the certificate."""
        own = HeightReplaced(at("2022-12-04 12:00"), CARRIED.mission, "OF-1", D(1000))
        facts = (*self.with_height("1100"), ("DE", own))
        assert answers(facts, "RES-10")[1] == "broken"

    def test_another_type_or_set_is_not_certified(self) -> None:
        """The certificate is of an A319 with these sensors."""
        facts = (*BASE, *carried(aircraft="A340"))
        assert answers(facts, "RES-10")[0] == "broken"
        more = CarriedSensor("OP-9", "OP", "BP")
        facts = (*BASE, *carried(*CARRIED.sensors, more))
        assert answers(facts, "RES-10")[0] == "broken"

    def test_what_is_not_on_record_is_asked(self) -> None:
        """No certificate, no height; and a notice without sensors compares nothing."""
        assert answers(carried(), "RES-10") == ["open", "open"]
        bare = replace(NOTICE, sensors=())
        facts = base_with(*carried(), CertificationNotified=bare)
        assert answers(facts, "RES-10") == ["kept", "kept"]
        strange = CarriedSensor("TV-1", "TV", "TA", h_min_m=D(500))
        facts = (*BASE, *carried(strange))
        assert answers(facts, "RES-10") == ["broken", "open"]


@pytest.mark.rule("TAX-3")
@pytest.mark.provision("art.IV.9")
class TestTaxi:
    """TAX-3: every category, in the numbers and at the capability of the text."""

    def answer(self, *sensors: CarriedSensor, **changes: object) -> list[str]:
        """Return what the sensors of a taxi aircraft get."""
        return answers(carried(*sensors, taxi=True, **changes), "TAX-3")

    def test_the_full_set(self) -> None:
        """Seven sensors; without any one of them it is broken."""
        assert self.answer(*FULL) == ["kept", "kept"]
        for sensor in FULL:
            rest = tuple(one for one in FULL if one is not sensor)
            assert self.answer(*rest)[0] == "broken"

    def test_more_than_the_numbers_is_broken_too(self) -> None:
        """A second panoramic camera is not in the numbers of art.IV.2."""
        assert self.answer(*FULL, CarriedSensor("OP-2", "OP", "BP"))[0] == "broken"

    @pytest.mark.parametrize(
        ("metres", "outcome"),
        [("5", "kept"), ("6", "kept"), ("4.9", "broken"), ("6.1", "broken"), (None, "open")],
    )
    def test_the_radar_separates_five_to_six_metres(self, metres: str | None, outcome: str) -> None:
        """No better than 5 m and, in a taxi aircraft, no worse than 6 m."""
        radar = replace(FULL[-1], separation_m=D(metres) if metres else None)
        assert self.answer(*FULL[:-1], radar) == ["kept", outcome]

    def test_coverage_as_a_capability_is_a_reading(self) -> None:
        """49 km are too few where fifty are a capability asked, and not asked else (AMB-34)."""
        for each_side, outcome in (("50", "kept"), ("49", "broken")):
            camera = replace(FULL[0], each_side_km=D(each_side))
            facts = carried(camera, *FULL[1:], taxi=True)
            assert outcome in answers(facts, "TAX-3")
            assert "broken" not in answers(facts, "TAX-3", asked_at(AMB_34="limit"))

    def test_otherwise_agreed(self) -> None:
        """One camera is enough where both Parties agreed so."""
        assert self.answer(FULL[0], agreed="one camera") == ["kept"]

    @pytest.mark.parametrize(
        ("on", "sensors", "outcome"),
        [
            (date(2005, 12, 31), FULL[:1], "kept"),
            (date(2005, 12, 31), FULL[1:3], "kept"),
            (date(2005, 12, 31), FULL[1:2], "broken"),
            (date(2006, 1, 1), FULL[:1], "broken"),
        ],
    )
    def test_the_phase_in(self, on: date, sensors: tuple[CarriedSensor, ...], outcome: str) -> None:
        """Until 31 December 2005 one panoramic or two framing cameras are enough."""
        assert self.answer(*sensors, on=on)[0] == outcome

    def test_the_observing_partys_own_aircraft_has_no_such_duty(self) -> None:
        """SEN-11 answers for it."""
        assert answers(carried(*FULL), "TAX-3") == []

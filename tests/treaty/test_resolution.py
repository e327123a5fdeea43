"""Ground resolution and minimum height: annex.D-1, dec.14 (RES rules)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.sensor_facts import (
    BASE,
    FLOWN,
    KEY,
    REPORT,
    TARGET,
    answers,
    asked_at,
    at,
    base_with,
    findings,
)

from overflight.sensors import SensorFact
from overflight.sensors.facts import ReportedSensor
from overflight.sensors.facts_examined import (
    BarGroup,
    BarRead,
    Direction,
    FlightLine,
    MethodAdopted,
    ResolutionRead,
    TargetPass,
)

D = Decimal
READ = ResolutionRead(
    at("2022-10-27 18:00"),
    KEY,
    "OF-1",
    "OF",
    D(1000),
    D("0.30"),
    bars=(BarRead(D("0.30"), separate=True), BarRead(D("0.25"), separate=False)),
)


@pytest.mark.rule("RES-1")
@pytest.mark.provision("annex.D-1.III.2")
class TestOpticalValue:
    """RES-1: by eye, on the negative, the smallest separate bar."""

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({}, "kept"),
            ({"resolution_m": D("0.60")}, "broken"),
            ({"resolution_m": D("0.25")}, "broken"),
            ({"visual": False}, "broken"),
            ({"original": False}, "broken"),
            ({"bars": ()}, "open"),
            ({"bars": (BarRead(D("0.30"), separate=False),)}, "open"),
        ],
    )
    def test_one_bar_and_not_a_pair(self, changes: dict[str, object], outcome: str) -> None:
        """0.30 m is one bar; a pair of bars, 0.60 m, is not the value."""
        read = replace(READ, **changes)  # type: ignore[arg-type]
        assert answers(base_with(("DE", read)), "RES-1") == [outcome]

    def test_other_categories_have_other_methods(self) -> None:
        """The words speak of optical cameras."""
        assert answers(base_with(("DE", replace(READ, category="TV"))), "RES-1") == []


@pytest.mark.rule("RES-2")
@pytest.mark.provision("annex.D-1.I.2")
class TestTarget:
    """RES-2: two black bars at least, constant, contrast 5:1 throughout."""

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({"contrast": D(5)}, "kept"),
            ({"contrast": D("4.99")}, "broken"),
            ({"contrast": D("0.5")}, "broken"),
            ({"consistent": False}, "broken"),
            ({"groups": ()}, "broken"),
            ({"groups": (BarGroup(D("0.30"), 1),)}, "broken"),
            ({"groups": (BarGroup(D("0.30"), 3, constant=False),)}, "broken"),
        ],
    )
    def test_a_target_is_as_specified(self, changes: dict[str, object], outcome: str) -> None:
        """5:1 exactly is enough."""
        target = replace(TARGET, **changes)  # type: ignore[arg-type]
        (found,) = findings(base_with(TargetDescribed=target), "RES-2")
        assert found.outcome.value == outcome

    def test_modulation_is_shown(self) -> None:
        """(5 - 1) / (5 + 1) is 0.667."""
        (found,) = findings(BASE, "RES-2")
        assert "modulation 0.667" in found.says


@pytest.mark.rule("RES-3")
@pytest.mark.provision("annex.D-1.III.2")
@pytest.mark.parametrize(
    ("contrast", "outcome"),
    [
        ("1.6", "kept"),
        ("1.59", "broken"),
        ("2", "kept"),
        ("4", "kept"),
        ("4.01", "broken"),
        (None, "open"),
    ],
)
def test_the_contrast_of_the_method_has_two_limits(contrast: str | None, outcome: str) -> None:
    """Not less than 1.6:1, not greater than 4:1."""
    adopted = MethodAdopted(
        at("1992-06-29 12:00"), "OF", "dec.3", D(contrast) if contrast else None
    )
    (found,) = findings([("CA", adopted)], "RES-3")
    assert found.outcome.value == outcome
    assert found.basis[0].startswith("dec.3 TITLE")
    assert answers([("CA", replace(adopted, category="TV"))], "RES-3") == []


@pytest.mark.rule("RES-4")
@pytest.mark.provision("annex.D-1.II.1", "annex.D-1.II.2", "annex.D-1.II.3")
class TestFlightLines:
    """RES-4: how a pass lies to its target."""

    def answer(self, one: TargetPass) -> list[str]:
        """Return what a pass gets."""
        flown = replace(FLOWN, passes=(one,))
        return answers(base_with(InFlightExamined=flown), "RES-4")

    @pytest.mark.parametrize(
        ("category", "line", "outcome"),
        [
            ("OF", FlightLine.OVER, "kept"),
            ("OP", FlightLine.BESIDE, "broken"),
            ("IRLS", FlightLine.OVER, "kept"),
            ("IRLS", FlightLine.ARRAY, "broken"),
            ("SAR", FlightLine.ARRAY, "kept"),
            ("SAR", FlightLine.OVER, "broken"),
        ],
    )
    def test_each_category_has_its_line(
        self, category: str, line: FlightLine, outcome: str
    ) -> None:
        """Over the bars, beside the reflectors."""
        assert self.answer(TargetPass("X", category, line)) == [outcome]

    @pytest.mark.parametrize(
        ("line", "greatest", "outcome"),
        [
            (FlightLine.BESIDE, True, "kept"),
            (FlightLine.BESIDE, False, "broken"),
            (FlightLine.BESIDE, None, "open"),
            (FlightLine.OVER, True, "broken"),
        ],
    )
    def test_an_oblique_camera_stands_at_its_greatest_angle(
        self, line: FlightLine, greatest: bool | None, outcome: str
    ) -> None:
        """With the target in the foreground."""
        one = TargetPass("X", "OF", line, oblique=True, greatest_angle=greatest)
        assert self.answer(one) == [outcome]

    @pytest.mark.provision("dec.14")
    def test_video_by_the_decision(self) -> None:
        """Within 20 degrees and 25 per cent of the view, both limits lawful."""
        one = TargetPass("TV-1", "TV", FlightLine.OTHER, axis_deg=D(20), off_centre_percent=D(25))
        assert self.answer(one) == ["kept", "kept"]
        assert self.answer(replace(one, axis_deg=D("20.1"))) == ["broken", "kept"]
        assert self.answer(replace(one, off_centre_percent=D(26))) == ["kept", "broken"]
        assert self.answer(replace(one, axis_deg=None, off_centre_percent=None)) == []


@pytest.mark.provision("annex.D.I.2.D", "annex.D.IV.1.D", "annex.D.I.2.E")
class TestReported:
    """RES-5, RES-6: a height, or a resolution, never both ways."""

    def answer(self, rule: str, one: ReportedSensor) -> list[str]:
        """Return what a sensor of a report gets."""
        return answers(base_with(Reported=replace(REPORT, sensors=(one,))), rule)

    @pytest.mark.rule("RES-5")
    @pytest.mark.parametrize(
        ("h_min", "outcome"), [("1250", "kept"), ("0", "broken"), (None, "broken")]
    )
    def test_a_report_states_the_lowest_height(self, h_min: str | None, outcome: str) -> None:
        """A height of zero is none."""
        one = ReportedSensor("OF-1", "OF", D(h_min) if h_min else None)
        assert self.answer("RES-5", one) == [outcome]

    @pytest.mark.rule("RES-6")
    def test_a_radar_has_a_resolution_and_no_height(self) -> None:
        """A height for a radar, or no resolution, leaves it uncertified."""
        radar = ReportedSensor("S-1", "SAR", resolution_m=D(3))
        assert self.answer("RES-6", radar) == ["kept"]
        assert self.answer("RES-6", replace(radar, resolution_m=None)) == ["broken"]
        assert self.answer("RES-6", replace(radar, h_min_m=D(5000))) == ["broken"]

    def test_a_strange_category_has_no_list(self) -> None:
        """SEN-1 answers for it where it is carried."""
        one = ReportedSensor("L-1", "LIDAR", D(100))
        assert self.answer("RES-5", one) == []


@pytest.mark.rule("RES-7")
@pytest.mark.provision("annex.D-1", "dec.14")
class TestHeight:
    """RES-7: H_min = H x L_a / L for video; settings for film; nothing for infra-red."""

    def facts(
        self,
        h_min: str | None,
        *lengths: str,
        category: str = "TV",
        across: str = "",
        passes: int | None = None,
    ) -> tuple[tuple[str, SensorFact], ...]:
        """Return a report with readings at 1,000 m, one a pass, along the track."""
        read = [
            replace(
                READ, sensor="TV-1", category=category, resolution_m=D(length), flown_pass=n + 1
            )
            for n, length in enumerate(lengths)
        ]
        if passes is not None:
            read = [replace(one, flown_pass=min(one.flown_pass, passes)) for one in read]
        if across:
            read.append(replace(read[0], direction=Direction.ACROSS, resolution_m=D(across)))
        one = ReportedSensor("TV-1", category, D(h_min) if h_min else None)
        return base_with(*(("DE", one) for one in read), Reported=replace(REPORT, sensors=(one,)))

    @pytest.mark.parametrize(
        ("h_min", "outcome"), [("1250", "kept"), ("1249", "broken"), ("1251", "kept")]
    )
    def test_24_cm_at_1000_m_give_1250_m(self, h_min: str, outcome: str) -> None:
        """1,000 x 0.30 / 0.24 = 1,250."""
        found = findings(self.facts(h_min, *["0.24"] * 5), "RES-7")
        assert [one.outcome.value for one in found] == ["kept", outcome]
        assert found[1].basis[0].startswith("dec.14 PARTIAL")
        assert found[1].readings == ("AMB-22=highest-mean",)

    @pytest.mark.parametrize(("passes", "outcome"), [(5, "kept"), (4, "broken")])
    def test_five_images_of_different_passes(self, passes: int, outcome: str) -> None:
        """Five images of four passes are too few."""
        facts = self.facts("1250", *["0.24"] * 5, passes=passes)
        assert answers(facts, "RES-7")[0] == outcome

    def test_directions_combine_by_the_reading(self) -> None:
        """Along 0.30 gives 1,000 m, across 0.15 gives 2,000 m; by the mean of all six 1,167 m."""
        facts = self.facts("1500", *["0.30"] * 5, across="0.15")
        assert answers(facts, "RES-7")[1] == "broken"
        assert answers(facts, "RES-7", asked_at(AMB_22="mean-of-all"))[1] == "kept"

    def test_for_film_the_formula_is_a_setting_and_the_answer_open(self) -> None:
        """Decision Three was not found; its name is not used for our arithmetic."""
        found = findings(self.facts("1000", *["0.24"] * 5, category="OF"), "RES-7")[1]
        assert found.outcome.value == "open"
        assert "not Decision Three" in found.basis[0]
        assert found.limit is not None
        assert found.limit.value == 1250

    def test_infra_red_is_open(self) -> None:
        """Its formula is an image nobody could read."""
        (found,) = findings(self.facts("1000", "0.50", category="IRLS"), "RES-7")
        assert found.outcome.value == "open"
        assert "CONJECTURE" in found.basis[0]
        (found,) = findings(self.facts("1000", "0.50", category="LIDAR"), "RES-7")
        assert found.outcome.value == "open"

    def test_readings_of_nothing_give_nothing(self) -> None:
        """A resolution of zero is no reading; a report without a height compares nothing."""
        assert answers(self.facts("1000", "0"), "RES-7") == ["open"]
        assert answers(self.facts(None, "0.24"), "RES-7") == []
        assert answers(BASE, "RES-7") == []

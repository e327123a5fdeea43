"""How minimum heights are found, and what every result says of the method."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from overflight.errors import UsageError
from overflight.sensors import (
    METHODS,
    HeightReading,
    InfraRedTriple,
    SensorCategory,
    height_found,
    infra_red_height,
    modulation,
)
from overflight.treaty import DecisionStatus, open_skies, readings

C = SensorCategory


@pytest.mark.parametrize(("contrast", "made"), [("5", "0.667"), ("4", "0.600"), ("1.6", "0.231")])
def test_modulation_follows_from_contrast(contrast: str, made: str) -> None:
    """(C - 1) / (C + 1): 4/6, 3/5, 0.6/2.6."""
    assert modulation(Decimal(contrast)) == Decimal(made)


@pytest.mark.parametrize("contrast", ["0.9", "NaN", "Infinity"])
def test_no_contrast_is_below_one(contrast: str) -> None:
    """White over black is at least one to one."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        modulation(Decimal(contrast))


def test_the_status_of_every_method_is_that_of_its_decision() -> None:
    """The table of decisions says how much was read; no method claims more."""
    entries = {p: e.status for e in open_skies().decisions for p in e.provisions}
    for method in METHODS.values():
        assert method.status is entries[method.decision]
        assert method.label.startswith(f"{method.decision} {method.status.value}: ")


def test_a_height_names_its_method_and_reading() -> None:
    """1,000 m x 0.30 / 0.24 = 1,250 m."""
    found = height_found(C.VIDEO, [[HeightReading(1000, 0.24)]], readings())
    assert found.h_min_m == 1250
    assert found.method.status is DecisionStatus.PARTIAL
    assert found.readings == ("AMB-22=highest-mean",)


@pytest.mark.parametrize("category", [C.RADAR, C.INFRA_RED])
def test_bars_give_no_height_for_radar_and_infra_red(category: SensorCategory) -> None:
    """A radar has none, infra-red needs temperatures."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        height_found(category, [[HeightReading(1000, 0.24)]], readings())


class TestInfraRed:
    """The guessed formula: marked so in its result, and by hand where it can be."""

    def test_in_clear_air_with_the_agreed_difference_it_is_the_ratio(self) -> None:
        """1,000 m x 0.50 / 0.40 = 1,250 m, 3 degrees C, nothing lost in the air."""
        found = infra_red_height([InfraRedTriple(1000, 0.40, 3.0)], 0.5, lambda _: 1.0)
        assert found.h_min_m == 1250
        assert found.method.status is DecisionStatus.CONJECTURE

    def test_the_exponent_weighs_the_difference(self) -> None:
        """12 degrees instead of 3: (3/12)^0.5 is a half: 625 m."""
        found = infra_red_height([InfraRedTriple(1000, 0.40, 12.0)], 0.5, lambda _: 1.0)
        assert found.h_min_m == 625

    def test_air_that_takes_more_with_height_is_solved(self) -> None:
        """H = 1,250 x e^(-H/2000) holds within the metre it is rounded to."""
        found = infra_red_height(
            [InfraRedTriple(1000, 0.40, 3.0)], 1.0, lambda height: math.exp(-height / 2000)
        )
        assert found.h_min_m == pytest.approx(1250 * math.exp(-found.h_min_m / 2000), abs=2)

    @pytest.mark.parametrize(
        ("triples", "exponent"),
        [
            ([], 0.5),
            ([InfraRedTriple(0, 0.4, 3)], 0.5),
            ([InfraRedTriple(1000, math.nan, 3)], 0.5),
            ([InfraRedTriple(1000, 0.4, 3)], 1.1),
            ([InfraRedTriple(1000, 0.4, 3)], math.nan),
        ],
    )
    def test_numbers_that_cannot_be(self, triples: list[InfraRedTriple], exponent: float) -> None:
        """They are refused, by name."""
        with pytest.raises(UsageError, match="E-HEIGHT"):
            infra_red_height(triples, exponent, lambda _: 1.0)

    @pytest.mark.parametrize("grows", [1.0, 10.0])
    def test_air_by_which_no_height_fits_is_refused(self, grows: float) -> None:
        """Transmission that grows with height has no answer."""
        with pytest.raises(UsageError, match="transmission"):
            infra_red_height(
                [InfraRedTriple(1000, 0.40, 3.0)], 1.0, lambda height: 1 + grows * height
            )

    def test_air_that_swings_has_no_height(self) -> None:
        """A transmission that jumps lets no height settle, and the search ends."""
        with pytest.raises(UsageError, match="transmission"):
            infra_red_height(
                [InfraRedTriple(1000, 0.40, 3.0)],
                1.0,
                lambda height: 1.0 if height < 900 else 0.5,
            )

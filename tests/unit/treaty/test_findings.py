"""Findings: the outcome follows from the number, its error and the limit."""

from __future__ import annotations

import pytest

from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge, overall


@pytest.mark.parametrize(
    ("value", "error", "sense", "outcome"),
    [
        (10.0, 0.0, Sense.AT_LEAST, Outcome.KEPT),
        (9.999, 0.0, Sense.AT_LEAST, Outcome.BROKEN),
        (10.001, 0.002, Sense.AT_LEAST, Outcome.OPEN),
        (10.002, 0.001, Sense.AT_LEAST, Outcome.KEPT),
        (9.998, 0.001, Sense.AT_LEAST, Outcome.BROKEN),
        (10.0, 0.0, Sense.AT_MOST, Outcome.KEPT),
        (10.001, 0.0, Sense.AT_MOST, Outcome.BROKEN),
        (9.999, 0.002, Sense.AT_MOST, Outcome.OPEN),
    ],
)
def test_a_number_inside_its_error_of_the_limit_is_open(
    value: float, error: float, sense: Sense, outcome: Outcome
) -> None:
    """Exactly on the limit is lawful; inside the error bound nothing is called kept."""
    assert judge(Quantity(value, "km", error), Limit(10.0, "km", sense)) is outcome


def test_the_margin_points_to_the_lawful_side() -> None:
    """Positive is room left, negative is how far beyond."""
    at_most, at_least = Limit(10.0, "km", Sense.AT_MOST), Limit(10.0, "km", Sense.AT_LEAST)
    measured = Quantity(8.0, "km")
    assert Finding("R", "treaty", Outcome.KEPT, "", measured, at_most).margin == 2.0
    assert Finding("R", "treaty", Outcome.BROKEN, "", measured, at_least).margin == -2.0
    assert Finding("R", "treaty", Outcome.OPEN, "").margin is None


def test_the_gravest_outcome_speaks_for_all() -> None:
    """Broken before contested before open before kept; nothing at all is kept."""

    def of(*outcomes: Outcome) -> Outcome:
        return overall(Finding("R", "treaty", outcome, "") for outcome in outcomes)

    kept, is_open, contested, broken = (
        Outcome.KEPT,
        Outcome.OPEN,
        Outcome.CONTESTED,
        Outcome.BROKEN,
    )
    assert of() is kept
    assert of(kept, is_open) is is_open
    assert of(is_open, contested) is contested
    assert of(kept, contested, broken) is broken

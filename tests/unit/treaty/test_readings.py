"""Readings and dated values: asked outside what they are, they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from overflight.errors import UsageError
from overflight.treaty import Reading, Readings, Value

POINT = Reading("AMB-1", "which?", ("this", "that"), "this")


def test_a_choice_replaces_the_default() -> None:
    """Nobody chose: the default; somebody chose: the choice."""
    assert Readings({"AMB-1": POINT}).of("AMB-1") == "this"
    assert Readings({"AMB-1": POINT}, {"AMB-1": "that"}).of("AMB-1") == "that"


@pytest.mark.parametrize("chosen", [{"AMB-1": "other"}, {"AMB-2": "this"}])
def test_an_unknown_choice_is_refused(chosen: dict[str, str]) -> None:
    """A typing error must not become the default silently."""
    with pytest.raises(UsageError, match="E-READING"):
        Readings({"AMB-1": POINT}, chosen)


def test_letters_may_be_of_any_case() -> None:
    """A person types amb-1; that is no other point."""
    assert Readings({"AMB-1": POINT}, {" amb-1": "THAT"}).chosen == {"AMB-1": "that"}
    assert Readings({"AMB-1": POINT}).of("amb-1") == "this"
    both = {"AMB-1": "this", "amb-1": "that"}
    assert Readings({"AMB-1": POINT}, both).of("AMB-1") == "that"


def test_the_remedy_names_the_command_that_lists_them() -> None:
    """Whoever typed a wrong reading is told where the right ones are."""
    with pytest.raises(UsageError) as told:
        Readings({"AMB-1": POINT}, {"AMB-1": "other"})
    assert "`overflight rules readings`" in told.value.remedy


def test_an_unknown_point_cannot_be_asked() -> None:
    """A rule that asks for a point the regime does not have is wrong."""
    with pytest.raises(UsageError, match="E-READING"):
        Readings({}).of("AMB-1")


def test_a_value_holds_between_its_days_only() -> None:
    """Asking before the first day of a number is an error, not a guess."""
    value = Value("x", Decimal(3), "d", date(2002, 1, 1), "art.XVII.2", date(2006, 1, 1))
    assert value.on(date(2002, 1, 1)) == 3
    assert value.on(date(2005, 12, 31)) == 3
    for day in (date(2001, 12, 31), date(2006, 1, 1)):
        with pytest.raises(UsageError, match="E-VALUE-DAY"):
            value.on(day)
    standing = Value("x", Decimal(3), "d", date(2002, 1, 1), "art.XVII.2")
    assert standing.on(date(2100, 1, 1)) == 3
    with pytest.raises(UsageError, match="E-PROVISION"):
        Value("x", Decimal(3), "d", date(2002, 1, 1), "XVII.2")

"""Faults have one form, so that a person at three in the morning knows what to do."""

from __future__ import annotations

import pytest

from overflight.errors import (
    OverflightError,
    RecordError,
    SourceError,
    StoreError,
    UsageError,
)


@pytest.mark.parametrize(
    ("kind", "status"), [(UsageError, 2), (SourceError, 4), (RecordError, 4), (StoreError, 4)]
)
def test_each_kind_has_its_exit_code(kind: type[OverflightError], status: int) -> None:
    """Scripts tell a wrong call from a bad file by the exit code alone."""
    error = kind("E-X", where="w", expected="e", found="f", remedy="Do it.")
    assert error.exit_status == status
    assert str(error) == "E-X at w: expected e; found f. Do it."


def test_a_hostile_value_cannot_break_the_line() -> None:
    """What was found may come from an enemy: no line break or terminal code passes."""
    error = SourceError("E-X", where="a\nb", expected="e", found="\x1b[2J\u202e", remedy="r")
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)
    assert "\u202e" not in str(error)
    assert error.as_json()["found"] == "\\u001b[2J\\u202e"


def test_a_huge_value_is_cut() -> None:
    """A message stays a message even when a megabyte was found."""
    error = SourceError("E-X", where="w", expected="e", found="x" * 10**6, remedy="r")
    assert len(error.found) == 200


def test_values_that_are_not_text_are_shown_as_written() -> None:
    """A number is shown as the number it is."""
    assert UsageError("E-X", where="w", expected="e", found=1.5, remedy="r").found == "1.5"

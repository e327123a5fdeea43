"""The strict reader of tables: what it gives back, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from overflight.errors import SourceError
from overflight.treaty import Row, read_table

COLUMNS = ("id", "day", "km", "flag", "items", "provision")
GOOD = (
    b"id\tday\tkm\tflag\titems\tprovision\n"
    b"A\t2002-01-01\t-3.50\tyes\ta; b\tart.VI.II.2; annex.A.I.1\n"
)


class Word(StrEnum):
    """Two words a column may admit."""

    ONE = "A"
    TWO = "B"


def row(**cells: str) -> Row:
    """Return one row with the cells named, all others empty."""
    return Row("t.tsv", 2, {**dict.fromkeys(COLUMNS, ""), **cells})


def test_reads_cells_as_what_they_are() -> None:
    """A cell keeps its digits, its day and its items, so that nothing is guessed later."""
    (one,) = read_table(GOOD, file="t.tsv", columns=COLUMNS)
    assert one.line == 2
    assert one.text("id") == "A"
    assert one.day("day") == date(2002, 1, 1)
    assert one.number("km") == Decimal("-3.50")
    assert one.yes("flag")
    assert one.several("items") == ("a", "b")
    assert one.provisions() == ("art.VI.II.2", "annex.A.I.1")
    assert one.choice("id", Word) is Word.ONE
    assert one.known("items", {"a", "b"}) == ("a", "b")


def test_empty_cells_say_nothing_is_known() -> None:
    """An empty cell is not zero and not a guess."""
    empty = row()
    assert not empty.maybe("id")
    assert empty.number_or_none("km") is None
    assert empty.day_or_none("day") is None
    assert empty.several("items") == ()
    assert not row(flag="no").yes("flag")
    assert row(km="12").count("km") == 12
    assert row(day="2002-01-02").day_or_none("day") == date(2002, 1, 2)


@pytest.mark.parametrize(
    ("cells", "ask"),
    [
        ({}, lambda r: r.text("id")),
        ({"km": "NaN"}, lambda r: r.number("km")),
        ({"km": "inf"}, lambda r: r.number_or_none("km")),
        ({"km": "1,5"}, lambda r: r.number("km")),
        ({"km": "181"}, lambda r: r.number_or_none("km", most=180)),
        ({"km": "-1"}, lambda r: r.count("km")),
        ({"km": "9" * 30}, lambda r: r.count("km")),
        ({"day": "2002-02-30"}, lambda r: r.day("day")),
        ({"day": "1.1.2002"}, lambda r: r.day("day")),
        ({"flag": "maybe"}, lambda r: r.yes("flag")),
        ({"id": "C"}, lambda r: r.choice("id", Word)),
        ({"items": "a; x"}, lambda r: r.known("items", {"a"})),
        ({}, lambda r: r.provisions()),
        ({"provision": "VI.II.2"}, lambda r: r.provisions()),
    ],
)
def test_a_wrong_cell_is_told_with_file_line_and_column(
    cells: dict[str, str], ask: Callable[[Row], object]
) -> None:
    """Whoever mends a table must know which cell to look at."""
    with pytest.raises(SourceError) as told:
        ask(row(**cells))
    assert told.value.where.startswith("t.tsv line 2 column ")

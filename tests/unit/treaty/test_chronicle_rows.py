"""The rows of the chronicle: no day made up, every source with its address."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from overflight.errors import SourceError, UsageError
from overflight.treaty import DateStatus, EventKind, days_within, open_skies
from overflight.treaty.regime import COLUMNS, read_regime

FOLDER = files("overflight.treaty").joinpath("regimes", "open_skies")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-05-22", "2020-05-22", "2020-05-22"),
        ("2004-02", "2004-02-01", "2004-02-29"),
        ("2013-12", "2013-12-01", "2013-12-31"),
        ("2007", "2007-01-01", "2007-12-31"),
    ],
)
def test_a_month_or_a_year_is_all_its_days(text: str, first: str, last: str) -> None:
    """What is not known is not narrowed: a leap February has 29 days."""
    assert days_within(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "20", "2020-13", "2019-02-29", "2020-5-2", "May 2020"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """One error, naming the field."""
    with pytest.raises(UsageError) as told:
        days_within(text, where="date")
    assert (told.value.code, told.value.where) == ("E-DAY", "date")


def test_only_a_whole_day_is_stated() -> None:
    """A month or a year says that its day is unknown, or why it is doubtful."""
    rows = open_skies().chronicle
    assert len(rows) == 136
    for row in rows:
        first, last = days_within(row.date)
        assert first == last or row.date_status is not DateStatus.STATED
        assert row.where
    assert {row.kind for row in rows} <= set(EventKind)
    assert rows[0].date == "1955-07-21"


def test_no_row_names_a_file_of_the_notes_it_came_from() -> None:
    """A reader must be able to look for the source elsewhere."""
    assert not [row.id for row in open_skies().chronicle if ".txt" in row.where]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("date", "2020-5", "a day as YYYY-MM-DD"),
        ("date", "1992", "'day unknown'"),
        ("date_status", "sure", "'stated'"),
        ("kind", "party", "'proposal'"),
        ("actors", "XX", "known codes"),
        ("id", "EV-002", "an id that stands once"),
        ("where", "", "a text"),
        ("provision", "Article X", "a provision"),
    ],
)
def test_a_damaged_row_is_one_clear_error(column: str, cell: str, expected: str) -> None:
    """File, line and column are named."""

    def table(file: str) -> bytes:
        data = FOLDER.joinpath(file).read_bytes()
        if file != "chronicle.tsv":
            return data
        head, first, *rest = data.decode().split("\n")
        cells = first.split("\t")
        cells[COLUMNS["chronicle"].index(column)] = cell
        return "\n".join([head, "\t".join(cells), *rest]).encode()

    with pytest.raises(SourceError) as told:
        read_regime("damaged", table)
    assert told.value.where.startswith("chronicle.tsv line ")
    assert expected in told.value.expected

"""Damaged tables: one clear error each, naming file, line and column."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest

from overflight.errors import SourceError
from overflight.treaty import read_table
from overflight.treaty.regime import COLUMNS, read_regime
from overflight.treaty.tables import MOST_BYTES

HEAD = b"id\tname\n"


@pytest.mark.parametrize(
    ("data", "where", "expected"),
    [
        (b"", "t.tsv", "a line feed at the end"),
        (HEAD + b"A\tone", "t.tsv", "a line feed at the end"),
        (b"id\tnam\nA\tone\n", "t.tsv line 1", "the columns id, name"),
        (HEAD + b"A\n", "t.tsv line 2", "2 cells"),
        (HEAD + b"A\tone\ttwo\n", "t.tsv line 2", "2 cells"),
        (HEAD + b"A\tone\n\n", "t.tsv line 3", "2 cells"),
        (HEAD + b"A\t\xff\n", "t.tsv line 2", "UTF-8"),
        (HEAD + "A\tKöln\n".encode("latin-1"), "t.tsv line 2", "UTF-8"),
        (b"\xef\xbb\xbf" + HEAD + b"A\tone\n", "t.tsv line 1", "the columns id, name"),
        (HEAD + b"A\tone\r\n", "t.tsv line 2 column 2", "printable text"),
        (HEAD + b"A\tone \n", "t.tsv line 2 column 2", "printable text"),
        (HEAD + b"A\to\x00e\n", "t.tsv line 2 column 2", "printable text"),
        (HEAD + "A\to\u202ee\n".encode(), "t.tsv line 2 column 2", "printable text"),
        (HEAD + b"A\t" + b"x" * MOST_BYTES + b"\n", "t.tsv", "at most"),
    ],
    ids=[
        "empty",
        "cut-off",
        "wrong-header",
        "too-few-cells",
        "too-many-cells",
        "empty-line",
        "not-utf-8",
        "latin-1",
        "byte-order-mark",
        "carriage-return",
        "trailing-blank",
        "nul",
        "right-to-left-override",
        "huge",
    ],
)
def test_a_damaged_table_is_one_clear_error(data: bytes, where: str, expected: str) -> None:
    """A table from outside is refused before a row of it is used."""
    with pytest.raises(SourceError) as told:
        read_table(data, file="t.tsv", columns=("id", "name"))
    assert told.value.where.startswith(where)
    assert expected in told.value.expected
    assert told.value.exit_status == 4


def _packaged(file: str) -> bytes:
    return files("overflight.treaty").joinpath("regimes", "open_skies", file).read_bytes()


def changed(name: str, old: bytes, new: bytes) -> Callable[[str], bytes]:
    """Return the tables of the package with one text replaced in one of them."""

    def table(file: str) -> bytes:
        data = _packaged(file)
        if file == f"{name}.tsv":
            assert old in data
            return data.replace(old, new, 1)
        return data

    return table


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("first_distribution", b"\tBYRU\t3", b"\tBYRX\t3", "first_distribution.tsv line 2"),
        ("first_distribution", b"AQ-02", b"AQ 02\t", "first_distribution.tsv line 3"),
        ("max_flight_distances", b"DE-WUNSTORF", b"DE-NOWHERE", "max_flight_distances.tsv line 2"),
        ("max_flight_distances", b"\t1200\t", b"\tNaN\t", "max_flight_distances.tsv line 2"),
        ("passive_quotas", b"\t12\t", b"\t12.5\t", "passive_quotas.tsv line 2"),
        ("parties", b"1995-06-28", b"1995-06-31", "parties.tsv line 3"),
        ("parties", b"\nBE\t", b"\nBA\t", "parties.tsv line 3"),
        ("rules", b"\tAMB-1\t", b"\tAMB-99\t", "rules.tsv line 2"),
        ("rules", b"\nCLK-2\t", b"\nCLK-1\t", "rules.tsv line 3"),
        ("rules", b"\thard\t", b"\tsoft\t", "rules.tsv line 2"),
        ("readings", b"\tutc-calendar\tutc-calendar", b"\tx\tutc-calendar", "readings.tsv line 2"),
        ("readings", b" | ", b" ", "readings.tsv line 2"),
        ("sensor_limits", b"\tm\t", b"\tcm\t", "sensor_limits.tsv line 2"),
        ("sites", b"\t7.14361\t", b"\t187.14361\t", "sites.tsv line 2"),
        ("sites", b"\ttreaty-en\t", b"\tnobody\t", "sites.tsv line 2"),
    ],
)
def test_a_wrong_cell_anywhere_in_the_law_is_told(
    name: str, old: bytes, new: bytes, where: str
) -> None:
    """Law with an unknown code or a bad number in it must not be used at all."""
    with pytest.raises(SourceError) as told:
        read_regime("open_skies", changed(name, old, new))
    assert told.value.where.startswith(where)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_cut_table_of_the_law_is_refused(name: str) -> None:
    """A download that stopped half way must not become a shorter law."""

    def table(file: str) -> bytes:
        data = _packaged(file)
        half = data[: len(data) // 2].rstrip(b"\n")  # half a line, never a whole one by chance
        return half if file == f"{name}.tsv" else data

    with pytest.raises(SourceError):
        read_regime("open_skies", table)

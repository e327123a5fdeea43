"""Read the tables of a regime strictly: tab-separated UTF-8, one header, no surprises.

A table ends with a line feed, has the same number of cells on every line, no carriage return, no
stray blanks and no control characters. Whatever is wrong is told once, with file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, TypeVar

from overflight.deadlines import parse_day
from overflight.errors import SourceError, UsageError
from overflight.treaty.provisions import check_provision

__all__ = ["Row", "read_table"]

Choice = TypeVar("Choice", bound=StrEnum)

MOST_BYTES = 4 * 1024 * 1024
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_COUNT = re.compile(r"0|[1-9]\d{0,8}")
_BETWEEN = "; "


def _refuse(where: str, *, expected: str, found: object, remedy: str) -> NoReturn:
    raise SourceError("E-TABLE", where=where, expected=expected, found=found, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, its cells by column name.

    Args:
        file: Name of the table.
        line: Line number in the file, the header being line 1.
        cells: Cells by column; an empty cell says that nothing is known.
    """

    file: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, column: str, expected: str) -> NoReturn:
        """Raise the one error of a cell.

        Raises:
            SourceError: Always, with file, line and column.
        """
        _refuse(
            f"{self.file} line {self.line} column {column}",
            expected=expected,
            found=self.cells[column] or "an empty cell",
            remedy="Correct this cell; the README beside the tables describes the columns.",
        )

    def maybe(self, column: str) -> str:
        """Return a cell that may be empty."""
        return self.cells[column]

    def text(self, column: str) -> str:
        """Return a cell that must say something."""
        return self.cells[column] or self.refuse(column, "a text")

    def number(self, column: str) -> Decimal:
        """Return a finite decimal, digits as written."""
        if not _NUMBER.fullmatch(self.cells[column]):
            self.refuse(column, "a decimal number with a full stop")
        return Decimal(self.cells[column])

    def number_or_none(self, column: str, *, most: int | None = None) -> Decimal | None:
        """Return a decimal, or none where the cell is empty.

        Args:
            column: Name of the column.
            most: Greatest absolute value, where the column has one.
        """
        if not self.cells[column]:
            return None
        number = self.number(column)
        if most is not None and abs(number) > most:
            self.refuse(column, f"a number from -{most} to {most}")
        return number

    def count(self, column: str) -> int:
        """Return a whole number, zero or more."""
        if not _COUNT.fullmatch(self.cells[column]):
            self.refuse(column, "a whole number")
        return int(self.cells[column])

    def day(self, column: str) -> date:
        """Return a calendar day."""
        try:
            return parse_day(self.cells[column])
        except UsageError as fault:
            self.refuse(column, fault.expected)

    def day_or_none(self, column: str) -> date | None:
        """Return a calendar day, or none where the cell is empty."""
        return self.day(column) if self.cells[column] else None

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes."""
        if self.cells[column] not in {"yes", "no"}:
            self.refuse(column, "yes or no")
        return self.cells[column] == "yes"

    def several(self, column: str) -> tuple[str, ...]:
        """Return the items of a cell, written with a semicolon and a blank between them."""
        return tuple(self.cells[column].split(_BETWEEN)) if self.cells[column] else ()

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """Return one of the words a column admits."""
        try:
            return kind(self.cells[column])
        except ValueError:
            self.refuse(column, " or ".join(repr(word.value) for word in kind))

    def known(self, column: str, codes: Collection[str]) -> tuple[str, ...]:
        """Return the items of a cell, each of which must be one of the known codes."""
        items = self.several(column)
        if not all(item in codes for item in items):
            self.refuse(column, "known codes")
        return items

    def provisions(self) -> tuple[str, ...]:
        """Return the places of the text the row rests on: at least one, in house spelling."""
        places = self.several("provision") or self.refuse("provision", "a provision")
        for place in places:
            try:
                check_provision(place)
            except UsageError as fault:
                self.refuse("provision", fault.expected)
        return places


def _lines(data: bytes, file: str) -> list[str]:
    if len(data) > MOST_BYTES:
        _refuse(
            file,
            expected=f"at most {MOST_BYTES} bytes",
            found=f"{len(data)} bytes",
            remedy="Give the table itself, not a larger file.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        _refuse(
            f"{file} line {line}",
            expected="UTF-8",
            found=f"byte 0x{data[fault.start]:02x}",
            remedy="Save the table as UTF-8.",
        )
    if not text.endswith("\n"):
        _refuse(
            file,
            expected="a line feed at the end",
            found=text[-20:] or "an empty file",
            remedy="The file is cut off; fetch it again.",
        )
    return text.removesuffix("\n").split("\n")


def _cells(line: str, file: str, number: int) -> list[str]:
    cells = line.split("\t")
    for column, cell in enumerate(cells, start=1):
        if cell != cell.strip() or not cell.isprintable():
            _refuse(
                f"{file} line {number} column {column}",
                expected="printable text without blanks at its ends",
                found=cell,
                remedy="Remove the blanks or control characters.",
            )
    return cells


def read_table(data: bytes, *, file: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """Read one table.

    Args:
        data: The bytes of the file.
        file: Its name, for messages.
        columns: The columns it must have, in order.

    Raises:
        SourceError: The table is cut off, too large, not UTF-8, or not made as it must be.
    """
    header, *lines = _lines(data, file)
    if header.split("\t") != list(columns):
        _refuse(
            f"{file} line 1",
            expected="the columns " + ", ".join(columns),
            found=header.replace("\t", ", "),
            remedy="Restore the header line.",
        )
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        cells = _cells(line, file, number)
        if len(cells) != len(columns):
            _refuse(
                f"{file} line {number}",
                expected=f"{len(columns)} cells",
                found=f"{len(cells)} cells",
                remedy="Put one tab between two cells, and none at the end.",
            )
        rows.append(Row(file, number, dict(zip(columns, cells, strict=True))))
    return tuple(rows)

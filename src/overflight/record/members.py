"""Take the members of an object one by one, so that none is missed and none is left over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from overflight.record.canonical import Json
from overflight.record.faults import refusal
from overflight.record.notes import check_name

__all__ = ["HEX32", "HEX64", "PARTY", "Members"]

HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
PARTY = re.compile(r"[A-Z]{2,4}")
_LONGEST_NAME = 200

T = TypeVar("T")


class Members:
    """An object of the record that is being read.

    Args:
        value: The object, as canonical JSON gave it.
        where: Where it stands, for the error.
        code: Code of the error if it is not as it must be.
    """

    def __init__(self, value: Json, where: str, code: str = "E-CANON") -> None:
        self._where = where
        self._code = code
        if not isinstance(value, dict):
            raise refusal(code, where=where, expected="an object", found=value)
        self._left = dict(value)

    def wrong(self, name: str, expected: str, found: object) -> NoReturn:
        """Refuse one member."""
        where = f"{self._where}.{name}"
        raise refusal(self._code, where=where, expected=expected, found=found)

    def take(self, name: str) -> Json:
        """Return a member of any kind."""
        if name not in self._left:
            self.wrong(name, "this member", "none")
        return self._left.pop(name)

    def text(self, name: str, form: re.Pattern[str]) -> str:
        """Return a text of a form."""
        value = self.take(name)
        if not isinstance(value, str) or not form.fullmatch(value):
            self.wrong(name, f"text of the form {form.pattern}", value)
        return value

    def name(self, name: str) -> str:
        """Return the origin of a log."""
        value = self.take(name)
        if not isinstance(value, str) or len(value) > _LONGEST_NAME:
            self.wrong(name, "the origin of a log", value)
        check_name(value, where=f"{self._where}.{name}", code=self._code)
        return value

    def count(self, name: str) -> int:
        """Return an integer from zero up."""
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.wrong(name, "an integer from 0 up", value)
        return value

    def items(self, name: str, most: int) -> list[Json]:
        """Return an array of at most so many items."""
        value = self.take(name)
        if not isinstance(value, list) or len(value) > most:
            self.wrong(name, f"an array of at most {most} items", value)
        return value

    def texts(self, name: str, form: re.Pattern[str], most: int) -> tuple[str, ...]:
        """Return an array of texts of a form, none twice."""
        found: list[str] = []
        for item in self.items(name, most):
            if not isinstance(item, str) or not form.fullmatch(item) or item in found:
                self.wrong(name, f"texts of the form {form.pattern}, none twice", item)
            found.append(item)
        return tuple(found)

    def each(self, name: str, most: int, read: Callable[[Members], T]) -> tuple[T, ...]:
        """Read an array of objects."""
        values = []
        for index, item in enumerate(self.items(name, most)):
            members = Members(item, f"{self._where}.{name}[{index}]", self._code)
            values.append(read(members))
            members.end()
        return tuple(values)

    def end(self) -> None:
        """Refuse what was not taken."""
        if self._left:
            self.wrong("", "no further member", sorted(self._left))

"""Fields 18 and 19: other information, and supplementary information."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from overflight.adapters.plan_out.fpl.route import spot_of
from overflight.adapters.plan_out.fpl.words import date_of, refused, time_of

__all__ = ["INDICATORS", "SUPPLEMENTS", "other_of", "supplement_of", "write_pairs"]

_WHERE = "field 18"
_TEXT = re.compile(r"[A-Z0-9 .,'+:?]+", re.ASCII)
_STS = {
    "ALTRV",
    "ATFMX",
    "FFR",
    "FLTCK",
    "HAZMAT",
    "HEAD",
    "HOSP",
    "HUM",
    "MARSA",
    "MEDEVAC",
    "NONRVSM",
    "SAR",
    "STATE",
}
_PBN = re.compile(r"(A1|B[1-6]|C[1-4]|D[1-4]|L1|O[1-4]|S[12]|T[12]){1,8}", re.ASCII)
_EET = re.compile(r"(?P<place>[A-Z]{2,5}|[0-9NSEW]{7,11})(?P<time>\d{4})", re.ASCII)


def _text(value: str, where: str) -> None:
    if _TEXT.fullmatch(value) is None:
        raise refused(where, "capital letters, figures and spaces; no hyphen, no oblique", value)


def _matching(pattern: str, expected: str) -> Callable[[str, str], None]:
    shape = re.compile(pattern, re.ASCII)

    def check(value: str, where: str) -> None:
        if shape.fullmatch(value) is None:
            raise refused(where, expected, value)

    return check


def _status(value: str, where: str) -> None:
    unknown = [word for word in value.split(" ") if word not in _STS]
    if unknown:
        raise refused(
            where, f"one or more of {', '.join(sorted(_STS))}", unknown[0] or "two spaces"
        )


def _elapsed(value: str, where: str) -> None:
    for word in value.split(" "):
        match = _EET.fullmatch(word)
        if match is None or spot_of(match["place"], where) is None:
            raise refused(where, "place and elapsed time, as LFFF0105 or 46N078W0830", word)
        time_of(match["time"], where, span=True)


def _delay(value: str, where: str) -> None:
    _matching(r"[A-Z]{2,5}\d{4}|[0-9NSEW]{7,11}\d{4}", "point and time, as DUB0030")(value, where)
    time_of(value[-4:], where, span=True)


def _pbn(value: str, where: str) -> None:
    if _PBN.fullmatch(value) is None:
        raise refused(where, "at most eight levels, as A1B1D1", value)


def _day(value: str, where: str) -> None:
    date_of(value, where)


def _endurance(value: str, where: str) -> None:
    time_of(value, where, span=True)


# In the order of Doc 4444, with the check of each.
INDICATORS: Mapping[str, Callable[[str, str], None]] = {
    "STS": _status,
    "PBN": _pbn,
    "NAV": _text,
    "COM": _text,
    "DAT": _text,
    "SUR": _text,
    "DEP": _text,
    "DEST": _text,
    "DOF": _day,
    "REG": _matching(r"[A-Z0-9]{1,7}( [A-Z0-9]{1,7})*", "registrations without hyphen"),
    "EET": _elapsed,
    "SEL": _matching(r"[A-HJ-MP-Z1-9]{4}", "four letters of a SELCAL code"),
    "TYP": _text,
    "CODE": _matching(r"[0-9A-F]{6}", "six hexadecimal figures"),
    "DLE": _delay,
    "OPR": _text,
    "ORGN": _text,
    "PER": _matching(r"[A-EH]", "one letter A to E or H"),
    "ALTN": _text,
    "RALT": _text,
    "TALT": _text,
    "RIF": _text,
    "RMK": _text,
}


SUPPLEMENTS: Mapping[str, Callable[[str, str], None]] = {
    "E": _endurance,
    "P": _matching(r"\d{1,3}|TBN", "number of persons, or TBN"),
    "R": _matching(r"(?!.*(.).*\1)[UVE]+", "U, V, E"),
    "S": _matching(r"(?!.*(.).*\1)[PDMJ]+", "P, D, M, J"),
    "J": _matching(r"(?!.*(.).*\1)[LFUV]+", "L, F, U, V"),
    "D": _matching(r"\d{1,2} \d{3}( C)? [A-Z]+", "number, capacity, cover, colour"),
    "A": _text,
    "N": _text,
    "C": _text,
}


def _pairs(
    text: str, known: Mapping[str, Callable[[str, str], None]], where: str
) -> tuple[tuple[str, str], ...]:
    """Return indicators with what stands behind each, checked."""
    found: list[tuple[str, list[str]]] = []
    for word in text.split(" "):
        name, oblique, rest = word.partition("/")
        if oblique and name in known:
            found.append((name, [rest] if rest else []))
        elif oblique or not found or not word:
            expected = f"one of {', '.join(f'{name}/' for name in known)}"
            raise refused(where, expected, word or "two spaces")
        else:
            found[-1][1].append(word)
    pairs = tuple((name, " ".join(words)) for name, words in found)
    for name, value in pairs:
        if [one for one, _ in pairs].count(name) > 1:
            raise refused(where, f"{name}/ once", f"{name}/ more than once")
        known[name](value, f"{where}, {name}/")
    return pairs


def other_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return field 18 as indicators and values; empty for ``0``.

    Raises:
        SourceError: An indicator is none of Doc 4444, stands twice, or its value cannot be.
    """
    return () if text == "0" else _pairs(text, INDICATORS, _WHERE)


def supplement_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return field 19 as indicators and values.

    Raises:
        SourceError: As for field 18.
    """
    return _pairs(text, SUPPLEMENTS, "field 19")


def write_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    """Return indicators and values as they are written; ``0`` if there are none."""
    return " ".join(f"{name}/{value}" for name, value in pairs) or "0"

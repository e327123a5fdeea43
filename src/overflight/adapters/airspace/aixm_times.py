"""Activation times of AIXM: timesheets that can be counted, and the words of all of them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from overflight.adapters.airspace.words import plain
from overflight.adapters.handed.xml_files import children, local, text_of_child
from overflight.airspace import Activation, Always, Weekly

__all__ = ["times_of"]

_DAYS = {name: n for n, name in enumerate(("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"))}
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_MOST_WORDS = 2_000
# What else a timesheet may say makes it one that we do not count: holidays, events, seasons.
_COUNTED = {"timeReference", "day", "dayTil", "startTime", "endTime", "daylightSavingAdjust"}


def times_of(state: Element) -> tuple[tuple[Activation, ...], str]:
    """Return the activation times of an airspace that can be counted, and all of them in words.

    One timesheet that cannot be counted makes the times unknown: an area that may be active at
    other times too is not said to be inactive.
    """
    counted: list[Activation] = []
    words: list[str] = []
    complete = True
    for activation in children(state, "activation", "AirspaceActivation"):
        status = text_of_child(activation, "status")
        sheets = list(children(activation, "timeInterval", "Timesheet"))
        words.extend(_words(status, sheet) for sheet in sheets)
        words.extend([plain(status)] if status and not sheets else [])
        for sheet in sheets:
            one = _counted(sheet) if status in {"", "ACTIVE", "IN_USE"} else None
            complete = complete and one is not None
            counted.extend([one] if one is not None else [])
        complete = complete and bool(sheets)
    return (tuple(counted) if complete else ()), "; ".join(words)[:_MOST_WORDS]


def _words(status: str, sheet: Element) -> str:
    says = " ".join(f"{local(one)} {(one.text or '').strip()}" for one in sheet if one.text)
    return plain(f"{status}: {says}".removeprefix(": "))


def _counted(sheet: Element) -> Activation | None:
    """Return a timesheet of plain days and hours in UTC; none for any other."""
    said = {local(one): (one.text or "").strip() for one in sheet}
    if set(said) - _COUNTED or said.get("timeReference", "UTC") != "UTC":
        return None
    if said.get("daylightSavingAdjust", "NO") != "NO":
        return None
    days = _days(said.get("day", ""), said.get("dayTil", ""))
    starts, ends = (_minutes(said.get(name, "")) for name in ("startTime", "endTime"))
    if not days or starts is None or ends is None:
        return None
    if len(days) == 7 and starts == 0 and ends % 1440 == 0:
        return Always()
    return Weekly(days, starts, ends)


def _days(first: str, last: str) -> frozenset[int]:
    if first == "ANY" and not last:
        return frozenset(range(7))
    if first not in _DAYS or last not in {"", *_DAYS}:
        return frozenset()
    # With an end on another day the hours run through the days between; we do not count these.
    return frozenset({_DAYS[first]}) if last in {"", first} else frozenset()


def _minutes(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= 1440 else None

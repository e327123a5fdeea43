"""Every row of the table of time limits is run by the program, or named in one list that shrinks.

A row with a number is run where a value or a clock of the code holds that number at its provision,
or the module that judges its rule holds it, or the form of its notification, to which every message
is held; a day of the year where the code holds that day; a row
without one (at once, before, promptly) where its rule is judged, recorded, asked of people,
or spoken for in the code. ``tests/time_limits_lacking.txt`` names the rows that are not so yet.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import overflight
from overflight.missions.law.duty import Duty
from overflight.sensors.examining import PERIOD_H, PERIODS
from overflight.treaty import TimeLimit, Value, open_skies
from overflight.treaty.notice_forms import Relation, notice_forms

LAW = open_skies()
LACKING = Path(__file__).parents[1] / "time_limits_lacking.txt"
SOURCES = Path(overflight.__file__).parent
OUTSIDE = ("adapters", "cli", "web")
ROWS = {row.id: row for row in LAW.time_limits}
# A row whose number is the product of two: 24 h in three periods of 8 h.
PRODUCTS = {"TL-059": (PERIODS, PERIOD_H)}
UNTIMED = {Relation.ANY, Relation.NONE}


def _modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(overflight.__path__, "overflight."):
        if found.name.split(".")[1] not in OUTSIDE:
            yield importlib.import_module(found.name)


def _days(thing: object) -> Iterator[str]:
    """Yield the days of the year a thing of a module holds, as ``10-01``."""
    match thing:
        case (int() as month, int() as day) if 1 <= month <= 12 and 1 <= day <= 31:
            yield f"{month:02}-{day:02}"
        case dict():
            for part in thing.values():
                yield from _days(part)


@cache
def days_of_year() -> frozenset[str]:
    """Return every day of the year that the code holds."""
    things = (thing for module in _modules() for thing in vars(module).values())
    return frozenset(day for thing in things for day in _days(thing))


def _of_judges(rule: str) -> frozenset[Decimal]:
    """Return the numbers held by the modules that judge a rule."""
    by = LAW.executed[rule].by if rule in LAW.executed else ()
    places = (importlib.import_module(f"overflight.{name.partition(':')[0]}") for name in by)
    held = (pair for place in places for thing in vars(place).values() for pair in _held(thing))
    return frozenset(amount for _, amount in held)


def _held(thing: object) -> Iterator[tuple[str, Decimal]]:
    """Yield the numbers a thing of a module holds, each with its provision."""
    if isinstance(thing, Duty):
        if thing.value is not None:
            yield from ((p, thing.value.amount) for p in (thing.provision, thing.taxi) if p)
    elif isinstance(thing, Value):
        yield thing.provision, thing.amount
    elif isinstance(thing, tuple | list | frozenset):
        for part in thing:
            yield from _held(part)
    elif isinstance(thing, dict):
        yield from _held(tuple(thing.values()))


@cache
def numbers() -> frozenset[tuple[str, Decimal]]:
    """Return every number of the law that the code holds as a value, by provision."""
    things = (thing for module in _modules() for thing in vars(module).values())
    return frozenset(pair for thing in things for pair in _held(thing))


@cache
def spoken_for() -> frozenset[str]:
    """Return the rules and notifications the code names in its words."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(SOURCES.rglob("*.py")))
    parts = (node for text in texts for node in ast.walk(ast.parse(text)))
    words = (n.value for n in parts if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return frozenset(word for word in words if len(word) < len("NTF-00-xx"))


def in_its_form(row: TimeLimit) -> bool:
    """Tell whether the form of a notification holds the time of a row."""
    form = notice_forms().get(row.rule)
    if form is None or form.relation in UNTIMED:
        return False
    if not any(f"{form.provision}.".startswith(f"{place}.") for place in row.provisions):
        return False
    said = (form.relation.value, form.amount, form.unit)
    return not row.amount or said == (row.relation, row.duration, row.unit)


def in_its_product(row: TimeLimit) -> bool:
    """Tell whether the number of a row is the product of values that stand at its provision."""
    values = PRODUCTS.get(row.id, ())
    at_place = all(value.provision in row.provisions for value in values)
    return bool(values) and at_place and math.prod(v.amount for v in values) == row.amount


def runs(row: TimeLimit) -> bool:
    """Tell whether the program runs a row."""
    if in_its_form(row) or in_its_product(row):
        return True
    if row.amount:
        at_place = any((provision, row.amount) in numbers() for provision in row.provisions)
        return at_place or row.amount in _of_judges(row.rule)
    if row.unit == "mm-dd":
        return row.duration in days_of_year()
    handled = {*LAW.executed, *LAW.record_forms, *LAW.prompts}
    return row.rule in handled or row.rule in spoken_for()


def lacking() -> frozenset[str]:
    """Return the rows named as not run."""
    lines = LACKING.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_row_is_run_or_named(row: TimeLimit) -> None:
    """A time limit is a clock, a rule, a form or a prompt; one that is none of them is named."""
    named = row.id in lacking()
    assert runs(row) or named, f"{row.id} {row.rule}: nothing runs it and {LACKING.name} is silent"
    assert not (runs(row) and named), f"{row.id} is run now: take its line out of {LACKING.name}"


def test_list_names_rows_of_the_table() -> None:
    """A line for no row would hide a slip of the pen."""
    assert lacking() <= set(ROWS)

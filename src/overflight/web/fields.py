"""Fields of a form: a fact's members as a person fills them in, and back to its JSON.

They are read from the JSON Schema of the fact, so that a form can never ask for something else than
the record takes. A member of many parts is written as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from overflight.errors import SourceError
from overflight.treaty import form_schema

__all__ = ["Asks", "Field", "fields_of", "filled", "plain"]

_DEEPEST = 2
_ARGS = re.compile(r"^\s*(\w+): (.*?)(?=^\s{0,8}\w+: |\Z)", re.MULTILINE | re.DOTALL)


class Asks(StrEnum):
    """How a member is asked for."""

    TEXT = "text"
    INSTANT = "instant"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes or no"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a fact.

    Args:
        name: Its path in the fact: ``intention.point_of_entry``.
        asks: How it is asked for.
        says: What it means, in the words of the fact.
        must: Whether it must be filled in.
        choices: What may be chosen.
    """

    name: str
    asks: Asks
    says: str
    must: bool
    choices: tuple[str, ...] = ()


Schema = Mapping[str, object]


def fields_of(fact: type) -> tuple[Field, ...]:
    """Return the fields of a fact, in its order.

    Args:
        fact: The type of the fact.
    """
    whole = form_schema(fact, title=fact.__name__)
    return tuple(_members(whole, _pointed(whole, whole), "", 1))


def filled(fields: tuple[Field, ...], given: Mapping[str, str]) -> dict[str, object]:
    """Return the JSON of a fact as a person filled it in; what is empty is left out.

    Args:
        fields: Fields of the fact.
        given: What stands in them, by name.

    Raises:
        SourceError: A field that takes JSON holds none.
    """
    made: dict[str, object] = {}
    for field in fields:
        text = given.get(field.name, "").strip()
        if text:
            *parents, last = field.name.split(".")
            place = made
            for parent in parents:
                place = cast("dict[str, object]", place.setdefault(parent, {}))
            place[last] = _value(field, text)
    return made


def _value(field: Field, text: str) -> object:
    """Return what a field says; a number stays as it is written."""
    if field.asks is Asks.YES_NO:
        return text == "yes"
    if field.asks is Asks.NUMBER and re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    if field.asks is not Asks.JSON:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise SourceError(
            "E-JSON",
            where=field.name,
            expected="JSON, as the schema of this fact has it",
            found=text,
            remedy="Correct it, or leave it empty where it may be.",
        ) from fault


def _pointed(whole: Schema, schema: Schema) -> Schema:
    """Return what a schema points to."""
    place = schema.get("$ref")
    if not isinstance(place, str):
        return schema
    return cast("Mapping[str, Schema]", whole["$defs"])[place.rpartition("/")[2]]


def _members(whole: Schema, schema: Schema, before: str, depth: int) -> Iterator[Field]:
    """Yield the fields of a schema's members, those of its parts in their place."""
    said = _explained(str(schema.get("description", "")))
    must = cast("list[str]", schema.get("required", []))
    members = cast("Mapping[str, Schema]", schema.get("properties", {}))
    for name, member in members.items():
        part = _pointed(whole, member)
        if part.get("type") == "object" and depth < _DEEPEST:
            yield from _members(whole, part, f"{before}{name}.", depth + 1)
            continue
        asks, choices = _asks(part)
        yield Field(f"{before}{name}", asks, said.get(name, ""), name in must, choices)


def _asks(schema: Schema) -> tuple[Asks, tuple[str, ...]]:
    """Return how a member is asked for, and what may be chosen."""
    kinds = [
        s for s in cast("list[Schema]", schema.get("anyOf", [schema])) if s != {"type": "null"}
    ]
    types = {str(kind.get("type", "")) for kind in kinds}
    if len(kinds) == 1 and "enum" in kinds[0]:
        return Asks.CHOICE, tuple(str(word) for word in cast("list[object]", kinds[0]["enum"]))
    if any(kind.get("format") == "date-time" for kind in kinds):
        return Asks.INSTANT, ()
    if types == {"boolean"}:
        return Asks.YES_NO, ("yes", "no")
    if types & {"integer", "number"}:
        return Asks.NUMBER, ()
    return (Asks.TEXT, ()) if types == {"string"} else (Asks.JSON, ())


def _explained(description: str) -> dict[str, str]:
    """Return what a fact's own words say of its members."""
    words = description.partition("Args:\n")[2].partition("\n\n")[0]
    return {name: plain(" ".join(text.split())) for name, text in _ARGS.findall(words)}


def plain(words: str) -> str:
    """Return words of a docstring as a page shows them: without marks for code.

    Args:
        words: The words.
    """
    return words.replace("``", "")

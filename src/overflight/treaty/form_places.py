"""Name a place in a document, and say what stands there, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

__all__ = ["place_of", "plain_words", "steps_to"]

Steps = tuple[int | str, ...]


def place_of(steps: Steps) -> str:
    """Return steps into a document as one name: ``route[3].at.lat_deg``."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")


def plain_words(value: object) -> str:
    """Return what a document holds in JSON's words, not in those of a programming language."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a JSON object"
    if isinstance(value, list | tuple):
        return {0: "an empty list", 1: "a list of one"}.get(len(value), f"a list of {len(value)}")
    return str(value)


def steps_to(kind: object, value: object, refused: Callable[[object, object], bool]) -> Steps:
    """Return the way to the innermost part of a document that a value of ours refuses.

    Args:
        kind: The form the document was read as, which it was refused by.
        value: Plain JSON values.
        refused: Says whether a part, read as a form, is refused by the form itself.

    Returns:
        The steps; none where the document itself is the innermost part.
    """
    for step, part, inner in _parts(kind, value):
        if refused(part, inner):
            return ((step,) if step != "" else ()) + steps_to(part, inner, refused)
    return ()


def _parts(kind: object, value: object) -> Iterator[tuple[int | str, object, object]]:
    """Yield the parts of a document: step, form, value; no step where a form only narrows."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        yield from (("", one, value) for one in inner)
    elif isinstance(value, Mapping):
        forms = _fields(kind) if is_dataclass(kind) else dict.fromkeys(value, inner[-1:])
        yield from ((str(n), forms[n][0], value[n]) for n in value if forms.get(n))
    elif isinstance(value, list) and inner:
        each = inner if len(inner) == len(value) and ... not in inner else inner[:1] * len(value)
        yield from zip(range(len(value)), each, value, strict=True)


def _fields(kind: object) -> dict[object, tuple[object, ...]]:
    return {n: (form,) for n, form in get_type_hints(kind).items()}

"""Read and write typed values as plain JSON, in one way for facts, plans, cases and answers.

A form is a frozen dataclass whose fields say what a document may hold. Inside statements numbers
are decimal strings and instants are ``YYYY-MM-DDThh:mm:ssZ``; plan and case files may use plain
JSON numbers, which keep their digits as written.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from overflight.errors import SourceError, UsageError

__all__ = ["form_schema", "read_form", "read_json", "write_form"]

Form = TypeVar("Form")


@cache
def _adapter(kind: Any, closed: bool) -> TypeAdapter[tuple[Any]]:  # noqa: ANN401 - any form
    """Return the reader of a form.

    The form stands in a tuple because only so pydantic lets the caller, not the class, decide
    whether unknown fields pass.
    """
    extra: Literal["forbid", "ignore"] = "forbid" if closed else "ignore"
    return TypeAdapter(tuple[kind], config=ConfigDict(allow_inf_nan=False, extra=extra))


def _refuse_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SourceError(
            "E-JSON",
            where=twice,
            expected="every name once in an object",
            found=f"{twice!r} written twice",
            remedy="Remove one of the two.",
        )
    return read


def _refuse_constant(text: str) -> object:
    raise SourceError(
        "E-JSON",
        where="number",
        expected="a finite number",
        found=text,
        remedy="Write a number, or leave the field out.",
    )


def read_json(text: str | bytes, *, where: str) -> object:
    """Read one JSON document strictly, numbers with their digits as written.

    Args:
        text: UTF-8 bytes or text.
        where: Name of the file or message, for the error.

    Returns:
        Plain values; numbers with a fraction come as ``Decimal``.

    Raises:
        SourceError: The text is not UTF-8 or not JSON, holds NaN or Infinity, names a field twice
            or is nested too deeply.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        return cast(
            "object",
            json.loads(
                text,
                parse_float=Decimal,
                parse_constant=_refuse_constant,
                object_pairs_hook=_refuse_twice,
            ),
        )
    except (ValueError, RecursionError) as fault:
        raise SourceError(
            "E-JSON",
            where=where,
            expected="one JSON document in UTF-8",
            found=str(fault),
            remedy="Check that the file is whole and was saved as UTF-8 JSON.",
        ) from fault


def _place(steps: tuple[int | str, ...]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")


def read_form(kind: type[Form], values: object, *, where: str, closed: bool = True) -> Form:
    """Read a form from plain JSON values.

    Args:
        kind: The frozen dataclass to read.
        values: What ``read_json`` returned, or the body of a statement.
        where: Name of the file or statement, for the error.
        closed: Refuse fields the form does not have, as files typed by people need it. Facts are
            read open: a later version may carry more, and old readers must live with it.

    Raises:
        SourceError: A field is missing, unknown, or not what the form says.
    """
    try:
        return cast("Form", _adapter(cast("Hashable", kind), closed).validate_python((values,))[0])
    except UsageError as fault:
        raise SourceError(
            fault.code,
            where=f"{where}: {fault.where}",
            expected=fault.expected,
            found=fault.found,
            remedy=fault.remedy,
        ) from fault
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = _place(first["loc"][1:])
        raise SourceError(
            "E-FORM",
            where=f"{where}: {place}" if place else where,
            expected=_expectation(first),
            found=_found(first),
            remedy=f"Correct this field; {kind.__name__} is described in docs/reference.",
        ) from fault


def _expectation(error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return "this field"
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return "no field of this name"
    return str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")


def _found(error: Mapping[str, Any]) -> object:
    return "nothing" if error["type"] == "missing" else error["input"]


def write_form(value: object) -> Any:  # noqa: ANN401 - plain JSON has no narrower name
    """Write a form as plain JSON values: decimals as strings, instants with Z, tuples as lists."""
    return _adapter(cast("Hashable", type(value)), False).dump_python(
        (value,), mode="json", exclude_none=True
    )[0]


def form_schema(kind: Any, *, title: str) -> dict[str, Any]:  # noqa: ANN401 - any form
    """Return the JSON Schema (2020-12) of a form, for ``docs/reference``."""
    schema = _adapter(kind, True).json_schema(mode="validation")
    form = schema["prefixItems"][0]
    definitions = schema.get("$defs", {})
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, **form, "$defs": definitions}

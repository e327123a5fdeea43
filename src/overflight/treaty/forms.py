"""Read and write typed values as plain JSON, in one way for facts, plans, cases and answers.

A form is a frozen dataclass whose fields say what a document may hold. Inside statements numbers
are decimal strings and instants are ``YYYY-MM-DDThh:mm:ssZ``; plan and case files may use plain
JSON numbers, which keep their digits as written.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from overflight.errors import SourceError, UsageError
from overflight.treaty.form_places import place_of, plain_words, steps_to
from overflight.treaty.plain_json import read_plain_json

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


def read_json(text: str | bytes, *, where: str) -> object:
    """Read one JSON document strictly, numbers with their digits as written.

    A byte order mark, as some editors write one, is left out.

    Args:
        text: UTF-8 bytes or text.
        where: Name of the file or message, for the error.

    Returns:
        Plain values; numbers with a fraction come as ``Decimal``.

    Raises:
        SourceError: The text is not UTF-8 or not JSON, holds NaN or Infinity or half a character,
            names a field twice or is nested too deeply.
    """
    return read_plain_json(text, where=where)


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
        steps = steps_to(kind, values, lambda part, value: _refused(part, value, closed))
        place = place_of((*steps, fault.where))
        raise SourceError(
            fault.code,
            where=f"{where}: {place}",
            expected=fault.expected,
            found=fault.found,
            remedy=fault.remedy,
        ) from fault
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = place_of(first["loc"][1:])
        raise SourceError(
            "E-FORM",
            where=f"{where}: {place}" if place else where,
            expected=_expectation(first),
            found="nothing" if first["type"] == "missing" else plain_words(first["input"]),
            remedy=f"Correct this field; {_form_name(kind)} is described in docs/reference.",
        ) from fault


def _refused(kind: Hashable, value: object, closed: bool) -> bool:
    """Tell whether a part of a document is what a value of ours refuses."""
    try:
        _adapter(kind, closed).validate_python((value,))
    except UsageError:
        return True
    except ValidationError:
        return False
    return False


def _form_name(kind: object) -> str:
    return getattr(kind, "__name__", "the form")


# What pydantic calls a kind of value, in words for whoever wrote the file.
_KINDS = {
    "arguments_type": "a JSON object",
    "dataclass_type": "a JSON object",
    "dataclass_exact_type": "a JSON object",
    "dict_type": "a JSON object",
    "mapping_type": "a JSON object",
    "tuple_type": "a list",
    "list_type": "a list",
    "none_required": "nothing (null)",
    "string_type": "a string",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "decimal_type": "a decimal number",
    "decimal_parsing": "a decimal number",
    "finite_number": "a finite number",
    "missing": "this field",
    "unexpected_keyword_argument": "no field of this name",
    "extra_forbidden": "no field of this name",
    "date_type": "a date as YYYY-MM-DD",
    "date_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "a date as YYYY-MM-DD",
    "datetime_type": "an instant as YYYY-MM-DDThh:mm:ssZ",
    "datetime_parsing": "an instant as YYYY-MM-DDThh:mm:ssZ",
    "datetime_from_date_parsing": "an instant as YYYY-MM-DDThh:mm:ssZ, with its time zone",
}


def _expectation(error: Mapping[str, Any]) -> str:
    known = _KINDS.get(error["type"])
    said = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return known or said.replace("Decimal input", "a number")


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

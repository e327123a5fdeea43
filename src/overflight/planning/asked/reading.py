"""Read a problem from its document: once, strictly, with one clear error."""

from __future__ import annotations

from overflight.errors import SourceError
from overflight.planning.asked.forms import (
    AreaForm,
    KeepOutForm,
    LineForm,
    PlanProblem,
    PointForm,
)
from overflight.treaty import read_form, read_json

__all__ = ["MOST_BYTES", "read_problem"]

MOST_BYTES = 32 * 1024 * 1024
_MOST_NAME = 200


def read_problem(data: bytes, *, where: str) -> PlanProblem:
    """Read a problem from its JSON document.

    Args:
        data: UTF-8 bytes, at most 32 MB.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is not JSON, or not a problem.
    """
    if len(data) > MOST_BYTES:
        raise SourceError(
            "E-PROBLEM",
            where=where,
            expected=f"at most {MOST_BYTES} bytes",
            found=len(data),
            remedy="Leave out the targets worth least.",
        )
    problem = read_form(PlanProblem, read_json(data, where=where), where=where)
    named: list[PointForm | AreaForm | LineForm | KeepOutForm] = [
        *problem.targets,
        *problem.areas,
        *problem.lines,
        *problem.keep_outs,
    ]
    for name in (one.name for one in named):
        if not name.strip() or len(name) > _MOST_NAME or not name.isprintable():
            raise SourceError(
                "E-PROBLEM",
                where=f"{where}: name",
                expected=f"a printable name of 1 to {_MOST_NAME} characters",
                found=repr(name[:_MOST_NAME]),
                remedy="Give everything a name of its own.",
            )
    return problem

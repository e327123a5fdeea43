"""A map drawn for a case: its lines and areas, and what cannot be one."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.cases.case_files import DrawnLine, DrawnMap
from overflight.desk.cases.case_map import CaseMap
from overflight.errors import SourceError
from overflight.geodesy import Position

D = Decimal
LINE = DrawnLine(("BG", "RS"), ((D(2), D("-0.5")), (D(2), D("0.5"))))
BOX = ((D(0), D(-1)), (D(2), D(-1)), (D(2), D(1)), (D(0), D(1)))
ISLE = ((D(3), D(-1)), (D(4), D(-1)), (D(4), D(1)))


def test_outer_borders_and_areas_of_a_unit() -> None:
    """A line between two members of a unit is no border of it; their areas make one."""
    inner = DrawnLine(("BG", "RO"), ((D(1), D(0)), (D(1), D(1))))
    drawn = DrawnMap("by hand", (LINE, inner), {"BG": (BOX,), "RO": (ISLE,)}, D("2.5"))
    land = CaseMap(drawn, "case")
    assert (land.source, land.error_m) == ("by hand", 2.5)
    assert [line.between for line in land.borders_of(("BG", "RO")).lines] == [("BG", "RS")]
    assert len(land.borders_of(("BG",)).lines) == 2
    both = land.territory(("BG", "RO"))
    assert both.contains(Position(1.0, 0.0))
    assert both.contains(Position(3.9, 0.0))
    assert not land.territory(("BG",)).contains(Position(3.9, 0.0))
    assert not land.territory(("DE",))


def refused(**map_: object) -> str:
    """Return the place of the one error a case with a map gives."""
    case = {"case": "c", "at": "2008-05-06T00:00:00Z", "map": {"source": "by hand", **map_}}
    read = read_case(json.dumps({**case, "statements": []}).encode(), where="case.json")
    with pytest.raises(SourceError, match="E-CASE") as fault:
        judge_case(read, CaseAsked(), source="case.json")
    return fault.value.where


LONG = [["0", "0"]] * 2


@pytest.mark.parametrize(
    ("drawn", "where"),
    [
        ({"borders": [{"between": ["BG", "RS"], "path": [["2", "0"]]}]}, "map.borders[0]"),
        ({"borders": [{"between": ["BG", "RS"], "path": [["2", "0"], ["200", "0"]]}]}, "s[0]"),
        (
            {"borders": [{"between": ["BG", "RS"], "path": [["2", "0"], ["3", "0"]],
                          "error_m": "-1"}]},
            "borders[0]",
        ),
        ({"territories": {"BG": [LONG]}}, "map.territories.BG[0]"),
        ({"territories": {"BG": [[["0", "0"], ["120", "0"], ["-120", "0"]]]}}, "territories.BG"),
        ({"error_m": "-2"}, "map"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_place(drawn: dict[str, object], where: str) -> None:
    """A lawyer with a text editor must find the line that is wrong."""
    assert refused(**drawn).endswith(where)

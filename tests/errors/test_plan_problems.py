"""Problem files that cannot be: each is one clear error that names the field."""

from __future__ import annotations

import json

import pytest

from overflight.errors import OverflightError, SourceError
from overflight.planning import MOST_BYTES, keep_out_of, read_problem
from overflight.planning.asked.forms import KeepOutForm

BASE = {"observed": "IT", "on": "2010-06-02", "start": "IT-MALPENSA"}


def text(**more: object) -> bytes:
    """Return a problem as bytes."""
    return json.dumps({**BASE, **more}).encode()


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "problem"),
        (b"\xff\xfe", "problem"),
        (b"[]", "problem"),
        (b"{}", "observed"),
        (text()[:-1], "problem"),
        (b'{"observed": "IT", "observed": "IT"}', "problem"),
        (b"[" * 100_000, "problem"),
        (text(on="yesterday"), "on"),
        (text(unknown=1), "unknown"),
        (text(targets=[{"name": "x", "lon_deg": 9}]), "lat_deg"),
        (text(targets=[{"name": "x", "lon_deg": "far", "lat_deg": 45}]), "lon_deg"),
        (text(targets=[{"name": "", "lon_deg": 9, "lat_deg": 45}]), "name"),
        (text(targets=[{"name": "a\u0007b", "lon_deg": 9, "lat_deg": 45}]), "name"),
        (text(targets=[{"name": "x" * 201, "lon_deg": 9, "lat_deg": 45}]), "name"),
        (text(targets=[{"name": "x", "lon_deg": 9, "lat_deg": 45, "not_after": "noon"}]), "after"),
        (text(areas=[{"name": "x", "ring": [[9]]}]), "ring"),
        (text(sensors=[{"id": "x", "category": "X-RAY", "height_m": 1}]), "category"),
        (text(turns="barrel-roll"), "turns"),
        (text(heights="fathoms"), "heights"),
        (text(keep_outs=[{"name": "x", "treat": "bomb"}]), "treat"),
        (text(max_km="NaN"), "max_km"),
        (b'{"observed": "IT", "on": "2010-06-02", "start": "x", "max_km": NaN}', "problem"),
    ],
)
def test_a_file_that_is_no_problem_names_its_field(data: bytes, where: str) -> None:
    """Truncated, wrongly encoded, nested, misspelt: one fault, with the place."""
    with pytest.raises(SourceError) as fault:
        read_problem(data, where="problem.json")
    assert where in f"{fault.value.where} {fault.value.found}"


def test_a_file_too_large_is_not_read() -> None:
    """A bound on bytes stands before everything else."""
    with pytest.raises(SourceError, match="E-PROBLEM"):
        read_problem(b" " * (MOST_BYTES + 1), where="problem.json")


@pytest.mark.parametrize(
    "more",
    [
        {"targets": [{"name": "x", "lon_deg": 181, "lat_deg": 45}]},
        {"targets": [{"name": "x", "lon_deg": 9, "lat_deg": -91}]},
        {"areas": [{"name": "x", "ring": [[9, 45], [10, 45]]}]},
        {"areas": [{"name": "x", "ring": [[9, 45], [9, 45], [10, 45]]}]},
        {"areas": [{"name": "x", "ring": [[9, 45], [10, 45], [10, 46]], "share": 0}]},
        {"areas": [{"name": "x", "ring": [[9, 45], [10, 45], [10, 46]], "share": 1.01}]},
        {"lines": [{"name": "x", "points": [[9, 45]]}]},
        {"lines": [{"name": "x", "points": [[9, 45], [9, 45]]}]},
        {"lines": [{"name": "x", "points": [[k / 100, 45] for k in range(2_001)]}]},
    ],
)
def test_places_that_cannot_be_are_refused(more: dict[str, object]) -> None:
    """Beyond the degrees, too few corners, a share of nothing."""
    problem = read_problem(text(**more), where="problem.json")
    with pytest.raises(OverflightError, match=r"E-POSITION|E-PROBLEM"):
        _ = (problem.points, problem.grounds, problem.courses)


@pytest.mark.parametrize(
    "form",
    [
        KeepOutForm("x"),
        KeepOutForm("x", centre=(9, 45)),
        KeepOutForm("x", radius_km=5),
        KeepOutForm("x", ring=((9, 45), (10, 45), (10, 46)), centre=(9, 45), radius_km=5),
        KeepOutForm("x", centre=(9, 45), radius_km=0),
        KeepOutForm("x", centre=(9, 45), radius_km=float("inf")),
        KeepOutForm("x", ring=((9, 45), (10, 45))),
    ],
)
def test_an_area_to_keep_out_of_is_a_ring_or_a_circle(form: KeepOutForm) -> None:
    """Neither or both would leave open what was meant."""
    with pytest.raises(OverflightError, match="E-PROBLEM"):
        keep_out_of(form)

"""What the reader of plans and cases does with files nobody should have written."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from overflight.adapters.handed.plan_files import read_bounded
from overflight.errors import OverflightError, SourceError, UsageError
from overflight.missions import read_case, read_plan

GOOD: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "plans" / "liguria.json").read_text("utf-8")
)
POINT = GOOD["route"][0]


def told(data: bytes | str | dict[str, Any]) -> SourceError:
    """Return the one error a plan is answered with: a printable line with a remedy, exit code 4."""
    if isinstance(data, dict):
        data = json.dumps(data)
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    with pytest.raises(SourceError) as caught:
        read_case(data, where="plan.json")
    assert str(caught.value).isprintable()
    assert caught.value.where.startswith("plan.json") or caught.value.code == "E-JSON"
    assert caught.value.remedy
    assert caught.value.exit_status == 4
    return caught.value


def test_a_good_plan_is_read() -> None:
    """The sample every bad plan below is made from is itself good."""
    covering = {**GOOD["observations"][0], "left_km": 20, "right_km": 20}
    plan = read_plan(json.dumps({**GOOD, "observations": [covering]}).encode(), where="plan.json")
    assert plan.route[0].at.lon_deg == 8.9
    assert plan.observations[0].left_km == 20


@pytest.mark.parametrize("cut", [0, 1, 2, 100, 500, -1, -2])
def test_a_truncated_plan_is_told(cut: int) -> None:
    """A file cut short at any place is no plan."""
    whole = json.dumps(GOOD).encode()
    told(whole[:cut])


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(GOOD).encode("utf-16"),
        json.dumps(GOOD, ensure_ascii=False).replace("DE", "D\u00c9").encode("latin-1"),
        b"\x00" * 64,
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_wrong_encoding_is_told(data: bytes) -> None:
    """UTF-16, Latin-1, zeros, a picture."""
    told(data)


def test_a_byte_order_mark_is_left_out() -> None:
    """Some editors write it; the plan behind it is whole."""
    assert read_plan(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), where="p").mission


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "1" * 5000, "1e9999999"]
)
def test_numbers_that_are_none_are_told(number: str) -> None:
    """Not a number, infinite, beyond every range."""
    told(json.dumps(GOOD).replace("450", number, 1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"speed_km_h": 0}, "speed_km_h"),
        ({"speed_km_h": -450}, "speed_km_h"),
        ({"speed_km_h": 1e-300}, "speed_km_h"),
        ({"height_m": 1e9}, "height_m"),
        ({"version": 0}, "version"),
        ({"version": "one"}, "version"),
        ({"commencement": "0001-01-01T00:00:00+14:00"}, ""),
        ({"commencement": "9999-12-31T23:59:59Z"}, "commencement"),
        ({"commencement": 5}, "commencement"),
        ({"commencement": "1950-01-01T00:00:00Z"}, "instant"),
        ({"commencement": "2003-05-06"}, "commencement"),
        ({"commencement": "2003-05-06T14:00:00"}, "commencement"),
        ({"commencement": "2003-02-30T14:00:00Z"}, "commencement"),
        ({"height_system": "feet"}, "height_system"),
        ({"route": "A B C"}, "route"),
        ({"route": [POINT, POINT]}, "route"),
        ({"route": [{**POINT, "name": " "}]}, "route"),
        ({"route": [{"name": "A"}]}, "route"),
        ({"route": [{**POINT, "at": {"lon_deg": 181, "lat_deg": 0}}]}, "lon_deg"),
        ({"route": [{**POINT, "at": {"lon_deg": 0, "lat_deg": 90.0001}}]}, "lat_deg"),
        ({"route": [{**POINT, "at": [8.9, 44.9]}]}, "route"),
        ({"colour": "blue"}, "colour"),
        ({"observations": [{**GOOD["observations"][0], "category": "XRAY"}]}, "category"),
        ({"observations": [{**GOOD["observations"][0], "left_km": -1}]}, "observations"),
        ({"observations": [{**GOOD["observations"][0], "h_min_m": 1e7}]}, "height_m"),
        ({"observations": GOOD["observations"] * 300}, "observations"),
        ({"mission": "x" * 501}, "mission"),
        ({"mission": "\x1b[2J"}, "mission"),
        ({"mission": "a\u202eb"}, "mission"),
        ({"mission": "\ud800"}, "mission"),
        ({"mission": None}, "mission"),
    ],
)
def test_what_no_plan_can_say_is_told_with_its_field(change: dict[str, Any], field: str) -> None:
    """One error, and it names the field."""
    assert field in told({**GOOD, **change}).where


def test_a_missing_field_is_named() -> None:
    """A plan without a mission key is told so."""
    fault = told({key: value for key, value in GOOD.items() if key != "mission"})
    assert "mission" in fault.where


def test_a_field_written_twice_is_told() -> None:
    """The last one does not win."""
    fault = told(json.dumps(GOOD)[:-1] + ', "mission": "2003-OS3002"}')
    assert fault.code == "E-JSON"


@pytest.mark.parametrize("text", ["[]", "7", "null", '"plan"', "{}", "[" * 100_000])
def test_json_that_is_no_plan_is_told(text: str) -> None:
    """Another document, or one nested without end."""
    told(text)


def test_a_huge_plan_is_told_without_being_read() -> None:
    """Six megabytes, and a hundred thousand points, are refused at once."""
    told(b" " * 6_000_000)
    many = [{**POINT, "name": f"P{k}"} for k in range(100_000)]
    told({**GOOD, "route": many})
    told({**GOOD, "route": many[:2_001]})


@pytest.mark.parametrize(
    "around",
    [
        {"readings": {"AMB-29": "sometimes"}},
        {"readings": {"AMB-999": "none"}},
        {"extension_h": "NaN"},
        {"extension_h": -1},
        {"sites": {"X": {"roles": ["HARBOUR"]}}},
        {"sites": {"X": {"roles": ["OSA"], "lon_deg": 999, "lat_deg": 0}}},
        {"borders": {"lines": []}},
        {"borders": {"source": "x", "lines": [{"between": ["IT"], "line": [[0, 0], [1, 1]]}]}},
        {"borders": {"source": "x", "lines": [{"between": ["IT", "CH"], "line": [[0, 0]]}]}},
        {
            "borders": {
                "source": "x",
                "lines": [{"between": ["IT", "CH"], "line": [[0, 99], [1, 1]]}],
            }
        },
        {"territory": {"source": "x", "rings": [[[0, 0], [1, 1]]]}},
        {"ground": {"height_m": "high"}},
        {"colour": "blue"},
    ],
)
def test_a_case_that_cannot_be_is_told(around: dict[str, Any]) -> None:
    """Readings, sites, borders, territory: each with its own error, told once."""
    from overflight.desk import from_package
    from overflight.desk.planning.plans import Lands, case_surroundings

    data = json.dumps({"plan": GOOD, "around": around}).encode()
    with pytest.raises(OverflightError) as caught:
        case_surroundings(
            read_case(data, where="case.json"), from_package(), Lands(), where="case.json"
        )
    assert "case.json" in caught.value.where or caught.value.code == "E-JSON"
    assert caught.value.exit_status == 4


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A missing file, a folder, a file too long."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UsageError, match="E-FILE"):
            read_bounded(path, 10)
    with pytest.raises(UsageError, match="E-FILE"):
        read_bounded(Path("a\0b"), 10)
    long = tmp_path / "long.json"
    long.write_bytes(b" " * 11)
    with pytest.raises(SourceError, match="at most 10 bytes"):
        read_bounded(long, 10)
    assert read_bounded(long, 11) == b" " * 11


def bent(seed: int) -> bytes:
    """Return the good plan with some bytes changed, dropped or doubled."""
    chance = random.Random(seed)  # noqa: S311 - repeatable noise, no secret
    data = bytearray(json.dumps(GOOD).encode())
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        what = chance.randrange(3)
        if what == 0:
            data[place] = chance.randrange(256)
        elif what == 1:
            del data[place : place + chance.randint(1, 40)]
        else:
            data[place:place] = data[place : place + chance.randint(1, 40)]
    return bytes(data)


@pytest.mark.parametrize(
    "seeds", [range(300), pytest.param(range(300, 20_000), marks=pytest.mark.slow)]
)
def test_bent_plans_are_read_or_told(seeds: range) -> None:
    """Whatever bytes come, the answer is a plan or one of our errors, never another exception."""
    faults = []
    for seed in seeds:
        try:
            read_case(bent(seed), where="plan.json")
        except SourceError as fault:
            faults.append(str(fault))
    assert faults
    assert all(fault.isprintable() for fault in faults)

"""Whole missions from notice to end: state, clocks, quota effect at chosen instants.

Each file says why it is there, the provisions it exercises, the statements, and what must hold at
which instant. The expectations are written from the text, not from the program.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from overflight.deadlines import parse_instant
from overflight.missions import data_state, docket, fold_missions, judge_mission, quota_entry
from overflight.missions.life.mission_cases import read_mission_case
from overflight.treaty import check_provision, write_form

FILES = sorted((Path(__file__).parent / "missions").glob("*.json"))
ASKS = [
    pytest.param(file, number, id=f"{file.stem}-{number}")
    for file in FILES
    for number in range(len(json.loads(file.read_text())["asks"]))
]


def _close(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    for name, value in wanted.items():
        got = found.get(name)
        if name in {"measured", "limit"}:
            if got is None or abs(got["value"] - value) > 1e-9:
                return False
        elif got != value:
            return False
    return True


@pytest.mark.parametrize(("file", "number"), ASKS)
def test_mission_holds(file: Path, number: int) -> None:
    """A mission stands where the text puts it, and its clocks say so."""
    golden = json.loads(file.read_text())
    ask = golden["asks"][number]
    at = parse_instant(ask["at"])
    said = read_mission_case(json.dumps(golden["case"]).encode(), where=file.name)
    (mission,) = fold_missions(said, at=at)
    assert mission.state.label == ask["state"]
    if "flight" in ask:
        assert mission.flight is not None
        assert mission.flight.value == ask["flight"]
    if "data" in ask:
        assert data_state(mission).value == ask["data"]
    if "quota" in ask:
        entry = quota_entry(mission)
        assert (entry.state.value, entry.effect) == (ask["quota"]["state"], ask["quota"]["effect"])
        assert entry.debit == ask["quota"].get("debit")
    items = [cast("dict[str, Any]", write_form(i)) for i in docket([mission], at)]
    for wanted in ask.get("docket", []):
        assert any(_close(item, wanted) for item in items), wanted
    findings = [cast("dict[str, Any]", write_form(f)) for f in judge_mission(mission, at)]
    for wanted in ask.get("findings", []):
        assert any(_close(finding, wanted) for finding in findings), wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_golden_names_its_law(file: Path) -> None:
    """A golden mission that names no provision proves nothing."""
    golden = json.loads(file.read_text())
    assert golden["why"]
    assert [check_provision(p) for p in golden["provisions"]]

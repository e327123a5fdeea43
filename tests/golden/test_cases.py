"""Worked cases: what a person with a text editor may ask, and what the text answers.

The expectations are written from the text by hand; ``tests/golden/cases/README.md`` has the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import Lands
from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.treaty import check_provision, open_skies, write_form

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.rglob("*.json"))
RULES = open_skies().rules


def _marked(file: Path) -> object:
    expect = json.loads(file.read_text(encoding="utf-8"))["expect"]
    rows = [*expect.get("findings", []), *expect.get("due", []), *expect.get("contested", [])]
    rules = dict.fromkeys(row["rule"] for row in rows if not row.get("none"))
    marks = [pytest.mark.rule(rule) for rule in rules if rule in RULES]
    return pytest.param(file, marks=marks, id=str(file.relative_to(FOLDER).with_suffix("")))


def _fits(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    for name, value in wanted.items():
        found = row.get(name)
        if name in {"measured", "limit"}:
            if found is None or abs(found["value"] - value) > 1e-9:
                return False
        elif name in {"says", "provision"}:
            if value not in (found or ""):
                return False
        elif name != "none" and found != value:
            return False
    return True


def _hold(rows: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> None:
    for each in wanted:
        assert any(_fits(row, each) for row in rows) is not each.get("none", False), each


def _by_view(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return each view, and each of its findings with its name."""
    rows = [{"view": view["view"], "outcome": view["outcome"]} for view in answer["views"]]
    return rows + [
        {"view": view["view"], **finding}
        for view in answer["views"]
        for subject in view["subjects"]
        for finding in subject["findings"]
    ]


@pytest.mark.parametrize("file", [_marked(file) for file in FILES])
def test_case_holds(file: Path) -> None:
    """A case is answered as the text answers it, with its article."""
    plain = json.loads(file.read_text(encoding="utf-8"))
    expect = plain.pop("expect")
    case = read_case(json.dumps(plain).encode(), where=file.name)
    lands = Lands(borders=world_borders()) if file.parent.name == "views" else Lands()
    answer = write_form(judge_case(case, CaseAsked(lands=lands), source=file.name))
    findings = [
        {"chapter": subject["chapter"], "subject": subject["subject"], **finding}
        for subject in answer["subjects"]
        for finding in subject["findings"]
    ]
    _hold(findings, expect.get("findings", []))
    _hold(answer["docket"], expect.get("due", []))
    _hold(_by_view(answer), expect.get("views", []))
    for name in ("missions", "quotas", "contested", "asked"):
        _hold(answer[name], expect.get(name, []))
    outcome = expect.get("outcome", answer["outcome"] if expect.get("views") else "")
    assert answer["outcome"] == outcome, [f for f in findings if f["outcome"] != "kept"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case_says_why(file: Path) -> None:
    """A case without its reason and its article would be a number somebody typed."""
    plain = json.loads(file.read_text(encoding="utf-8"))
    assert plain["case"] == file.stem
    assert plain["why"].endswith(".")
    assert plain["provisions"]
    for provision in plain["provisions"]:
        check_provision(provision)

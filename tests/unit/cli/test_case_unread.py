"""Statements of unknown types in a case: each type is told once, with how many there are."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from overflight.cli.case import app


def test_many_statements_of_one_unknown_type_are_one_line(tmp_path: Path) -> None:
    """Thirty thousand unknown statements are told in one line a type, not in thirty thousand."""
    kinds = ["x.new/1"] * 1200 + ["x.other/1"]
    rows = [{"type": kind, "party": "IT", "body": {}} for kind in kinds]
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"at": "2003-05-06T00:00:00Z", "statements": rows}))
    told = CliRunner().invoke(app, ["judge", str(path), "--unsigned"]).output
    assert "x.new/1, an unknown type: statement 0 of IT and 1,199 more" in told
    assert "x.other/1, an unknown type: statement 1200 of IT\n" in told
    assert told.count("an unknown type") == 2

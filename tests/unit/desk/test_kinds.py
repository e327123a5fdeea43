"""Every kind of fact can be written down and read back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overflight.desk.kinds import KINDS
from overflight.treaty import read_form, write_form

GOLDEN = Path(__file__).parents[2] / "golden" / "cases"


def _samples() -> dict[str, list[object]]:
    """Return what the worked cases say, by the kind of fact."""
    found: dict[str, list[object]] = {}
    for file in sorted(GOLDEN.rglob("*.json")):
        for said in json.loads(file.read_text(encoding="utf-8"))["statements"]:
            found.setdefault(said["type"], []).append(said["body"])
    return found


SAMPLES = _samples()


@pytest.mark.parametrize("name", sorted(KINDS.keys() & SAMPLES.keys()))
def test_a_fact_survives_being_written(name: str) -> None:
    """A fact read from a file goes into a statement, and out of it, without a change."""
    for body in SAMPLES[name]:
        fact: object = read_form(KINDS[name], body, where=name)
        assert read_form(KINDS[name], write_form(fact), where=name) == fact


def test_most_kinds_have_a_worked_case() -> None:
    """Round trips prove little where only a few kinds are tried."""
    assert "sensors.described/1" in SAMPLES
    assert len(KINDS.keys() & SAMPLES.keys()) > len(KINDS) // 2

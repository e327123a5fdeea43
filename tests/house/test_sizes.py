"""Sizes and names of the house that no linter checks."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "overflight").rglob("*.py"))
FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "core",
    "misc",
    "manager",
    "service",
    "models",
    "types",
}


def test_no_module_passes_400_lines() -> None:
    """A module past 400 lines is two modules that have not been told apart yet."""
    long = {p.name: n for p in SOURCES if (n := len(p.read_text().splitlines())) > 400}
    assert not long


def test_no_module_has_an_empty_name() -> None:
    """A name that fits everything says nothing."""
    assert not [p.name for p in SOURCES if p.stem in FORBIDDEN]


def test_nothing_names_this_machine() -> None:
    """A path of one machine in the tree is a promise that no other machine can keep."""
    marks = (str(ROOT.parent) + "/main", "/" + "work/")
    told = [
        str(path.relative_to(ROOT))
        for folder in ("src", "tests", "bench", "tools", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".sh", ".md", ".json", ".tsv", ".toml", ".html"}
        and "__pycache__" not in path.parts
        and any(mark in path.read_text(encoding="utf-8", errors="replace") for mark in marks)
        and path != Path(__file__)
    ]
    assert not told

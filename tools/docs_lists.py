"""Hold the lists of the documents to the program: error codes, forms, decisions.

The lists in ``docs/reference/README.md`` and ``docs/decisions/README.md`` are written by
``python -m tools.check_docs --write``. The catalogue of error codes in ``docs/errors.md`` is
written by people; a code that is missing, gone or shown without one of its exit codes is told.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from overflight.cli.schema import FORMS
from overflight.desk import KINDS

__all__ = ["lists", "old_lists", "wrong_codes"]

_CODE = re.compile(r"E-[A-Z][A-Z0-9-]*")
_ROW = re.compile(r"^\| `(E-[A-Z0-9-]+)` \| ([0-9, -]+) \|", re.MULTILINE)
# Exit code by what a code is given to: an exception, a fault told by a verifier, a void entry.
_STATUS = {
    "UsageError": 2,
    "SourceError": 4,
    "RecordError": 4,
    "StoreError": 4,
    "refusal": 4,
    "tell": 4,
    "Problem": 4,
    "_Void": 3,
}
_BEGIN, _END = "<!-- list: written by tools/check_docs.py --write -->", "<!-- end of list -->"


def codes_in(sources: Path) -> Mapping[str, set[int]]:
    """Return every error code of the sources with the exit codes its exceptions have."""
    found: dict[str, set[int]] = defaultdict(set)
    for file in sorted(sources.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for code in _codes_of(node):
                found[code].add(0)
            if isinstance(node, ast.Call) and node.args:
                for code in _codes_of(node.args[0]):
                    found[code].add(_STATUS.get(_name(node.func), 0))
    return {code: {status for status in statuses if status} for code, statuses in found.items()}


def _codes_of(node: ast.AST) -> Iterator[str]:
    text = node.value if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and _CODE.fullmatch(text):
        yield text


def _name(called: ast.expr) -> str:
    """Return the name of what is called, without the object it belongs to."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def wrong_codes(page: Path, sources: Path) -> list[str]:
    """Return where the catalogue of error codes and the sources do not agree."""
    rows = _ROW.findall(page.read_text(encoding="utf-8"))
    listed = {code: {int(n) for n in re.findall(r"\d", statuses)} for code, statuses in rows}
    told = [f"errors.md: {code} is listed twice" for code in _twice([code for code, _ in rows])]
    known = codes_in(sources)
    told += [
        f"errors.md: {code} is in the sources and not here" for code in known if code not in listed
    ]
    told += [
        f"errors.md: {code} is here and not in the sources" for code in listed if code not in known
    ]
    for code in sorted(known.keys() & listed.keys()):
        if not known[code] <= listed[code]:
            told.append(f"errors.md: {code} can leave with {sorted(known[code])}")
    return told


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def forms_list() -> str:
    """Return the tables of every form and fact, in Markdown."""
    lines = ["", "### Files and answers", "", "| name | what it is |", "|---|---|"]
    lines += [f"| [{n}]({n}.schema.json) | {FORMS[n][2]} |" for n in sorted(FORMS)]
    chapters: dict[str, list[str]] = defaultdict(list)
    for kind in sorted(KINDS):
        chapters[kind.partition(".")[0]].append(kind)
    for chapter, kinds in chapters.items():
        lines += ["", f"### Facts of {chapter}", "", "| type | what it says |", "|---|---|"]
        for kind in kinds:
            link = f"facts/{kind.replace('/', '.')}.schema.json"
            lines.append(f"| [{kind}]({link}) | {_summary(KINDS[kind])} |")
    return "\n".join([*lines, "", ""])


def _summary(kind: type) -> str:
    """Return the first sentence of a docstring, over as many lines as it has."""
    first = (kind.__doc__ or "").strip().partition("\n\n")[0]
    return " ".join(first.split()).replace("``", "`")


def decisions_list(folder: Path) -> str:
    """Return one line for each decision, in Markdown."""
    lines = [""]
    for page in sorted(folder.glob("[0-9]*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        number, _, says = title.partition(" ")
        lines.append(f"- [{number}]({page.name}) {says}")
    return "\n".join([*lines, "", ""])


def lists(docs: Path) -> Mapping[Path, str]:
    """Return the pages that hold a list, each with its list written anew.

    Args:
        docs: Folder of the documents.
    """
    decisions = docs / "decisions"
    found = {docs / "reference" / "README.md": forms_list()}
    found[decisions / "README.md"] = decisions_list(decisions)
    return {page: _written(page, text) for page, text in found.items()}


def _written(page: Path, text: str) -> str:
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    return f"{before}{_BEGIN}\n{text}{_END}{after}"


def old_lists(docs: Path) -> list[str]:
    """Return the pages whose list is old."""
    return [
        f"docs/{page.relative_to(docs)}: the list is old; run python -m tools.check_docs --write"
        for page, text in lists(docs).items()
        if page.read_text(encoding="utf-8") != text
    ]

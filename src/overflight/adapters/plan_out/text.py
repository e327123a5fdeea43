"""The mission plan document as plain text, to be read, printed and signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from overflight.adapters.plan_out.document import PlanDocument, Section, Table

__all__ = ["plan_text"]

_RULE = "=" * 78


def plan_text(document: PlanDocument) -> bytes:
    """Return a document as text in UTF-8, lines ended by a line feed."""
    lines = [_RULE, document.title.upper(), _RULE, *_pairs(document.head), ""]
    for number, section in enumerate(document.sections, start=1):
        lines.extend(_section(number, section))
    lines.extend(
        (
            f"{len(document.sections) + 1}. Agreement  [art.VI.II.6]",
            "   Signed for the plan with this SHA-256:",
            f"   {document.sha256}",
            "",
        )
    )
    for party in document.parties:
        lines.extend((f"   for {party}: ______________________________  at ________________", ""))
    return ("\n".join(lines) + "\n").encode()


def _section(number: int, section: Section) -> Iterator[str]:
    yield f"{number}. {section.title}  [{section.provision}]"
    yield from _pairs(section.lines)
    if section.table is not None:
        yield from _table(section.table)
    if section.note:
        yield f"   {section.note}"
    yield ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    known = tuple(pairs)
    width = max((len(name) for name, _ in known), default=0)
    for name, value in known:
        yield f"   {name:{width}}  {value}"


def _table(table: Table) -> Iterator[str]:
    rows = (table.head, *table.rows)
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.head))]
    for number, row in enumerate(rows):
        cells = (
            f"{cell:>{width}}" if right else f"{cell:{width}}"
            for cell, width, right in zip(row, widths, table.right, strict=True)
        )
        yield "   " + "  ".join(cells).rstrip()
        if number == 0:
            yield "   " + "  ".join("-" * width for width in widths)

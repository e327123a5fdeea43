"""The record: its logs, its entries, and what checking them finds."""

from __future__ import annotations

from fastapi import APIRouter, Response

from overflight.adapters.store.copies import entry_at
from overflight.desk.answers.records import answer_of_entry, answer_of_report, seen_of
from overflight.record import read_envelope
from overflight.web.faults import not_found
from overflight.web.site import Page, PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter(prefix="/record")
_PER_PAGE = 100


@ROUTES.get("", include_in_schema=False)
def logs(page: PageAsked) -> Response:
    """Check the whole record and show its logs."""
    report = page.site.held.verified()
    answer = None if report is None else answer_of_report(report)
    return page.site.renderer.page("record.html.j2", page.asked, {"answer": answer})


@ROUTES.get("/entries", include_in_schema=False)
def entries(page: PageAsked) -> Response:
    """List the entries, the newest first, a page at a time."""
    party, kind = page.asked.party, page.asked.more.get("type", "")
    place = _place(page)
    found = [
        seen_of(answer_of_entry(v.checked), v.reached, v.bounds)
        for v in reversed(page.site.held.viewed())
        if (not party or f"/log/{party.lower()}/" in v.checked.ref.o)
        and (not kind or (v.checked.statement and v.checked.statement.type.startswith(kind)))
    ]
    return page.site.renderer.page(
        "entries.html.j2",
        page.asked,
        {
            "entries": found[place : place + _PER_PAGE],
            "total": len(found),
            "place": place,
            "step": _PER_PAGE,
            "kind": kind,
        },
    )


@ROUTES.get("/entries/{party}/{index}", include_in_schema=False)
def entry(party: str, index: int, page: PageAsked) -> Response:
    """Show one entry: what it says, who signed it, what it counts for."""
    path = page.site.held.path
    if path is None:
        raise not_found(page.asked.path)
    origin, number, leaf = entry_at(path, f"{party.upper()}:{index}")
    found = next(
        v for v in page.site.held.viewed() if (v.checked.ref.o, v.checked.ref.i) == (origin, number)
    )
    signatures = () if found.checked.statement is None else read_envelope(leaf).signatures
    answer = answer_of_entry(found.checked, signers=tuple(s.keyid for s in signatures))
    return page.site.renderer.page(
        "entry.html.j2",
        page.asked,
        {"entry": seen_of(answer, found.reached, found.bounds), "size": len(leaf)},
    )


def _place(page: Page) -> int:
    """Return where a page of a list begins; the beginning where the address names no number."""
    text = page.asked.more.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

"""Every rule: its words, where it is written, how far a program decides it, what it leaves open."""

from __future__ import annotations

from fastapi import APIRouter, Response

from overflight.treaty import CheckKind, handled_rule, open_skies, rule, rule_book
from overflight.web.cited import cited
from overflight.web.site import PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter(prefix="/rules")


@ROUTES.get("", include_in_schema=False)
def rules(page: PageAsked) -> Response:
    """List the rules, all or those of one chapter or one kind."""
    law = open_skies()
    begins, check = page.asked.more.get("begins", "").upper(), page.asked.more.get("check", "")
    found = [
        (entry, handled_rule(law, entry)[0].value)
        for entry in law.rules.values()
        if entry.id.startswith(begins) and check in {"", entry.check.value}
    ]
    groups = tuple(dict.fromkeys(rule_id.partition("-")[0] for rule_id in law.rules))
    counts = rule_book(law, None).counts()
    return page.site.renderer.page(
        "rules.html.j2",
        page.asked,
        {
            "rules": found,
            "groups": groups,
            "begins": begins,
            "check": check,
            "checks": tuple(kind.value for kind in CheckKind),
            "counts": {f"{kind.value}, {way.value}": n for (kind, way), n in counts.items() if n},
            "ruleset": law.ruleset,
        },
    )


@ROUTES.get("/readings", include_in_schema=False)
def open_points(page: PageAsked) -> Response:
    """List what the text leaves open, and the readings it admits."""
    law = open_skies()
    return page.site.renderer.page(
        "readings.html.j2", page.asked, {"points": tuple(law.open_points.values())}
    )


@ROUTES.get("/{rule_id}", include_in_schema=False)
def one_rule(rule_id: str, page: PageAsked) -> Response:
    """Show one rule."""
    law = open_skies()
    other = cited(law, rule_id.upper())
    if other is not None:
        return page.site.renderer.page("cited.html.j2", page.asked, {"cited": other})
    entry = rule(rule_id.upper())
    handled, by = handled_rule(law, entry)
    return page.site.renderer.page(
        "rule.html.j2",
        page.asked,
        {
            "rule": entry,
            "handled": handled.value,
            "by": by,
            "points": tuple(law.open_points[point] for point in entry.open_points),
            "sources": tuple(law.sources[key].title for key in entry.sources),
        },
    )

"""The regime as of a day: Parties, quotas, airfields, decisions, claims, chronicle."""

from __future__ import annotations

from fastapi import APIRouter, Response

from overflight.desk.answers.on_a_day import active_list, party_list, passive_list
from overflight.desk.answers.sites import airfield_list
from overflight.desk.commission.chronicle import chronicle_list
from overflight.desk.commission.claims import claim_list
from overflight.web.heat import heat_of
from overflight.web.site import PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter(prefix="/regime")


@ROUTES.get("", include_in_schema=False)
def parties(page: PageAsked) -> Response:
    """Show who is a Party on the day."""
    held = page.site.held.as_of(page.asked.chosen)
    answer = party_list(held, page.asked.on)
    return page.site.renderer.page("regime_parties.html.j2", page.asked, {"answer": answer})


@ROUTES.get("/quotas", include_in_schema=False)
def quotas(page: PageAsked) -> Response:
    """Show passive quotas and the distribution of active quotas as a matrix."""
    held = page.site.held.as_of(page.asked.chosen)
    passive, active = passive_list(held, page.asked.on), active_list(held, page.asked.on)
    return page.site.renderer.page(
        "regime_quotas.html.j2",
        page.asked,
        {"passive": passive, "active": active, "heat": heat_of(passive, active)},
    )


@ROUTES.get("/airfields", include_in_schema=False)
def airfields(page: PageAsked) -> Response:
    """Show designated sites and maximum flight distances."""
    held = page.site.held.as_of(page.asked.chosen)
    answer = airfield_list(held, page.asked.on, unit=page.asked.party)
    return page.site.renderer.page("regime_airfields.html.j2", page.asked, {"answer": answer})


@ROUTES.get("/claims", include_in_schema=False)
def claims(page: PageAsked) -> Response:
    """Show contested claims: who makes them, on which ground, who contests them."""
    held = page.site.held.as_of(page.asked.chosen)
    answer = claim_list(held, page.asked.on, party=page.asked.party)
    return page.site.renderer.page("regime_claims.html.j2", page.asked, {"answer": answer})


@ROUTES.get("/chronicle", include_in_schema=False)
def chronicle(page: PageAsked) -> Response:
    """Show what happened, up to the day where the address names one."""
    held = page.site.held.as_of(page.asked.chosen)
    answer = chronicle_list(held, since=None, until=None, kind=None, party=page.asked.party)
    on = page.asked.on.isoformat()
    rows = [row for row in answer.rows if not page.asked.moved or row.date <= on]
    return page.site.renderer.page(
        "regime_chronicle.html.j2", page.asked, {"answer": answer, "rows": rows}
    )

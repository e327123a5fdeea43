"""Missions: the list, and one mission with its states, clocks, statements and findings."""

from __future__ import annotations

from fastapi import APIRouter, Response

from overflight.desk.missions import mission_of, missions_at
from overflight.missions import Mission
from overflight.missions.clocks.docket import docket
from overflight.missions.judging.mission_forms import mission_form
from overflight.web.site import PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter()


@ROUTES.get("/missions", include_in_schema=False)
def missions(page: PageAsked) -> Response:
    """List the missions known at the instant."""
    held = page.site.held.as_of(page.asked.chosen)
    known = [m for m in missions_at(held, page.asked.at) if _concerns(m, page.asked.party)]
    forms = [mission_form(mission, page.asked.at, held.readings) for mission in known]
    return page.site.renderer.page(
        "missions.html.j2", page.asked, {"missions": forms, "facts": held.source}
    )


@ROUTES.get("/missions/{key}", include_in_schema=False)
def mission(key: str, page: PageAsked) -> Response:
    """Show one mission."""
    held = page.site.held.as_of(page.asked.chosen)
    found = mission_of(held, key, page.asked.at)
    items = docket((found,), page.asked.at, held.readings)
    return page.site.renderer.page(
        "mission.html.j2",
        page.asked,
        {
            "mission": mission_form(found, page.asked.at, held.readings),
            "items": [item for item in items if item.open],
            "facts": held.source,
            "cut": held.cut,
        },
    )


def _concerns(mission: Mission, party: str) -> bool:
    """Tell whether a Party takes part in a mission, itself or in its unit."""
    if not party:
        return True
    return party in {mission.observing, mission.observed}

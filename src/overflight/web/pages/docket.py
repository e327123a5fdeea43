"""The docket: what is due, by whom, until when and why; also as a calendar."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from overflight.desk.missions import missions_at
from overflight.missions import DocketItem, DocketState
from overflight.missions.judging.mission_forms import DocketForm, docket_form
from overflight.web.calendars import calendar_of
from overflight.web.site import Page, PageAsked

__all__ = ["ROUTES", "docket_of"]

ROUTES = APIRouter()
# What a person must not miss stands in a list of its own, in this order.
_GROUPS = (
    (DocketState.PAST_DUE, DocketState.MAY_BE_PAST),
    (DocketState.DUE,),
    (DocketState.RIGHT_OPEN,),
    (DocketState.RIGHT_AHEAD, DocketState.NOT_BEFORE),
)


@ROUTES.get("/", include_in_schema=False)
def first(page: PageAsked) -> Response:
    """Lead to the docket."""
    return RedirectResponse(page.asked.href("/docket"), 307)


@ROUTES.get("/docket", include_in_schema=False)
def docket(page: PageAsked) -> Response:
    """Show what is due."""
    form = docket_of(page)
    groups = [[item for item in form.items if item.state in states] for states in _GROUPS]
    held = page.site.held.as_of(page.asked.chosen)
    return page.site.renderer.page(
        "docket.html.j2",
        page.asked,
        {
            "docket": form,
            "groups": dict(zip(("past", "due", "rights", "ahead"), groups, strict=True)),
            "closed": [item for item in form.items if _closed(item)],
            "units": sorted(held.parties.units_on(page.asked.on)),
            "missions": missions_at(held, page.asked.at),
        },
    )


@ROUTES.get("/docket.ics", include_in_schema=False)
def calendar(page: PageAsked) -> Response:
    """Give the docket as a calendar, to be subscribed to."""
    text = calendar_of(docket_of(page))
    return Response(text, media_type="text/calendar; charset=utf-8")


def docket_of(page: Page) -> DocketForm:
    """Return the docket a page asks for.

    Args:
        page: The page.
    """
    held = page.site.held.as_of(page.asked.chosen)
    units = held.parties.units_on(page.asked.on)
    party = page.asked.party
    within = (unit for unit, members in units.items() if party in members and unit != party)
    form = docket_form(
        missions_at(held, page.asked.at),
        page.asked.at,
        facts=held.source,
        parties=(party, *within) if party else (),
        chosen=held.readings,
    )
    return replace(form, cut=held.cut)


def _closed(item: DocketItem) -> bool:
    return not item.open and item.state is not DocketState.NOT_RUNNING

"""The public register: what anybody may see, without a name, a plan or an image.

art.IX.IV gives data to States Parties only; what is shown here is the public history, the rules,
and how many flights one unit made over another in a year.
"""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from overflight.desk.answers.on_a_day import party_list
from overflight.desk.commission.chronicle import chronicle_list
from overflight.desk.missions import missions_at
from overflight.missions import quota_entry
from overflight.web.site import PageAsked

__all__ = ["FIRST", "ROUTES"]

ROUTES = APIRouter()


@ROUTES.get("/register", include_in_schema=False)
def register(page: PageAsked) -> Response:
    """Show the public register of a day."""
    held = page.site.held.as_of(page.asked.chosen)
    flights: Counter[tuple[int, str, str]] = Counter()
    for mission in missions_at(held, page.asked.at):
        entry = quota_entry(mission, held.readings)
        if entry.debit:
            flights[entry.year, mission.observing, mission.observed] += entry.debit
    answer = chronicle_list(held, since=None, until=None, kind=None, party="")
    on = page.asked.on.isoformat()
    return page.site.renderer.page(
        "register.html.j2",
        page.asked,
        {
            "parties": party_list(held, page.asked.on),
            "flights": sorted((*key, count) for key, count in flights.items()),
            "rows": [row for row in answer.rows if row.date <= on],
            "facts": held.source,
        },
    )


FIRST = APIRouter()


@FIRST.get("/", include_in_schema=False)
def first(page: PageAsked) -> Response:
    """Lead to the register, where the site is for everybody."""
    return RedirectResponse(page.asked.href("/register"), 307)

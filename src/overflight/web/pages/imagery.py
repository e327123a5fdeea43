"""Imagery: the strips that were catalogued, their frames on a map, and who holds what of them."""

from __future__ import annotations

from fastapi import APIRouter, Response

from overflight.adapters.drawing.strip_map import strip_map
from overflight.adapters.report.markup import safe_svg
from overflight.desk.record import read_facts
from overflight.imagery import Catalogue, FrameCatalogued, StripCatalogued, catalogue
from overflight.record import Said, facts_of
from overflight.release import Releases
from overflight.web.faults import not_found
from overflight.web.maps import world
from overflight.web.site import Page, PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter(prefix="/imagery")


@ROUTES.get("", include_in_schema=False)
def strips(page: PageAsked) -> Response:
    """List the strips catalogued by the instant, and who asked for what."""
    said = _said(page)
    known = _catalogued(said)
    releases = Releases.of(said)
    asked = [(request, releases.decision_on(request.ref)) for request in releases.requests]
    flights = sorted({seal.fact.flight for seal in releases.seals})
    return page.site.renderer.page(
        "imagery.html.j2",
        page.asked,
        {
            "strips": [(one, known.missing(*key)) for key, one in known.strips.items()],
            "disputed": known.disputed,
            "requests": asked,
            "holdings": [(flight, releases.holdings(flight)) for flight in flights],
        },
    )


@ROUTES.get("/{mission}/{strip}", include_in_schema=False)
def one_strip(mission: str, strip: str, page: PageAsked) -> Response:
    """Show one strip: its frames on a map and in a table."""
    known = _catalogued(_said(page))
    found = known.strips.get((mission, strip))
    if found is None:
        raise not_found(page.asked.path)
    frames = known.of_strip(mission, strip)
    drawing = strip_map(f"{mission} {strip}", (frame.fact for frame in frames), world())
    return page.site.renderer.page(
        "strip.html.j2",
        page.asked,
        {
            "strip": found,
            "frames": frames,
            "missing": known.missing(mission, strip),
            "map": safe_svg(drawing) if drawing else None,
        },
    )


def _catalogued(said: tuple[Said[object], ...]) -> Catalogue:
    return catalogue((*facts_of(said, FrameCatalogued), *facts_of(said, StripCatalogued)))


def _said(page: Page) -> tuple[Said[object], ...]:
    """Return what was said by the instant of the page."""
    with page.site.held.opened() as desk:
        said = () if desk is None else tuple(read_facts(desk.records))
    return tuple(one for one in said if one.time <= page.asked.at)

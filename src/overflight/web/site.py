"""What every page needs: the record, the tongue, for whom the site is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, cast

from fastapi import Depends, Request

from overflight.web.asked import Asked
from overflight.web.held import Held
from overflight.web.rendering import Renderer

__all__ = ["Audience", "Page", "PageAsked", "Site", "page_of"]


class Audience(StrEnum):
    """For whom a site is: who may reach it decides what it shows."""

    OWN = "own"  # whoever sits at this machine and may open the record's folder
    PUBLIC = "public"  # everybody: the public register and what was published anyway


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    Args:
        held: The record it shows.
        audience: For whom it is.
        renderer: Makes pages of templates.
    """

    held: Held
    audience: Audience
    renderer: Renderer


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is asked for.

    Args:
        site: The site.
        asked: What its address says.
    """

    site: Site
    asked: Asked


def page_of(request: Request) -> Page:
    """Return the page a request asks for.

    Args:
        request: The request.

    Raises:
        UsageError: Its address names no day, no instant or no reading.
    """
    site = cast("Site", request.app.state.site)
    return Page(site, Asked.of(request, site.held.now()))


PageAsked = Annotated[Page, Depends(page_of)]

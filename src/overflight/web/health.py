"""Whether the site answers, for those who watch machines."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from overflight import __version__
from overflight.web.site import page_of

__all__ = ["ROUTES"]

ROUTES = APIRouter()


@ROUTES.get("/health", include_in_schema=False)
def health(request: Request) -> JSONResponse:
    """Answer with the version and the state of the record, if it can be read."""
    held = page_of(request).site.held
    return JSONResponse({"version": __version__, "state": held.state(), "status": "reads"})

"""The application: which pages and answers a site has, for whom, behind which guard."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from overflight.errors import OverflightError
from overflight.web import api, health
from overflight.web.faults import on_bug, on_fault, on_http, on_invalid
from overflight.web.guard import ACTING, READING, Guard
from overflight.web.held import Held
from overflight.web.pages import (
    acts,
    docket,
    imagery,
    missions,
    plans,
    record,
    regime,
    register,
    rules,
)
from overflight.web.rendering import ROOMS, Renderer
from overflight.web.site import Audience, Site

__all__ = ["application"]

_FOR_ALL = (regime.ROUTES, rules.ROUTES, register.ROUTES)
_FOR_OWN = (
    docket.ROUTES,
    missions.ROUTES,
    plans.ROUTES,
    imagery.ROUTES,
    acts.ROUTES,
    record.ROUTES,
    api.ROUTES,
)
_LARGEST_BODY = 1_000_000
_PUBLIC_ROOMS = frozenset({"/regime", "/rules", "/register"})


def application(held: Held, audience: Audience, hosts: Iterable[str] = ()) -> FastAPI:
    """Return the application of a site.

    What is not for an audience is not there: its routes are never made.

    Args:
        held: The record it shows.
        audience: For whom it is.
        hosts: Names it answers to; any, where none is given.
    """
    own = audience is Audience.OWN
    rooms = frozenset(path for path, _ in ROOMS) if own else _PUBLIC_ROOMS
    made = FastAPI(
        title="Overflight",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json" if own else None,
        max_body_size=_LARGEST_BODY,
    )
    made.state.site = Site(held, audience, Renderer(rooms))
    for routes in (*_FOR_ALL, *(_FOR_OWN if own else (register.FIRST,)), health.ROUTES):
        made.include_router(routes)
    made.middleware("http")(Guard(hosts, ACTING if own else READING))
    made.add_exception_handler(OverflightError, on_fault)
    made.add_exception_handler(HTTPException, on_http)
    made.add_exception_handler(RequestValidationError, on_invalid)
    made.add_exception_handler(Exception, on_bug)
    folder = str(resources.files("overflight.web").joinpath("static"))
    made.mount("/static", StaticFiles(directory=folder), name="static")
    return made

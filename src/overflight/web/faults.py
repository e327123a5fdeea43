"""Turn faults into answers: a page for people, a problem (RFC 9457) for programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import ClassVar, cast

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from overflight.errors import OverflightError, RecordError, SourceError, StoreError, UsageError
from overflight.web.asked import Asked
from overflight.web.site import Site
from overflight.web.tongues import tongue_of

__all__ = ["not_found", "on_bug", "on_fault", "on_http", "on_invalid"]

LOG = logging.getLogger("overflight.web")


class _BugError(OverflightError):
    """This program did what nobody foresaw."""

    exit_status: ClassVar[int] = 70


# What is asked for is not there; every other usage fault is a fault of the address.
_ABSENT = frozenset({"E-MISSION", "E-RULE-ID", "E-REF", "E-PAGE"})
_STATUS: dict[type[OverflightError], HTTPStatus] = {
    SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RecordError: HTTPStatus.INTERNAL_SERVER_ERROR,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    UsageError: HTTPStatus.BAD_REQUEST,
    _BugError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def not_found(where: str) -> UsageError:
    """Return the fault of a page that is not there.

    Args:
        where: Its path.
    """
    return UsageError(
        "E-PAGE",
        where=where,
        expected="a page of this site",
        found="none",
        remedy="Begin at the docket, or follow the menu.",
    )


async def on_fault(request: Request, fault: Exception) -> Response:
    """Answer with a fault of ours.

    Args:
        request: What was asked.
        fault: What went wrong.
    """
    error = cast("OverflightError", fault)
    status = HTTPStatus.NOT_FOUND if error.code in _ABSENT else _status(error)
    if request.url.path.startswith("/api/"):
        body = {
            "type": f"urn:overflight:error:{error.code}",
            "title": status.phrase,
            "status": status.value,
            "detail": f"{error.expected}; found {error.found}",
            "instance": request.url.path,
            **error.as_json(),
        }
        return JSONResponse(body, status, media_type="application/problem+json")
    site = cast("Site", request.app.state.site)
    tongue = tongue_of(
        request.query_params.get("lang", ""), request.headers.get("accept-language", "")
    )
    asked = Asked(request.url.path, site.held.now(), moved=False, party="", tongue=tongue)
    return site.renderer.page("fault.html.j2", asked, {"fault": error, "status": status}, status)


async def on_http(request: Request, fault: Exception) -> Response:
    """Answer where no page has the path, or a page has it but not so.

    Args:
        request: What was asked.
        fault: What the framework says.
    """
    said = cast("HTTPException", fault)
    if said.status_code == HTTPStatus.NOT_FOUND:
        return await on_fault(request, not_found(request.url.path))
    error = UsageError(
        "E-REQUEST",
        where=request.url.path,
        expected="a request this page knows",
        found=str(said.detail),
        remedy="Correct the address.",
    )
    return await on_fault(request, error)


async def on_invalid(request: Request, fault: Exception) -> Response:
    """Answer where a part of the address is not what the page takes: a word for a number.

    Args:
        request: What was asked.
        fault: What the framework says; none of it is repeated.
    """
    del fault
    return await on_fault(request, not_found(request.url.path))


async def on_bug(request: Request, fault: Exception) -> Response:
    """Answer where this program did what nobody foresaw; what it was stands in its log only.

    Args:
        request: What was asked.
        fault: What went wrong.
    """
    LOG.error("fault of our own at %s", request.url.path, exc_info=fault)
    error = _BugError(
        "E-BUG",
        where=request.url.path,
        expected="a fault of our own does not come this far",
        found="one",
        remedy="Tell whoever keeps this site, with the time; its log says more.",
    )
    return await on_fault(request, error)


def _status(error: OverflightError) -> HTTPStatus:
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)

"""Acts: fill in a fact, see what it would change, sign the draft where the key is, bring it back.

The server signs nothing. It drafts; a person reads every word and signs with a key the server never
sees; what comes back is appended by the machine that keeps the log.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from overflight.desk import Desk, kind_of
from overflight.desk.missions import VERBS, Prepared, prepare_act
from overflight.desk.record import EVERYBODY
from overflight.desk.signing.drafting import Drafted, Wanted, draft_statement
from overflight.desk.signing.envelopes import read_draft
from overflight.desk.signing.text import signing_text
from overflight.errors import OverflightError, SourceError
from overflight.missions import KINDS, MissionFact
from overflight.record import Json
from overflight.treaty import Refusal, read_form, write_form
from overflight.web.faults import not_found
from overflight.web.fields import fields_of, filled, plain
from overflight.web.site import Page, PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter()
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form as it was sent.

    Args:
        verb: The act.
        mission: Key of the mission.
        party: Who acts.
        given: What stands in its fields.
        anyway: Whether to draft it although a condition is broken.
    """

    verb: str
    mission: str
    party: str
    given: Mapping[str, str]
    anyway: bool = False


@ROUTES.get("/acts", include_in_schema=False)
def acts(page: PageAsked) -> Response:
    """List the acts, each with what it says."""
    said = {verb: _meaning(KINDS[kind]) for verb, kind in VERBS.items()}
    mission = page.asked.more.get("mission", "")
    return page.site.renderer.page("acts.html.j2", page.asked, {"acts": said, "mission": mission})


@ROUTES.get("/acts/{verb}", include_in_schema=False)
def fill_in(verb: str, page: PageAsked) -> Response:
    """Show the form of an act."""
    _known(page, verb)
    mission = page.asked.more.get("mission", "")
    at = page.asked.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = _Filled(verb, mission, page.asked.party, {"mission": mission, "at": at})
    return _form(page, asked)


@ROUTES.post("/acts/{verb}", include_in_schema=False)
async def draft(verb: str, request: Request, page: PageAsked) -> Response:
    """Judge what was filled in; show the words to be signed, or why the act cannot stand."""
    _known(page, verb)
    async with request.form() as form:
        sent = {name: text for name, text in form.items() if isinstance(text, str)}
    party, anyway = sent.pop("party-that-acts", "").upper(), sent.pop("anyway", "") == "yes"
    asked = _Filled(verb, sent.get("mission", ""), party, sent, anyway)
    try:
        with page.site.held.opened() as desk:
            return _drafted(page, asked, desk)
    except OverflightError as fault:
        return _form(page, asked, fault=fault, status=400)


@ROUTES.post("/draft", include_in_schema=False)
async def download(request: Request) -> Response:
    """Give a draft back as a file, to be taken to where the key is."""
    async with request.form() as form:
        text = str(form.get("draft", ""))
    try:
        payload = b64decode(text, validate=True)
    except (NotBase64, ValueError) as fault:
        raise SourceError(
            "E-DRAFT",
            where="draft",
            expected="a draft of this site",
            found="other bytes",
            remedy="Draft it anew.",
        ) from fault
    said = read_draft(payload).statement
    name = f"{said.party}-{said.id[:8]}.draft"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(payload, media_type="application/octet-stream", headers=headers)


@ROUTES.post("/submit", include_in_schema=False)
async def submit(request: Request, page: PageAsked) -> Response:
    """Append what was signed elsewhere, if it counts."""
    async with request.form() as form:
        files = [item for item in form.getlist("signed") if isinstance(item, UploadFile)]
        envelopes = [await file.read(_LARGEST + 1) for file in files]
    if not envelopes or any(len(envelope) > _LARGEST for envelope in envelopes):
        raise SourceError(
            "E-LEAF",
            where="signed",
            expected=f"a signed draft of at most {_LARGEST} bytes",
            found="a larger file" if envelopes else "no file",
            remedy="Choose the file that `overflight key sign` wrote.",
        )
    done = page.site.held.submit(envelopes)
    said = done.checked.statement
    mission = str(said.body.get("mission", "")) if said else ""
    return page.site.renderer.page(
        "submitted.html.j2", page.asked, {"done": done, "said": said, "mission": mission}
    )


def _known(page: Page, verb: str) -> None:
    if verb not in VERBS or page.site.held.path is None:
        raise not_found(page.asked.path)


def _meaning(fact: type) -> str:
    return plain((fact.__doc__ or "").partition("\n")[0])


def _form(
    page: Page, asked: _Filled, *, fault: OverflightError | None = None, status: int = 200
) -> Response:
    held = page.site.held.as_of(page.asked.chosen)
    fact = KINDS[VERBS[asked.verb]]
    shown = {
        "verb": asked.verb,
        "asked_for": asked,
        "meaning": _meaning(fact),
        "kind": VERBS[asked.verb],
        "fields": fields_of(fact),
        "parties": sorted(held.parties.members_on(page.asked.on)),
        "fault": fault,
    }
    return page.site.renderer.page("act.html.j2", page.asked, shown, status)


def _drafted(page: Page, asked: _Filled, desk: Desk | None) -> Response:
    """Return the page of a draft, or of a refusal."""
    if desk is None:
        raise not_found(page.asked.path)
    kind = KINDS[VERBS[asked.verb]]
    fact = read_form(kind, filled(fields_of(kind), asked.given), where=asked.verb)
    if not isinstance(fact, MissionFact):
        raise not_found(page.asked.path)
    prepared = prepare_act(desk, asked.party, fact, anyway=asked.anyway)
    if isinstance(prepared, Refusal):
        return page.site.renderer.page(
            "refused.html.j2", page.asked, {"refusal": prepared, "asked_for": asked}, 409
        )
    made = _statement(desk, asked.party, prepared)
    page.site.held.keep((*made.blobs, *prepared.draft.blobs))
    return page.site.renderer.page(
        "draft.html.j2",
        page.asked,
        {
            "text": signing_text(made.statement, made.payload),
            "draft": b64encode(made.payload).decode(),
            "said": made.statement,
            "findings": prepared.findings,
            "mission": prepared.mission,
            "size": len(made.payload),
        },
    )


def _statement(desk: Desk, party: str, prepared: Prepared) -> Drafted:
    said = prepared.draft
    body = cast("Mapping[str, Json]", write_form(said.fact))
    wanted = Wanted(kind_of(said.fact), body, EVERYBODY, said.re, said.att)
    return draft_statement(desk, party, wanted)

"""Plans: judge one, see it on a map, take it away in every form; those of missions, by version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from overflight.adapters.drawing.judged_map import judged_map
from overflight.adapters.plan_out.export import PlanForm, export_plan
from overflight.adapters.report.markup import safe_svg
from overflight.desk import AsOf, case_surroundings, contested_views
from overflight.desk.commission.claim_views import ALL, ViewsAsked, judge_views
from overflight.desk.missions import mission_of, plan_of
from overflight.desk.planning.sheet import plan_sheet
from overflight.errors import OverflightError, SourceError
from overflight.missions import (
    MOST_BYTES,
    PlanCase,
    judge_plan,
    plan_digest,
    plan_versions,
    planned_completion,
    planned_path,
    read_case,
)
from overflight.web.faults import not_found
from overflight.web.maps import lands, world
from overflight.web.site import Page, PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter()
_MEDIA: Mapping[PlanForm, str] = {
    PlanForm.FPL: "text/plain; charset=utf-8",
    PlanForm.TEXT: "text/plain; charset=utf-8",
    PlanForm.PDF: "application/pdf",
    PlanForm.KML: "application/vnd.google-earth.kml+xml",
    PlanForm.GPX: "application/gpx+xml",
    PlanForm.GEOJSON: "application/geo+json",
}
# What needs no words that a plan does not hold; the flight plan of ICAO asks for the aircraft type.
_FORMS = (PlanForm.TEXT, PlanForm.PDF, PlanForm.KML, PlanForm.GPX, PlanForm.GEOJSON)


@ROUTES.get("/plans", include_in_schema=False)
def plans(page: PageAsked) -> Response:
    """Ask for a plan to be judged."""
    return page.site.renderer.page("plans.html.j2", page.asked, {"fault": None, "text": ""})


@ROUTES.post("/plans", include_in_schema=False)
async def judged(request: Request, page: PageAsked) -> Response:
    """Judge a plan that was sent; it is kept nowhere."""
    async with request.form() as form:
        sent, text = form.get("file"), str(form.get("plan", ""))
        every = form.get("views") == "all"
        data = await sent.read(MOST_BYTES + 1) if isinstance(sent, UploadFile) else b""
    data = data or text.encode()
    try:
        if not data.strip():
            raise SourceError(
                "E-PLAN",
                where="plan",
                expected="a mission plan as JSON",
                found="nothing",
                remedy="Choose a file, or paste the plan.",
            )
        return _judged(page, read_case(data, where="plan"), every=every)
    except OverflightError as fault:
        shown = {"fault": fault, "text": text}
        return page.site.renderer.page("plans.html.j2", page.asked, shown, 400)


@ROUTES.get("/missions/{key}/plans/{version}", include_in_schema=False)
def of_mission(key: str, version: int, page: PageAsked) -> Response:
    """Judge one version of the plan of a mission."""
    every = page.asked.more.get("views") == "all"
    return _judged(page, _case_of(page, key, version), every=every, base=page.asked.path)


@ROUTES.get("/missions/{key}/plans/{version}/{name}", include_in_schema=False)
def exported(key: str, version: int, name: str, page: PageAsked) -> Response:
    """Give a version of the plan as document, map or route."""
    form = next((form for form in _FORMS if name == f"plan.{form.value}"), None)
    if form is None:
        raise not_found(page.asked.path)
    case, held = _case_of(page, key, version), page.site.held.as_of(page.asked.chosen)
    around = case_surroundings(case, held, replace(lands(), borders=None), where=key)
    sheet = plan_sheet(case.plan, around, held, ())
    written = export_plan(sheet, form, (around, judge_plan(case.plan, around)), None)
    file = f'attachment; filename="{key}-{version}.{_ending(form)}"'
    return Response(written.data, media_type=_MEDIA[form], headers={"Content-Disposition": file})


def _ending(form: PlanForm) -> str:
    return "txt" if form is PlanForm.TEXT else form.value


def _case_of(page: Page, key: str, version: int) -> PlanCase:
    """Return a version of the plan of a mission, as the record holds it."""
    mission = mission_of(page.site.held.as_of(page.asked.chosen), key, page.asked.at)
    found = next((v for v in plan_versions(mission) if v.version == version), None)
    with page.site.held.opened() as desk:
        plan = plan_of(desk.records, found) if desk is not None and found is not None else None
    if plan is None:
        raise not_found(page.asked.path)
    return PlanCase(plan)


def _judged(page: Page, case: PlanCase, *, every: bool, base: str = "") -> Response:
    """Return the page of a judged plan, under the readings asked or under every Party's view."""
    held: AsOf = page.site.held.as_of(page.asked.chosen)
    around = case_surroundings(case, held, lands(), where="plan")
    judgement = judge_plan(case.plan, around)
    viewed = None
    if every:
        views = contested_views(around, held, points=())
        viewed = judge_views(case.plan, views, held, ViewsAsked((ALL,), reported=True))
    drawing = judged_map(case.plan, around, judgement, world())
    path = planned_path(case.plan, around)
    return page.site.renderer.page(
        "plan.html.j2",
        page.asked,
        {
            "plan": case.plan,
            "digest": plan_digest(case.plan),
            "judgement": judgement,
            "viewed": viewed,
            "findings": (viewed or judgement).findings,
            "outcome": (viewed or judgement).outcome,
            "path": path,
            "ends": planned_completion(case.plan, around),
            "map": safe_svg(drawing) if drawing else None,
            "base": base,
            "forms": [form.value for form in _FORMS],
            "facts": held.source,
        },
    )

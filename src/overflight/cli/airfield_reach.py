"""``overflight airfield feasibility``: can every point be reached, and what would change it?"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, day, doubts, number_in
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.desk.feasibility_answers import FeasibilityAnswer, SettingAnswer
    from overflight.missions import Reach
    from overflight.treaty import Quantity

__all__ = ["register"]

_SHOWN = 3


def register(app: typer.Typer) -> None:
    """Add the command to the airfield noun."""
    app.command("feasibility")(feasibility)


def feasibility(
    unit: str = typer.Option(..., "--unit", help="The unit: IT, BNL, BYRU."),
    on: str = ON,
    without: list[str] = typer.Option([], "--without", help="An airfield that would be closed."),
    added: list[str] = typer.Option(
        [], "--with", help="An airfield that would be added: SITE=LON,LAT,KM."
    ),
    claim: list[str] = typer.Option(
        [], "--claim", help="A contested claim about a distance, beside what it contests."
    ),
    contest: bool = typer.Option(False, "--contest", help="Answer every reading of AMB-30."),
    cell: float | None = typer.Option(None, "--cell", help="Side of a cell in km."),
    borders: Path | None = typer.Option(
        None, "--borders", help="Your own borders as GeoJSON, laid over the map."
    ),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    svg: Path | None = typer.Option(None, "--svg", help="Draw the map into this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Tell which part of a territory lies too far from its airfields, as a number and a map.

    Exit code by the airfields as designated: 0 where annex.E.5 is kept, 1 where it is broken, 3
    where it is open; 3 too where a change that was asked for answers differently.
    """
    from overflight.adapters.lands.world_map import world_borders
    from overflight.desk.planning.feasibility import FeasibilityAsked
    from overflight.desk.planning.feasibility import feasibility as answered
    from overflight.treaty import write_form

    held, asked_on = as_of(record, reading), day(on)
    if svg is not None:
        _one_change(without, added, claim, contest=contest)
    code = held.parties.unit_of(held.code_of(unit, where="--unit"), "annex.E.1", asked_on)
    world = world_borders()
    if borders is not None:
        from overflight.adapters.lands.border_files import load_borders

        world = load_borders(borders).over(world)
    if cell is not None:
        number_in("--cell", cell, 0.5, 500, "km")
    asked = FeasibilityAsked(
        code,
        asked_on,
        tuple(site.upper() for site in without),
        tuple(map(_added, added)),
        tuple(claim),
        contest,
        cell,
    )
    found = answered(asked, held, world)
    if as_json:
        say_json(write_form(found.answer))
    else:
        _say(found.answer)
    if svg is not None:
        from overflight.adapters.drawing.reach_map import reach_map
        from overflight.adapters.files import write_out

        states = held.parties.units_on(asked_on).get(code, (code,))
        write_out(svg, reach_map(found, world, states).encode())
    outcomes = {setting.outcome.value for setting in found.answer.settings}
    leave(outcomes.pop() if len(outcomes) == 1 else "contested")


def _one_change(without: list[str], added: list[str], claim: list[str], *, contest: bool) -> None:
    """Refuse to draw several changes, before the work; what is added stands below the others."""
    from overflight.errors import UsageError

    changes = [*claim, *(["AMB-30"] if contest else ())]
    if added and not changes:
        changes = [f"with {', '.join(added)}"]
    changes += [f"without {', '.join(without)}"] if without else ()
    if len(changes) > 1:
        raise UsageError(
            "E-OUTPUT",
            where="--svg",
            expected="one change to be drawn",
            found="; ".join(changes),
            remedy="Ask for one of them at a time; --with may stand beside one of the others.",
        )


def _added(text: str) -> Reach:
    """Return an airfield of the command line: ``RU-KHRABROVO=20.59,54.89,5500``."""
    from overflight.errors import UsageError
    from overflight.geodesy import Position
    from overflight.missions import Reach

    site, _, numbers = text.partition("=")
    try:
        lon, lat, km = (Decimal(part) for part in numbers.split(","))
    except (InvalidOperation, ValueError):
        lon = lat = km = Decimal("NaN")
    finite = lon.is_finite() and lat.is_finite() and km.is_finite()
    if not (site and finite and abs(lon) <= 180 and abs(lat) <= 90 and 0 < km <= 40_000):
        raise UsageError(
            "E-SITE",
            where="--with",
            expected="an id, longitude and latitude in degrees, kilometres: SITE=20.59,54.89,5500",
            found=text,
            remedy="Give all four.",
        )
    return Reach(site.upper(), Position(float(lon), float(lat)), km, "as given by the caller")


def _percent(part: Quantity) -> str:
    """Return a percentage as a person reads it: one number, or its bounds where they differ."""
    low, high = max(0.0, part.value - part.error), part.value + part.error
    return f"{low:.2f} %" if high - low < 0.005 else f"{low:.2f} to {high:.2f} %"


def _km2(part: Quantity) -> str:
    """Return an area as a person reads it: one number, or its bounds where they differ."""
    low, high = max(0.0, part.value - part.error), part.value + part.error
    return f"{low:,.0f} km2" if high - low < 0.5 else f"{low:,.0f} to {high:,.0f} km2"


def _say(answer: FeasibilityAnswer) -> None:
    say(
        f"{answer.unit} on {answer.on} ({answer.facts}): {answer.area_km2:,.0f} km2 in cells of"
        f" {answer.cell_km:g} km"
    )
    say(f"territory: {answer.territory}")
    doubts(answer.notes)
    for setting in answer.settings:
        say()
        _say_setting(setting)


def _say_setting(setting: SettingAnswer) -> None:
    compared = f", beside: {setting.against}" if setting.against else ""
    say(f"{setting.name}{compared}: {setting.outcome.value}")
    if setting.ground:
        say(f"  {setting.ground}")
    say(f"  airfields        {', '.join(f'{f.site} {f.km} km' for f in setting.airfields) or '-'}")
    say(f"  beyond 35 %      {_percent(setting.beyond)} of the area, {_km2(setting.beyond_km2)}")
    far = setting.farthest
    if far is not None:
        say(
            f"  farthest point   {_percent(far.share)} of the distance, {far.at.lon_deg:.2f}"
            f" {far.at.lat_deg:.2f}, {far.km:,.0f} km from {far.site}"
        )
    say(f"  out and back     {_percent(setting.no_return)} of the area cannot be reached")
    say(f"  to any airfield  {_percent(setting.no_way)} of the area cannot be reached")
    _say_change(setting)
    say_findings(setting.findings[: _SHOWN + 1])
    if len(setting.findings) > _SHOWN + 1:
        say(f"  and {len(setting.findings) - _SHOWN - 1} detached parts more; --json lists them")
    if setting.detached_kept:
        say(f"  {setting.detached_kept} detached parts keep GEO-10")


def _say_change(setting: SettingAnswer) -> None:
    """Print what a setting changes: in the whole territory, and in the area a claim is about."""
    for part, km2, words in (
        (setting.newly_beyond, setting.newly_beyond_km2, "beyond"),
        (setting.newly_within, setting.newly_within_km2, "within"),
    ):
        if part is not None and km2 is not None:
            say(f"  newly {words:6}     {_percent(part)} of the area, {_km2(km2)}")
    about = setting.about
    if about is not None:
        say(
            f"  the claim is about {about.area_km2:,.0f} km2 of it, looked at in cells of"
            f" {about.cell_km:g} km:"
        )
        say(f"    beyond 35 %    {_percent(about.beyond)} of these, {_km2(about.beyond_km2)}")
        newly = _percent(about.newly_beyond)
        say(f"    newly beyond   {newly} of these, {_km2(about.newly_beyond_km2)}")
        say(f"    out and back   {_percent(about.no_return)} of these cannot be reached")

"""``overflight airfield``: airfields, sites and maximum flight distances as of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli import airfield_reach
from overflight.cli.facts import ON, READING, RECORD, as_of, before_force, columns, day, doubts
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.desk.answers.sites import AirfieldRow

app = typer.Typer(
    no_args_is_help=True, help="Airfields, sites and maximum flight distances as of a day."
)

airfield_reach.register(app)

_UNIT = typer.Option("", "--unit", help="Only this unit: IT, BNL, BYRU.")


def _cells(row: AirfieldRow) -> tuple[str, ...]:
    known = row.lon_deg is not None and row.lat_deg is not None
    return (
        row.site,
        "+".join(row.roles),
        f"{row.lon_deg:.5f}" if known else "-",
        f"{row.lat_deg:.5f}" if known else "-",
        "" if row.distance is None else f"{row.distance.km} km",
        "inspection" if row.inspection else "",
        "?" if row.doubt else "",
        row.provision,
        row.source,
        row.name,
    )


def _no_site(given: str, unit: str, on: date) -> str:
    """Return why a list of sites is empty."""
    if not given:
        return f"no site is designated on {on} by these facts"
    counted = "" if unit == given else f", which stands in {unit},"
    return f"no site of {given}{counted} is designated on {on} by these facts"


@app.command("list")
def list_(
    on: str = ON,
    unit: str = _UNIT,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the designated sites of a day: longitude, latitude, maximum flight distance."""
    from overflight.desk.answers.sites import airfield_list
    from overflight.treaty import write_form

    held = as_of(record, reading)
    asked = held.code_of(unit, where="--unit") if unit else ""
    asked = held.parties.unit_of(asked, "annex.E.1", day(on)) if asked else ""
    answer = airfield_list(held, day(on), unit=asked)
    if as_json:
        say_json(write_form(answer))
        return
    say(f"sites on {answer.on}, distances by annex.A.III ({answer.facts})")
    columns([_cells(row) for row in answer.sites])
    if not answer.sites:
        say(before_force(held, answer.on) or _no_site(unit.upper(), asked, answer.on))
    for other in answer.other_distances:
        say(f"{other.name}: {other.km} km, no site of the text ({other.provision})")
    doubts([row.doubt for row in answer.sites if row.doubt])
    limits = [(row.site, row.distance) for row in answer.sites]
    doubts([f"{site}: {one.doubt}" for site, one in limits if one is not None and one.doubt])
    doubts([f"{other.name}: {other.doubt}" for other in answer.other_distances if other.doubt])


@app.command()
def show(
    site: str = typer.Argument(help="Site id: IT-MALPENSA."),
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show one site with its roles, position, distance, and what is doubtful about them."""
    from overflight.desk.answers.of_one import SiteAnswer
    from overflight.desk.answers.sites import airfield_row
    from overflight.errors import UsageError
    from overflight.treaty import write_form

    held, asked = as_of(record, reading), day(on)
    found = held.airfields.site(site.upper(), asked)
    if found is None:
        raise UsageError(
            "E-SITE",
            where="site",
            expected=f"the id of a site designated on {asked}, such as IT-MALPENSA",
            found=site,
            remedy="`overflight airfield list` shows the ids.",
        )
    row = airfield_row(held, found, asked)
    told = (held.source, held.regime.ruleset)
    if as_json:
        say_json(write_form(SiteAnswer(asked, *told, row, cut=held.cut)))
        return
    say(f"{row.site}  {row.name} on {asked} ({held.source})")
    say(f"  roles      {', '.join(row.roles)} ({row.provision}, {row.source})")
    if row.lon_deg is not None:
        say(f"  position   {row.lon_deg:.5f} {row.lat_deg:.5f} (longitude latitude, WGS 84)")
    say(f"  inspection {'possible' if row.inspection else 'not possible, or not said'}")
    if row.distance is not None:
        limit = row.distance
        say(f"  distance   {limit.km} km from here ({limit.provision}, {limit.source})")
        doubts([row.distance.doubt] if row.distance.doubt else [])
    doubts([row.doubt] if row.doubt else [])


@app.command()
def check(
    on: str = ON,
    unit: str = _UNIT,
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Compare the printed positions with a modern reference; above 5 km both values are told."""
    from overflight.adapters.lands.airfield_check import check_sites
    from overflight.desk.answers.of_one import SiteCheck
    from overflight.treaty import Outcome, count_of, overall, write_form

    held, asked = as_of(record, None), day(on)
    sites = held.airfields.sites(asked, unit=held.code_of(unit, where="--unit") if unit else "")
    findings = check_sites(sites)
    told = (held.source, held.regime.ruleset)
    if as_json:
        say_json(write_form(SiteCheck(asked, *told, findings, cut=held.cut)))
    else:
        kept = [f for f in findings if f.outcome is Outcome.KEPT]
        apart = [f for f in findings if f.outcome is not Outcome.KEPT and f.measured is not None]
        unchecked = [f for f in findings if f.measured is None]
        agree = "agrees" if len(kept) == 1 else "agree"
        say(f"{count_of(len(kept), 'position')} {agree} within 5 km, {len(apart)} not")
        say(f"{count_of(len(unchecked), 'site')} cannot be checked")
        say_findings((*apart, *unchecked))
        doubts([f.basis[-1] for f in apart if len(f.basis) > 1])
    leave(overall(findings))

"""``overflight plan counter``: what the observed Party may propose to a plan, on which ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer

from overflight.cli.facts import READING, RECORD, as_of, doubts, number_in
from overflight.cli.output import AS_JSON, leave, say, say_json
from overflight.cli.plan.asking import case_of, lands_of, terrain_of, write_json

if TYPE_CHECKING:
    from overflight.deadlines import Instant
    from overflight.desk import AsOf, Lands
    from overflight.desk.planning.negotiation import CounterAnswer, ProposalRow
    from overflight.missions import PlanCase
    from overflight.missions.review.judgement_forms import FindingForm
    from overflight.planning.negotiation import Ground, Watch

__all__ = ["register"]

_SHOWN = 5
_Asked: TypeAlias = dict[str, str]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("counter")(counter)


def counter(
    file: Path = typer.Argument(help="A plan or a case as JSON; - reads standard input."),
    ground: str = typer.Option(
        ..., "--ground", help="weather, airfield, hazard, VI.II.2 or VI.II.4."
    ),
    area: str = typer.Option("", "--area", help="Weather, hazard: LON,LAT,KM or a GeoJSON file."),
    since: str = typer.Option("", "--since", help="From when the area is to be kept out of."),
    until: str = typer.Option("", "--until", help="Until when."),
    margin: float = typer.Option(0.0, "--margin", help="Km to keep from the area."),
    airspace: list[Path] = typer.Option([], "--airspace", help="Hazard: OpenAir, AIXM or YAIXM."),
    name: str = typer.Option("", "--name", help="Hazard: its name; weather: what it is."),
    site: str = typer.Option("", "--site", help="Airfield: the site that cannot be used."),
    open_too: bool = typer.Option(False, "--open", help="VI.II.2, VI.II.4: cure what is open too."),
    targets: Path | None = typer.Option(None, "--targets", help="Targets, CSV or GeoJSON."),
    reach: float = typer.Option(
        2.0, "--reach", help="Km to each side a sensor sees of which the plan says nothing."
    ),
    at: str = typer.Option("", "--at", help="When it is proposed; the submission of the plan."),
    choose: int = typer.Option(1, "--choose", help="Which proposal --out and --svg take."),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    out: Path | None = typer.Option(None, "--out", help="Write the changed plan to this file."),
    svg: Path | None = typer.Option(None, "--svg", help="Draw both versions into this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Find the nearest lawful changes that cure a ground and hide no point (VI.II.6).

    Exit code 0 where something may be proposed, 1 where the ground is none or is not there, 3
    where nothing that keeps every point observable was found, or only what leaves a question.
    """
    from overflight.desk.planning.negotiation import CounterAsked, counter_proposals, no_ground
    from overflight.planning.negotiation import Watch, code_of_ground
    from overflight.treaty import write_form

    number_in("--reach", reach, 0.01, 50, "km")
    number_in("--margin", margin, 0, 500, "km")
    number_in("--choose", choose, 1, 1_000, "")
    case, facts = case_of(file, reading or ()), as_of(record, None)
    lands = lands_of(case, borders, terrain_of(case, None, "", 0.0))
    if code_of_ground(ground).value == "none":
        answer = no_ground(case.plan, ground, facts)
        found: Ground | None = None
        watch = Watch()
    else:
        words = {"area": area, "since": since, "until": until, "name": name, "site": site}
        found = _ground(
            ground,
            words,
            (1000 * margin, open_too, airspace),
            (case, facts, lands),
            where=str(file),
        )
        watch = _watch(targets, reach)
        asked = CounterAsked(found, watch, _instant(at, "--at"))
        answer = counter_proposals(case, asked, facts, lands, where=str(file))
    _write(answer, (case, facts, lands), (choose, out, svg), (watch, found))
    if as_json:
        say_json(write_form(answer))
    else:
        _say(answer)
    leave(answer.outcome.value)


def _instant(text: str, option: str) -> Instant | None:
    from overflight.deadlines import parse_instant

    return parse_instant(text, where=option) if text else None


def _watch(targets: Path | None, reach_km: float) -> Watch:
    from overflight.planning.negotiation import Watch

    if targets is None:
        return Watch(reach_m=1000 * reach_km)
    from overflight.adapters.handed.target_files import read_targets

    return Watch(read_targets(targets).targets, 1000 * reach_km)


def _ground(
    ground: str,
    words: _Asked,
    how: tuple[float, bool, list[Path]],
    told: tuple[PlanCase, AsOf, Lands],
    *,
    where: str,
) -> Ground:
    """Return the ground asked for, with what it needs."""
    from overflight.missions.said.facts_plan import ChangeGround
    from overflight.planning.negotiation import AreaGround, RuleGround, SiteGround, code_of_ground

    margin_m, open_too, airspace = how
    code = code_of_ground(ground)
    if code is ChangeGround.INCONSISTENT:
        provision = f"art.{ground.strip().removeprefix('art.').upper()}"
        _needs(
            provision in {"art.VI.II.2", "art.VI.II.4"}, "--ground", "VI.II.2 or VI.II.4", ground
        )
        return RuleGround(provision, open_too)
    if code is ChangeGround.AIRFIELD:
        _needs(bool(words["site"]), "--site", "the id of a site", "nothing")
        return SiteGround(words["site"].upper())
    if airspace:
        return _published(airspace, words["name"], told, where)
    _needs(bool(words["area"]), "--area", "LON,LAT,KM or a GeoJSON file", "nothing")
    from overflight.adapters.handed.area_files import read_area

    return AreaGround(
        code,
        words["name"] or ("weather" if code is ChangeGround.WEATHER else "hazardous airspace"),
        read_area(words["area"]),
        _instant(words["since"], "--since"),
        _instant(words["until"], "--until"),
        margin_m,
    )


def _needs(given: bool, where: str, expected: str, found: str) -> None:
    from overflight.errors import UsageError

    if not given:
        raise UsageError(
            "E-GROUND",
            where=where,
            expected=expected,
            found=found,
            remedy="Say what the ground is about; `overflight plan counter --help` lists it.",
        )


def _published(
    files: list[Path], name: str, told: tuple[PlanCase, AsOf, Lands], where: str
) -> Ground:
    """Return a published hazardous area as the ground."""
    from functools import reduce
    from operator import add

    from overflight.adapters.airspace.reading import read_airspace
    from overflight.desk.planning.hazard_ground import hazard_ground
    from overflight.desk.planning.negotiation import around_of

    case, facts, lands = told
    found = reduce(add, (read_airspace(one) for one in files))
    return hazard_ground(case.plan, found, around_of(case, facts, lands, where), name=name)


def _write(
    answer: CounterAnswer,
    told: tuple[PlanCase, AsOf, Lands],
    how: tuple[int, Path | None, Path | None],
    about: tuple[Watch, Ground | None],
) -> None:
    """Write the proposal that is chosen: the plan, and the map of both versions."""
    from dataclasses import replace

    from overflight.cli.plan.diff import write_map
    from overflight.desk.planning.versions import DiffAsked, plan_diff
    from overflight.treaty import write_form

    choose, out, svg = how
    if choose > len(answer.proposals):
        _needs(choose == 1, "--choose", f"1 to {len(answer.proposals)}", str(choose))
        return
    plan = answer.proposals[choose - 1].plan
    if out is not None:
        write_json(write_form(plan), out)
    if svg is not None:
        case, facts, lands = told
        asked = DiffAsked(case, replace(case, plan=plan), about[0])
        found = plan_diff(asked, facts, lands, where="--svg")
        area = getattr(about[1], "area", None)
        write_map(found, (case.plan, plan), svg, targets=about[0].targets, area=area)


def _say(answer: CounterAnswer) -> None:
    say(
        f"Plan {answer.mission} version {answer.version}, ground {answer.ground.value}"
        f" ({answer.name}), by {answer.facts}: {answer.outcome.value}"
    )
    for what in answer.found:
        say(f"  {what}")
    for finding in answer.findings:
        _say_finding(finding)
    for number, row in enumerate(answer.proposals[:_SHOWN], 1):
        _say_row(number, row)
    if len(answer.proposals) > _SHOWN:
        say(f"  and {len(answer.proposals) - _SHOWN} more; --json lists them")
    for dropped in answer.dropped:
        say(f"  not proposed: {dropped.says}")
        say(f"    {dropped.why}")
    for finding in answer.standing:
        say(f"  stays: {finding.rule} {finding.provision}: {finding.says}")
    doubts(answer.assumed)
    if answer.statement is not None:
        say(
            f"  to say: {answer.statement.type} of {answer.statement.party}, about version"
            f" {answer.statement.body.version}; --json writes it"
        )


def _say_finding(finding: FindingForm) -> None:
    say(f"  {finding.outcome.value} {finding.rule} {finding.provision}: {finding.says}")
    if finding.consequence:
        say(f"    consequence: {finding.consequence}")


def _say_row(number: int, row: ProposalRow) -> None:
    say(f"{number:3}. {row.kind.value}: {row.says}")
    say(
        f"     {row.length_km:,.1f} km, completed {row.completes:%Y-%m-%d %H:%M} UTC;"
        f" judged {row.outcome.value}; sha256 {row.plan_sha256[:16]}"
    )
    lost = f", {', '.join(row.lost_targets)} (value {row.lost_value:g})" if row.lost_targets else ""
    say(f"     costs {row.lost_km2:,.1f} km2 of ground swept{lost}")
    say(f"     {row.observable.rule} {row.observable.outcome.value}: {row.observable.says}")
    if row.newly_open:
        say(f"     newly open: {', '.join(row.newly_open)}")

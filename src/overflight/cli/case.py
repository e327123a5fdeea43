"""``overflight case``: put any case to the program, as JSON in and JSON out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, leave, say, say_json

if TYPE_CHECKING:
    from overflight.desk import Lands
    from overflight.desk.cases import Case, CaseAnswer
    from overflight.desk.cases.case_forms import CaseSubject

app = typer.Typer(no_args_is_help=True, help="Cases: statements of any kind, judged as a whole.")

_MARK = {"kept": "+", "broken": "x", "open": "?", "contested": "!"}


@app.callback()
def cases() -> None:
    """Cases: statements of any kind, judged as a whole."""


@app.command()
def judge(
    file: Path | None = typer.Argument(
        None, help="The case: JSON Lines or one JSON document; - reads it in."
    ),
    unsigned: bool = typer.Option(
        False, "--unsigned", help="Take statements nobody has signed as said."
    ),
    genesis: Path | None = typer.Option(
        None, "--genesis", help="Genesis document; the case then holds signed statements."
    ),
    record: Path | None = typer.Option(
        None, "--record", help="A record, an export or a bundle; the case may hold a head only."
    ),
    at: str = typer.Option("", "--at", help="Instant as YYYY-MM-DDThh:mmZ; else the case's own."),
    view: list[str] = typer.Option([], "--view", help="A Party whose view is asked; repeat it."),
    views: str = typer.Option("", "--views", help="all: the view of every Party of that day."),
    reported: bool = typer.Option(
        False, "--reported", help="Let what is reported of a Party into its view."
    ),
    reading: list[str] = typer.Option([], "--reading", help="As AMB-2=dispatch; repeat it."),
    regime: str = typer.Option(
        "", "--regime", help="A regime this package ships; else the case's own."
    ),
    regime_folder: Path | None = typer.Option(
        None, "--regime-folder", help="A folder with a regime of your own."
    ),
    everything: bool = typer.Option(False, "--all", help="Also what is kept."),
    as_json: bool = AS_JSON,
) -> None:
    """Judge a case at an instant: states, what is due, quotas, every finding with its article.

    Exit code 0 kept, 1 broken, 3 open or contested.
    """
    from overflight.adapters.handed.regime_folder import chosen_regime
    from overflight.deadlines import parse_instant
    from overflight.desk.cases import ALL, CaseAsked, judge_case
    from overflight.treaty import write_form

    case, source = _taken(file, genesis, record, unsigned=unsigned)
    asked = CaseAsked(
        at=parse_instant(at, where="--at") if at else None,
        readings=_readings(reading),
        views=(ALL,) if views == ALL else tuple(view),
        reported=reported,
        law=chosen_regime(regime, regime_folder),
        lands=_lands(case),
    )
    answer = judge_case(case, asked, source=source)
    if as_json:
        say_json(write_form(answer))
    else:
        _say(answer, everything=everything)
    leave(answer.outcome.value)


def _taken(
    file: Path | None, genesis: Path | None, record: Path | None, *, unsigned: bool
) -> tuple[Case, str]:
    """Return the case and where its statements stand, in words."""
    from overflight.adapters.handed.case_input import case_at, case_bytes, signed_or_not
    from overflight.desk.cases import read_case, read_signed_case
    from overflight.errors import UsageError

    if (file is None and record is None) or (genesis is not None and record is not None):
        raise UsageError(
            "E-FACTS",
            where="case",
            expected="a case, signed statements with --genesis, or --record",
            found="none of them" if file is None else "--genesis and --record",
            remedy="Name the file of the case, or the record.",
        )
    name = "standard input" if str(file) == "-" else str(file)
    data = case_bytes(file) if file is not None else b""
    if record is not None:
        return case_at(record, data, where=name), f"record {record.name}, signed"
    if genesis is not None:
        case = read_signed_case(data, case_bytes(genesis), where=name)
        return case, f"case {Path(name).name}, signed; without heads: more may have been said"
    case = read_case(data, where=name)
    signed_or_not(case, unsigned=unsigned, where=name)
    return case, f"case {Path(name).name}, unsigned"


def _lands(case: Case) -> Lands:
    """Return the coarse borders of the package, where a case has something to ask them."""
    from overflight.desk import Lands
    from overflight.missions import AirfieldFact

    planned = any(getattr(said.fact, "plan", None) for said in case.said)
    if not planned and not any(isinstance(said.fact, AirfieldFact) for said in case.said):
        return Lands()
    from overflight.adapters.lands.world_map import world_borders

    return Lands(borders=world_borders())


def _readings(settings: list[str]) -> dict[str, str]:
    from overflight.treaty import point_name

    pairs = (text.partition("=") for text in settings)
    return {point_name(point): option for point, _, option in pairs}


def _say(answer: CaseAnswer, *, everything: bool) -> None:
    from overflight.deadlines import format_instant

    name = f"Case {answer.case}: " if answer.case else ""
    say(f"{name}{answer.outcome.value} at {format_instant(answer.at)}   ({answer.facts})")
    for row in answer.missions:
        say(f"  {row.mission}  {row.observing} over {row.observed}  {row.state}  quota {row.quota}")
    for quota in answer.quotas:
        used = f"{quota.used} of {quota.distributed} used, {quota.remaining} left"
        say(f"  quota of {quota.observing} over {quota.observed} in {quota.year}: {used}")
    _say_unread(answer)
    for entry in answer.not_counted:
        place = f"{entry.origin} {entry.index}"
        say(f"  kept, not counted: {place} {entry.standing} {entry.code} {entry.why}")
    if answer.unbound:
        say(f"  kept, not judged: {', '.join(answer.unbound)}; no rule of this regime can be bound")
    for subject in answer.subjects:
        _say_subject(subject, everything=everything)
    _say_views(answer)
    waiting = [row for row in answer.asked if not row.given]
    if waiting:
        rules = ", ".join(dict.fromkeys(row.rule for row in waiting))
        say(f"\n{len(waiting)} questions wait for people: {rules}")
    due = [item for item in answer.docket if item.open]
    say(f"{len(due)} due or open to be done; `--json` has the docket with every derivation.")


def _say_views(answer: CaseAnswer) -> None:
    for view in answer.views:
        say(f"\n{view.outcome.value:9} under {view.view}")
    for finding in answer.contested:
        say(f"! contested {finding.rule:7} {finding.provision:16} {finding.says}")
        for ground in finding.basis:
            say(f"{'':37}{ground}")


def _say_subject(subject: CaseSubject, *, everything: bool) -> None:
    shown = [f for f in subject.findings if everything or f.outcome.value != "kept"]
    kept = len(subject.findings) - len(shown)
    say(f"\n{subject.chapter}: {subject.subject}   {subject.outcome.value}")
    for finding in shown:
        mark = _MARK[finding.outcome.value]
        head = f"{mark} {finding.outcome.value:9} {finding.rule:7} {finding.provision:16}"
        say(f"{head} {finding.says}")
        if finding.outcome.value != "kept" and finding.consequence:
            say(f"{'':37}consequence: {finding.consequence}")
    also = [f"{kept} kept"] * bool(kept) + [f"{len(subject.to_come)} to come"] * bool(
        subject.to_come
    )
    if also:
        say(f"  also {', '.join(also)}; `--all` shows what is kept")


def _say_unread(answer: CaseAnswer) -> None:
    """Say what was kept and not judged: a line for each unknown type, however often it stands."""
    by_type: dict[str, list[str]] = {}
    for left in answer.unread:
        by_type.setdefault(left.type, []).append(f"{left.number} of {left.party}")
    for kind, places in by_type.items():
        more = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
        say(f"  kept, not judged: {kind}, an unknown type: statement {places[0]}{more}")

"""``overflight quota schedule|lots|group``: Annex H by quarter, lots, the quotas of a group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, columns, day
from overflight.cli.output import AS_JSON, leave, say, say_json

if TYPE_CHECKING:
    from overflight.desk.answers.quota_year import GroupAnswer, QuarterRow
    from overflight.missions import FindingForm

__all__ = ["group", "lots", "schedule"]

_YEAR = typer.Option(..., "--year", help="Calendar year.", min=1992, max=2200)
_OVER = typer.Option("", "--observed", help="Only over this unit.")


def schedule(
    year: int = _YEAR,
    observed: str = _OVER,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show the flights planned by quarter, their sequences, lots and taxi elections (Annex H).

    Exit code 1 where a quarter breaks a rule, 3 where nothing is on record.
    """
    from overflight.desk.answers.quota_year import schedule_answer
    from overflight.treaty import write_form

    held = as_of(record, reading)
    over = held.code_of(observed, where="--observed") if observed else ""
    answer = schedule_answer(held, year, observed=over)
    if as_json:
        say_json(write_form(answer))
    else:
        say(f"plans by quarter for {year} ({answer.facts})")
        for row in answer.rows:
            _say_quarter(row)
        if not answer.rows:
            say("nothing was announced; quota may be used all the same (annex.H.5)")
    leave(_worst([f for row in answer.rows for f in row.findings]) if answer.rows else "open")


def _worst(findings: list[FindingForm]) -> str:
    outcomes = {finding.outcome.value for finding in findings}
    return next((word for word in ("broken", "open") if word in outcomes), "kept")


def _say_quarter(row: QuarterRow) -> None:
    planned = ", ".join(f"{unit} {flights}" for unit, flights in row.planned) or "nothing"
    say(f"\n{row.observed}, quarter {row.quarter}: {planned} ({row.total} in all)")
    if row.sequence:
        how = f"drawn with seed {row.lots_seed!r}" if row.lots_seed else "agreed"
        say(f"  sequence, {how}: {' '.join(row.sequence)}")
    else:
        say(f"  no sequence on record; due by {row.closes}")
    if row.taxi:
        say(f"  {row.observed} supplies the aircraft for flight {', '.join(map(str, row.taxi))}")
    for finding in row.findings:
        say(f"  {finding.outcome.value:9} {finding.rule:6} {finding.provision:10} {finding.says}")


def lots(
    entries: list[str] = typer.Argument(..., help="Observing units, one for each flight: DE US."),
    seed: str = typer.Option(..., "--seed", help="Best put together from a part of each unit."),
    observed: str = typer.Option(..., "--observed", help="Unit to be overflown."),
    year: int = _YEAR,
    quarter: int = typer.Option(..., "--quarter", help="Quarter of the year."),
    as_json: bool = AS_JSON,
) -> None:
    """Draw lots for the flights of a quarter; the same seed gives everybody the same order."""
    from overflight.desk import code_of
    from overflight.desk.answers.quota_year import lots_answer
    from overflight.treaty import write_form

    units = [code_of(text, where="entry") for text in entries]
    over = code_of(observed, where="--observed")
    answer = lots_answer(units, seed=seed, observed=over, year=year, quarter=quarter)
    if as_json:
        say_json(write_form(answer))
        return
    say(f"lots for {over} {year}-Q{quarter}, seed {seed!r} (annex.H.3)")
    columns([(str(n), unit) for n, unit in enumerate(answer.kept, 1)])
    cut = answer.order[len(answer.kept) :]
    if cut:
        say(f"cut, beyond sixteen (annex.H.2): {' '.join(cut)}")


def group(
    code: str = typer.Argument(..., help="Unit code of the group: BYRU."),
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show the quotas of a group of States Parties, both ways, in the year of a day."""
    from overflight.desk.answers.quota_year import group_answer
    from overflight.treaty import write_form

    held = as_of(record, reading)
    answer = group_answer(held, held.code_of(code, where="group"), day(on))
    if as_json:
        say_json(write_form(answer))
    else:
        _say_group(answer)
    unknown = not answer.rows or any(flights is None for _, flights in answer.passive)
    worst = _worst(list(answer.findings))
    leave("open" if unknown and worst == "kept" else worst)


def _say_group(answer: GroupAnswer) -> None:
    members = " ".join(answer.members)
    say(f"{answer.group}: {members}, {answer.kind.value}, on {answer.on} ({answer.facts})")
    for unit, flights in answer.passive:
        say(f"  {unit} accepts {'a number not known' if flights is None else flights} a year")
    if not answer.rows:
        say("no distribution of active quotas is on record for this year")
        return
    head = ("other", "over", "holds", "at most", "half rule", "other way")
    rows = [
        (
            row.unit,
            row.member,
            str(row.holds),
            str(row.most),
            "?" if row.half is None else str(row.half),
            str(row.held_by),
        )
        for row in answer.rows
    ]
    columns([head, *rows])
    for finding in answer.findings:
        say(f"{finding.outcome.value:9} {finding.rule:6} {finding.provision:16} {finding.says}")

"""``overflight commission``: its sessions, its decisions, and what waits for it on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import ON, READING, RECORD, columns
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk.commission.answers import CommissionAsked

app = typer.Typer(no_args_is_help=True, help="The Commission: sessions, decisions, what waits.")

_CASE = typer.Option(None, "--case", help="A case, unsigned, on top of the founding facts.")


@app.command()
def sessions(
    on: str = ON,
    record: Path | None = RECORD,
    case: Path | None = _CASE,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the sessions up to a day: agenda, papers, chair, and whose turn is next."""
    from overflight.desk.commission.answers import session_list
    from overflight.treaty import write_form

    answer = session_list(_asked(on, record, case, reading))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{len(answer.rows)} sessions up to {answer.on}   ({answer.facts})")
    columns(
        [
            (
                row.session,
                row.kind or "asked for",
                str(row.opens or "not opened"),
                f"to {row.closes}" if row.closes else "",
                f"chair {row.chair or 'not on record'}",
                "; ".join((*row.items, *row.documents)),
            )
            for row in answer.rows
        ]
    )
    if answer.next_chair:
        say(f"next in the chair: {answer.next_chair} (annex.L.I.5)")


@app.command()
def decisions(
    on: str = ON,
    record: Path | None = RECORD,
    case: Path | None = _CASE,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the decisions in force on a day, and where every proposal stands."""
    from overflight.desk.commission.answers import decision_list
    from overflight.treaty import write_form

    answer = decision_list(_asked(on, record, case, reading))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{len(answer.rows)} decisions and proposals on {answer.on}   ({answer.facts})")
    columns(
        [
            (
                row.number,
                row.state + (f" ({', '.join(row.objections)})" if row.objections else ""),
                row.read,
                row.adopted,
                row.title,
            )
            for row in answer.rows
        ]
    )


@app.command()
def pending(
    on: str = ON,
    record: Path | None = RECORD,
    case: Path | None = _CASE,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List what waits for the Commission or the Depositaries on a day, the earliest due first."""
    from overflight.desk.commission.pending import pending_list
    from overflight.treaty import write_form

    answer = pending_list(_asked(on, record, case, reading))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{len(answer.rows)} wait on {answer.on}   ({answer.facts})")
    columns(
        [
            (
                f"due {row.due}" if row.due else "no last day",
                row.rule,
                row.provision,
                row.what,
                f"then: {row.then}" if row.then else "",
            )
            for row in answer.rows
        ]
    )


def _asked(
    on: str, record: Path | None, case: Path | None, reading: list[str] | None
) -> CommissionAsked:
    """Return what is asked about: a record, a case, or the founding facts of this package."""
    from overflight.cli.facts import chosen, day
    from overflight.desk.commission.answers import CommissionAsked
    from overflight.desk.founding.facts import founding_said
    from overflight.desk.held.as_of import NO_RECORD, fold_as_of

    if record is not None:
        from overflight.assembly import open_record
        from overflight.desk import from_record, read_record

        with open_record(record, keys=False) as opened:
            records, source = opened.desk.records, f"record {record.name}"
            held = from_record(records, source=source, readings=chosen(reading), kept=opened.kept)
            told_in = read_record(records).facts
        return CommissionAsked(held, tuple(told_in), day(on))
    if case is not None:
        from overflight.adapters.handed.case_input import case_bytes
        from overflight.desk.cases import read_case

        told = read_case(case_bytes(case), where=str(case))
        said = (*founding_said(), *told.said)
        source = f"case {case.name}, unsigned"
    else:
        said, source = founding_said(), NO_RECORD
    held = fold_as_of(said, source=source, readings=chosen(reading))
    return CommissionAsked(held, tuple(said), day(on))

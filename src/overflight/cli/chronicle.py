"""``overflight chronicle``: what happened, on which day as far as it is known, by which source."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.facts import READING, RECORD, as_of, columns
from overflight.cli.output import AS_JSON, say, say_json

app = typer.Typer(no_args_is_help=True, help="What happened, when, by which source.")

_SINCE = typer.Option("", "--since", help="First day as YYYY-MM-DD.")
_UNTIL = typer.Option("", "--until", help="First day no longer wanted.")
_KIND = typer.Option("", "--kind", help="Only this kind: withdrawal, conference, quota-flight.")
_PARTY = typer.Option("", "--party", help="Only what names this State or unit.")


@app.command("list")
def list_(
    since: str = _SINCE,
    until: str = _UNTIL,
    kind: str = _KIND,
    party: str = _PARTY,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List what happened between two days: events, instruments, withdrawals, decisions."""
    from overflight.deadlines import parse_day
    from overflight.desk import code_of
    from overflight.desk.commission.chronicle import chronicle_list
    from overflight.errors import UsageError
    from overflight.treaty import EventKind, write_form

    if kind and kind not in set(EventKind):
        raise UsageError(
            "E-KIND",
            where="--kind",
            expected=" or ".join(EventKind),
            found=kind,
            remedy="Give one of these kinds, or leave the option out for all.",
        )
    held = as_of(record, reading)
    answer = chronicle_list(
        held,
        since=parse_day(since, where="--since") if since else None,
        until=parse_day(until, where="--until") if until else None,
        kind=EventKind(kind) if kind else None,
        party=code_of(party, held.regime) if party else "",
    )
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{len(answer.rows)} rows of the chronicle ({answer.facts})")
    columns(
        [
            (
                row.date,
                "" if row.date_status == "stated" else str(row.date_status),
                row.id,
                row.kind,
                _who(row.actors, row.observed, row.others),
                f"{row.says} ({row.provision}; {row.source})",
            )
            for row in answer.rows
        ]
    )
    for row in answer.rows:
        if row.disagrees:
            say(f"  ? {row.id}: another source says otherwise, see {', '.join(row.disagrees)}")


@app.command()
def show(
    name: str = typer.Argument(metavar="ID", help="Id of a row: EV-101, RU.withdrawal.1."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show one row with its source, and what other sources say about the same."""
    from overflight.desk.commission.chronicle import chronicle_show
    from overflight.treaty import write_form

    answer = chronicle_show(as_of(record, reading), name)
    if as_json:
        say_json(write_form(answer))
        return
    row = answer.row
    say(f"{row.id}  {row.date} ({row.date_status}), {row.kind} ({answer.facts})")
    who = _who(row.actors, row.observed, row.others)
    say(f"  {who}: {row.says}" if who else f"  {row.says}")
    say(f"  {row.provision}; source {row.source}: {row.where}")
    if row.note:
        say(f"  note: {row.note}")
    if answer.parties is not None:
        say(f"  {answer.parties} States Parties on that day")
    for other in answer.beside:
        say(f"  ? {other.id} says otherwise: {other.date} ({other.date_status}), {other.says}")
        say(f"    source {other.source}: {other.where}")


def _who(actors: tuple[str, ...], observed: tuple[str, ...], others: str) -> str:
    """Return who acts, over whom, and who else, in few words."""
    over = f" over {' '.join(observed)}" if observed else ""
    rest = f"{others}" if others else ""
    return ", ".join(part for part in (f"{' '.join(actors)}{over}".strip(), rest) if part)

"""``overflight party``: who is a State Party, as of a day."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, columns, day, doubts
from overflight.cli.output import AS_JSON, say, say_findings, say_json

app = typer.Typer(no_args_is_help=True, help="Who is a State Party, as of a day.")


@app.command("list")
def list_(
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the States Parties of a day."""
    from overflight.desk.answers.on_a_day import party_list
    from overflight.treaty import count_of, write_form

    answer = party_list(as_of(record, reading), day(on))
    if as_json:
        say_json(write_form(answer))
        return
    many = count_of(answer.count, "State Party", "States Parties")
    say(f"{many} on {answer.on} ({answer.facts})")
    if answer.in_force is None or answer.on < answer.in_force:
        say(f"the Treaty enters into force on {answer.in_force or 'no day known'} (art.XVII.2)")
    columns(
        [
            (
                row.code,
                row.name,
                f"since {row.since}",
                f"until {row.until}" if row.until else "",
                "" if row.unit == row.code else f"in {row.unit}",
                ", ".join(row.provision),
                "; ".join(row.source),
            )
            for row in answer.parties
        ]
    )
    doubts([line for row in answer.parties for line in row.doubts])


@app.command()
def show(
    code: str = typer.Argument(help="Code of the State: IT, or ITA."),
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show what one State is on a day, since when, and why."""
    from overflight.desk import code_of
    from overflight.desk.answers.of_one import PartyAnswer
    from overflight.desk.answers.on_a_day import party_row
    from overflight.membership import force_findings
    from overflight.treaty import write_form

    held = as_of(record, reading)
    asked = day(on)
    row = party_row(held, code_of(code, held.regime, where="code"), asked)
    state = held.parties.states.get(row.code)
    findings = () if state is None else force_findings(state)
    told = (held.source, held.regime.ruleset)
    if as_json:
        say_json(write_form(PartyAnswer(asked, *told, row, findings, cut=held.cut)))
        return
    say(f"{row.code}  {row.name}: {row.standing} on {asked} ({held.source})")
    ends = f" until {row.until}" if row.until else ""
    say(f"  since {row.since or 'no day known'}{ends}; {', '.join(row.provision)}")
    for line in row.arithmetic:
        say(f"  {line}")
    say(f"  quotas under {row.unit}; sources: {', '.join(row.source) or 'none'}")
    for note in row.notes:
        say(f"  note: {note}")
    say_findings(findings)
    doubts(row.doubts)

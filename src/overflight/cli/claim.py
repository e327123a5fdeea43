"""``overflight claim``: contested claims, who makes them, on which ground, who contests them."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, columns, day
from overflight.cli.output import AS_JSON, say, say_json

app = typer.Typer(no_args_is_help=True, help="Contested claims: by whom, on which ground.")

_PARTY = typer.Option("", "--party", help="Only those that this Party makes or contests.")


@app.command("list")
def list_(
    on: str = ON,
    party: str = _PARTY,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the claims that stand on a day, and those of which that is not known."""
    from overflight.desk import code_of
    from overflight.desk.commission.claims import claim_list
    from overflight.treaty import write_form

    held = as_of(record, reading)
    answer = claim_list(held, day(on), party=code_of(party, held.regime) if party else "")
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{len(answer.claims)} contested claims on {answer.on} ({answer.facts})")
    columns(
        [
            (
                row.id,
                f"by {row.claimant}",
                row.said_by,
                f"from {row.since or 'a day not known'}"
                + (f" until {row.until}" if row.until else ""),
                f"contested by {' '.join(row.contested_by) or 'nobody named'}",
                row.provision,
                row.value,
            )
            for row in answer.claims
        ]
    )


@app.command()
def show(
    name: str = typer.Argument(metavar="ID", help="Id of a claim: RU-KALININGRAD-500."),
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show one claim: scope, value, ground, who contests it, since when, by which source."""
    from overflight.desk.commission.claims import claim_show
    from overflight.treaty import write_form

    answer = claim_show(as_of(record, reading), name, day(on))
    if as_json:
        say_json(write_form(answer))
        return
    row = answer.claim
    say(f"{row.id}: {row.claimant} claims {row.value} ({row.said_by}; {answer.facts})")
    ends = f" until {row.until}" if row.until else ""
    say(f"  scope         {row.scope}, {row.rule} {row.provision}".rstrip())
    say(f"  ground        {row.ground or 'none given'}")
    say(f"  contested by  {' '.join(row.contested_by) or 'nobody named'}")
    stands = f"stands on {answer.on}: {row.stands}"
    say(f"  from          {row.since or 'a day not known'}{ends}; {stands}")
    say(f"  in a view     {row.applies}")
    say(f"  source        {row.source or 'none named'}")
    if row.note:
        say(f"  note          {row.note}")

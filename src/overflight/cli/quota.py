"""``overflight quota``: passive and active quotas as of a day, and what is left of them."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, columns, day, doubts
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

app = typer.Typer(no_args_is_help=True, help="Passive and active quotas as of a day.")

_OBSERVING = typer.Option("", "--observing", help="Unit that flies: DE, BNL, BYRU.")
_OBSERVED = typer.Option("", "--observed", help="Unit flown over.")


@app.command()
def passive(
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List how many flights each unit must accept in the year of a day."""
    from overflight.desk.answers import passive_list
    from overflight.treaty import write_form

    answer = passive_list(as_of(record, reading), day(on))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"passive quotas on {answer.on} ({answer.facts})")
    columns(
        [
            (
                row.unit,
                "?" if row.flights is None else str(row.flights),
                " ".join(row.states),
                row.provision,
                row.source or "-",
                row.note,
            )
            for row in answer.quotas
        ]
    )
    doubts([f"{row.unit}: {line}" for row in answer.quotas for line in row.doubts])


@app.command()
def active(
    on: str = ON,
    observing: str = _OBSERVING,
    observed: str = _OBSERVED,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List who may fly how often over whom."""
    from overflight.desk import code_of
    from overflight.desk.answers import active_list
    from overflight.treaty import write_form

    held = as_of(record, reading)
    pair = [code_of(text, held.regime) if text else "" for text in (observing, observed)]
    answer = active_list(held, day(on), observing=pair[0], observed=pair[1])
    if as_json:
        say_json(write_form(answer))
    elif answer.distribution:
        held_for = f"from {answer.since}, no longer from {answer.until}"
        used = f"; {', '.join(answer.readings)}" if answer.readings else ""
        say(f"{answer.distribution}, {held_for}{used} ({answer.facts})")
        columns(
            [
                (
                    f"{row.observing} over {row.observed}",
                    str(row.flights),
                    f"shared with {row.shared_with}" if row.shared_with else "",
                    row.provision,
                    row.source,
                )
                for row in answer.shares
            ]
        )
        say(f"{answer.line_flights} flights, a shared one counted once for each sharer")
    doubts(() if as_json else answer.doubts)
    if not answer.distribution:
        leave("open")


@app.command("balance")
def balance_(
    observing: str = typer.Option(..., "--observing", help="Unit that flies."),
    observed: str = typer.Option(..., "--observed", help="Unit flown over."),
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Say what is left of one unit's quota over another, in the year of a day."""
    from overflight.desk import code_of
    from overflight.desk.answers_of_one import BalanceAnswer
    from overflight.treaty import overall, write_form

    held = as_of(record, reading)
    pair = (code_of(observing, held.regime), code_of(observed, held.regime))
    asked = day(on)
    answer = held.balance_on(*pair, asked)
    if as_json:
        rules, left = held.regime.ruleset, answer.remaining
        say_json(write_form(BalanceAnswer(asked, held.source, rules, left, answer)))
    else:
        say(f"{pair[0]} over {pair[1]} in {answer.year} ({held.source})")
        most = "not known" if answer.passive_total is None else answer.passive_total
        columns(
            [
                ("distributed", str(answer.distributed), "annex.A.II.1"),
                ("used", str(answer.used), "art.III.I.8"),
                ("remaining", str(answer.remaining), ""),
                (
                    f"{pair[0]} active",
                    f"{answer.active_used} of {answer.active_total}",
                    "art.III.I.5",
                ),
                (f"{pair[1]} passive", f"{answer.passive_used} of {most}", "art.III.I.4"),
            ]
        )
        say_findings(answer.findings)
    leave(overall(answer.findings))

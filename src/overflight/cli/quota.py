"""``overflight quota``: passive and active quotas as of a day, and what is left of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import ON, READING, RECORD, as_of, before_force, columns, day, doubts
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.quota_year import group, lots, schedule

if TYPE_CHECKING:
    from overflight.desk.answers.on_a_day import PassiveList

app = typer.Typer(no_args_is_help=True, help="Passive and active quotas as of a day.")
app.command()(schedule)
app.command()(lots)
app.command()(group)

_OBSERVING = typer.Option("", "--observing", help="Unit that flies: DE, BNL, BYRU.")
_OBSERVED = typer.Option("", "--observed", help="Unit flown over.")


@app.command()
def passive(
    on: str = ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """List how many flights each unit must accept in the year of a day.

    Exit code 3 where a figure is not known.
    """
    from overflight.desk.answers.on_a_day import passive_list
    from overflight.treaty import write_form

    held, asked = as_of(record, reading), day(on)
    answer = passive_list(held, asked)
    unknown = not answer.quotas or any(row.flights is None for row in answer.quotas)
    if as_json:
        say_json(write_form(answer))
    else:
        _say_passive(answer)
        doubts([line] if not answer.quotas and (line := before_force(held, asked)) else [])
    if unknown:
        leave("open")


def _say_passive(answer: PassiveList) -> None:
    """Print the passive quotas of a day for a person."""
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
    from overflight.desk.answers.on_a_day import active_list
    from overflight.treaty import count_of, write_form

    held = as_of(record, reading)
    named = (("--observing", observing), ("--observed", observed))
    pair = [held.code_of(text, where=name) if text else "" for name, text in named]
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
        if pair != ["", ""] and not answer.shares:
            say("no flight is distributed between them")
        flights = count_of(answer.line_flights, "flight")
        say(f"{flights}, a shared one counted once for each sharer")
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
    from overflight.desk.answers.of_one import BalanceAnswer
    from overflight.treaty import overall, write_form

    held = as_of(record, reading)
    pair = (
        held.code_of(observing, where="--observing"),
        held.code_of(observed, where="--observed"),
    )
    asked = day(on)
    answer = held.balance_on(*pair, asked)
    if as_json:
        rules, left = held.regime.ruleset, answer.remaining
        say_json(write_form(BalanceAnswer(asked, held.source, rules, left, answer, cut=held.cut)))
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

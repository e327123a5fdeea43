"""``overflight rules``: the rules, where they are written, and what the text leaves open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import columns
from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.rules_people import add_to

if TYPE_CHECKING:
    from overflight.treaty import HandledRule, Regime

app = typer.Typer(
    no_args_is_help=True,
    help="The rules, the provisions they come from, the readings they leave open.",
)
add_to(app)
REGIME = typer.Option("", "--regime", help="A regime this package ships: vale_watch.")
REGIME_FOLDER = typer.Option(None, "--regime-folder", help="A folder with a regime of your own.")


@app.command()
def tables(
    folder: Path = typer.Argument(help="The folder of a regime of your own."),
    start: str = typer.Option("", "--from", help="A shipped regime to begin with: vale_watch."),
) -> None:
    """Begin the tables a folder of a regime lacks: headers, or those of a shipped regime."""
    from overflight.adapters.handed.regime_folder import begin_tables

    written = begin_tables(folder, start)
    say(f"{len(written)} tables begun in {folder}" if written else f"{folder} has every table")


@app.command("list")
def list_(
    prefix: str = typer.Argument("", help="Only ids that begin so: GEO, MPL."),
    provision: str = typer.Option("", "--provision", help="Only rules written here: art.VI.II."),
    check: str = typer.Option(
        "", "--check", help="Only rules of this kind: hard, warn, record, human."
    ),
    regime: str = REGIME,
    regime_folder: Path | None = REGIME_FOLDER,
    as_json: bool = AS_JSON,
) -> None:
    """List the rules: id, provision, how far a program can decide them, title."""
    from overflight.adapters.handed.regime_folder import chosen_regime
    from overflight.errors import UsageError
    from overflight.treaty import CheckKind, RuleList, check_provision, open_skies, write_form

    if provision:
        check_provision(provision)
    law = chosen_regime(regime, regime_folder) or open_skies()
    found = [
        entry
        for entry in law.rules.values()
        if entry.id.startswith(prefix.upper())
        and check in {"", entry.check.value}
        and any(
            f"{place}.".startswith(f"{provision}.") or not provision for place in entry.provisions
        )
    ]
    if not any(rule_id.startswith(prefix.upper()) for rule_id in law.rules):
        groups = {rule_id.partition("-")[0]: None for rule_id in law.rules}
        raise UsageError(
            "E-RULE-ID",
            where="prefix",
            expected=f"the beginning of the id of a rule: {', '.join(groups)}",
            found=prefix,
            remedy="`overflight rules list` shows every rule.",
        )
    if check and check not in set(CheckKind):
        raise UsageError(
            "E-CHECK",
            where="--check",
            expected=" or ".join(kind.value for kind in CheckKind),
            found=check,
            remedy="Leave --check out to see all rules.",
        )
    if as_json:
        say_json(write_form(RuleList(law.ruleset, tuple(found))))
        return
    columns([(entry.id, entry.provision, entry.check.value, entry.title) for entry in found])
    if not found:
        say(f"no rule of this program rests on {provision}")
    say(f"{len(found)} of {len(law.rules)} rules; rule set {law.ruleset[:16]}")


@app.command()
def show(
    rule_id: str = typer.Argument(help="Id of a rule, such as GEO-4."), as_json: bool = AS_JSON
) -> None:
    """Show one rule: who is bound, what it requires, what follows, and where it is written."""
    from overflight.treaty import RuleAnswer, handled_rule, open_skies, rule, write_form

    entry = rule(rule_id.upper())
    law = open_skies()
    if as_json:
        points = tuple(law.open_points[point] for point in entry.open_points)
        say_json(write_form(RuleAnswer(law.ruleset, entry, points)))
        return
    waived = ", unless otherwise agreed" if entry.waivable else ""
    note = f", {entry.check_note}" if entry.check_note else ""
    handled, by = handled_rule(law, entry)
    say(f"{entry.id}  {entry.title}")
    columns(
        [
            ("written", ", ".join(entry.provisions)),
            ("binds", entry.bound + waived),
            ("check", entry.check.value + note),
            ("applies", entry.applies),
            ("requires", entry.requirement),
            ("breach", entry.consequence),
            ("needs", entry.data),
            (handled.value, "; ".join(by) or "by nothing yet"),
            *_form_of(law, entry.id),
            ("source", ", ".join(law.sources[key].title for key in entry.sources)),
        ]
    )
    for point in entry.open_points:
        reading = law.open_points[point].reading
        say(f"  ? {point}: {reading.question} Default: {reading.default}")


@app.command()
def readings(
    point: str = typer.Argument("", help="Only this open point: AMB-29."),
    as_json: bool = AS_JSON,
) -> None:
    """List what the text leaves open, the readings it admits, and the default."""
    from overflight.errors import UsageError
    from overflight.treaty import ReadingList, open_skies, point_name, write_form

    law = open_skies()
    asked = point_name(point)
    found = [entry for key, entry in law.open_points.items() if asked in {"", key}]
    if not found:
        raise UsageError(
            "E-READING",
            where="point",
            expected="an open point, AMB-1 and so on",
            found=point,
            remedy="`overflight rules readings` lists them.",
        )
    if as_json:
        say_json(write_form(ReadingList(law.ruleset, tuple(found))))
        return
    for entry in found:
        places = ", ".join(entry.provisions)
        say(f"{entry.reading.point}  {entry.title} ({places})")
        say(f"  {entry.reading.question}")
        for option, meaning in zip(entry.reading.options, entry.meanings, strict=True):
            mark = "*" if option == entry.reading.default else " "
            say(f"  {mark} {option}: {meaning}")


@app.command()
def coverage(
    seen: Path | None = typer.Option(
        None, "--seen", help="What the tests saw, as `pytest --rules-seen FILE` writes it."
    ),
    lacking: bool = typer.Option(False, "--lacking", help="Only rules that lack something."),
    regime: str = REGIME,
    regime_folder: Path | None = REGIME_FOLDER,
    as_json: bool = AS_JSON,
) -> None:
    """Show what this program does with every rule: judge it, store its fact, ask a person."""
    from overflight.adapters.handed.regime_folder import chosen_regime
    from overflight.adapters.store.record_folder import read_plain
    from overflight.treaty import (
        CheckKind,
        Handled,
        SeenByTests,
        open_skies,
        read_form,
        read_json,
        rule_book,
        write_form,
    )

    told = None
    if seen is not None:
        plain = read_json(read_plain(seen), where=str(seen))
        told = read_form(SeenByTests, plain, where=str(seen)).rules
    book = rule_book(chosen_regime(regime, regime_folder) or open_skies(), told)
    rows = [row for row in book.rules if not lacking or _lacks(row)]
    if as_json:
        say_json(write_form(replace(book, rules=tuple(rows))))
        return
    columns(
        [
            (
                row.rule,
                row.provision,
                row.check.value,
                row.handled.value,
                _lacks(row),
                "; ".join(row.by),
            )
            for row in rows
        ]
    )
    counts = book.counts()
    for check in CheckKind:
        told_of = [f"{counts[check, way]} {way.value}" for way in Handled if counts[check, way]]
        say(f"{check.value:7} {', '.join(told_of)}")


def _lacks(row: HandledRule) -> str:
    """Return what a rule lacks, in words, or nothing."""
    if row.handled.value == "missing":
        return "not handled"
    if row.tests is None or row.handled.value != "judged":
        return ""
    if not row.tests.tests:
        return "no test"
    return f"no {' no '.join(row.tests.lacks)} case" if row.tests.lacks else ""


def _form_of(law: Regime, rule_id: str) -> list[tuple[str, str]]:
    """Return what a form asks for, or the answers a question admits."""
    form, prompt = law.record_forms.get(rule_id), law.prompts.get(rule_id)
    if form is not None and form.members:
        names = [f"{m.name}{'' if m.must else '?'} ({m.looks})" for m in form.members]
        return [("states", "; ".join(names))]
    return [("answers", "; ".join(prompt.answers))] if prompt is not None else []

"""``overflight rules asked|answer|record``: what rules leave to people, and what people state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk import Desk, Signer
    from overflight.desk.asking import Asked
    from overflight.record import Reference

__all__ = ["add_to"]

_RECORD = typer.Argument(help="Folder of the record.")
_RULE = typer.Argument(help="Id of a rule, such as PFI-6.")
_PARTY = typer.Option(help="The Party that says it; its author key must be at hand.")
_MISSION = typer.Option("", "--mission", help="Key of the mission, as 2003-OS3001.")
_LOCK = typer.Option(None, "--passphrase-file", help="Unlocks the private keys.")


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``overflight rules``."""
    app.command()(asked)
    app.command()(answer)
    app.command("record")(record_)


def asked(
    record: Path = _RECORD,
    mission: str = _MISSION,
    as_json: bool = AS_JSON,
) -> None:
    """Show the questions that statements raise, who is asked, and what was answered."""
    from overflight.assembly import open_record
    from overflight.desk import read_facts
    from overflight.desk.asking import AskedList, asked_of_people
    from overflight.treaty import open_skies, write_form

    law = open_skies()
    with open_record(record, keys=False) as opened:
        rows = asked_of_people(read_facts(opened.desk.records), law)
    rows = tuple(row for row in rows if mission in {"", row.mission})
    if as_json:
        say_json(write_form(AskedList(f"record {record}", law.ruleset, rows)))
        return
    for row in rows:
        _say_asked(row)
    waiting = sum(not row.given for row in rows)
    say(f"{len(rows)} questions, {waiting} without an answer; record {record}")


def _say_asked(row: Asked) -> None:
    mark = "=" if row.given else "?"
    say(f"{mark} {row.rule:7} {row.provision:16} {row.mission or '-'}  asked of: {row.asked}")
    say(f"    {row.question}")
    if row.raised_by:
        say(f"    raised by {row.raised_by}")
    for given in row.given:
        grounds = f" ({given.grounds})" if given.grounds else ""
        say(f"    {given.party} {given.at}, {given.by}: {given.answer}{grounds}")
    if not row.given:
        say(f"    answers: {'; '.join(row.answers)}")


def answer(
    record: Path = _RECORD,
    rule: str = _RULE,
    text: str = typer.Argument(metavar="ANSWER", help="One of the answers of the question."),
    party: str = _PARTY,
    by: str = typer.Option(help="Who answers: name or office."),
    mission: str = _MISSION,
    grounds: str = typer.Option("", "--grounds", help="Why, in words."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Answer the question a rule puts to people, in a Party's own log."""
    from overflight.desk.asking import answer_question
    from overflight.treaty import QuestionAnswered, open_skies

    given = QuestionAnswered(rule.upper(), text, by, mission, grounds)
    with _speaking(record, party, passphrase_file) as (desk, signer):
        ref = answer_question(desk, signer, open_skies(), given)
    _say_ref(ref, as_json=as_json)


def record_(
    record: Path = _RECORD,
    rule: str = _RULE,
    stated: list[str] = typer.Argument(metavar="NAME=VALUE...", help="What the form asks for."),
    party: str = _PARTY,
    mission: str = _MISSION,
    note: str = typer.Option("", "--note", help="Anything else, in words."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Record a fact that a rule has recorded, in a Party's own log."""
    from overflight.desk.asking import record_fact
    from overflight.treaty import FactRecorded, open_skies

    fact = FactRecorded(rule.upper(), _pairs(stated), mission, note)
    with _speaking(record, party, passphrase_file) as (desk, signer):
        ref = record_fact(desk, signer, open_skies(), fact)
    _say_ref(ref, as_json=as_json)


def _pairs(stated: Sequence[str]) -> dict[str, str]:
    from overflight.errors import UsageError

    pairs: dict[str, str] = {}
    for text in stated:
        name, between, value = text.partition("=")
        if not between or name in pairs:
            raise UsageError(
                "E-STATED",
                where="stated",
                expected="NAME=VALUE, each name once",
                found=text,
                remedy="`overflight rules show RULE` lists the names of its form.",
            )
        pairs[name] = value
    return pairs


@contextmanager
def _speaking(record: Path, party: str, lock: Path | None) -> Iterator[tuple[Desk, Signer]]:
    """Give the desk of a record and the key of the Party that speaks."""
    from overflight.assembly import Outside, open_record
    from overflight.cli.key.files import passphrase
    from overflight.desk import code_of
    from overflight.errors import UsageError

    code = code_of(party)
    with open_record(record, Outside(passphrase=passphrase(lock))) as opened:
        signer = opened.signers.get(code)
        if signer is None:
            raise UsageError(
                "E-SIGNER",
                where="--party",
                expected="a Party whose author key is at hand",
                found=code,
                remedy=f"Put the key into {record}/keys/{code}, or act on its machine.",
            )
        yield opened.desk, signer


def _say_ref(ref: Reference, *, as_json: bool) -> None:
    from overflight.treaty import write_form

    if as_json:
        say_json(write_form(ref))
    else:
        say(f"Said: {ref.o} {ref.i}")

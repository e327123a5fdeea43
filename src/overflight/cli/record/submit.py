"""Say something with keys kept apart from the server: draft here, sign there, submit here."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the noun ``record``."""
    app.command()(draft)
    app.command()(submit)


def draft(
    kind: str = typer.Argument(help="Type of the statement, as missions.plan-submitted/1."),
    body: Path = typer.Argument(help="What it says: a JSON file, as `schema show KIND` has it."),
    party: str = typer.Option(help="Code of the party that will speak."),
    out: Path = typer.Option(help="The draft to write."),
    to: list[str] = typer.Option([], help="Code of an addressee; everybody if none."),
    re: list[str] = typer.Option([], help="An entry it answers: PARTY:INDEX, as in HU:12."),
    record: Path = typer.Option(Path(), help="Where the record lies; it is only read."),
    as_json: bool = AS_JSON,
) -> None:
    """Write a statement without signing it, to be signed where the keys are."""
    from overflight.adapters.files import read_bounded
    from overflight.adapters.store.copies import entry_at
    from overflight.adapters.store.submission import record_to_read
    from overflight.cli.drafts import say_draft, write_draft
    from overflight.desk import code_of
    from overflight.desk.signing.drafting import Wanted, draft_statement, read_body
    from overflight.record import Reference, leaf_hash

    code = code_of(party, where="--party")
    said = read_body(read_bounded(body, 1_000_000), kind, where=str(body))
    addressees = tuple(dict.fromkeys(code_of(name, where="--to") for name in to)) or ("*",)
    entries = (entry_at(record, ref) for ref in re)
    references = tuple(Reference(o, i, leaf_hash(leaf).hex()) for o, i, leaf in entries)
    records, desk = record_to_read(record)
    with records:
        drafted = draft_statement(desk, code, Wanted(kind, said, addressees, references))
    write_draft(out, drafted)
    say_draft(out, drafted, as_json=as_json)
    if not as_json:
        say(f"  sign it with: overflight key sign {out} --key FILE")


def submit(
    folder: Path = typer.Argument(help="Folder of the record or node, with the log key."),
    envelope: list[Path] = typer.Argument(help="The signed draft; several over one draft."),
    attach: list[Path] = typer.Option([], help="A file the statement names by its hash."),
    passphrase_file: Path | None = typer.Option(None, help="Holds what locks the private keys."),
    as_json: bool = AS_JSON,
) -> None:
    """Append a signed draft to the own log; what would not count is refused.

    A key set that changes the log key makes a head signed by the old key and the new one.
    """
    from overflight.adapters.files import read_bounded
    from overflight.adapters.store.submission import submit as append
    from overflight.cli.drafts import blobs_beside
    from overflight.cli.key.files import passphrase
    from overflight.desk.answers.keys import SubmittedAnswer
    from overflight.treaty import write_form

    leaves = [read_bounded(path, 200_000, too_large="E-LEAF") for path in envelope]
    blobs = blobs_beside(envelope)
    blobs += [read_bounded(path, 16 * 2**20, too_large="E-BLOB") for path in attach]
    done = append(folder, leaves, blobs, passphrase(passphrase_file))
    standing = done.checked.standing.value
    if as_json:
        ref = done.ref
        answer = SubmittedAnswer(ref.o, ref.i, ref.h, standing, done.handed_over, done.renamed)
        say_json(write_form(answer))
        return
    say(f"Entry {done.ref.i} of {done.ref.o}: {standing}")
    say(f"  hash {done.ref.h}")
    if done.handed_over:
        say("  the head over it is signed by the old and the new key of the log")
    for name in done.renamed:
        say(f"  key in force now: {name}")

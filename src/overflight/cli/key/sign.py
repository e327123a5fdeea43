"""Sign a draft where the key is: read every word of it, then say yes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json
from overflight.errors import UsageError

if TYPE_CHECKING:
    from overflight.desk.signing.envelopes import Unsigned
    from overflight.desk.signing.text import SigningText

__all__ = ["register"]

_LARGEST = 200_000  # an envelope has 65,535 bytes at most


def register(app: typer.Typer) -> None:
    """Add the command to the noun ``key``."""
    app.command()(sign)


def sign(
    draft: Path = typer.Argument(help="A draft, or an envelope others have signed."),
    key: Path | None = typer.Option(None, help="File of the key."),
    token: str = typer.Option("", help="A key in a token: 'pkcs11:token=HU;object=author-1'."),
    out: Path | None = typer.Option(None, help="The envelope; DRAFT.signed if none."),
    log: str = typer.Option("", help="Sign only what is meant for this log."),
    yes: bool = typer.Option(False, "--yes", help="Sign without asking a plain text."),
    passphrase_file: Path | None = typer.Option(None, help="File that holds the passphrase."),
    pin_file: Path | None = typer.Option(None, help="File that holds the PIN of the token."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the text of a draft, every word of it, and sign it if you say so."""
    from overflight.adapters.files import read_bounded, write_out
    from overflight.cli.key.files import KeyPlace, opened
    from overflight.desk.answers.keys import SignedAnswer
    from overflight.desk.signing.envelopes import add_signature, read_draft
    from overflight.desk.signing.text import signing_text
    from overflight.record import key_id
    from overflight.treaty import write_form

    unsigned = read_draft(read_bounded(draft, _LARGEST, too_large="E-LEAF"))
    text = signing_text(unsigned.statement, unsigned.payload)
    _show(unsigned, text, err=as_json)
    with opened(KeyPlace(key, token, pin_file if token else passphrase_file)) as signer:
        _confirm(text, yes=yes, err=as_json)
        envelope = add_signature(unsigned, signer, log)
        kid = key_id(signer.public)
    target = out or (draft if unsigned.signatures else draft.with_name(f"{draft.name}.signed"))
    _free(target, draft)
    write_out(target, envelope)
    if as_json:
        keyids = tuple(sorted((*unsigned.keyids, kid)))
        answer = SignedAnswer(str(target), kid, keyids, text.digest, text.doubts)
        say_json(write_form(answer))
        return
    count = len(unsigned.signatures) + 1
    say(f"Signed by {kid[:16]}; {count} signature{'s' * (count > 1)} in {target}")
    say(f"  append it with: overflight record submit FOLDER {target}")


def _show(unsigned: Unsigned, text: SigningText, *, err: bool) -> None:
    """Show what will be signed; beside the answer, if that is JSON."""
    signed = ", ".join(kid[:16] for kid in unsigned.keyids)
    lines = ["Read this. Once it stands in the log, nobody can take it back.", "", *text.lines]
    lines += [f"{'signed so far by':22} | {signed}"] if signed else []
    lines += ["", *(f"  !  {doubt}" for doubt in text.doubts)]
    typer.echo("\n".join(lines), err=err)


def _confirm(text: SigningText, *, yes: bool, err: bool) -> None:
    """Ask whether to sign; a text that may deceive the eye is never signed unasked.

    Raises:
        UsageError: Nobody can be asked, or the answer is no.
    """
    if yes and not text.doubts:
        return
    if not sys.stdin.isatty() and yes:
        raise _unasked("a person who reads what is doubtful in it", "--yes")
    typer.echo("Sign it? Type yes: ", nl=False, err=err)
    answer = sys.stdin.readline().strip().lower()
    typer.echo(err=err)
    if answer != "yes":
        raise _unasked("the word yes", answer or "no answer")


def _free(target: Path, draft: Path) -> None:
    """Refuse to write over anything but the envelope that is extended."""
    if target.exists() and not (target == draft):
        raise UsageError(
            "E-FILE",
            where=str(target),
            expected="a new file, or the envelope that is signed further",
            found="a file of this name",
            remedy=f"To add a signature: overflight key sign {target}. Else name another --out.",
        )


def _unasked(expected: str, found: str) -> UsageError:
    return UsageError(
        "E-CONFIRM",
        where="draft",
        expected=expected,
        found=found,
        remedy="Nothing was signed. Read the text and type yes; --yes serves plain texts only.",
    )

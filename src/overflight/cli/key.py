"""Keys of people and machines: create, show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.adapters.keys import FileKey

app = typer.Typer(no_args_is_help=True, help="Keys of people and machines.")

_LOCK = typer.Option(None, "--passphrase-file", help="File that holds the passphrase.")


@app.command()
def create(
    file: Path = typer.Argument(help="The new key file; a key is never written over."),
    party: str = typer.Option(help="Code of the party it will sign for."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Make a new Ed25519 key and write it to a file that only its owner can read."""
    from overflight.adapters.keys import new_key, save_key
    from overflight.cli.keyfiles import passphrase
    from overflight.desk import code_of

    key = new_key(code_of(party, where="--party"))
    secret = passphrase(passphrase_file)
    save_key(file, key, secret)
    _say_key(file, key, locked=bool(secret), as_json=as_json)


@app.command()
def show(
    file: Path = typer.Argument(help="The key file."),
    origin: str = typer.Option("", help="Show the line of the key of this log, too."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Show the public side of a key."""
    from overflight.adapters.keys import load_key
    from overflight.cli.keyfiles import passphrase

    secret = passphrase(passphrase_file)
    key = load_key(file, "", secret)
    _say_key(file, key, origin, locked=bool(secret), as_json=as_json)


def _say_key(file: Path, key: FileKey, origin: str = "", *, locked: bool, as_json: bool) -> None:
    from base64 import b64encode

    from overflight.desk.record_answers import KeyAnswer
    from overflight.record import NoteKey, SignatureKind, key_id, spki_of_public
    from overflight.treaty import write_form

    public, party = key.public, key.party or None
    spki = b64encode(spki_of_public(public)).decode()
    vkey = NoteKey(origin, SignatureKind.LOG, public).vkey if origin else None
    answer = KeyAnswer(str(file), key_id(public), spki, locked, vkey, party)
    if as_json:
        say_json(write_form(answer))
        return
    words = {"file": str(file), "party": party or "not named in the file"}
    words |= {"keyid": answer.keyid, "public": spki, "locked": "yes" if locked else "no"}
    for name, value in (words | ({"vkey": vkey} if vkey else {})).items():
        say(f"  {name:8} {value}")
    if not locked:
        say("  not locked: whoever can read the file has the key")

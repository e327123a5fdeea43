"""Keys of people and machines: create, show, prove, sign, enrol, rotate, revoke."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.key import sets as key_sets
from overflight.cli.key import sign as key_sign
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk import Signer

app = typer.Typer(no_args_is_help=True, help="Keys of people and machines.")

_LOCK = typer.Option(None, "--passphrase-file", help="File that holds the passphrase.")
_TOKEN = typer.Option("", help="A key in a token: 'pkcs11:token=HU;object=author-1'.")
_PIN = typer.Option(None, help="File that holds the PIN of the token.")


@app.command()
def create(
    file: Path = typer.Argument(help="The new key file; a key is never written over."),
    party: str = typer.Option(help="Code of the party it will sign for."),
    passphrase_file: Path | None = _LOCK,
    ask: bool = typer.Option(False, "--ask", help="Ask for the passphrase at the terminal."),
    alg: str = typer.Option("ed25519", help="ed25519, or ml-dsa-44 for a second log or mirror key"),
    as_json: bool = AS_JSON,
) -> None:
    """Make a new key and write it to a file that only its owner can read.

    One key, one use: make one for each root, author, log, mirror, tls and watch.
    """
    from overflight.adapters.keys.files import PrivateKey, new_second
    from overflight.adapters.keys.pem import new_key, save_key
    from overflight.cli.key.files import passphrase, typed
    from overflight.desk import code_of
    from overflight.errors import UsageError

    code = code_of(party, where="--party")
    makers = {"ed25519": new_key, "ml-dsa-44": new_second}
    if alg not in makers:
        raise UsageError(
            "E-KEY",
            where="--alg",
            expected="ed25519 or ml-dsa-44",
            found=alg,
            remedy="People sign with ed25519; only logs and mirrors may have a second key.",
        )
    secret = typed("New passphrase", twice=True) if ask else passphrase(passphrase_file)
    key: PrivateKey = new_second(code) if alg == "ml-dsa-44" else new_key(code)
    save_key(file, key, secret)
    _say_key(str(file), key, locked=bool(secret), as_json=as_json)


@app.command()
def show(
    file: Path | None = typer.Argument(None, help="The key file."),
    token: str = _TOKEN,
    origin: str = typer.Option("", help="Show the line of the key of this log, too."),
    passphrase_file: Path | None = _LOCK,
    pin_file: Path | None = _PIN,
    as_json: bool = AS_JSON,
) -> None:
    """Show the public side of a key."""
    from overflight.cli.key.files import KeyPlace, opened

    secret = pin_file if token else passphrase_file
    with opened(KeyPlace(file, token, secret)) as key:
        where = str(file) if file else token
        _say_key(where, key, origin, locked=bool(token or secret), as_json=as_json)


@app.command()
def possess(
    out: Path = typer.Argument(help="The file to write: public key and proof, no secret."),
    use: str = typer.Option(help="What the key shall do: author, log, mirror, tls, root."),
    regime: str = typer.Option("", help="Regime id, from a source you trust, such as paper."),
    genesis: Path | None = typer.Option(None, help="Or the genesis document; compare its id."),
    key: Path | None = typer.Option(None, help="File of the new key."),
    token: str = _TOKEN,
    party: str = typer.Option("", help="Code of the party; the one the key file names if none."),
    passphrase_file: Path | None = _LOCK,
    pin_file: Path | None = _PIN,
    as_json: bool = AS_JSON,
) -> None:
    """Prove that you hold a new key, on the machine where it is; then it can be enrolled."""
    from overflight.adapters.files import write_out
    from overflight.cli.key.files import KeyPlace, opened
    from overflight.desk import code_of
    from overflight.desk.signing.key_sets import possession_of, read_use
    from overflight.treaty import write_form

    code = code_of(party, where="--party") if party else ""
    asked = _regime_of(regime, genesis)
    with opened(KeyPlace(key, token, pin_file if token else passphrase_file), code) as signer:
        offered = possession_of(signer, asked, read_use(use))
    import json

    write_out(out, (json.dumps(write_form(offered), indent=2) + "\n").encode())
    if as_json:
        say_json(write_form(offered))
        return
    say(f"Wrote {out}: the {use} key of {offered.party} for regime {offered.regime}")
    say("  enrol it with: overflight key enrol FOLDER --public FILE, then let the roots sign")


def _regime_of(regime: str, genesis: Path | None) -> str:
    """Return the regime id a proof is made for, as typed from paper or from the document."""
    from overflight.adapters.store.record_folder import read_plain
    from overflight.errors import UsageError
    from overflight.record import read_genesis, regime_id

    typed = "".join(regime.split()).lower()  # on paper an id is written in groups
    named = ""
    if genesis is not None:
        document = read_plain(genesis)
        read_genesis(document)
        named = regime_id(document)
    if not (typed or named) or (typed and named and typed != named):
        raise UsageError(
            "E-REGIME",
            where="--regime and --genesis",
            expected="the id of the regime, or its genesis document, or both alike",
            found=f"{typed or 'no id'}, {named or 'no document'}",
            remedy="Take the id from paper; `overflight record verify` prints it.",
        )
    return typed or named


def _say_key(where: str, key: Signer, origin: str = "", *, locked: bool, as_json: bool) -> None:
    from base64 import b64encode

    from overflight.desk.answers.records import KeyAnswer
    from overflight.record import NoteKey, SignatureKind, kid_of, spki_of_mldsa, spki_of_public
    from overflight.treaty import write_form

    public, party = key.public, key.party or None
    second = len(public) > 32
    spki = b64encode(spki_of_mldsa(public) if second else spki_of_public(public)).decode()
    kind = SignatureKind.ML_DSA if second else SignatureKind.LOG
    vkey = NoteKey(origin, kind, public).vkey if origin else None
    answer = KeyAnswer(where, kid_of(public), spki, locked, vkey, party)
    if as_json:
        say_json(write_form(answer))
        return
    words = {"file": where, "party": party or "not named in the file"}
    words |= {"alg": "ml-dsa-44"} if second else {}
    words |= {"keyid": answer.keyid, "public": spki, "locked": "yes" if locked else "no"}
    for name, value in (words | ({"vkey": vkey} if vkey else {})).items():
        say(f"  {name:8} {value}")
    if not locked:
        say("  not locked: whoever can read the file has the key")


key_sign.register(app)
key_sets.register(app)

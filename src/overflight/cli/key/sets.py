"""Change which keys speak for a party: each command drafts a key set that root keys then sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk.signing.key_sets import InForceNow
    from overflight.record import KeySet

__all__ = ["register"]

_FOLDER = typer.Argument(help="Folder of the record or node; it is only read.")
_PARTY = typer.Option(help="Code of the party.")
_OUT = typer.Option(help="The draft to write, for the root keys to sign.")
_PUBLIC = typer.Option(help="The new key, as `key possess` wrote it; for enc an age recipient.")
_ROLES = typer.Option([], help="For authors: *, a chapter, or a fact such as missions.plan-agreed.")
_SINCE = typer.Option(None, help="For a stolen key: the first entry the thief may have signed.")


def register(app: typer.Typer) -> None:
    """Add the commands to the noun ``key``."""
    app.command(name="list")(list_keys)
    app.command()(enrol)
    app.command()(rotate)
    app.command()(revoke)


def list_keys(folder: Path = _FOLDER, party: str = _PARTY, as_json: bool = AS_JSON) -> None:
    """List the keys that speak for a party, with their ids."""
    from overflight.adapters.store.submission import record_to_read
    from overflight.desk import code_of
    from overflight.desk.answers.keys import keys_answer
    from overflight.desk.signing.key_sets import keys_now
    from overflight.treaty import write_form

    records, desk = record_to_read(folder)
    with records:
        answer = keys_answer(keys_now(desk.records, code_of(party, where="--party")))
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{answer.party}: key set version {answer.version}, {answer.log}")
    for key in answer.keys:
        roles = f"  may sign {' '.join(key.roles)}" if key.roles else ""
        say(f"  {key.use:7} {key.alg:9} {key.kid}{roles}")
    say(f"  {answer.threshold} root keys together change these")


def enrol(
    folder: Path = _FOLDER,
    party: str = _PARTY,
    use: str = typer.Option(help="What it shall do: author, log, mirror, enc, tls, watch."),
    public: Path = _PUBLIC,
    out: Path = _OUT,
    roles: list[str] = _ROLES,
    as_json: bool = AS_JSON,
) -> None:
    """Draft a key set with one key more."""
    from overflight.desk.signing.key_sets import enrolled

    def following(now: InForceNow) -> KeySet:
        return enrolled(now, _new_key(now, public, use, tuple(roles)))

    _draft(folder, party, out, following, as_json=as_json)


def rotate(
    folder: Path = _FOLDER,
    party: str = _PARTY,
    key: str = typer.Option(help="Id of the key that goes, 8 digits of it or more."),
    public: Path = _PUBLIC,
    out: Path = _OUT,
    roles: list[str] = _ROLES,
    why: str = typer.Option("rotated", help="Why it goes: rotated, lost, stolen."),
    since: int | None = _SINCE,
    as_json: bool = AS_JSON,
) -> None:
    """Draft a key set in which a new key takes the place of an old one, root keys included."""
    from overflight.desk.signing.key_sets import Retired, read_why, roles_of, rotated, use_of

    def following(now: InForceNow) -> KeySet:
        old = roles_of(now, key)
        new = _new_key(now, public, use_of(now, key), tuple(roles) or old)
        return rotated(now, Retired(key, read_why(why), since), new)

    _draft(folder, party, out, following, as_json=as_json)


def revoke(
    folder: Path = _FOLDER,
    party: str = _PARTY,
    key: list[str] = typer.Option(help="Id of a key that goes, 8 digits of it or more."),
    out: Path = _OUT,
    why: str = typer.Option(help="Why it goes: rotated, lost, stolen."),
    since: int | None = _SINCE,
    as_json: bool = AS_JSON,
) -> None:
    """Draft a key set without some keys; nothing takes their place."""
    from overflight.desk.signing.key_sets import Retired, read_why, retired

    def following(now: InForceNow) -> KeySet:
        return retired(now, [Retired(kid, read_why(why), since) for kid in key])

    _draft(folder, party, out, following, as_json=as_json)


if TYPE_CHECKING:
    from collections.abc import Callable

    from overflight.record import Key


def _new_key(now: InForceNow, public: Path, use: str, roles: tuple[str, ...]) -> Key:
    from overflight.adapters.files import read_bounded
    from overflight.desk.signing.key_sets import Possession, encryption_key, key_offered
    from overflight.treaty import read_form, read_json

    data = read_bounded(public, 100_000)
    if use == "enc":
        return encryption_key(data)
    offer = read_form(Possession, read_json(data, where=str(public)), where=str(public))
    return key_offered(offer, now, use, roles)


def _draft(
    folder: Path,
    party: str,
    out: Path,
    following: Callable[[InForceNow], KeySet],
    *,
    as_json: bool,
) -> None:
    from overflight.adapters.store.submission import record_to_read
    from overflight.cli.drafts import say_draft, write_draft
    from overflight.desk import code_of
    from overflight.desk.signing.drafting import Wanted, draft_statement
    from overflight.desk.signing.key_sets import keys_now
    from overflight.record import KEYS_SET, write_key_set

    code = code_of(party, where="--party")
    records, desk = record_to_read(folder)
    with records:
        now = keys_now(desk.records, code)
        drafted = draft_statement(desk, code, Wanted(KEYS_SET, write_key_set(following(now))))
    write_draft(out, drafted)
    say_draft(out, drafted, as_json=as_json)
    if not as_json:
        need = now.keys.threshold
        say(f"  {need} root keys of {code} must sign it: overflight key sign {out} --key ROOT")

"""``overflight node backup``, ``restore``, ``rebuild``, ``confirm``: come back from a loss."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from overflight.desk.network.reports import RecoveryForm

__all__ = ["add_to"]

_FOLDER = typer.Argument(help="The node's folder.")
_LOCK = typer.Option(None, help="File that holds what locks the private keys.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(backup)
    app.command()(restore)
    app.command()(rebuild)
    app.command()(confirm)


def backup(
    folder: Path = _FOLDER,
    out: Path = typer.Option(help="The file to write; a new one."),
    keys_to: str = typer.Option("", help="age1...: put the machine's keys in, locked for it."),
    as_json: bool = AS_JSON,
) -> None:
    """Back a node up to one file while it runs; without private keys unless that is asked for."""
    from overflight.adapters.clock import RandomIds, SystemClock
    from overflight.adapters.node.backups import back_up
    from overflight.desk.network.reports import BackupAnswer
    from overflight.treaty import write_form

    made = SystemClock().now().strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = back_up(folder, out, made, RandomIds().fresh().hex(), keys_to)
    answer = BackupAnswer(
        str(out), listed.party, listed.regime, listed.made, out.stat().st_size, bool(keys_to)
    )
    if as_json:
        say_json(write_form(answer))
        return
    say(f"Backed up the node of {answer.party} to {out}, {answer.bytes} bytes")
    say(f"  keys     {'in it, locked for ' + keys_to if keys_to else 'not in it: keep your own'}")
    say("  restore  overflight node restore FOLDER --from FILE; then rebuild, then confirm")


def restore(
    folder: Path = _FOLDER,
    source: Path = typer.Option(..., "--from", help="The backup."),
    identity: Path | None = typer.Option(None, help="age identity that opens the keys in it."),
    as_json: bool = AS_JSON,
) -> None:
    """Set a folder without a database back to a backup. The node signs nothing before confirm."""
    from overflight.adapters.clock import RandomIds
    from overflight.adapters.node.backups import restore as set_back
    from overflight.cli.key.files import passphrase
    from overflight.desk.network.reports import BackupAnswer
    from overflight.treaty import write_form

    secret = _identity(passphrase(identity)) if identity else ""
    listed = set_back(folder, source, RandomIds().fresh().hex(), secret)
    answer = BackupAnswer(
        str(source), listed.party, listed.regime, listed.made, source.stat().st_size, bool(secret)
    )
    if as_json:
        say_json(write_form(answer))
        return
    say(f"Set {folder} back to the node of {answer.party} as of {answer.made}")
    say("  It signs nothing now: what came later is with the others.")
    say(f"  next     overflight node rebuild {folder}")


def _identity(data: bytes) -> str:
    """Return the identity in a file as ``age-keygen`` writes it, comments left out."""
    lines = data.decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), "")


def rebuild(
    folder: Path = _FOLDER,
    source: list[Path] = typer.Option(
        [], "--from", help="Folder of another node, exported folder, bundle."
    ),
    network: bool = typer.Option(True, help="Ask the other parties' nodes, too."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Fetch every log back from others: after a restore, or with nothing but keys and genesis.

    Leaves with 0 where an officer may confirm, with 3 where something is still missing.
    """
    from overflight.adapters.clock import RandomIds, SystemClock
    from overflight.adapters.node.asking import named_sources, network_sources
    from overflight.adapters.node.recovery import rebuild as fetch_back
    from overflight.cli.key.files import passphrase
    from overflight.desk.network.reports import lacks_of
    from overflight.treaty import write_form

    with ExitStack() as open_:
        asked = open_.enter_context(named_sources(source))
        key = _tls_key(folder, passphrase(passphrase_file)) if network else None
        if key is not None:
            clock = SystemClock()
            asked += open_.enter_context(network_sources(folder, key, clock.now))
        form = fetch_back(folder, asked, RandomIds().fresh().hex())
    if as_json:
        say_json(write_form(form))
    else:
        _say_recovery(form, folder, ())
    raise typer.Exit(3 if lacks_of(form) else 0)


def _tls_key(folder: Path, secret: bytes) -> Ed25519PrivateKey | None:
    """Return the key the node is known by on the network; nothing where it is not at hand."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from overflight.adapters.keys.pem import read_private
    from overflight.adapters.node.folder import KEYS_FOLDER, TLS
    from overflight.adapters.node.settings import read_settings

    path = folder / KEYS_FOLDER / read_settings(folder).party / f"{TLS}.pem"
    key = read_private(path, secret)[0] if path.is_file() else None
    return key if isinstance(key, Ed25519PrivateKey) else None


def confirm(
    folder: Path = _FOLDER,
    key: Path | None = typer.Option(None, help="The officer's author key; only shows without it."),
    without: list[str] = typer.Option([], help="Go on without this mirror: it is gone for good."),
    key_passphrase_file: Path | None = typer.Option(None, help="Unlocks the officer's key."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Show what was found and, with the officer's key, let the node sign again.

    Leaves with 0 where it is confirmed or could be, with 3 where something is missing.
    """
    from overflight.adapters.node.recovery import recovery_at
    from overflight.desk.network.reports import lacks_of
    from overflight.treaty import write_form

    form = recovery_at(folder)
    given_up = tuple(code.upper() for code in without)
    if key is None:
        if as_json:
            say_json(write_form(form))
        else:
            _say_recovery(form, folder, given_up)
        raise typer.Exit(3 if lacks_of(form, given_up) else 0)
    _confirm(folder, form, (key, key_passphrase_file, passphrase_file), given_up, as_json=as_json)


def _confirm(
    folder: Path,
    form: RecoveryForm,
    files: tuple[Path, Path | None, Path | None],
    without: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    from overflight.adapters.clock import RandomIds, SystemClock
    from overflight.adapters.keys.pem import load_key
    from overflight.adapters.node.confirming import Officer
    from overflight.adapters.node.confirming import confirm as end_recovery
    from overflight.adapters.store.sqlite_record import SqliteRecords
    from overflight.assembly import Outside, open_record
    from overflight.cli.key.files import passphrase
    from overflight.desk.network.reports import ConfirmedAnswer
    from overflight.treaty import write_form

    signer = load_key(files[0], form.party, passphrase(files[1]))
    ids = RandomIds()
    officer = Officer(signer, SystemClock(), ids, ids.fresh().hex(), without)
    with open_record(folder, Outside(passphrase=passphrase(files[2]))) as record:
        records = record.desk.records
        assert isinstance(records, SqliteRecords)  # noqa: S101 - a folder is opened as no other
        done = end_recovery(records, folder, officer)
    answer = ConfirmedAnswer(
        form.party, done.statement.o, done.statement.i, len(done.again), done.kept
    )
    if as_json:
        say_json(write_form(answer))
        return
    say(f"Confirmed: {answer.origin} goes on with entry {answer.index}, which says so")
    if done.again:
        say(f"  again    {len(done.again)} entries only the backup held were appended after it")
    if done.kept:
        say(f"  kept     {len(done.kept)} entries could not be; they are in {folder / form.kept}")
    say(f"  next     overflight node serve {folder}")


def _say_recovery(form: RecoveryForm, folder: Path, without: tuple[str, ...]) -> None:
    from overflight.desk.network.reports import lacks_of

    say(f"Node of {form.party}, recovering: {form.why}")
    say(f"  log      {form.origin}")
    say(f"  head     {form.size} entries, root {form.root or 'none'}")
    for head in form.heads:
        by = ", ".join(head.cosigners) or "nobody"
        whose = head.party or "(a copy)"
        say(f"  shown    {whose:4} {head.source}: {head.size} entries, cosigned by {by}")
    for line in form.silent:
        say(f"  silent   {line}")
    for log in form.logs:
        say(f"  fetched  {log.origin}: {log.entries} entries")
    for entry in form.unpublished:
        say(
            f"  unheld   entry {entry.index} {entry.type} {entry.id}: held by nobody else; it stays"
        )
    for entry in form.left:
        say(f"  left     entry {entry.index} {entry.type} {entry.id}: not in the log found")
    if form.kept:
        say(f"  kept     {folder / form.kept}: these entries; confirm appends what still fits")
    _say_next(folder, lacks_of(form, without))


def _say_next(folder: Path, lacks: tuple[str, ...]) -> None:
    for lack in lacks:
        say(f"  LACKS    {lack}")
    if lacks:
        say("  It signs nothing. Rebuild again with more sources; see docs/recovery.md.")
    else:
        say(f"  next     overflight node confirm {folder} --key THE_OFFICERS_KEY.pem")

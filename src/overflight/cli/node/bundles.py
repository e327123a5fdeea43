"""``overflight node give`` and ``take``: take part without a network, by stick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.desk.answers.sticks import StickTaken

__all__ = ["add_to"]

_FOLDER = typer.Argument(help="The node's folder.")
_LOCK = typer.Option(None, help="File that holds what locks the private keys.")
_MOST_SAID = 12


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(give)
    app.command()(take)


def give(
    folder: Path = _FOLDER,
    out: Path = typer.Option(help="The .ofb file to write."),
    to: str = typer.Option("", "--for", help="For which party: what it has not signed for yet."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Pack what another party lacks: own log, mirrored logs, cosignatures, what entries name."""
    from itertools import chain

    from overflight.adapters.keys.pem import LOG, load_key
    from overflight.adapters.node.folder import KEYS_FOLDER
    from overflight.adapters.node.wire import Store
    from overflight.adapters.sticks.files import pack_files
    from overflight.adapters.sticks.giving import Given, known_to
    from overflight.adapters.store.sqlite_file import SqliteFile
    from overflight.assembly import Outside, open_node
    from overflight.cli.key.files import passphrase
    from overflight.desk import founders_of
    from overflight.desk.answers.sticks import BundleAnswer, CarriedLog
    from overflight.record import carried_files, read_head
    from overflight.treaty import write_form

    secret = passphrase(passphrase_file)
    with open_node(folder, Outside(passphrase=secret)) as node:
        records = node.record.desk.records
        assert isinstance(records, SqliteFile)  # noqa: S101 - a node lies in a file
        given = Given(node.desk, Store.over(records, node.record.genesis, node.party))
        known = known_to(node.desk, *founders_of([to])) if to else {}
        base = node.desk.keys.genesis.base
        key = load_key(folder / KEYS_FOLDER / node.party / f"{LOG}.pem", node.party, secret)
        files = chain(carried_files(given, base, lambda o: known.get(o, 0)), given.older_files())
        pack_files(files, base, out, key)
        sizes = {o: read_head(next(given.heads(o)))[0].size for o in given.origins()}
        logs = {o: CarriedLog(min(known.get(o, 0), n), n) for o, n in sizes.items()}
        answer = BundleAnswer(str(out), node.party, out.stat().st_size, logs)
    if as_json:
        say_json(write_form(answer))
        return
    new = sum(log.entries - log.since for log in logs.values())
    say(f"Packed {len(logs)} logs, {new} entries, {answer.bytes} bytes, as {answer.packer}")
    say(f"  to take it in  overflight node take FOLDER {out}")


def take(
    folder: Path = _FOLDER,
    bundle: Path = typer.Argument(help="The .ofb file, or an exported folder."),
    passphrase_file: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Take a stick in as a round on the network does: pull, check, cosign, collect lines.

    Exit code 0 where all of it was taken, 3 where something was not or a person has to look.
    """
    from contextlib import ExitStack

    from overflight.adapters.sticks.files import BundleCopy
    from overflight.adapters.sticks.peer import bundle_peer, folder_peer
    from overflight.adapters.sticks.taking import packed_by, take_carried
    from overflight.assembly import Outside, open_node
    from overflight.cli.key.files import passphrase
    from overflight.desk.answers.sticks import StickFault, StickTaken, TakenLog
    from overflight.treaty import write_form

    with ExitStack() as open_:
        node = open_.enter_context(
            open_node(folder, Outside(passphrase=passphrase(passphrase_file)))
        )
        listed = None
        if bundle.is_dir():
            peer = folder_peer(bundle)
        else:
            copy = open_.enter_context(BundleCopy(bundle))
            peer, listed = bundle_peer(copy, bundle.name), copy.listed
        desk = node.desk
        before = {origin: desk.mirrors.held(origin).size for origin in peer.places}
        report = take_carried(desk, peer)
        packed = listed is not None and packed_by(desk, listed)
        answer = StickTaken(
            str(bundle),
            listed.packer if listed else "",
            packed,
            {o: TakenLog(n, desk.mirrors.held(o).size) for o, n in before.items()},
            tuple(report.cosigned),
            len({line.name for _, line in desk.lines.lines(desk.own)}),
            tuple(
                StickFault(x.origin, x.code, x.expected, x.found, x.alarm) for x in report.outcomes
            ),
        )
    if as_json:
        say_json(write_form(answer))
    else:
        _say_taken(answer)
    raise typer.Exit(3 if answer.faults else 0)


def _say_taken(answer: StickTaken) -> None:
    new = sum(log.entries - log.before for log in answer.logs.values())
    by = f"packed by {answer.packer}" if answer.packed else "packed by nobody known here"
    say(f"Took {new} new entries of {len(answer.logs)} logs, {by}")
    say(f"  cosigned   {len(answer.cosigned)} heads; give them back with: overflight node give")
    say(f"  own log    {answer.lines} mirrors have signed a head of it")
    for fault in answer.faults[:_MOST_SAID]:
        mark = "ALARM" if fault.alarm else "not taken"
        say(f"  {mark:<10} {fault.code} {fault.origin}: expected {fault.expected}")
        say(f"             found {fault.found}")

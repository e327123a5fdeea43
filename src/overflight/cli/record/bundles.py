"""Bundles for the air gap, and the verifier for strangers."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json

__all__ = ["register"]

_RECORD = typer.Option(Path(), "--record", help="Where the record lies.")


def register(app: typer.Typer) -> None:
    """Add the commands to the noun ``record``."""
    app.command()(bundle)
    app.command()(unbundle)
    app.command()(verifier)


def bundle(
    out: Path = typer.Option(help="The .ofb file to write."),
    party: str = typer.Option(help="Who packs: the party whose log key signs the list."),
    record: Path = _RECORD,
    since: Path | None = typer.Option(
        None, help="What the receiver has: an earlier bundle, an export, a record."
    ),
    passphrase_file: Path | None = typer.Option(None, help="Holds what locks the private keys."),
    as_json: bool = AS_JSON,
) -> None:
    """Pack the record into one file, to be carried where there is no network."""
    from overflight.adapters.keys.pem import LOG, load_key
    from overflight.adapters.sticks.files import pack_record
    from overflight.adapters.sticks.intake import sizes_at
    from overflight.adapters.store.copies import copy_at
    from overflight.assembly import KEYS_FOLDER
    from overflight.cli.key.files import passphrase
    from overflight.record import genesis_of, read_genesis

    code = party.upper()
    key = load_key(record / KEYS_FOLDER / code / f"{LOG}.pem", code, passphrase(passphrase_file))
    known = sizes_at(since) if since else {}
    with copy_at(record) as (copy, document):
        base = read_genesis(document or genesis_of(copy)).base
        logs = pack_record(copy, base, out, key, known)
    if as_json:
        from overflight.desk.answers.sticks import BundleAnswer, CarriedLog
        from overflight.treaty import write_form

        carried = {o: CarriedLog(known.get(o, 0), n) for o, n in logs}
        say_json(write_form(BundleAnswer(str(out), code, out.stat().st_size, carried)))
        return
    entries = sum(n - min(n, known.get(o, 0)) for o, n in logs)
    say(f"Packed {len(logs)} logs, {entries} new entries, {out.stat().st_size} bytes, as {code}")
    say(f"  check it with  overflight record verify {out}")
    say(f"  take it in     overflight record unbundle {out} --into FOLDER")


def unbundle(
    file: Path = typer.Argument(help="The .ofb file."),
    into: Path = typer.Option(help="An exported folder, or a new one."),
    regime: str = typer.Option("", help="Regime id from a source you trust, such as paper."),
    as_json: bool = AS_JSON,
) -> None:
    """Check a bundle together with what the folder holds; take in all of it, or nothing."""
    from overflight.adapters.sticks.intake import take_bundle

    taken = take_bundle(file, into, regime=regime)
    if as_json:
        from overflight.desk.answers.sticks import TakenLog, UnbundleAnswer
        from overflight.treaty import write_form

        logs = {o: TakenLog(before, now) for o, before, now in taken.logs}
        say_json(write_form(UnbundleAnswer(taken.regime, taken.packer, logs)))
        return
    new = sum(now - before for _, before, now in taken.logs)
    say(f"Took {new} new entries of {len(taken.logs)} logs, packed by {taken.packer}, into {into}")
    if not regime:
        say(f"  regime {taken.regime}: compare it with the one on paper (--regime)")


def verifier() -> None:
    """Print the verifier for strangers: one Python file that shares no code with this program."""
    from overflight.adapters.stranger import verifier_text

    typer.echo(verifier_text(), nl=False)

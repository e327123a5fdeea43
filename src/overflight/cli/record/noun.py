"""The record: found, list, show, prove, check a proof, verify, export."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.record import bundles as record_bundle
from overflight.cli.record import evidence as record_evidence
from overflight.cli.record import submit as record_submit
from overflight.cli.record.snapshot import snapshot

app = typer.Typer(no_args_is_help=True, help="The record: found, append, read, verify.")
record_bundle.register(app)
record_submit.register(app)
app.command()(snapshot)
app.add_typer(record_evidence.app, name="evidence")

_PATH = typer.Argument(
    Path(), help="Folder or SQLite file of the record, an exported copy, a bundle."
)
_RECORD = typer.Option(Path(), "--record", help="Where the record lies.")
_POLICY = typer.Option(
    [], "--policy", help="A tlog-policy file that must be met; the regime's quorum if none."
)
_REF = typer.Argument(help="Which entry: PARTY:INDEX, as in HU:12.")


@app.command()
def found(
    path: Path = typer.Argument(help="A new folder."),
    party: list[str] = typer.Option([], help="Code of a founder; every State that joined if none."),
    name: str = typer.Option("Treaty on Open Skies", help="Name of the regime."),
    base: str = typer.Option("overflight.example/r1", help="Host and path that name the logs."),
    facts: bool = typer.Option(True, help="Let a Depositary say the treaty's founding facts."),
    passphrase_file: Path | None = typer.Option(None, help="Holds what locks the private keys."),
    seed: str = typer.Option("", help="For rehearsals only: make the keys from this text."),
    as_json: bool = AS_JSON,
) -> None:
    """Found a record: genesis document, keys of every founder, the treaty's founding facts."""
    from overflight.assembly import Outside, new_record
    from overflight.cli.key.files import passphrase
    from overflight.cli.record.calls import wrong_founding
    from overflight.cli.record.views import counted
    from overflight.desk import Charter
    from overflight.desk.answers.records import FoundedAnswer
    from overflight.desk.founding.facts import load_founding
    from overflight.desk.founding.genesis import founders_of
    from overflight.record import regime_id
    from overflight.treaty import open_skies, ruleset_hash, write_form

    founders = founders_of(party)
    depositaries = [s.code for s in open_skies().parties if s.depositary and s.code in founders]
    charter = Charter(name, base, tuple(depositaries), ruleset_hash())
    outside = Outside(passphrase=passphrase(passphrase_file), seed=seed)
    said = 0
    with wrong_founding(), new_record(path, charter, founders, outside) as record:
        if facts and depositaries:
            said = len(load_founding(record.desk, record.signers[depositaries[0]]))
        regime = regime_id(record.genesis)
    if as_json:
        answer = FoundedAnswer(str(path), regime, founders, said, rehearsal=bool(seed))
        say_json(write_form(answer))
        return
    say(f"Founded a record of {counted(len(founders), 'party', 'parties')} in {path}")
    say(f"  regime   {regime}   compare it on paper; `record verify --regime` checks it")
    say(f"  facts    {said} said by {depositaries[0]}" if said else "  facts    none said")
    say(f"  keys     {path}/keys, a folder for each party; in earnest each party keeps its own")
    if seed:
        say("  REHEARSAL: the keys come from a seed; whoever knows it can speak for every party")


@app.command()
def verify(
    path: str = typer.Argument(
        ".", help="Folder or file of a record, an exported copy, a bundle, or the URL of a copy."
    ),
    regime: str = typer.Option("", help="Regime id from a source you trust, such as paper."),
    policy: list[Path] = _POLICY,
    bodies: bool = typer.Option(True, help="Check too that each body fits its statement type."),
    as_json: bool = AS_JSON,
) -> None:
    """Check everything, offline. Leaves with 0, 3 (void or contested entries) or 4 (faults)."""
    from overflight.adapters.store.copies import local_copy, policies_at, verify_path
    from overflight.cli.record.views import say_report, status_of

    policies = policies_at(policy)
    with local_copy(path) as place:
        report = verify_path(place, regime=regime, bodies=bodies)
    if as_json:
        from overflight.desk.answers.records import answer_of_report
        from overflight.treaty import write_form

        say_json(write_form(answer_of_report(report, policies)))
    else:
        say_report(report, path, policies, pinned=bool(regime))
        if not bodies:
            say("  not checked: whether each body fits its statement type (--no-bodies)")
    raise typer.Exit(status_of(report))


@app.command(name="list")
def list_entries(
    path: Path = _PATH,
    party: str = typer.Option("", help="Only the log of this party."),
    kind: str = typer.Option("", "--type", help="Only statements whose type begins so."),
    policy: list[Path] = _POLICY,
    as_json: bool = AS_JSON,
) -> None:
    """List the entries of a record, each with what it counts for and how far it has come."""
    from overflight.adapters.store.copies import policies_at, viewed_at
    from overflight.cli.record.views import entry_line
    from overflight.desk.answers.records import answer_of_entry, seen_of
    from overflight.treaty import write_form

    viewed = [
        v
        for v in viewed_at(path, policies_at(policy))
        if (not party or f"/log/{party.lower()}/" in v.checked.ref.o)
        and (not kind or (v.checked.statement and v.checked.statement.type.startswith(kind)))
    ]
    if as_json:
        answers = [seen_of(answer_of_entry(v.checked), v.reached, v.bounds) for v in viewed]
        say_json([write_form(answer) for answer in answers])
        return
    for v in viewed:
        say(entry_line(v.checked, v.reached))
    say(f"{len(viewed)} entries")


@app.command()
def show(
    ref: str = _REF,
    record: Path = _RECORD,
    policy: list[Path] = _POLICY,
    as_json: bool = AS_JSON,
) -> None:
    """Show one entry: what it says, who signed it, what it counts for, who holds it, since when."""
    from overflight.adapters.store.copies import entry_at, policies_at, viewed_at
    from overflight.cli.record.views import say_entry
    from overflight.desk.answers.records import answer_of_entry, seen_of
    from overflight.record import read_envelope
    from overflight.treaty import write_form

    origin, index, leaf = entry_at(record, ref)
    viewed = viewed_at(record, policies_at(policy))
    found = next(v for v in viewed if (v.checked.ref.o, v.checked.ref.i) == (origin, index))
    checked = found.checked
    signatures = () if checked.statement is None else read_envelope(leaf).signatures
    signers = tuple(s.keyid for s in signatures)
    if as_json:
        text = leaf.decode("utf-8", "backslashreplace")
        answer = answer_of_entry(checked, signers=signers, leaf=text)
        say_json(write_form(seen_of(answer, found.reached, found.bounds)))
        return
    say_entry(found, signers)


@app.command()
def prove(
    ref: str = _REF,
    record: Path = _RECORD,
    leaf_file: Path | None = typer.Option(None, "--leaf", help="Write the entry to this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Print the proof that an entry stands in its log; it is checked before it is printed."""
    from overflight.adapters.files import write_out
    from overflight.adapters.store.copies import prove_entry
    from overflight.record import write_proof

    proof, leaf, key = prove_entry(record, ref)
    text = write_proof(proof).decode()
    if leaf_file is not None:
        write_out(leaf_file, leaf)
    if as_json:
        from overflight.desk.answers.records import ProofAnswer
        from overflight.treaty import write_form

        say_json(write_form(ProofAnswer(key.vkey, text, leaf.decode())))
    else:
        typer.echo(text, nl=False)


@app.command()
def check(
    proof: Path = typer.Argument(help="A .tlog-proof file."),
    leaf: Path = typer.Argument(help="The entry it speaks of."),
    key: str = typer.Option(help="Key line of the log, from a source you trust."),
    as_json: bool = AS_JSON,
) -> None:
    """Check a proof without the record: only the proof, the entry, and the log's key."""
    from overflight.adapters.store.record_folder import read_plain
    from overflight.cli.record.calls import key_line
    from overflight.record import leaf_hash, read_proof

    named = key_line(key)
    read = read_proof(read_plain(proof))
    entry = read_plain(leaf)
    holds = read.proves(entry, named)
    if as_json:
        from overflight.desk.answers.records import ProofCheckAnswer
        from overflight.treaty import write_form

        answer = ProofCheckAnswer(holds, read.index, leaf_hash(entry).hex())
        say_json(write_form(answer))
    else:
        say(f"{'proven' if holds else 'NOT PROVEN'}: entry {read.index}, {leaf_hash(entry).hex()}")
    raise typer.Exit(0 if holds else 4)


@app.command()
def export(
    folder: Path = typer.Argument(help="Folder to write; brought up to date if it is there."),
    record: Path = _RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Write all logs to a folder in C2SP tile layout, to be served, carried or verified."""
    from overflight.adapters.store.copies import export_record
    from overflight.cli.record.views import counted
    from overflight.desk.answers.records import ExportAnswer
    from overflight.treaty import write_form

    written = export_record(record, folder)
    if as_json:
        say_json(write_form(ExportAnswer(str(folder), dict(written))))
        return
    logs, entries = len(written), sum(n for _, n in written)
    say(f"Exported {counted(logs, 'log')}, {counted(entries, 'entry', 'entries')}, to {folder}")
    say(f"  verify it with: overflight record verify {folder}")

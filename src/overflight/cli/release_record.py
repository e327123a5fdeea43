"""The commands of ``release`` that speak on a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.release import (
    app,
    read_identity,
    read_labels,
    read_manifest,
    say_entitlement,
    say_form,
    say_manifest,
    sealed_folder,
)

if TYPE_CHECKING:
    from overflight.desk import Desk, Rechecked, Signer
    from overflight.record import Reference
    from overflight.treaty import Refusal

__all__: list[str] = []

_RECORD = typer.Option(help="Folder of the record.")
_PARTY = typer.Option(help="Code of the party that speaks; its key must be at hand.")
_FLIGHT = typer.Option(help="Mission key, as 2003-OS3007.")
_LOCK = typer.Option(None, "--passphrase-file", help="Holds what locks the private keys.")
_REF = typer.Argument(help="Statement as PARTY:INDEX.")


@contextmanager
def _speaking(record: Path, party: str, lock: Path | None) -> Iterator[tuple[Desk, Signer]]:
    """Yield the desk of a record and the signer of a party."""
    from overflight.assembly import Outside, open_record
    from overflight.cli.key.files import passphrase
    from overflight.desk import code_of
    from overflight.errors import UsageError

    code = code_of(party, where="--party")
    with open_record(record, Outside(passphrase=passphrase(lock))) as opened:
        signer = opened.signers.get(code)
        if signer is None:
            raise UsageError(
                "E-KEY",
                where=str(record),
                expected=f"the author key of {code}",
                found=f"keys of {', '.join(sorted(opened.signers)) or 'nobody'}",
                remedy="Speak for a party whose key lies in the keys folder.",
            )
        yield opened.desk, signer


def _reference(record: Path, text: str) -> Reference:
    """Return the reference of a statement named as PARTY:INDEX."""
    from overflight.adapters.store.copies import entry_at
    from overflight.record import Reference, leaf_hash

    origin, index, leaf = entry_at(record, text)
    return Reference(origin, index, leaf_hash(leaf).hex())


def _short(ref: Reference) -> str:
    return f"{ref.o.split('/')[-2].upper()}:{ref.i}"


def _refused(refusal: Refusal, *, as_json: bool) -> None:
    """Print why an act cannot stand, and leave with 1."""
    from overflight.release import ReleaseRefusal

    if as_json:
        say_form(ReleaseRefusal(refusal.act, refusal.findings))
    else:
        say(f"refused: {refusal.act}")
        say_findings(refusal.findings)
    leave("broken")


@app.command(name="publish-key")
def publish_key(
    recipient: str = typer.Argument(help="The age recipient, age1..."),
    record: Path = _RECORD,
    party: str = _PARTY,
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Say to which key copies for your party shall be sealed."""
    from overflight.desk import publish_key as act
    from overflight.release import RequestAnswer

    with _speaking(record, party, lock) as (desk, signer):
        ref = act(desk, signer, recipient)
    if as_json:
        say_form(RequestAnswer(_short(ref)))
    else:
        say(f"published  {_short(ref)}  {recipient}")


@app.command()
def seal(
    folder: Path = typer.Argument(help="The medium, or a bit-for-bit copy of it."),
    record: Path = _RECORD,
    party: str = _PARTY,
    flight: str = _FLIGHT,
    medium: str = typer.Option(help="Name of the medium, the same on both sides."),
    labels: Path | None = typer.Option(
        None, "--labels", help="JSON labels by file name; both sides must give the same, or none."
    ),
    anyway: bool = typer.Option(False, "--anyway", help="The other side has no such medium."),
    out: Path | None = typer.Option(None, "--out", help="Keep the manifest in this file."),
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Hash your own copy on your own machine, and put its seal on the record."""
    from overflight.adapters.files import write_out
    from overflight.desk import Medium
    from overflight.desk import seal as act
    from overflight.release import manifest_answer

    made = sealed_folder(folder, labels)
    if out is not None:
        write_out(out, made.to_bytes())
    with _speaking(record, party, lock) as (desk, signer):
        ref = act(desk, signer, Medium(flight, medium), made, anyway=anyway)
    if as_json:
        say_form(manifest_answer(made, ref=_short(ref)))
        return
    say(f"sealed    {_short(ref)}")
    say_manifest(made)


@app.command()
def request(
    record: Path = _RECORD,
    party: str = _PARTY,
    flight: str = _FLIGHT,
    sensor: str = typer.Option("all", help="(D) the sensor; all for every one."),
    portion: list[str] = typer.Option(["all"], help="(E) portion of the observation period."),
    form: str = typer.Option(
        "digital, first-generation duplicate", help="(F) type and format of the duplicate."
    ),
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Ask the observing Party for copies and tell the observed Party (NTF-39)."""
    from overflight.desk import request_copy, request_for
    from overflight.release import RequestAnswer
    from overflight.treaty import Refusal

    with _speaking(record, party, lock) as (desk, signer):
        asked = request_for(desk, flight, sensor, tuple(portion), form)
        done = request_copy(desk, signer, asked)
    if isinstance(done, Refusal):
        _refused(done, as_json=as_json)
    elif as_json:
        say_form(RequestAnswer(_short(done), asked.told))
    else:
        say(f"requested  {_short(done)}  to {', '.join(asked.told)}")


@app.command()
def decide(
    ref: str = _REF,
    record: Path = _RECORD,
    party: str = _PARTY,
    medium: str = typer.Option(help="The medium that holds the data."),
    decision: str = typer.Option("", help="release, refuse or hold; what follows if not given."),
    ground: str = typer.Option("", help="Why, where you decide otherwise."),
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Answer a request: the entitlement is computed, and embedded in the decision."""
    from overflight.desk import decide_release
    from overflight.errors import UsageError
    from overflight.release import ReleaseDecision, entitlement_answer
    from overflight.treaty import Refusal

    words = [word.value for word in ReleaseDecision]
    if decision and decision not in words:
        raise UsageError(
            "E-DECISION",
            where="--decision",
            expected=" or ".join(words),
            found=decision,
            remedy="Choose one of these, or leave it out.",
        )
    own = (ReleaseDecision(decision), ground) if decision else None
    with _speaking(record, party, lock) as (desk, signer):
        done = decide_release(desk, signer, _reference(record, ref), medium, own)
    if isinstance(done, Refusal):
        _refused(done, as_json=as_json)
        return
    if as_json:
        where, word = _short(done.ref), done.decision.value
        say_form(entitlement_answer(done.entitlement, ref=where, decision=word))
    else:
        say(f"decided    {_short(done.ref)}  {done.decision.value}")
        say_entitlement(done.entitlement)
    leave(done.entitlement.outcome.value)


@app.command()
def package(
    ref: str = _REF,
    folder: Path = typer.Argument(help="Where the sealed files lie."),
    record: Path = _RECORD,
    party: str = _PARTY,
    manifest: Path = typer.Option(help="The manifest you sealed."),
    labels: Path | None = typer.Option(
        None, "--labels", help="JSON: sensor and portion by file name, to choose by."
    ),
    out: Path = typer.Option(help="The age file to write."),
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Pack the files a decision releases for its one recipient, and say that they are sent."""
    from overflight.adapters.parcels.packages import seal_package
    from overflight.adapters.parcels.parcels import parcel_note
    from overflight.desk import order_of, send
    from overflight.release import manifest_answer
    from overflight.treaty import Refusal

    sealed = read_manifest(manifest)
    named = None if labels is None else read_labels(labels)
    with _speaking(record, party, lock) as (desk, signer):
        decision = _reference(record, ref)
        order = order_of(desk, decision)
        chosen = order.files(sealed, named)
        packed = seal_package(chosen, folder, order.recipient, out, sealed=sealed)
        done = send(desk, signer, decision, parcel_note(packed, chosen, sealed))
    if isinstance(done, Refusal):
        out.unlink()
        _refused(done, as_json=as_json)
        return
    if as_json:
        say_form(manifest_answer(chosen, ref=_short(done), ciphertext=packed.sha256))
        return
    say(f"sent      {_short(done)}  {out.name}, {packed.size:,} bytes, one recipient")
    say(f"age file  {packed.sha256}")
    say_manifest(chosen)


@app.command()
def receive(
    ref: str = _REF,
    parcel: Path = typer.Argument(help="The age file that arrived."),
    record: Path = _RECORD,
    party: str = _PARTY,
    identity: Path = typer.Option(help="File with the identity, as age-keygen writes it."),
    out: Path = typer.Option(help="A new folder to unpack into."),
    lock: Path | None = _LOCK,
    as_json: bool = AS_JSON,
) -> None:
    """Check what arrived, hash before opening, and say what you found (0 whole, 1 disputed)."""
    from overflight.adapters.parcels.parcels import AgeParcel
    from overflight.desk import receive as act
    from overflight.release import ReceiptAnswer
    from overflight.treaty import write_form

    arrived = AgeParcel(parcel, read_identity(identity), out)
    with _speaking(record, party, lock) as (desk, signer):
        receipt = act(desk, signer, _reference(record, ref), arrived)
    if as_json:
        say_form(ReceiptAnswer(_short(receipt.ref), receipt.whole, receipt.fact))
    else:
        word = "received whole" if receipt.whole else "disputed"
        say(f"{word}  {_short(receipt.ref)}")
        for name, value in write_form(receipt.fact).items():
            say(f"  {name:10} {value}")
    leave("kept" if receipt.whole else "broken")


@app.command()
def recheck(ref: str = _REF, record: Path = _RECORD, as_json: bool = AS_JSON) -> None:
    """Compute a decision's entitlement again at its own cut.

    Leaves with 0 where it is the same, 1 where it is not, and 3 where every verdict is the same but
    this program has another rule set than the decision names.
    """
    from overflight.assembly import open_record
    from overflight.desk import recheck_decision
    from overflight.release import entitlement_answer

    with open_record(record, keys=False) as opened:
        found = recheck_decision(opened.desk.records, _reference(record, ref))
    if as_json:
        named = found.embedded.ruleset
        say_form(entitlement_answer(found.answer, same=found.agrees, named_ruleset=named))
    else:
        _say_recheck(found)
        say_entitlement(found.answer)
    leave(found.outcome.value)


def _say_recheck(found: Rechecked) -> None:
    """Say whether the embedded entitlement is right, and with which rule set."""
    if found.same_rules:
        word = "is" if found.agrees else "is NOT"
        say(f"The embedded entitlement {word} what this record gives at its cut.")
        return
    word = "the same as" if found.agrees else "NOT the same as"
    say(f"The embedded verdicts are {word} those this program computes at its cut.")
    say(f"  the decision names rule set {found.embedded.ruleset}")
    say(f"  this program has rule set   {found.answer.ruleset}")
    say("  To compare to the byte, use the version of this program that has that rule set.")


@app.command()
def holdings(record: Path = _RECORD, flight: str = _FLIGHT, as_json: bool = AS_JSON) -> None:
    """Show who holds what of a flight, as the record shows it."""
    from overflight.assembly import open_record
    from overflight.desk import read_facts
    from overflight.release import HoldingAnswer, Releases, comparison_code
    from overflight.treaty import write_form

    with open_record(record, keys=False) as opened:
        found = Releases.of(read_facts(opened.desk.records)).holdings(flight)
    held = [
        HoldingAnswer(
            row.party, row.what, row.medium, row.root, comparison_code(row.root), _short(row.ref)
        )
        for row in found
    ]
    if as_json:
        say_json([write_form(row) for row in held])
        return
    for row in held:
        say(f"{row.party:3} {row.what:16} {row.medium:16} {row.code}  {row.ref}")
    if not held:
        say("nobody has sealed or received anything of this flight")

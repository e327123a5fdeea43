"""Read a record where it lies, without its keys: verify, list, prove, export.

A copy is a record's folder, its SQLite file alone, an exported folder in wire layout, or a bundle.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from overflight.adapters.files import write_whole
from overflight.adapters.sticks.files import BundleCopy, is_bundle, packer_problems
from overflight.adapters.store.export_target import check_target
from overflight.adapters.store.peer_copy import PeerCopy
from overflight.adapters.store.plain_fetch import WebPeer, is_address
from overflight.adapters.store.record_folder import FolderCopy, export_log, read_plain
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.errors import RecordError, UsageError
from overflight.record import (
    Checked,
    Copy,
    EntryProof,
    Hooks,
    NoteKey,
    Policy,
    Problem,
    Reached,
    Report,
    SignatureKind,
    TimeBounds,
    check_record,
    genesis_of,
    inclusion_proof,
    key_sets_in,
    leaf_hash,
    log_keys_of,
    nodes_of,
    read_genesis,
    read_head,
    read_note,
    read_policy,
    regime_policies,
    verify_record,
    view_record,
)

__all__ = [
    "GENESIS_FILE",
    "RECORD_FILE",
    "Viewed",
    "checked_at",
    "copy_at",
    "entry_at",
    "export_record",
    "local_copy",
    "policies_at",
    "prove_entry",
    "verify_path",
    "viewed_at",
]

RECORD_FILE = "record.sqlite"
GENESIS_FILE = "genesis.json"
_LONGEST_INDEX = 18


def _hooks() -> Hooks:
    """Return what the chapters add: whether a body fits its type; they are loaded only for this."""
    from overflight.desk import schema_fault  # noqa: PLC0415 - the record is checked without them

    return Hooks(schema=schema_fault)


def verify_path(path: Path, *, regime: str = "", bodies: bool = True) -> Report:
    """Verify a record where it lies: a record's folder, its SQLite file, or an exported folder.

    The checking is done by ``overflight.record`` alone; the chapters add only whether a body fits
    its statement type.

    Args:
        path: The folder or file.
        regime: Regime id from a source one trusts, for example paper; not compared if empty.
        bodies: Ask the chapters too; without, ``overflight.record`` stands alone.

    Raises:
        UsageError: There is no record at this path.
        RecordError: An exported folder has no genesis document that can be read.
        StoreError: The SQLite file cannot be opened.
    """
    with copy_at(path) as (copy, document):
        report = verify_record(copy, document, _hooks() if bodies else Hooks())
        if isinstance(copy, SqliteRecords):
            report = replace(report, general=(*report.general, *copy.column_faults()))
        if isinstance(copy, BundleCopy) and report.regime:
            told = packer_problems(copy.listed, copy, genesis_of(copy))
            report = replace(report, general=(*report.general, *told))
    asked = "".join(regime.split()).lower()  # on paper an id is written in groups, or in capitals
    if asked and report.regime != asked:
        wrong = Problem("E-REGIME", "genesis document", f"regime {asked}", report.regime or "none")
        report = replace(report, general=(wrong, *report.general))
    return report


def export_record(path: Path, folder: Path) -> tuple[tuple[str, int], ...]:
    """Write every log of a record to a folder in wire layout, to be served or carried.

    Args:
        path: Where the record lies.
        folder: The folder to write; made if it is not there, brought up to date if it is.

    Returns:
        Origin and number of entries of each log.

    Raises:
        UsageError: There is no record at this path, or something else lies in the folder.
        RecordError: A log of the folder is longer than the record's, or another version of it.
        StoreError: The disk failed; what was there before is whole.
    """
    with copy_at(path) as (copy, document):
        genesis = document or genesis_of(copy)
        base = read_genesis(genesis).base
        check_target(copy, genesis, base, folder)
        write_whole(folder / GENESIS_FILE, genesis)
        return tuple((o, export_log(copy, o, base, folder)) for o in copy.origins())


def checked_at(path: Path) -> tuple[Checked, ...]:
    """Return every entry of a record with what it counts for.

    Raises:
        UsageError: There is no record at this path.
        RecordError: The record has no genesis document that can be read, or a log is cut off.
    """
    with copy_at(path) as (copy, document):
        leaves = {o: tuple(leaf for _, leaf in copy.leaves(o)) for o in copy.origins()}
        heads = {origin: tuple(copy.heads(origin)) for origin in leaves}
        return check_record(document or genesis_of(copy), leaves, _hooks(), heads)


@dataclass(frozen=True, slots=True)
class Viewed:
    """One entry: what it counts for, how far it has come, when it was made.

    Args:
        checked: What it says and counts for.
        reached: How far it has come, and by whom.
        bounds: Between which instants it was made, as far as mirrors prove it.
    """

    checked: Checked
    reached: Reached
    bounds: TimeBounds


def viewed_at(path: Path, policies: Sequence[Policy] = ()) -> tuple[Viewed, ...]:
    """Return every entry of a record with how far it has come and when it was made.

    Args:
        path: Where the record lies.
        policies: What this reader asks of cosigners; the regime's quorum if none are given.

    Raises:
        UsageError: There is no record at this path.
        RecordError: The record has no genesis document that can be read, or a log is cut off.
    """
    with copy_at(path) as (copy, document):
        genesis = document or genesis_of(copy)
        leaves = {o: tuple(leaf for _, leaf in copy.leaves(o)) for o in copy.origins()}
        heads = {origin: tuple(copy.heads(origin)) for origin in leaves}
        checked = check_record(genesis, leaves, _hooks(), heads)
        view = view_record(read_genesis(genesis), checked, heads)
        asked = policies or regime_policies(view.roster)
        return tuple(Viewed(c, view.reached(c, asked), view.bounds(c, copy.blob)) for c in checked)


def policies_at(paths: Sequence[Path]) -> tuple[Policy, ...]:
    """Read tlog-policy files.

    Raises:
        RecordError: ``E-POLICY``: one of them is none.
    """
    return tuple(read_policy(read_plain(path)) for path in paths)


def entry_at(path: Path, ref: str) -> tuple[str, int, bytes]:
    """Return origin, index and bytes of one entry.

    Args:
        path: Where the record lies.
        ref: ``PARTY:INDEX`` or ``ORIGIN:INDEX``.

    Raises:
        UsageError: There is no such entry.
    """
    party, _, number = ref.rpartition(":")
    expected = "PARTY:INDEX of an entry in the record, as in HU:12"
    with copy_at(path) as (copy, _):
        held = copy.origins()
        named = [o for o in held if o == party or f"/log/{party.lower()}/" in o]
        if number.isascii() and number.isdigit() and party:
            expected = f"a log of the record: {', '.join(sorted(map(_party_of, held)))}"
            count = 0
            for index, leaf in copy.leaves(named[-1]) if named else ():
                count = index + 1
                if index == int(number[:_LONGEST_INDEX]):
                    return named[-1], index, leaf
            if named:
                expected = (
                    f"one of the {count} entries of {party}: {party}:0 to {party}:{count - 1}"
                )
    raise UsageError(
        "E-REF",
        where="entry",
        expected=expected,
        found=ref,
        remedy="`overflight record list` shows the entries.",
    )


def _party_of(origin: str) -> str:
    return origin.rpartition("/log/")[2].partition("/")[0].upper()


def prove_entry(path: Path, ref: str) -> tuple[EntryProof, bytes, NoteKey]:
    """Return the proof that an entry stands in its log, the entry, and the log's key.

    Raises:
        UsageError: There is no such entry.
        RecordError: The log does not lead to its head, so nothing can be proven.
    """
    origin, index, leaf = entry_at(path, ref)
    with copy_at(path) as (copy, document):
        founder = read_genesis(document or genesis_of(copy)).founder_of(origin)
        first = founder.log if founder else b""
        note = deque(copy.heads(origin), maxlen=1).pop()
        size = read_head(note)[0].size
        hashes = [leaf_hash(each) for _, each in copy.leaves(origin)]
    key = NoteKey(origin, SignatureKind.LOG, first)
    if not read_note(note).signed_by(key):  # the key has changed since the log began
        entries = [checked for checked in checked_at(path) if checked.ref.o == origin]
        later = log_keys_of(origin, key_sets_in(entries)).at(size)
        key = later[0] if later else key
    path_up = inclusion_proof(index, size, nodes_of(hashes[:size]))
    proof = EntryProof(index, path_up, note)
    if not proof.proves(leaf, key):
        raise RecordError(
            "E-PROOF",
            where=f"{origin} entry {index}",
            expected="entries that lead to the signed head",
            found="another root, or another signer",
            remedy="Run `overflight record verify` and see what is wrong.",
        )
    return proof, leaf, key


@contextmanager
def local_copy(place: str) -> Iterator[Path]:
    """Give the place of a copy on this machine; one on the web is fetched and removed afterwards.

    Args:
        place: A path, or the address of a served copy.

    Raises:
        SourceError: The address does not answer as a served copy does.
        StoreError: The disk failed.
    """
    if not is_address(place):
        yield Path(place)
        return
    with TemporaryDirectory(prefix="overflight-") as folder:
        PeerCopy(WebPeer(place), Path(folder)).fetch()
        yield Path(folder)


@contextmanager
def copy_at(path: Path) -> Iterator[tuple[Copy, bytes | None]]:
    """Give the bytes of a record, wherever they lie, and the genesis document beside them.

    Raises:
        UsageError: There is no record at this path.
    """
    file = path / RECORD_FILE if path.is_dir() else path
    if is_bundle(file):
        with BundleCopy(file) as bundle:
            yield bundle, None
    elif file.is_file():
        beside = file.parent / GENESIS_FILE
        with SqliteRecords(file) as records, records.snapshot():
            yield records, read_plain(beside) if beside.exists() else None
    elif (path / GENESIS_FILE).is_file():
        copy = FolderCopy(path)
        yield copy, copy.document
    else:
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected=f"a folder with {RECORD_FILE} or {GENESIS_FILE}, an SQLite file, a bundle",
            found="nothing" if not path.exists() else "something else",
            remedy="Name the folder of a record or of an exported copy.",
        )

"""Targets behind a good signature: what a party, or whoever holds its keys, can make us read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz import samples
from tests.fuzz.target import OracleError, Target, same, taken
from tests.record_samples import HU, Tampered, flip, key, statement

from overflight.adapters.sticks.intake import take_bundle
from overflight.adapters.store.copies import verify_path
from overflight.desk import schema_fault, signed
from overflight.desk.kinds import KINDS
from overflight.errors import OverflightError
from overflight.record import (
    GENESIS,
    KEYS_CONFIRMED,
    KEYS_SET,
    LOG_SUCCEEDED,
    RE_ENROLLED,
    RE_ENROLMENT_STATED,
    Standing,
    Statement,
    check_record,
    cosign_times,
    good_lines,
    head_signed_by,
    line_claim,
    merge_cosignatures,
    read_note,
    verify_record,
    with_lines,
    write_canonical,
    write_key_set,
)
from overflight.record.validity import KEY_KINDS

SECOND_LOG = HU.removesuffix("/1") + "/2"
GOLDEN = Path(__file__).parents[1] / "golden" / "missions"


def _said(data: bytes, log: str = HU) -> Statement | None:
    """Return a statement: its type on the first line, its body as JSON below."""
    kind, _, body = data.partition(b"\n")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or taken(lambda: write_canonical(value)) is None:
        return None
    return replace(statement("HU", 77), type=kind.decode("ascii", "replace"), log=log, body=value)


def _entry(data: bytes) -> bool:
    """An entry that its people signed is judged, whatever it says; the entries before it stand."""
    first = data[:1] == b"2"
    said = _said(data[1:], SECOND_LOG if first else HU)
    if said is None:
        return False
    names = ("root-1", "root-2") if said.type in KEY_KINDS else ("author-1",)
    leaf = taken(lambda: signed(said, [key("HU", name) for name in names]))
    if leaf is None:
        return False
    before = samples.leaves()
    logs = {HU: before, SECOND_LOG: (leaf,)} if first else {HU: (*before, leaf)}
    checked = check_record(samples.copy().document, logs, heads={HU: [samples.head()]})
    wrong = [c for c in checked[: len(before)] if c.standing is Standing.VOID]
    if wrong and checked[-1].standing is Standing.VOID:
        raise OracleError(f"a void entry made others void: {wrong}")
    return checked[-1].standing is not Standing.VOID


def _entry_seeds() -> tuple[bytes, ...]:
    bodies = {
        GENESIS: samples.genesis_bodies()[0],
        KEYS_CONFIRMED: b'{"leaves":["%b"]}' % (b"0" * 64),
        RE_ENROLMENT_STATED: samples.assents()[0],
    }
    bodies[KEYS_SET] = write_canonical(write_key_set(samples.next_key_set()))
    here = [b"1%b\n%b" % (kind.encode(), body) for kind, body in bodies.items()]
    ends = [
        b"2%b\n%b" % (kind.encode(), samples.successions()[0])
        for kind in (LOG_SUCCEEDED, RE_ENROLLED)
    ]
    return (*here, *ends, b"1of/test/1\n{}")


def _fact(data: bytes) -> bool:
    """Whatever stands in the body of a fact of a chapter, it is read or told, never thrown."""
    said = _said(data)
    return said is not None and said.type in KINDS and not schema_fault(said)


@cache
def _fact_seeds() -> tuple[bytes, ...]:
    """Return the facts of the golden missions, one of each type, and an empty one of the rest."""
    found = {kind: b"%b\n{}" % kind.encode() for kind in KINDS}
    for file in sorted(GOLDEN.glob("*.json")):
        for fact in json.loads(file.read_bytes())["case"]:
            found[fact["type"]] = f"{fact['type']}\n{json.dumps(fact['body'])}".encode()
    return tuple(found.values())


def _lines(data: bytes) -> bool:
    """Lines of cosigners are counted where they are good, and carried without being changed."""
    note = taken(lambda: read_note(data))
    if note is None:
        return False
    for signer in (samples.SIGNER.key, samples.LOG_KEY):
        lines = taken(lambda k=signer: good_lines(note, k)) or ()  # type: ignore[misc]
        for line in lines:
            line_claim(line)
        times = taken(lambda k=signer: cosign_times(note, k)) or ()  # type: ignore[misc]
        same(len(times), len(lines))
        taken(lambda k=signer: head_signed_by(note, k))  # type: ignore[misc]
    merged = taken(lambda: merge_cosignatures([data, data], [samples.SIGNER.key]))
    if merged is not None:
        same(merge_cosignatures([merged, data], [samples.SIGNER.key]), merged)
    if read_note(with_lines(data, note.signatures)).text != note.text:
        raise OracleError("a text changed by the lines below it")
    return bool(cosign_times(note, samples.SIGNER.key)) if merged is not None else False


def _record(data: bytes) -> bool:
    """A record with a foreign head, entry and tile in it is reported on, never thrown at us."""
    copy: Tampered = samples.copy()
    first, rest = data[:1], data[1:]
    changed = replace(
        copy, heads_of=dict(copy.heads_of), leaves_of=dict(copy.leaves_of), blobs={**copy.blobs}
    )
    if first == b"h":
        changed.heads_of[HU] = [*copy.heads_of[HU], rest]
    elif first == b"e":
        changed.leaves_of[HU] = [*copy.leaves_of[HU][:-1], rest]
    else:
        changed.blobs[next(iter(copy.blobs))] = rest
    report = verify_record(changed)
    whole = rest in (*copy.heads_of[HU], copy.leaves_of[HU][-1], *copy.blobs.values())
    if not report.problems and not any(log.problems for log in report.logs) and not whole:
        raise OracleError("a changed record without a problem")
    return whole


def _record_seeds() -> tuple[bytes, ...]:
    copy = samples.copy()
    blob = next(iter(copy.blobs.values()))
    return (
        b"h" + copy.heads_of[HU][-1],
        b"h" + flip(copy.heads_of[HU][-1]),
        b"e" + copy.leaves_of[HU][-1],
        b"b" + blob,
    )


@contextmanager
def memory_folder() -> Iterator[Path]:
    """Give a folder in memory where the system has one: these targets write tens of files."""
    memory = Path("/dev/shm")  # noqa: S108  a place, not a name that can be guessed
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def _intake(data: bytes) -> bool:
    """A bundle that a party packed from bent files is taken whole and good, or not at all."""
    files = samples.bundle_files()
    for k in range(0, min(len(data) - 3, 16), 4):
        index = data[k] % len(files)
        path, body = files[index]
        at = data[k + 1] * 256 + data[k + 2]
        at %= len(body) + 1
        grown = body[:at] + data[k + 3 : k + 4] + body[at:]
        files[index] = (path, grown if data[k + 1] & 1 else flip(body + b"x", at))
    with memory_folder() as folder:
        bundle, into = folder / "b.ofb", folder / "into"
        bundle.write_bytes(samples.packed(files))
        try:
            take_bundle(bundle, into)
        except OverflightError:
            if into.exists():
                raise OracleError("a refused bundle left files behind") from None
            return False
        report = verify_path(into)
        if report.problems or any(log.problems for log in report.logs):
            raise OracleError("a bundle was taken and does not verify")
        return True


TARGETS = (
    Target("entry", "entries behind good signatures", _entry, _entry_seeds, 2048, 0.1),
    Target("fact", "bodies of facts", _fact, _fact_seeds, 1024, 0.5),
    Target("lines", "cosignature lines", _lines, samples.signer_lines, 1024, 0.5),
    Target("record", "copies of a record", _record, _record_seeds, 2048, 0.02),
    Target("intake", "taking in bundles", _intake, lambda: (b"", bytes(4)), 16, 0.01),
)

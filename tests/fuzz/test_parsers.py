"""Every parser of foreign bytes against inputs nobody would write, and a few that somebody might.

The short form runs the kept corpus and some thousand bent inputs. The long form, marked slow, is
guided by coverage: a million inputs and more in all, see ``guided.py``.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from tests.fuzz import forms, samples
from tests.fuzz.corpus import FOLDER, LARGEST_INPUT, kept
from tests.fuzz.guided import INPUTS, fuzz, shares
from tests.fuzz.mutations import bent
from tests.fuzz.target import OracleError, Target, round_trip
from tests.fuzz.targets import TARGETS

from overflight.errors import RecordError
from overflight.record import NoteSignature, merge_cosignatures, read_note, write_note

SHORT = 400
LONGEST_S = 10

EACH = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Raise if what runs inside takes longer."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise OracleError(f"one input takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@EACH
def test_lawful_bytes_are_taken(target: Target) -> None:
    """A target that takes nothing it starts from would test nothing but the front door."""
    assert any(target.run(seed) for seed in target.seeds())


@EACH
def test_the_kept_corpus(target: Target) -> None:
    """What once reached a new branch, or broke something, is refused or kept byte for byte."""
    for data in kept(target):
        with bounded(LONGEST_S):
            target.run(data)


@EACH
def test_bent_inputs(target: Target) -> None:
    """No input near a lawful one is thrown at us, hangs, or is taken in a second spelling."""
    seeds = [*target.seeds(), *kept(target)]
    for data in bent(seeds, max(20, int(SHORT * target.weight)), target.longest, target.name):
        with bounded(LONGEST_S):
            target.run(data)


@pytest.mark.slow
@EACH
def test_coverage_guided(target: Target) -> None:
    """The long form finds nothing in this target's share of a million inputs and more."""
    pytest.importorskip("atheris", reason="atheris (libFuzzer for Python) has no wheel here")
    wanted = shares(list(TARGETS), INPUTS)[target.name]
    run = fuzz(target.name, wanted)
    assert not run.fault
    assert run.inputs >= wanted


def test_the_corpus_is_of_these_targets() -> None:
    """A corpus without its target is dead weight, and one that grows without end is too."""
    names = {file.stem for file in FOLDER.glob("*.txt")}
    assert names == set(TARGETS)
    assert all(len(data) <= LARGEST_INPUT * 4 for t in TARGETS.values() for data in kept(t))
    assert sum(file.stat().st_size for file in FOLDER.glob("*.txt")) < 600_000


def test_an_oracle_can_fail() -> None:
    """A parser that takes two spellings, or throws, is found: the targets are no decoration."""
    lax = round_trip(lambda data: read_note(data.replace(b"\r", b"")), forms.note_bytes)
    note = TARGETS["note"].seeds()[0]
    assert lax(note)
    with pytest.raises(OracleError, match="written back"):
        lax(note.replace(b"\n", b"\r\n", 1))
    with pytest.raises(KeyError):
        round_trip(dict[bytes, bytes]().__getitem__, bytes)(b"")


def test_a_merge_that_leaves_no_line_is_refused() -> None:
    """Found by fuzzing: a note whose only line is a bad cosignature was merged to no note."""
    key = samples.SIGNER.key
    text = read_note(samples.head()).text
    bad = write_note(text, [NoteSignature(key.name, key.id, bytes(72))])
    with pytest.raises(RecordError, match="E-NOTE"):
        merge_cosignatures([bad, bad], [key])


def test_a_certificate_of_an_unknown_version_has_no_key() -> None:
    """Found by fuzzing: the library throws an exception of its own for it."""
    (good,) = TARGETS["certificate"].seeds()
    assert TARGETS["certificate"].run(good)
    odd = good.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x06", 1)
    assert odd != good
    assert not TARGETS["certificate"].run(odd)

"""What the record's parsers do with bytes nobody should have written: one clear refusal each."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record_samples import HU, Tampered, filled, rehearsed

from overflight.errors import RecordError
from overflight.record import (
    EntryProof,
    read_bundle,
    read_canonical,
    read_checkpoint,
    read_envelope,
    read_genesis,
    read_head,
    read_key_set,
    read_note,
    read_proof,
    read_statement,
    read_tile_path,
    read_vkey,
    write_bundle,
    write_canonical,
    write_key_set,
    write_proof,
)
from overflight.record.keysets import KeySet

VECTORS = json.loads(
    (Path(__file__).parents[1] / "authorities" / "trust_vectors.json").read_bytes()
)
NOTE = VECTORS["note"].encode()
LEAF = VECTORS["dsse"]["leaf_utf8"].encode()
PAYLOAD = VECTORS["dsse"]["payload_utf8"].encode()
DASH = "\u2014".encode()


def refused(read: Callable[[bytes], object], data: bytes, code: str) -> None:
    """Hold a reader to one refusal with its code, in one printable line."""
    with pytest.raises(RecordError) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe{}",
        b"[1]",
        b"nonsense",
        b'{"n":1',
        b'{"n":1} ',
        b'{"n": 1}',
        b'{"n":1.0}',
        b'{"n":1e3}',
        b'{"n":NaN}',
        b'{"n":-Infinity}',
        b'{"n":-0}',
        b'{"n":01}',
        b'{"n":9007199254740992}',
        b'{"n":-9007199254740992}',
        b'{"n":' + b"9" * 5000 + b"}",
        b'{"n":1,"n":1}',
        b'{"b":1,"a":2}',
        b'{"A":1}',
        b'{"":1}',
        b'{"' + b"a" * 41 + b'":1}',
        b'{"t":"\\u0041"}',
        b'{"t":"\\ud800"}',
        b'{"t":"\\u0007"}',
        b'{"t":"\\t"}',
        b'{"t":"\x7f"}',
        b'{"t":"\xc2\x85"}',
        b'{"t":"\\/"}',
        b'{"a":' * 13 + b"1" + b"}" * 13,
        b'{"a":' + b"[" * 12 + b"]" * 12 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_canonical_json(data: bytes) -> None:
    """Only bytes that would be written back alike are a signed object."""
    refused(read_canonical, data, "E-CANON")


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, b"x", {1: 2}, object()])
def test_values_without_a_place_in_signed_objects(value: object) -> None:
    """A float, a huge number, bytes: refused before anything is signed."""
    with pytest.raises(RecordError, match="E-CANON"):
        write_canonical({"x": value})  # type: ignore[dict-item]


def test_deepest_and_largest_values_pass() -> None:
    """The limits themselves are lawful: depth 12, 2^53-1, line feeds."""
    data = b'{"a":' * 11 + b'{"n":9007199254740991,"t":"a\\nb"}' + b"}" * 11
    assert write_canonical(read_canonical(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        NOTE[:-1],
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"\n\n", b"\n"),
        NOTE + b"\n",
        NOTE.replace(b"/log/xa tB", b"/log+xa tB"),
        NOTE.replace(b"KgM=\n", b"KgN=\n"),
        NOTE.replace(b"KgM=\n", b"KgM\n"),
        NOTE.replace(b"KgM=\n", b"KgM= \n"),
        NOTE.replace(DASH, b"-", 1),
        NOTE.replace(b"\n\n", b"\n\x00\n\n"),
        NOTE.decode().encode("utf-16"),
        NOTE[: NOTE.index(b"\n\n") + 2] + DASH + b" name AAAA\n",
        NOTE[: NOTE.index(b"\n\n") + 2] + (DASH + b" name AAAAAAA=\n") * 101,
        NOTE[: NOTE.index(b"\n\n") + 2] + DASH + b" name " + b"A" * 262_144 + b"\n",
        b"\n\n" + DASH + b" name AAAAAAA=\n",
    ],
)
def test_notes(data: bytes) -> None:
    """Missing line ends, CR, plus in a name, bad base64, 101 lines: no note."""
    refused(read_note, data, "E-NOTE")


def test_a_hundred_signature_lines_pass() -> None:
    """The limit itself is lawful."""
    top = NOTE[: NOTE.index(b"\n\n") + 2]
    assert len(read_note(top + (DASH + b" name AAAAAAA=\n") * 100).signatures) == 100


@pytest.mark.parametrize(
    "old_new",
    [
        (b"\n5\n", b"\n05\n"),
        (b"\n5\n", b"\n-5\n"),
        (b"\n5\n", b"\n" + b"9" * 19 + b"\n"),
        (b"\n5\n", b"\n" + b"9" * 5000 + b"\n"),
        (b"\n5\n", b"\n5\nmore\n"),
        (b"\n5\n", "\n\u0665\n".encode()),
        (b"mpty", b"mpt"),
        (b"schY=", b"schZ="),
        (b"\n5\n", b"\n0\n"),
        (b"mpty/QiKIMWV5pPw/+NDOUv3Lg5Z6TpCER/Xsb2schY=", b"AAAA"),
    ],
)
def test_heads(old_new: tuple[bytes, bytes]) -> None:
    """Size 05, a fourth line, a short root, an empty tree with a root: no head."""
    with pytest.raises(RecordError) as caught:
        read_head(NOTE.replace(*old_new, 1))
    assert caught.value.code in {"E-HEAD", "E-NOTE"}


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a b\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"]
)
def test_head_texts(text: str) -> None:
    """A text that is cut off, or names a log with a space, is no head."""
    with pytest.raises(RecordError):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        "name+00000000+AA",
        "name+00000000+AQ==",
        VECTORS["keys"]["log_vkey"].replace("b41f961c", "b41f961d"),
        VECTORS["keys"]["log_vkey"].replace("b41f961c", "B41F961C"),
        " " + VECTORS["keys"]["log_vkey"],
        VECTORS["keys"]["log_vkey"][:-1],
        "zero+d9b8b5ad+AQ" + "A" * 42 + "==",
    ],
)
def test_key_lines(text: str) -> None:
    """A key line with another id, or with no key, is refused."""
    with pytest.raises(RecordError):
        read_vkey(text)


def _with_payload(payload: bytes) -> bytes:
    envelope = json.loads(LEAF)
    envelope["payload"] = base64.b64encode(payload).decode()
    return json.dumps(envelope, separators=(",", ":")).encode()


def _with_signatures(*keyids: str) -> bytes:
    envelope = json.loads(LEAF)
    sig = envelope["signatures"][0]["sig"]
    envelope["signatures"] = [{"keyid": keyid, "sig": sig} for keyid in keyids]
    return json.dumps(envelope, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        LEAF[:-1],
        LEAF + b"\n",
        LEAF.replace(b'":"', b'": "', 1),
        LEAF.replace(b"statement.v1", b"statement.v2"),
        LEAF.replace(b'"sig"', b'"cert":"x","sig"'),
        LEAF.replace(b"FX0=", b"FX1="),
        LEAF.replace(b"OiJ4", b"\xff\xff\xff\xff"),
        LEAF.replace(b"788de", b"788DE"),
        LEAF.replace(b"EAw==", b"EAx=="),
        _with_signatures(),
        _with_signatures("b" * 64, "a" * 64),
        _with_signatures("a" * 64, "a" * 64),
        _with_signatures(*(f"{k:064x}" for k in range(9))),
        _with_payload(b""),
        _with_payload(b"x" * 40_001),
        _with_payload(b"x" * 60_000),
    ],
)
def test_leaves(data: bytes) -> None:
    """Unsorted or doubled signatures, other members, spaces, too long: no leaf."""
    if data != LEAF:
        refused(read_envelope, data, "E-LEAF")


def test_eight_signatures_and_the_longest_payload_pass() -> None:
    """The limits themselves are lawful."""
    assert len(read_envelope(_with_signatures(*(f"{k:064x}" for k in range(8)))).signatures) == 8
    assert len(read_envelope(_with_payload(b"x" * 40_000)).payload) == 40_000


SAID = json.loads(PAYLOAD)
REF = {"o": HU, "i": 0, "h": "0" * 64}
SEEN = {"o": HU, "n": 0, "c": "0" * 64}
ATT = {"h": "0" * 64, "n": 0, "t": "text/plain", "k": "record", "s": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"type": "OF/TEST/1"},
        {"type": ""},
        {"type": 1},
        {"log": "a b"},
        {"log": "a" * 201},
        {"log": None},
        {"id": "00"},
        {"id": "G" * 32},
        {"party": "hu"},
        {"party": "ABCDE"},
        {"time": "2030-01-01T00:00:00+00:00"},
        {"time": "2030-02-30T00:00:00Z"},
        {"time": "2030-01-01T24:00:00Z"},
        {"time": "2030-01-01T00:00:60Z"},
        {"time": "0000-01-01T00:00:00Z"},
        {"time": "\u0662030-01-01T00:00:00Z"},
        {"to": []},
        {"to": ["*", "HU"]},
        {"to": ["HU", "HU"]},
        {"to": ["everybody"]},
        {"to": "*"},
        {"to": [f"A{chr(65 + k // 26)}{chr(65 + k % 26)}" for k in range(41)]},
        {"re": [REF] * 41},
        {"re": [{**REF, "i": -1}]},
        {"re": [{**REF, "i": True}]},
        {"re": [{**REF, "x": 1}]},
        {"re": [{"o": HU, "i": 0}]},
        {"re": ["x"]},
        {"seen": [SEEN] * 41},
        {"seen": [{**SEEN, "c": "0"}]},
        {"att": [ATT] * 33},
        {"att": [{**ATT, "k": "other"}]},
        {"att": [{**ATT, "s": "0" * 64}]},
        {"att": [{**ATT, "k": "sealed"}]},
        {"att": [{**ATT, "t": "text"}]},
        {"body": []},
        {"body": None},
        {"extra": 1},
    ],
)
def test_statements(change: dict[str, object]) -> None:
    """A member missing, one too many, or one out of its form: no statement."""
    data = json.dumps({**SAID, **change}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    refused(read_statement, data.encode(), "E-CANON")


@pytest.mark.parametrize("member", SAID)
def test_statements_without_a_member(member: str) -> None:
    """Every member must be there."""
    data = {name: value for name, value in SAID.items() if name != member}
    refused(read_statement, write_canonical(data), "E-CANON")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/1",
        "tile/0/x1/234",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/257",
        "tile/0/001.p/01",
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/0/../000",
        "tile/0//000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/entries/000.p/",
    ],
)
def test_tile_paths(path: str) -> None:
    """Width 0 or 256 with .p, x1/234, `..`: no tile is ever written there."""
    with pytest.raises(RecordError, match="E-TILE"):
        read_tile_path(path)


@pytest.mark.parametrize(
    ("data", "count"),
    [(b"", 1), (b"\x00", 1), (b"\x00\x05abc", 1), (b"\x00\x01ab", 1), (b"\x00\x01a", 2)],
)
def test_bundles(data: bytes, count: int) -> None:
    """A bundle that is cut off, too long, or short of entries is refused whole."""
    with pytest.raises(RecordError, match="E-BUNDLE"):
        read_bundle(data, count)


def test_a_leaf_too_long_for_a_bundle() -> None:
    """Sixteen bits hold the length of a leaf, so a longer leaf is never written."""
    with pytest.raises(RecordError, match="E-LEAF"):
        write_bundle([b"x" * 65_536])


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"regime": ""},
        {"regime": " x"},
        {"base": "https://a/b"},
        {"base": "a"},
        {"base": "A/b"},
        {"parties": []},
        {"depositaries": ["XX"]},
        {"rules": "0"},
        {"more": 1},
    ],
)
def test_genesis_documents(change: dict[str, object]) -> None:
    """A document out of its form founds nothing."""
    document = {**json.loads(rehearsed().genesis), **change}
    refused(read_genesis, write_canonical(document), "E-GENESIS")


@pytest.mark.parametrize(
    "change",
    [
        {"party": "RO"},
        {"party": "ZZ"},
        {"threshold": 1},
        {"threshold": 4},
        {"root": []},
        {"log": "AAAA"},
        {"more": 1},
    ],
)
def test_founders(change: dict[str, object]) -> None:
    """A founder twice, unsorted, with one root key to steal, or with no key: refused."""
    document = json.loads(rehearsed().genesis)
    document["parties"][0] |= change
    with pytest.raises(RecordError):
        read_genesis(write_canonical(document))


def test_a_key_with_two_uses() -> None:
    """One key, one use: a mirror key that is also the log key founds nothing."""
    document = json.loads(rehearsed().genesis)
    document["parties"][0]["mirror"] = document["parties"][0]["log"]
    refused(read_genesis, write_canonical(document), "E-GENESIS")


@pytest.mark.parametrize(
    "change",
    [
        {"version": -1},
        {"prev": "x"},
        {"root": ["A"]},
        {"root": ["AAAA"]},
        {"keys": [{}]},
        {"keys": 1},
        {"urls": ["a b"]},
        {"host": "hu"},
        {"gone": [{"kid": "0" * 64, "why": "bored", "since": 0}]},
        {"more": 1},
    ],
)
def test_key_sets(change: dict[str, object]) -> None:
    """A key set out of its form is refused with one code of its own."""
    body = {**write_key_set(KeySet(1, "", 2, (), ())), **change}
    with pytest.raises(RecordError) as caught:
        read_key_set(body)  # type: ignore[arg-type]
    assert caught.value.code in {"E-SCHEMA", "E-KEY"}


def test_a_key_set_that_is_no_object() -> None:
    """A body of another kind is told as such."""
    with pytest.raises(RecordError, match="E-SCHEMA"):
        read_key_set([])


PROOF = write_proof(EntryProof(2, (b"a" * 32,), NOTE))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        NOTE,
        PROOF[:40],
        PROOF.replace(b"@v1", b"@v2"),
        PROOF.replace(b"index 2", b"index 02"),
        PROOF.replace(b"index 2", b"index -2"),
        PROOF.replace(b"index 2", "index \u0662".encode()),
        PROOF.replace(b"YWFh", b"YWF"),
        write_proof(EntryProof(2, (b"a" * 31,), NOTE)),
        write_proof(EntryProof(2, (b"a" * 32,) * 64, NOTE)),
        PROOF + b"x" * 300_000,
    ],
)
def test_proofs(data: bytes) -> None:
    """A path one hash too long, a step that is no hash, another form: no proof."""
    with pytest.raises(RecordError) as caught:
        read_proof(data)
    assert caught.value.code in {"E-PROOF", "E-NOTE"}


def test_every_truncation_is_refused() -> None:
    """Bytes cut off anywhere are never taken for a shorter whole."""
    for read, whole in ((read_envelope, LEAF), (read_statement, PAYLOAD), (read_note, NOTE)):
        for end in range(len(whole)):
            if whole[:end].endswith(b"gM=\n"):
                continue  # a note with one signature line fewer is a note
            with pytest.raises(RecordError):
                read(whole[:end])


def test_verify_never_raises_for_hostile_entries() -> None:
    """Entries of garbage are void, one by one, and the rest is still judged."""
    copy = Tampered.of(filled())
    garbage = [b"", b"\x00" * 70_000, b"{}", b"\xff" * 10, LEAF, b"[" * 60_000]
    copy.leaves_of[HU] += garbage
    copy.seal(HU)
    report = copy.verify()
    assert not report.problems
    (log,) = (log for log in report.logs if log.head.origin == HU)
    assert (log.valid, len(log.void)) == (4, len(garbage))
    assert {c.code for c in log.void} == {"E-LEAF", "E-LOG"}

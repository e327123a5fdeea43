"""The verifier for strangers against values computed by code nobody here wrote, and its limits."""

from __future__ import annotations

import base64
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.errors.test_record_bytes import LEAF, NOTE, PAYLOAD

stranger: Any = import_module("tools.verify")
VECTORS = json.loads(
    (Path(__file__).parents[1] / "authorities" / "trust_vectors.json").read_bytes()
)
SMALL, DECIMAL, KEYS, DSSE = (
    VECTORS[k] for k in ("merkle_small", "merkle_decimal", "keys", "dsse")
)


def public(vkey: str) -> tuple[str, bytes]:
    """Return name and raw key of a key line."""
    name, _, rest = vkey.partition("+")
    return name, base64.b64decode(rest.partition("+")[2])[1:]


def test_roots() -> None:
    """The trees of RFC 6962, small and across tile borders."""
    tree = stranger.Tree([stranger.leaf_hash(bytes.fromhex(h)) for h in SMALL["leaves_hex"]])
    assert {size: tree.root(int(size)).hex() for size in SMALL["roots"]} == SMALL["roots"]
    tree = stranger.Tree([stranger.leaf_hash(str(index).encode()) for index in range(70_000)])
    assert {size: tree.root(int(size)).hex() for size in DECIMAL["roots"]} == DECIMAL["roots"]


@pytest.mark.parametrize("name", ["note", "note_with_mldsa"])
def test_heads(name: str) -> None:
    """Log signatures and cosignatures of both kinds verify, each under its own key alone."""
    head = stranger.Head(VECTORS[name].encode())
    both = name == "note_with_mldsa"
    assert (head.size, head.root.hex()) == (5, SMALL["roots"]["5"])
    assert head.signed_by(*public(KEYS["log_vkey"]), 1)
    assert head.signed_by(*public(KEYS["log_mldsa_vkey"]), 6) is both
    assert head.signed_by(*public(KEYS["mirror_vkey"]), 4)
    assert head.signed_by(*public(KEYS["mirror_mldsa_vkey"]), 6) is both
    assert not head.signed_by(head.origin, public(KEYS["mirror_vkey"])[1], 1)
    assert not head.signed_by("other", public(KEYS["mirror_vkey"])[1], 4)


def test_entries() -> None:
    """Envelope, signature and statement of the vectors are read as what they are."""
    payload, ((keyid, signature),) = stranger.read_envelope(LEAF)
    assert (payload, keyid) == (PAYLOAD, DSSE["keyid"])
    message = stranger.pae(b"application/vnd.overflight.statement.v1+json", payload)
    assert stranger.signed(bytes.fromhex(DSSE["author_pub"]), signature, message)
    assert stranger.read_statement(payload)["party"] == "XA"
    assert stranger.leaf_hash(LEAF).hex() == DSSE["leaf_hash"]


def test_keys_nobody_may_use() -> None:
    """Points of small order and second spellings, in all eleven bytes they come in."""
    order_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
    prime = 2**255 - 19
    small = (0, 1, prime - 1, order_8, prime - order_8)
    for y in (*small, prime, prime + 1, 2):
        for sign in (0, 1 << 255):
            with pytest.raises(stranger.Bad):
                stranger.usable((y | sign).to_bytes(32, "little"), "E-KEY")
    stranger.usable(public(KEYS["log_vkey"])[1], "E-KEY")


@pytest.mark.parametrize(
    ("read", "data"),
    [
        ("Head", NOTE.replace(b"\n5\n", b"\n05\n")),
        ("Head", NOTE[:-1]),
        ("Head", NOTE.replace(b"\n", b"\r\n")),
        ("Head", NOTE.replace(b"/log/xa tB", b"/log+xa tB")),
        ("Head", NOTE[: NOTE.index(b"\n\n") + 2] + ("\u2014 name AAAAAAA=\n" * 101).encode()),
        ("Head", NOTE.replace(b"KgM=\n", b"KgN=\n")),
        ("canonical", b'{"n":1,"n":1}'),
        ("canonical", b'{"n":1.0}'),
        ("canonical", b'{"n":9007199254740992}'),
        ("canonical", b'{"n":NaN}'),
        ("canonical", b'{"a":' * 13 + b"1" + b"}" * 13),
        ("canonical", b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        ("canonical", b'{"t":"\\ud800"}'),
        ("canonical", b"\xff"),
        ("read_envelope", LEAF + b"\n"),
        ("read_envelope", LEAF.replace(b"statement.v1", b"statement.v2")),
        ("read_envelope", b"[" * 60_000),
        ("read_envelope", b"9" * 60_000),
        ("read_envelope", b"x" * 65_536),
        ("read_statement", PAYLOAD.replace(b"2030-01-01", b"2030-02-30")),
    ],
)
def test_the_negative_set(read: str, data: bytes) -> None:
    """What the design says must be rejected is rejected here, too, and in one way."""
    with pytest.raises(stranger.Bad):
        getattr(stranger, read)(data)

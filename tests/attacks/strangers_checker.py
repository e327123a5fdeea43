"""A small checker of heads and fork evidence, written from the specifications alone.

It knows C2SP signed-note and tlog-checkpoint, RFC 6962 section 2.1 and the evidence format, and
uses hashlib, base64 and the Ed25519 of ``cryptography``; nothing of the product.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EMPTY = hashlib.sha256(b"").digest()


def root_over(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, word for word."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return _node(root_over(leaves[:k]), root_over(leaves[k:]))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def signed_head(note: bytes, public: bytes, kind: int = 1) -> tuple[str, int, bytes] | None:
    """Return origin, size and root of a head if its log's key signed it, else nothing."""
    try:
        text, tail = note.decode().rsplit("\n\n", 1)
        origin, size, root = text.split("\n")
        *lines, last = tail.split("\n")
    except ValueError:
        return None
    body = (text + "\n").encode()
    wanted = hashlib.sha256(origin.encode() + b"\n" + bytes([kind]) + public).digest()[:4]
    for line in lines if not last else ():
        dash, name, encoded = line.split(" ")
        data = _decoded(encoded)
        if (dash, name, data[:4]) == ("\u2014", origin, wanted) and _good(public, data[4:], body):
            return origin, int(size), _decoded(root)
    return None


def _decoded(text: str) -> bytes:
    """Decode base64 in its one padded spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data


def _good(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def extends(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> bool:
    """Tell whether a consistency proof holds, by PROOF and SUBPROOF as RFC 6962 defines them."""
    steps = iter(path)
    try:
        found = _walk(old, new, steps, old_root, whole=True)
    except StopIteration:
        return False
    return found == (old_root, new_root) and next(steps, None) is None


def _walk(
    m: int, n: int, steps: Iterator[bytes], root: bytes, *, whole: bool
) -> tuple[bytes, bytes]:
    if m == n:
        value = root if whole else next(steps)
        return value, value
    k = 1
    while 2 * k < n:
        k *= 2
    if m <= k:
        old, new = _walk(m, k, steps, root, whole=whole)
        return old, _node(new, next(steps))
    old, new = _walk(m - k, n - k, steps, root, whole=False)
    left = next(steps)
    return _node(left, old), _node(left, new)


def accepts(evidence: bytes, origin: str, public: bytes) -> bool:
    """Tell whether a file proves that the log of a key showed two faces."""
    first, named, *lines, last = evidence.decode().split("\n")
    values = [(name, _decoded(value)) for name, value in (x.split(" ") for x in lines)]
    names = [name for name, _ in values]
    plain = ["a", "b"]
    whole = names in (plain, [*plain, "root", *["path"] * (len(names) - 3)])
    if (first, named, last) != ("overflight-evidence/fork@v1", f"origin {origin}", "") or not whole:
        return False
    heads = [signed_head(note, public) for _, note in values[:2]]
    good = [head for head in heads if head is not None and head[0] == origin]
    return len(good) == len(plain) and _contradict(good[0][1:], good[1][1:], values[2:])


def _contradict(a: tuple[int, bytes], b: tuple[int, bytes], proof: list[tuple[str, bytes]]) -> bool:
    (size_a, root_a), (size_b, root_b) = a, b
    if (size_a == 0 and root_a != EMPTY) or (size_b == 0 and root_b != EMPTY):
        return True
    if size_a == size_b:
        return root_a != root_b and not proof
    if not proof or not 0 < size_a < size_b:
        return False
    root, path = proof[0][1], [step for _, step in proof[1:]]
    return root != root_a and extends(size_a, root, size_b, root_b, path)

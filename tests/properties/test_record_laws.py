"""Laws of trees, tiles, canonical JSON and envelopes, for any input."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from overflight.errors import RecordError
from overflight.record import (
    EMPTY_ROOT,
    Frontier,
    HashTree,
    Json,
    TileName,
    bundle_names,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    nodes_of,
    read_bundle,
    read_canonical,
    read_tile_path,
    tile_names,
    verify_consistency,
    write_bundle,
    write_canonical,
)
from overflight.record.merkle import node_hash, verify_inclusion

MOST = 70
HASHES = [leaf_hash(bytes([k])) for k in range(MOST)]


def naive_root(hashes: list[bytes]) -> bytes:
    """Return the root as RFC 6962 section 2.1 defines it, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(naive_root(hashes[:k]), naive_root(hashes[k:]))


@pytest.mark.parametrize("size", range(MOST + 1))
def test_a_compact_range_has_the_root_of_the_definition(size: int) -> None:
    """Growing leaf by leaf gives the root of the whole, at every size."""
    frontier, tree = Frontier(), HashTree()
    for digest in HASHES[:size]:
        frontier.push(digest)
        tree.push(digest)
    assert frontier.root() == tree.frontier().root() == naive_root(HASHES[:size])
    assert frontier.peaks == tree.frontier().peaks
    assert len(frontier.peaks) == size.bit_count()


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_inclusion_of_every_leaf_at_every_size(size: int) -> None:
    """A proof verifies for its leaf, index, size and root, and for nothing near them."""
    node, root = nodes_of(HASHES[:size]), naive_root(HASHES[:size])
    for index in range(size):
        path = inclusion_proof(index, size, node)
        assert verify_inclusion(HASHES[index], index, size, path, root)
        assert not verify_inclusion(HASHES[index], index, size, (*path, root), root)
        assert not verify_inclusion(HASHES[index], index, size, path, EMPTY_ROOT)
        assert not verify_inclusion(EMPTY_ROOT, index, size, path, root)
        if path:
            assert not verify_inclusion(HASHES[index], index, size, path[:-1], root)
            assert not verify_inclusion(HASHES[index], index, size, path[1:], root)


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_consistency_of_every_pair_of_sizes(new: int) -> None:
    """A proof verifies for its two heads, and not one hash longer or shorter."""
    node, root = nodes_of(HASHES[:new]), naive_root(HASHES[:new])
    for old in range(1, new + 1):
        before = (old, naive_root(HASHES[:old]))
        path = consistency_proof(old, new, node)
        assert verify_consistency(before, (new, root), path)
        assert not verify_consistency(before, (new, root), (*path, root))
        assert not verify_consistency((old, EMPTY_ROOT), (new, root), path)
        assert old == new or not verify_consistency(before, (new, root), path[:-1])
        assert old == new or not verify_consistency(before, (new, EMPTY_ROOT), path)


def test_proofs_that_cannot_be() -> None:
    """No proof for an entry beyond the head, from an empty tree, or backwards; none verifies."""
    node, root = nodes_of(HASHES[:5]), naive_root(HASHES[:5])
    for index, size in ((5, 5), (-1, 5)):
        with pytest.raises(RecordError, match="E-PROOF"):
            inclusion_proof(index, size, node)
        assert not verify_inclusion(HASHES[0], index, size, (), root)
    for old, new in ((0, 5), (5, 4)):
        with pytest.raises(RecordError, match="E-PROOF"):
            consistency_proof(old, new, node)
        assert not verify_consistency((old, root), (new, root), (root,))
    assert not verify_inclusion(HASHES[0], 0, 5, (root,) * 64, root)
    assert not verify_consistency((1, root), (2, root), (root,) * 65)


@given(st.integers(0, 2000), st.lists(st.integers(1, 700), max_size=4))
def test_a_tree_opened_at_its_edge_grows_as_the_whole_one(start: int, steps: list[int]) -> None:
    """A writer that has only the right edge makes the tiles of one that has everything."""
    whole = HashTree()
    hashes = [k.to_bytes(32, "big") for k in range(start + sum(steps))]
    for digest in hashes[:start]:
        whole.push(digest)
    stored = {name: whole.tile(name) or b"" for name in tile_names(start)}
    for before, after in pairwise(
        [start, *(start + sum(steps[: k + 1]) for k in range(len(steps)))]
    ):
        edge = HashTree(before, stored.__getitem__)
        for digest in hashes[before:after]:
            edge.push(digest)
            whole.push(digest)
        stored |= {tile.name: tile.data for tile in edge.tiles_since(before)}
        assert edge.frontier().root() == whole.frontier().root()
        assert all(stored[name] == whole.tile(name) for name in tile_names(after))


@given(st.integers(0, 2**40), st.integers(0, 5), st.integers(1, 256))
def test_a_tile_path_reads_back(index: int, level: int, width: int) -> None:
    """Every path that is written is read, to the same tile."""
    for name in (TileName(level, index, width), TileName(-1, index, width)):
        assert read_tile_path(name.path) == name


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_reads_back(leaves: list[bytes]) -> None:
    """Entries of any bytes keep their borders."""
    assert read_bundle(write_bundle(leaves), len(leaves)) == tuple(leaves)
    assert sum(name.width for name in bundle_names(len(leaves))) == len(leaves)


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_of_leaves_is_that_of_their_hashes(leaves: list[bytes]) -> None:
    """Media manifests and logs use one tree."""
    assert merkle_root(leaves) == naive_root([leaf_hash(leaf) for leaf in leaves])


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"))
KEY = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=40)


def _values() -> st.SearchStrategy[Json]:
    """Return values up to four levels deep, well inside the limit of twelve."""
    values: st.SearchStrategy[Json] = (
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
    )
    for _ in range(3):
        lists = st.lists(values, max_size=3)
        values = values | lists | st.dictionaries(KEY, values, max_size=3)
    return values


VALUE = _values()


@given(st.dictionaries(KEY, VALUE, max_size=5))
def test_canonical_json_is_rfc_8785(value: dict[str, Json]) -> None:
    """Our bytes are those of the reference implementation, and read back to the same value."""
    data = write_canonical(value)
    assert data == rfc8785.dumps(value)
    assert read_canonical(data) == value


@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_canonical_json_refuses_or_keeps_every_byte(data: bytes) -> None:
    """Whatever is read writes back to the same bytes; everything else is one refusal."""
    try:
        value = read_canonical(data)
    except RecordError:
        return
    assert rfc8785.dumps(value) == data


@given(VALUE.filter(lambda value: not isinstance(value, dict)), st.integers(0, 3))
def test_other_spellings_are_refused(value: Json, indent: int) -> None:
    """The same value with spaces is no signed object."""
    data = json.dumps({"v": value}, indent=indent).encode()
    with pytest.raises(RecordError):
        read_canonical(data)

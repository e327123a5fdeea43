"""The media manifest: one medium, one manifest, one root."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.release_stage import manifest_of

from overflight.errors import SourceError
from overflight.record import leaf_hash, merkle_root
from overflight.release import (
    CHUNK_BYTES,
    FileHasher,
    MediaFile,
    MediaLabels,
    MediaManifest,
    check_name,
    comparison_code,
    parse_manifest,
)
from overflight.release.manifest import MAX_FILES, MAX_MANIFEST_BYTES

ROOT = "00" * 32


def test_chunk_root_is_the_root_over_its_chunks() -> None:
    """A file is hashed the same however it is cut into blocks while it is read."""
    data = bytes(range(256)) * 9000
    chunks = [data[i : i + CHUNK_BYTES] for i in range(0, len(data), CHUNK_BYTES)]
    for step in (1000, CHUNK_BYTES - 1, CHUNK_BYTES, 3_000_000):
        hasher = FileHasher()
        for start in range(0, len(data), step):
            hasher.update(data[start : start + step])
        file = hasher.finish("a")
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.chunk_root == merkle_root(chunks).hex()
        assert file.size == len(data)


def test_a_file_of_whole_chunks_has_no_empty_last_chunk() -> None:
    """Exactly one chunk is one leaf: no empty leaf follows it."""
    hasher = FileHasher()
    hasher.update(bytes(CHUNK_BYTES))
    assert hasher.finish("a").chunk_root == leaf_hash(bytes(CHUNK_BYTES)).hex()


def test_an_empty_file_has_the_hash_of_nothing() -> None:
    """RFC 6962 gives the empty tree the hash of the empty string."""
    file = FileHasher().finish("a")
    assert file.chunk_root == file.sha256 == hashlib.sha256(b"").hexdigest()


def test_root_is_over_the_lines_in_order_of_names() -> None:
    """Files are sorted bytewise, so both sides come to one root in whatever order they read."""
    manifest = manifest_of(b=b"2", a=b"1", B=b"3")
    assert [file.name for file in manifest.files] == ["B", "a", "b"]
    assert manifest.root == merkle_root(manifest.to_bytes().split(b"\n")[1:-1]).hex()
    assert (manifest.count, manifest.total_bytes) == (3, 3)


def test_comparison_code_is_eighty_bits_in_four_groups() -> None:
    """The code read aloud is the beginning of the root in base32."""
    assert comparison_code("00" * 32) == "AAAA-AAAA-AAAA-AAAA"
    assert comparison_code("ff" * 10 + "00" * 22) == "7777-7777-7777-7777"
    assert manifest_of(a=b"").code == comparison_code(manifest_of(a=b"").root)


def test_labels_stand_in_the_line() -> None:
    """Sensor, portion and time are part of what is sealed."""
    at = datetime(2003, 5, 14, 8, 10, tzinfo=UTC)
    hasher = FileHasher()
    manifest = MediaManifest((hasher.finish("a", MediaLabels("S1", "S1-a", at)),))
    assert manifest.files[0].line.endswith(b'"p":"S1-a","s":"S1","t":"2003-05-14T08:10:00Z"}')
    assert parse_manifest(manifest.to_bytes(), where="m") == manifest


def test_select_takes_what_a_request_names() -> None:
    """A copy holds the portions and the sensor asked for, and ``all`` means every one."""
    manifest = manifest_of(a=b"1", b=b"2")
    assert manifest.select(["S1-a"]) == manifest.select(["all"]) == manifest
    assert manifest.select(["S1-a"], "S1") == manifest
    assert manifest.select(["S1-a"], "S2").count == manifest.select(["S1-b"]).count == 0


NAME = st.text("abc/.é ", min_size=1, max_size=12)


@given(st.dictionaries(NAME, st.binary(max_size=20), max_size=6))
def test_reading_what_was_written_changes_nothing(files: dict[str, bytes]) -> None:
    """Every manifest the printer writes is read back as it was; hostile names never get so far."""
    with suppress(SourceError):
        manifest = manifest_of(**files)
        assert parse_manifest(manifest.to_bytes(), where="m").to_bytes() == manifest.to_bytes()


GOOD = manifest_of(a=b"1", b=b"2").to_bytes()
LINE = GOOD.split(b"\n")[1]
HEAD = b"overflight-media-manifest/v1\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "overflight-media-manifest/v1"),
        (GOOD.replace(b"v1", b"v2", 1), "overflight-media-manifest/v1"),
        (GOOD[:-1], "line feed"),
        (GOOD.replace(b"\n", b"\r\n"), "overflight-media-manifest/v1"),
        (HEAD + b"\n", "JSON"),
        (HEAD + LINE + b"\n" + LINE + b"\n", "every file name once"),
        (HEAD + GOOD.split(b"\n")[2] + b"\n" + LINE + b"\n", "sorted"),
        (HEAD + LINE.replace(b'","f"', b'", "f"') + b"\n", "canonical"),
        (HEAD + LINE.replace(b'"n":1', b'"n":1.0') + b"\n", "integer"),
        (HEAD + LINE.replace(b'"n":1', b'"n":true') + b"\n", "n an integer"),
        (HEAD + LINE.replace(b'"n":1', b'"n":"1"') + b"\n", "n an integer"),
        (HEAD + LINE.replace(b'"n":1', b'"n":-1') + b"\n", "size from 0"),
        (HEAD + LINE.replace(b'"n":1', b'"n":0') + b"\n", "hash of nothing"),
        (HEAD + LINE.replace(b'"p"', b'"q"') + b"\n", "c, f, h, n"),
        (HEAD + b"[]\n", "JSON object"),
        (HEAD + LINE.replace(b'{"c":"', b'{"c":"X') + b"\n", "hex"),
        (HEAD + LINE.replace(b'"S1"', b'""') + b"\n", "label"),
        (HEAD + LINE.replace(b'"S1"', b'"S1","t":"2003-05-14T08:10Z"') + b"\n", "hh:mm:ss"),
        (HEAD + LINE.replace(b'"S1"', b'"S1","t":"tomorrow"') + b"\n", "instant"),
        (HEAD + b"{" + b" " * 5000 + b"}\n", "4096 bytes"),
        (HEAD + LINE.replace(b'"a"', b'"\xff"') + b"\n", "UTF-8"),
    ],
)
def test_the_parser_refuses_what_the_printer_would_not_write(text: bytes, says: str) -> None:
    """Two spellings of one medium would have two roots, so only one is read."""
    with pytest.raises(SourceError) as fault:
        parse_manifest(text, where="m")
    assert says in f"{fault.value.expected} {fault.value.found}"


def test_a_huge_manifest_is_refused_before_it_is_read() -> None:
    """A manifest above the limit costs no work."""
    with pytest.raises(SourceError, match="268435456 bytes"):
        parse_manifest(bytes(MAX_MANIFEST_BYTES + 1), where="m")


def test_too_many_files_are_refused() -> None:
    """The number of files has a limit, too."""
    file = MediaFile("a", ROOT, ROOT, 1)
    with pytest.raises(SourceError, match="at most 1000000 files"):
        MediaManifest((file,) * (MAX_FILES + 1))


def test_a_name_that_is_also_a_folder_is_refused() -> None:
    """No disk can hold a file and a folder of one name."""
    files = (MediaFile("a", ROOT, ROOT, 1), MediaFile("a/b", ROOT, ROOT, 1))
    with pytest.raises(SourceError, match="not also a folder"):
        MediaManifest(files)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a/./b",
        "./a",
        "a//b",
        "a/",
        "a\\b",
        "C:/a",
        "c:a",
        "a\0b",
        "a\nb",
        "a\u2028b",
        "a\x85b",
        "\udcff",
        "a" * 101,
        "a/" * 70 + "a",
        "é" * 51,
    ],
)
def test_hostile_names_are_refused(name: str) -> None:
    """No name in a manifest can point outside its folder or mean two files."""
    with pytest.raises(SourceError) as fault:
        check_name(name, where="m")
    assert fault.value.code == "E-NAME"


@pytest.mark.parametrize(
    "name", ["a", "a.b/c d", "frames/S1/é.tif", "a" * 100, "..a", "a..", "10:20.tif"]
)
def test_plain_names_pass(name: str) -> None:
    """Ordinary names, non-English ones too, are left as they are."""
    assert check_name(name, where="m") == name


def test_a_name_of_exactly_the_limit_passes() -> None:
    """140 bytes pass and 141 do not."""
    name = f"{'a' * 70}/{'b' * 69}"
    assert check_name(name, where="m") == name
    with pytest.raises(SourceError, match="140 bytes"):
        check_name(name + "c", where="m")

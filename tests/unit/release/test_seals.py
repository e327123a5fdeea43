"""Two manifests of one medium: sealed, or the lines that differ."""

from __future__ import annotations

import pytest
from tests.release_stage import manifest_of

from overflight.release import Difference, compare_manifests


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_equal_bytes_are_sealed() -> None:
    """Both sides come to the same root from the same bytes, and nothing differs."""
    compared = compare_manifests(manifest_of(a=b"1"), manifest_of(a=b"1"))
    assert compared.sealed
    assert compared.differences == ()


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_every_difference_is_told() -> None:
    """One bit, a file too many, a file too few: each is named with both lines."""
    ours, theirs = manifest_of(a=b"1", b=b"2", c=b"3"), manifest_of(a=b"1", b=b"x", d=b"4")
    compared = compare_manifests(ours, theirs)
    assert not compared.sealed
    assert (compared.ours, compared.theirs) == (ours.root, theirs.root)
    lines = {file.name: file.line.decode() for file in ours.files}
    other = {file.name: file.line.decode() for file in theirs.files}
    assert compared.differences == (
        Difference("b", lines["b"], other["b"]),
        Difference("c", lines["c"], None),
        Difference("d", None, other["d"]),
    )

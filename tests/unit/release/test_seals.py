"""Two manifests of one medium: sealed, or the lines that differ."""

from __future__ import annotations

import pytest
from tests.release_stage import manifest_of

from overflight.errors import SourceError
from overflight.release import Difference, MediaLabels, compare_manifests


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


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_labels_are_no_bytes() -> None:
    """A side that labels its files holds the same bytes: told apart, and no dispute on the ramp."""
    labelled = manifest_of(a=b"1", b=b"2")
    compared = compare_manifests(labelled, labelled.bare)
    assert compared.ours != compared.theirs
    assert compared.sealed
    assert [difference.name for difference in compared.labels] == ["a", "b"]
    mixed = compare_manifests(labelled, manifest_of(a=b"1", b=b"x").bare)
    assert not mixed.sealed
    assert [d.name for d in mixed.differences] == ["b"]
    assert [d.name for d in mixed.labels] == ["a"]


def test_labels_come_and_go_and_the_bytes_stay() -> None:
    """A medium is sealed bare; labels are laid over it to choose what is copied."""
    bare = manifest_of(a=b"1", b=b"2").bare
    named = bare.labelled({"a": MediaLabels(sensor="S1", portion="p")})
    assert [file.name for file in named.select(("p",), "S1").files] == ["a"]
    assert named.bare == bare
    with pytest.raises(SourceError, match="E-LABEL"):
        bare.labelled({"c": MediaLabels()})

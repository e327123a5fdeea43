"""The act of entering a strip: all of it or nothing, and nothing overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.record_samples import key

from overflight.adapters.clock import SetClock
from overflight.assembly import rehearsal
from overflight.desk import read_facts
from overflight.desk.imagery import catalogue_strip
from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Position
from overflight.imagery import (
    AircraftAngles,
    Camera,
    CataloguedFrame,
    FileMark,
    FrameCatalogued,
    Pose,
    StripCatalogued,
    footprint_of,
)
from overflight.treaty import Refusal

AT = datetime(2003, 5, 9, 9, tzinfo=UTC)
CAMERA = Camera("sim", 150.0, (60.0, 40.0), (600, 400))


def frame(name: str, strip: str = "S1", sha256: str = "ab" * 32) -> CataloguedFrame:
    """Return a frame over level ground."""
    pose = Pose(Position(25.0, 45.0), 3000.0, "WGS 84", AircraftAngles(75.0, 0.0, 0.0))
    return CataloguedFrame(
        frame=name,
        mission="2003-OS3001",
        strip=strip,
        sensor="OF-1",
        original=FileMark(f"{name}.tif", sha256, 10),
        taken_at=AT,
        camera=CAMERA,
        pose=pose,
        footprint=footprint_of(CAMERA, pose, FlatTerrain()),
        simulated=True,
    )


def test_a_strip_is_entered_frames_first_and_read_back() -> None:
    """Two frames and their strip stand in the log of the party, as decimal strings."""
    record = rehearsal(("HU", "RO"), SetClock(AT, timedelta(minutes=1)), seed="tests")
    signer = key("HU", "author-1")
    frames = [frame("0012"), frame("0013")]
    done = catalogue_strip(record.desk, signer, frames, collection_sha256="cd" * 32)
    assert not isinstance(done, Refusal)
    assert len(done) == 3
    said = read_facts(record.desk.records, kinds={FrameCatalogued, StripCatalogued})
    assert [type(one.fact) for one in said] == [FrameCatalogued, FrameCatalogued, StripCatalogued]
    again = catalogue_strip(record.desk, signer, frames, collection_sha256="cd" * 32)
    assert not isinstance(again, Refusal)


def test_other_words_about_a_frame_are_refused() -> None:
    """A frame id stands for one file: another hash needs another id."""
    record = rehearsal(("HU", "RO"), SetClock(AT, timedelta(minutes=1)), seed="tests")
    signer = key("HU", "author-1")
    catalogue_strip(record.desk, signer, [frame("0012")], collection_sha256="cd" * 32)
    other = [replace(frame("0012"), original=FileMark("0012.tif", "ef" * 32, 10))]
    refused = catalogue_strip(record.desk, signer, other, collection_sha256="00" * 32)
    assert isinstance(refused, Refusal)
    assert [f.rule for f in refused.findings] == ["ANN-11", "ANN-11"]
    assert len(read_facts(record.desk.records, kinds={FrameCatalogued})) == 1


def test_frames_of_two_strips_are_not_one() -> None:
    """Each strip is entered by itself; no frame is no strip."""
    record = rehearsal(("HU", "RO"), SetClock(AT, timedelta(minutes=1)), seed="tests")
    signer = key("HU", "author-1")
    for frames in ([], [frame("0012"), frame("0013", "S2")]):
        with pytest.raises(UsageError, match="E-STRIP"):
            catalogue_strip(record.desk, signer, frames, collection_sha256="cd" * 32)

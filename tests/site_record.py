"""A record with one mission in it, for sites that show it: some of its words are meant to harm."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.clock import SetClock
from overflight.assembly import Outside, new_record, open_record
from overflight.desk import Charter, load_founding
from overflight.desk.missions import act
from overflight.missions import KINDS
from overflight.treaty import Refusal, read_form
from tests.mission_script import KEY, at

__all__ = ["HOSTILE", "new_site_record", "plan_text", "speak"]

HOSTILE = "<script>alert(1)</script>\u202e'\"><img src=x>"


def speak(folder: Path, party: str, kind: str, **body: object) -> None:
    """Say a fact of the mission in a Party's log."""
    fact = read_form(KINDS[f"missions.{kind}/1"], {"mission": KEY, **body}, where=kind)
    with open_record(folder, Outside(clock=SetClock(at("05-05 06:00")), seed="site")) as opened:
        assert not isinstance(act(opened.desk, opened.signers[party], fact, anyway=True), Refusal)


def plan_text() -> dict[str, object]:
    """Return a plan of Italy over Hungary, as a person writes it; a name in it is meant to harm."""
    names = ("B1", "B2", "<script>alert(1)</script>")
    spots = ((18.5, 47.0), (20.5, 47.2), (19.5, 46.6))
    return {
        "mission": KEY,
        "version": 1,
        "observing": "IT",
        "observed": "HU",
        "start_site": "HU-TOKOL",
        "end_site": "HU-TOKOL",
        "point_of_entry": "HU-TOKOL",
        "point_of_exit": "HU-TOKOL",
        "estimated_arrival": "2003-05-08T08:00:00Z",
        "submitted": "2003-05-08T17:00:00Z",
        "original_submitted": "2003-05-08T17:00:00Z",
        "commencement": "2003-05-10T07:00:00Z",
        "speed_km_h": 450,
        "route": [
            {"name": name, "at": {"lon_deg": lon, "lat_deg": lat}}
            for name, (lon, lat) in zip(names, spots, strict=True)
        ],
    }


def new_site_record(folder: Path) -> Path:
    """Found a record in which Italy notified a flight over Hungary."""
    outside = Outside(clock=SetClock(at("05-05 06:00")), seed="site")
    charter = Charter("R", "overflight.example/t", ("HU",), "0" * 64)
    with new_record(folder, charter, ["CA", "HU", "IT"], outside) as record:
        load_founding(record.desk, record.signers["HU"])
    intention = {
        "estimated_arrival": "2003-05-08T08:00:00Z",
        "point_of_entry": "HU-TOKOL",
        "aircraft": HOSTILE,
    }
    received = "2003-05-05T06:00:00Z"
    speak(
        folder, "IT", "notified",
        at=received, observing="IT", observed="HU", received_at=received, intention=intention,
    )  # fmt: skip
    return folder

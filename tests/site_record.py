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

__all__ = ["HOSTILE", "new_site_record", "speak"]

HOSTILE = "<script>alert(1)</script>\u202e'\"><img src=x>"


def speak(folder: Path, party: str, kind: str, **body: object) -> None:
    """Say a fact of the mission in a Party's log."""
    fact = read_form(KINDS[f"missions.{kind}/1"], {"mission": KEY, **body}, where=kind)
    with open_record(folder, Outside(clock=SetClock(at("05-05 06:00")), seed="site")) as opened:
        assert not isinstance(act(opened.desk, opened.signers[party], fact, anyway=True), Refusal)


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

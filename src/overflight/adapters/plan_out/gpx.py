"""A plan as a GPX 1.1 route."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from overflight.adapters.plan_out.xml_text import xml_bytes
from overflight.airspace import LevelSystem
from overflight.deadlines import format_instant
from overflight.desk.planning.sheet import PlanSheet

__all__ = ["plan_gpx"]

_SPACE = "http://www.topografix.com/GPX/1/1"


def plan_gpx(sheet: PlanSheet) -> bytes:
    """Return a plan as a GPX route with the times of its places.

    Accuracy: positions to seven decimals of a degree, about a centimetre. Heights are written only
    where they count from the sea, as GPX says no other system.
    """
    plan = sheet.plan
    root = Element("gpx", version="1.1", creator="overflight", xmlns=_SPACE)
    head = SubElement(root, "metadata")
    SubElement(head, "name").text = f"{plan.mission} version {plan.version}"
    SubElement(head, "desc").text = f"Mission plan, sha256 {sheet.sha256}"
    SubElement(head, "time").text = format_instant(plan.submitted)
    route = SubElement(root, "rte")
    SubElement(route, "name").text = f"{plan.mission} version {plan.version}"
    for place in sheet.places:
        point = SubElement(
            route,
            "rtept",
            lat=f"{place.place.at.lat_deg:.7f}",
            lon=f"{place.place.at.lon_deg:.7f}",
        )
        if place.high.system is LevelSystem.SEA and not place.place.airfield:
            SubElement(point, "ele").text = f"{place.high.height_m:g}"
        SubElement(point, "time").text = format_instant(place.at)
        SubElement(point, "name").text = place.place.name
        SubElement(point, "type").text = "airfield" if place.place.airfield else "turn point"
    return xml_bytes(root)

"""A docket as an iCalendar feed (RFC 5545): one event for each instant that is still ahead."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from overflight.missions import DocketItem
from overflight.missions.judging.mission_forms import DocketForm

__all__ = ["calendar_of"]

_REMINDED = timedelta(minutes=-30)


def calendar_of(docket: DocketForm) -> bytes:
    """Return a docket as a calendar.

    An event is no reminder that can be relied on: the instant is computed from the record each
    time the feed is asked for, and moves when facts move.

    Args:
        docket: The docket.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Overflight//Docket//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Docket {docket.party}".strip())
    for item in docket.items:
        if item.open and item.due_at is not None:
            calendar.add_component(_event(item, docket))
    return bytes(calendar.to_ical())


def _event(item: DocketItem, docket: DocketForm) -> Event:
    event = Event()
    name = f"{item.mission}/{item.clock}/{item.by}/{item.starts}"
    event.add("uid", f"{sha256(name.encode()).hexdigest()[:32]}@overflight")
    event.add("dtstamp", docket.at)
    event.add("dtstart", item.due_at)
    event.add("summary", f"{item.by}: {item.act} ({item.mission})")
    lines = (item.state.value, item.arithmetic, f"{item.rule} {item.provision}", item.on_expiry)
    event.add("description", "\n".join(line for line in lines if line))
    event.add("categories", [item.state.value])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _REMINDED)
    alarm.add("description", item.act)
    event.add_component(alarm)
    return event

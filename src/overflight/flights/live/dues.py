"""Which sensors the plan has on at a place of the path."""

from __future__ import annotations

from overflight.flights.live.courses import Due
from overflight.flights.live.forms import LiveAct

__all__ = ["sensors_due"]


def sensors_due(dues: tuple[Due, ...], along_m: float) -> set[str]:
    """Return the sensors that are on by the plan at a place of the path.

    Args:
        dues: What is due, in order.
        along_m: Metres from the start of the path.
    """
    on: dict[str, int] = {}
    for due in dues:
        if due.along_m > along_m:
            break
        if due.act is LiveAct.SENSOR_ON:
            on[due.name] = on.get(due.name, 0) + 1
        elif due.act is LiveAct.SENSOR_OFF:
            on[due.name] = on.get(due.name, 0) - 1
    return {name for name, count in on.items() if count > 0}

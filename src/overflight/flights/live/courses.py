"""What does not change during a flight: the agreed path, what is due along it, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from overflight.flights.compared.routes import Route
from overflight.flights.judged.flown_path import stand_off_lines
from overflight.flights.judged.rights import FAR
from overflight.flights.judged.sensor_rules import least_heights
from overflight.flights.live.forms import LiveAct
from overflight.geodesy import Floats, azimuth_deg, coordinates_deg, feet, inverse, to_space
from overflight.missions import STAND_OFF, WINDOW, Surroundings

__all__ = ["Course", "Due", "LiveSettings", "NearLines", "course_of"]

_REACH_M = 100_000.0
_CUT_M = 5_000.0
_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """What watching goes by on board; none of it is in the treaty.

    Args:
        tolerance_m: A point farther than this from the path is off it, in metres.
        fastest_m_s: Speed no observation aircraft reaches; a farther step is no position.
        gap_s: Longer without a position, the aircraft was unseen, in seconds.
        frozen_s: A position repeated so long in flight is frozen, in seconds.
        settle_s: Another leg is taken up after so long beside it, in seconds.
        trust: So many positions that agree with each other stand against those before.
        turn_m: So near its end a leg is left for the next where that is nearer, in metres.
    """

    tolerance_m: float = 2_000.0
    fastest_m_s: float = 350.0
    gap_s: float = 60.0
    frozen_s: float = 10.0
    settle_s: float = 60.0
    trust: int = 5
    turn_m: float = 15_000.0


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on the way.

    Args:
        act: What.
        name: Where, or which sensor.
        along_m: Where, in metres from the start of the path.
        turn_deg: Change of course there, right positive; none where there is none.
        course_deg: Course after it, degrees clockwise from north; none where the path ends.
    """

    act: LiveAct
    name: str
    along_m: float
    turn_deg: float | None = None
    course_deg: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class NearLines:
    """Border lines near the path with one State that is no Party, as short pieces in space.

    Args:
        state: The State.
        start: Where the pieces begin, metres from the middle of the Earth, shape (n, 3).
        step: Where they lead, shape (n, 3).
        error_m: Greatest error of the lines, in metres.
    """

    state: str
    start: Floats
    step: Floats
    error_m: float

    def away_m(self, spot: Floats) -> float:
        """Return how far a place lies from them, in metres.

        Args:
            spot: The place in space, shape (3,).

        Accuracy: 1 m within 100 km, the error of the lines left out.
        """
        apart = spot - self.start
        square = np.maximum(np.einsum("ij,ij->i", self.step, self.step), 1e-9)
        share = np.clip(np.einsum("ij,ij->i", apart, self.step) / square, 0.0, 1.0)
        away = apart - share[:, None] * self.step
        chord = float(np.sqrt(np.einsum("ij,ij->i", away, away).min()))
        return chord + chord**3 / (24 * _RADIUS_M**2)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """An agreed path made ready to be watched.

    Args:
        route: The route.
        around: What the plan was judged against.
        settings: What watching goes by.
        legs: Longitudes, latitudes, azimuths and lengths of the parts of the path.
        dues: What is due along it, in order.
        lines: Border lines that ask for a stand-off.
        stand_off_m: How far they ask, in metres.
        far_m: Beyond this distance from the path all sensors may be barred, in metres.
        least_m: Minimum height above ground of each sensor that has one.
        most_m: Maximum flight distance in metres; none where it is not known.
        window_s: End of the window, seconds since 1970; none where it was waived.
    """

    route: Route
    around: Surroundings
    settings: LiveSettings
    legs: tuple[Floats, Floats, Floats, Floats]
    dues: tuple[Due, ...]
    lines: tuple[NearLines, ...]
    stand_off_m: float
    far_m: float
    least_m: tuple[tuple[str, float], ...]
    most_m: float | None
    window_s: float | None

    @property
    def whole_m(self) -> float:
        """Return the length of the path in metres."""
        return float(self.route.length_m.sum())

    def beside(self, lon_deg: float, lat_deg: float) -> tuple[Floats, Floats, Floats]:
        """Return metres along every part, across it, and to its nearest position."""
        count = len(self.legs[0])
        return feet(self.legs, np.full(count, lon_deg), np.full(count, lat_deg))


def course_of(route: Route, around: Surroundings, settings: LiveSettings | None = None) -> Course:
    """Return an agreed path made ready to be watched.

    Args:
        route: The route.
        around: What the plan was judged against.
        settings: What to go by; none takes the stated values.
    """
    lon, lat = coordinates_deg(route.line)
    azimuth, length = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    agreement = around.agreed("FLT-1")
    hours = WINDOW.on(around.day) if agreement is None else agreement.amount
    ends = None
    if hours is not None:
        ends = route.plan.estimated_arrival.timestamp() + 3600 * float(hours + around.extension_h)
    distance = around.distance
    return Course(
        route,
        around,
        settings or LiveSettings(),
        (lon[:-1], lat[:-1], azimuth, length),
        tuple(sorted(_dues(route), key=lambda due: due.along_m)),
        tuple(_lines(route, around)),
        float(STAND_OFF.on(around.day)) * 1000,
        float(FAR.on(around.day)) * 1000,
        tuple(sorted(least_heights(route.plan, around).items())),
        None if distance is None else float(distance.km) * 1000,
        ends,
    )


def _dues(route: Route) -> Iterator[Due]:
    """Yield what is due along a path: turns, stops, the end, sensors on and off."""
    ends = np.concatenate([[0.0], np.cumsum(route.leg_lengths_m())]).tolist()
    stops = {stop.site for stop in route.plan.stops}
    courses = _courses(route)
    last = len(route.places) - 1
    for i, name in enumerate(route.places[1:], start=1):
        act = LiveAct.END if i == last else LiveAct.STOP if name in stops else LiveAct.TURN
        if i == last:
            yield Due(act, name, ends[i])
            continue
        before, after = courses[i - 1][1], courses[i][0]
        yield Due(act, name, ends[i], (after - before + 180.0) % 360.0 - 180.0, after)
    for observation in route.plan.observations:
        found = route.stretch_m(observation.start, observation.stop)
        if found is not None:
            yield Due(LiveAct.SENSOR_ON, observation.sensor, found[0])
            yield Due(LiveAct.SENSOR_OFF, observation.sensor, found[1])


def _courses(route: Route) -> list[tuple[float, float]]:
    """Return the course at the start and at the end of every leg, in degrees."""
    found: list[tuple[float, float]] = []
    for leg in range(route.legs):
        parts = np.flatnonzero(route.leg == leg).tolist()
        line = [route.line[k] for k in (*parts, parts[-1] + 1)]
        steps = [(a, b) for a, b in pairwise(line) if a != b]
        if not steps:
            found.append((0.0, 0.0))
            continue
        begins, ends = azimuth_deg(*steps[0]), (azimuth_deg(*reversed(steps[-1])) + 180.0) % 360.0
        found.append((begins, ends))
    return found


def _lines(route: Route, around: Surroundings) -> Iterator[NearLines]:
    """Yield the border lines near the path that ask for a stand-off."""
    path = to_space(*coordinates_deg(route.line))
    middle = path.mean(axis=0)
    reach = float(np.linalg.norm(path - middle, axis=1).max()) * 1.1 + _REACH_M
    for state, lines in sorted(stand_off_lines(around, route.plan.observed).items()):
        starts, steps = [np.zeros((0, 3))], [np.zeros((0, 3))]
        for border in lines:
            for piece in border.line.paths():
                start, step = _pieces(*coordinates_deg(piece))
                near = np.linalg.norm(start - middle, axis=1) <= reach
                starts.append(start[near])
                steps.append(step[near])
        start = np.concatenate(starts)
        if len(start):
            error = max(border.error_m for border in lines)
            yield NearLines(state, start, np.concatenate(steps), error)


def _pieces(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return a line as pieces of five kilometres at most: where they begin and where they lead."""
    spots = to_space(lon, lat)
    step = np.diff(spots, axis=0)
    parts = np.maximum(1, np.ceil(np.linalg.norm(step, axis=1) / _CUT_M)).astype(np.intp)
    which = np.repeat(np.arange(len(step)), parts)
    within = np.arange(len(which)) - np.repeat(np.cumsum(parts) - parts, parts)
    small = step[which] / parts[which][:, None]
    begins = spots[which] + within[:, None] * small
    # What is cut between lies on a chord: it is lifted to the height of its neighbours.
    sizes = np.linalg.norm(spots[which], axis=1) / np.linalg.norm(begins, axis=1)
    return begins * sizes[:, None], small

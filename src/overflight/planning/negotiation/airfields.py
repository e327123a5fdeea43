"""Other airfields: where the flight starts, ends, stops, or may be diverted to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from overflight.missions import MissionPlan, Stop, planned_path
from overflight.planning.negotiation.moves import Kind, Move, Scene
from overflight.planning.windows import flown

__all__ = ["airfield_moves", "start_moves", "uses"]


def uses(plan: MissionPlan, site: str) -> tuple[str, ...]:
    """Return for what a plan uses a site: start, end, stop, alternate."""
    parts = (
        ("where it commences", plan.start_site == site),
        ("where it ends", plan.end_site == site),
        ("where it stops", any(stop.site == site for stop in plan.stops)),
        ("an alternate", site in plan.alternates),
    )
    return tuple(name for name, used in parts if used)


def airfield_moves(plan: MissionPlan, site: str, scene: Scene) -> Iterator[Move]:
    """Yield plans that do without a site.

    Args:
        plan: The plan.
        site: The site that cannot be used.
        scene: What may be offered instead.

    Treaty: art.VIII.I.4.B; GEO-11, GEO-12 ask for designated airfields.
    """
    spared = replace(plan, alternates=tuple(one for one in plan.alternates if one != site))
    starts = _others(scene.sites, site) if plan.start_site == site else (plan.start_site,)
    ends = _others(scene.sites, site) if plan.end_site == site else (plan.end_site,)
    stopping = any(stop.site == site for stop in plan.stops)
    stops = _others(scene.refuelling, site) if stopping else ("",)
    for start in starts:
        for end in ends:
            for other in stops:
                yield _with(plan, spared, (start, end), (site, other), scene)


def start_moves(plan: MissionPlan, scene: Scene) -> Iterator[Move]:
    """Yield plans that start at another airfield, for its greater maximum distance.

    Treaty: art.VI.II.4.A, annex.A.III; GEO-1.
    """
    for start in _others(scene.sites, plan.start_site):
        ends = {plan.end_site, start} if plan.end_site == plan.start_site else {plan.end_site}
        for end in sorted(ends):
            yield _with(plan, plan, (start, end), ("", ""), scene)


def _others(sites: tuple[str, ...], site: str) -> tuple[str, ...]:
    return tuple(one for one in sites if one != site)


def _with(
    plan: MissionPlan,
    spared: MissionPlan,
    ends: tuple[str, str],
    stop: tuple[str, str],
    scene: Scene,
) -> Move:
    """Return a plan with other airfields, its observation periods and stops moved with them."""
    start, end = ends
    periods = tuple(
        replace(
            period,
            start=start if period.start == plan.start_site else period.start,
            stop=end if period.stop == plan.end_site else period.stop,
        )
        for period in plan.observations
    )
    stops = tuple(
        replace(one, site=stop[1]) if stop[1] and one.site == stop[0] else one for one in plan.stops
    )
    changed = replace(spared, start_site=start, end_site=end, observations=periods, stops=stops)
    changed = _in_time(plan, changed, scene) if stop[1] or start != plan.start_site else changed
    words = [
        f"{what} {new} instead of {old}"
        for what, old, new in (
            ("commences at", plan.start_site, start),
            ("ends at", plan.end_site, end),
            ("stops at", stop[0], stop[1] or stop[0]),
        )
        if old != new
    ]
    if spared.alternates != plan.alternates:
        words.append(f"without {', '.join(set(plan.alternates) - set(spared.alternates))}")
    apart = abs(_km(changed, scene) - _km(plan, scene))
    return Move(Kind.AIRFIELD, changed, "; ".join(words), apart, len(words))


def _km(plan: MissionPlan, scene: Scene) -> float:
    """Return the length of the path of a plan, as far as its places are known."""
    return planned_path(plan, scene.around_of(plan)).length_km


def _in_time(plan: MissionPlan, changed: MissionPlan, scene: Scene) -> MissionPlan:
    """Return a plan whose stops are landed at when the legs allow, each as long as planned."""
    if not plan.stops:
        return changed
    stops: list[Stop] = []
    for number, stop in enumerate(changed.stops):
        so_far = replace(changed, stops=(*stops, *changed.stops[number:]))
        arrives = _arrives(so_far, number, scene)
        if arrives is None:
            return changed
        stays = stop.continues_at - stop.lands_at
        lands = plan.commencement + timedelta(seconds=60 * -(-arrives.total_seconds() // 60))
        was = plan.stops[number]
        lands = max(lands, was.lands_at)
        stops.append(replace(stop, lands_at=lands, continues_at=lands + stays))
    return replace(changed, stops=tuple(stops))


def _arrives(plan: MissionPlan, number: int, scene: Scene) -> timedelta | None:
    """Return when a stop is reached after commencement; none where it has no position."""
    track = flown(plan, scene.around_of(plan))
    names = [place.name for place in track.path.places]
    site, after = plan.stops[number].site, plan.stops[number].after
    if after not in names or site not in names[names.index(after) :]:
        return None
    here = names.index(site, names.index(after))
    leg_m = track.before_m[here] - track.before_m[here - 1]
    return timedelta(seconds=track.leaves_s[here - 1] + leg_m / track.speed_m_s)

"""Account for the agreed path: what was seen of it, what not, and in which order it was flown.

Of what was not seen nothing can be said; and a leg flown out of its turn is not a leg left.
"""

from __future__ import annotations

from itertools import groupby

from overflight.flights.compared.seen import LegSeen
from overflight.flights.judged.cases import NO_EFFECT, FlownCase, at_text, at_times
from overflight.flights.judged.deviations import judge_causes
from overflight.flights.told.tracks import Track
from overflight.geodesy import Position
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, overall

__all__ = ["declared_order", "unseen"]

_MOST = 3


def unseen(case: FlownCase) -> tuple[Finding, ...]:
    """Say of every gap, and of both ends, that nothing can be said; and how much was seen.

    Treaty: art.VIII.II.1; DEV-1.
    """
    return (*_gaps(case), *_ends(case), _how_much(case))


def _gaps(case: FlownCase) -> tuple[Finding, ...]:
    gaps = sorted(case.comparison.clean.unseen, key=lambda g: g.since_s - g.until_s)
    found = [
        Finding(
            "DEV-1",
            "art.VIII.II.1",
            Outcome.OPEN,
            f"Unseen from {at_text(gap.since_s)} to {at_text(gap.until_s)}"
            f" ({gap.until_s - gap.since_s:,.0f} s, {gap.distance_m / 1000:,.1f} km apart): nothing"
            " can be said.",
            measured=Quantity(gap.until_s - gap.since_s, "s", 0.0),
            where=(gap.start, gap.end),
            basis=case.basis,
        )
        for gap in gaps[:_MOST]
    ]
    if len(gaps) > _MOST:
        rest = gaps[_MOST:]
        seconds = sum(gap.until_s - gap.since_s for gap in rest)
        found.append(
            Finding(
                "DEV-1",
                "art.VIII.II.1",
                Outcome.OPEN,
                f"{len(rest)} shorter gaps, {seconds:,.0f} s in all: nothing is known.",
                measured=Quantity(seconds, "s", 0.0),
                where=tuple(gap.start for gap in rest),
                basis=case.basis,
            )
        )
    return tuple(found)


def _ends(case: FlownCase) -> tuple[Finding, ...]:
    """Return what lies of the path before the first point and after the last one."""
    compared, track = case.comparison, case.comparison.track
    before, most = compared.ends_m
    after = float(compared.route.length_m.sum()) - most
    if max(before, after) <= compared.settings.tolerance_m:
        return ()
    first, last = (at_text(float(track.time_s[i])) for i in (0, -1))
    return (
        Finding(
            "DEV-1",
            "art.VIII.II.1",
            Outcome.OPEN,
            f"Unseen before the first point ({first}): {before / 1000:,.1f} km of the agreed path,"
            f" and after the last point ({last}): {after / 1000:,.1f} km; nothing can be said.",
            measured=Quantity((before + after) / 1000, "km", 0.0),
            where=(_spot(track, 0), _spot(track, -1)),
            basis=case.basis,
        ),
    )


def _spot(track: Track, i: int) -> Position:
    return Position(float(track.lon_deg[i]), float(track.lat_deg[i]))


def _how_much(case: FlownCase) -> Finding:
    """Return how much of the agreed path was seen, and which legs not at all."""
    legs, settings = case.comparison.legs, case.comparison.settings
    length, seen = sum(leg.length_m for leg in legs), sum(leg.seen_m for leg in legs)
    partly = [leg for leg in legs if leg.length_m - leg.seen_m > settings.tolerance_m]
    kept = sum(leg.kept_m for leg in legs)
    says = (
        f"The aircraft was seen to come past {seen / 1000:,.1f} of {length / 1000:,.1f} km of the"
        f" agreed path (within {settings.abreast_m / 1000:,.0f} km, a setting), past"
        f" {kept / 1000:,.1f} km of them within {settings.tolerance_m:,.0f} m."
    )
    never = _never(case, legs)
    if never:
        says += f" Not seen at all: {'; '.join(never)}."
    return Finding(
        "DEV-1",
        "art.VIII.II.1",
        Outcome.OPEN if partly else Outcome.KEPT,
        says,
        measured=Quantity(seen / 1000, "km", 0.0),
        basis=case.basis,
    )


def _never(case: FlownCase, legs: tuple[LegSeen, ...]) -> list[str]:
    """Return where the path was not seen at all, legs that follow each other in one."""
    places, found = case.comparison.route.places, []
    for missed, some in groupby(legs, key=lambda leg: leg.seen_m == 0):
        run = list(some)
        if missed and any(leg.length_m > 0 for leg in run):
            more = f" ({len(run)} legs)" if len(run) > 1 else ""
            found.append(f"{places[run[0].leg]} - {places[run[-1].leg + 1]}{more}")
    return found


def declared_order(case: FlownCase) -> tuple[Finding, ...]:
    """Say which legs were flown out of the declared order, or against their direction.

    The duty to fly direct legs in the declared sequence is on the mission plan; leaving it in
    flight asks for a cause.

    Treaty: art.VI.II.4.F, art.VIII.II.1; GEO-3.
    """
    compared, slack = case.comparison, case.comparison.settings.tolerance_m
    runs, out = compared.out_of_order, compared.out_of_order_m
    limit = Limit(slack / 1000, "km", Sense.AT_MOST)
    against = f"{compared.against_m / 1000:,.1f} km were flown against the direction of their legs"
    if out <= slack and compared.against_m <= slack:
        says = f"As far as they were seen, the legs were flown in the declared order; {against}."
        measured = Quantity(out / 1000, "km", 0.0)
        return (_order(case, Outcome.KEPT, says, measured, limit),)
    if out <= slack:
        says = f"The legs were flown in the declared order, but {against}."
        measured = Quantity(compared.against_m / 1000, "km", 0.0)
        return (_order(case, Outcome.OPEN, says, measured, limit),)
    judged = [judge_causes(case.said.causes(*case.instants(run))) for run in runs]
    outcome = overall(_order(case, o, says, None, limit) for _, _, o, says in judged)
    longest = max(runs, key=lambda run: run.until_s - run.since_s)
    legs = sorted({int(k) for run in runs for k in compared.leg[run.first : run.past]})
    count = "1 run" if len(runs) == 1 else f"{len(runs)} runs"
    says = (
        f"Flown out of the declared order: {count}, {out / 1000:,.1f} km, on"
        f" {'; '.join(_spans(case, legs))}; the longest {at_times(longest)}. {against}."
        f" {' '.join(dict.fromkeys(more for *_, more in judged))}"
    )
    return (_order(case, outcome, says, Quantity(out / 1000, "km", 0.0), limit),)


def _spans(case: FlownCase, legs: list[int]) -> list[str]:
    """Return some legs as places, those that follow each other in one."""
    places, found = case.comparison.route.places, []
    for _, some in groupby(enumerate(legs), key=lambda pair: pair[1] - pair[0]):
        run = [leg for _, leg in some]
        found.append(f"{places[run[0]]} - {places[run[-1] + 1]}")
    return found


def _order(
    case: FlownCase, outcome: Outcome, says: str, measured: Quantity | None, limit: Limit
) -> Finding:
    return Finding(
        "GEO-3",
        "art.VI.II.4.F",
        outcome,
        says,
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else NO_EFFECT,
        where=tuple(run.at for run in case.comparison.out_of_order),
        basis=("the text has no number for this; the tolerance is a setting", *case.basis),
    )

"""How far was flown, what of it counts, and what a deviation's distance is credited with.

Treaty: art.VIII.II.7, art.VI.II.4.A, art.II.11.
"""

from __future__ import annotations

from overflight.flights.compared.detours import detours_of
from overflight.flights.judged.cases import NO_EFFECT, FlownCase, at_times
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, count_of, judge

__all__ = ["distance_flown", "maximum_flown"]


def distance_flown(case: FlownCase) -> tuple[Finding, ...]:
    """Say how far was flown, how far was agreed, and what deviations added: that does not count.

    Treaty: art.VIII.II.7; GEO-13.
    """
    compared = case.comparison
    planned = float(compared.route.length_m.sum()) / 1000
    flown = compared.flown_m / 1000
    detours = detours_of(compared, case.said)
    extra = sum(detour.extra_m for detour in detours) / 1000
    longest = max(detours, key=lambda detour: detour.extra_m, default=None)
    more = ""
    if longest is not None:
        more = (
            f" {count_of(len(detours), 'deviation')} added {extra:,.1f} km, the longest"
            f" {longest.extra_m / 1000:,.1f} km {at_times(longest.run)}: {flown - extra:,.1f} km"
            " count."
        )
    return (
        Finding(
            "GEO-13",
            "art.VIII.II.7",
            Outcome.KEPT,
            f"{flown:,.1f} km flown were seen, {planned:,.1f} km were agreed. What a deviation adds"
            f" does not count against the maximum flight distance.{more}",
            measured=Quantity(flown, "km", 0.0),
            basis=(
                "errors of positions lengthen a flown path, gaps shorten it",
                *case.basis,
            ),
        ),
    )


def maximum_flown(case: FlownCase) -> tuple[Finding, ...]:
    """Hold what counts of the distance flown against the maximum flight distance.

    The duty is on the mission plan: a flown path that is longer asks for its reason. Over gaps the
    straight distance is counted, which is the least that was flown.

    Returns:
        One finding; none where no maximum flight distance is at hand.

    Treaty: art.VI.II.4.A, art.II.11, art.VIII.II.7; GEO-1, AMB-10 (the whole path).
    """
    compared, distance = case.comparison, case.around.distance
    if distance is None:
        return ()
    unseen = sum(gap.distance_m for gap in compared.clean.unseen)
    extra = sum(detour.extra_m for detour in detours_of(compared, case.said))
    measured = Quantity((compared.flown_m + unseen - extra) / 1000, "km", 0.0)
    limit = Limit(float(distance.km), "km", Sense.AT_MOST)
    outcome = Outcome.KEPT if judge(measured, limit) is Outcome.KEPT else Outcome.OPEN
    return (
        Finding(
            "GEO-1",
            "art.VI.II.4.A",
            outcome,
            f"{measured.value:,.1f} km count of what was seen, gaps as straight lines"
            f" ({unseen / 1000:,.1f} km) and {extra / 1000:,.1f} km of deviations left out;"
            f" {limit.value:,.0f} km are allowed. The duty is on the plan.",
            measured=measured,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else NO_EFFECT,
            basis=(
                "errors of positions lengthen a flown path, gaps shorten it",
                f"limit: {distance.provision or 'as the case says'}",
                *case.basis,
            ),
            readings=("AMB-10=whole-path",),
        ),
    )

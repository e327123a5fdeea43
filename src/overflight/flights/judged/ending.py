"""How deviations end, and how the flight ends: rejoining the path, and being cut short.

Treaty: art.VIII.II.4 to art.VIII.II.7.
"""

from __future__ import annotations

from overflight.flights.compared.detours import detours_of
from overflight.flights.judged.cases import FlownCase, at_text
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import Position, distance_m
from overflight.missions import CurtailCause
from overflight.treaty import Finding, Outcome, Quantity, count_of

__all__ = ["cut_short", "resumed"]

_THERE_M = 10_000.0

# What the text says of quota and data where a flight is cut short, by cause; the supplier of the
# aircraft decides between them (art.VIII.II.5).
_EFFECTS = {
    CurtailCause.SENSOR: "counted against both quotas; where the observed Party supplied the"
    " aircraft, the observing Party chooses (art.VIII.II.5.A)",
    CurtailCause.TECHNICAL: "counted against both quotas; where the observed Party supplied the"
    " aircraft, the observing Party chooses (art.VIII.II.5.B)",
    CurtailCause.WEATHER_SAFETY: "counted against both quotas (art.VIII.II.5)",
    CurtailCause.MEDICAL_OBSERVED: "the observing Party chooses whether it counts"
    " (art.VIII.II.5.C)",
    CurtailCause.MEDICAL_OTHER: "counted against both quotas (art.VIII.II.5)",
    CurtailCause.FORCE_MAJEURE: "the observing Party chooses whether it counts (art.VIII.II.5.D)",
    CurtailCause.WEATHER_SENSORS: "the text says nothing of the quotas (AMB-19)",
    CurtailCause.EMERGENCY: "the text says nothing of the quotas (AMB-18)",
}
_DATA = "; the sensor data follow the count (art.VIII.II.6)"


def cut_short(case: FlownCase) -> tuple[Finding, ...]:
    """Say whether the flight was cut short, by whose word, and what follows for quota and data.

    Returns:
        One finding for each cause named; one where the track ends away from the airfield of the
        plan and nobody says why; none where it ended there.

    Treaty: art.VIII.II.4, art.VIII.II.5, art.VIII.II.6; DEV-5.
    """
    said = case.said.curtailed
    if said:
        causes = sorted({cut.cause for cut in said})
        outcome = Outcome.KEPT if len(causes) == 1 else Outcome.CONTESTED
        return tuple(_said(case, cause, outcome) for cause in causes)
    route, track = case.comparison.route, case.comparison.track
    last = Position(float(track.lon_deg[-1]), float(track.lat_deg[-1]))
    away = distance_m(last, route.corners[-1])
    if away <= _THERE_M:
        return ()
    says = (
        f"The track ends at {at_text(float(track.time_s[-1]))}, {away / 1000:,.1f} km from"
        f" {route.places[-1]}; the record does not say that the flight was cut short."
    )
    return (
        Finding(
            "DEV-5",
            "art.VIII.II.4",
            Outcome.OPEN,
            says,
            measured=Quantity(away / 1000, "km", case.comparison.settings.position_error_m / 1000),
            consequence=f"If it was, the cause decides whether it counts (art.VIII.II.5){_DATA}.",
            where=(last,),
            basis=case.basis,
        ),
    )


def _said(case: FlownCase, cause: CurtailCause, outcome: Outcome) -> Finding:
    at = min(cut.at for cut in case.said.curtailed if cut.cause is cause)
    time = case.comparison.track.time_s
    within = float(time[0]) <= at.timestamp() <= float(time[-1])
    flown = "while the aircraft was seen" if within else "while it was not seen"
    return Finding(
        "DEV-5",
        "art.VIII.II.4",
        outcome,
        f"The record says that the flight was cut short at {at_text(at.timestamp())} ({flown}):"
        f" {cause.value}.",
        consequence=f"By the text: {_EFFECTS[cause]}{_DATA}.",
        basis=case.basis,
    )


def resumed(case: FlownCase) -> tuple[Finding, ...]:
    """Say of deviations whether the path was taken up again, and whether the record says so.

    Returns:
        One finding for all of them; none where there was no deviation.

    Treaty: art.VIII.II.7; DEV-6. Permission of air traffic control is for people to say.
    """
    detours = detours_of(case.comparison, case.said)
    if not detours:
        return ()
    back = [detour for detour in detours if detour.rejoined]
    said = [
        detour
        for detour in back
        if any(instant_of(detour.run.since_s) <= r.at for r in case.said.resumed)
    ]
    outcome = Outcome.KEPT if len(said) == len(detours) else Outcome.OPEN
    return (
        Finding(
            "DEV-6",
            "art.VIII.II.7",
            outcome,
            f"{count_of(len(detours), 'deviation')}, {len(back)} seen to end on the agreed path;"
            f" for {len(said)} the record names a resumption with permission of air traffic"
            " control.",
            measured=Quantity(len(back), "deviations"),
            where=tuple(detour.run.at for detour in detours),
            basis=case.basis,
        ),
    )

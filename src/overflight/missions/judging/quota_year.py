"""Which calendar year a mission is flown on (QTA-14).

Treaty: art.III.I.5, annex.B-1.1.B; AMB-8.
"""

from __future__ import annotations

from overflight.deadlines import day_of
from overflight.missions.clocks.run import arrival_estimated, scheduled, window_end
from overflight.missions.life.mission import Mission
from overflight.missions.said.facts_flight import TakenOff
from overflight.treaty import Finding, Outcome, Readings, rule

__all__ = ["quota_year"]


def _commenced(mission: Mission) -> int | None:
    """Return the year in which the flight commenced, or is to commence by its plan."""
    flown, version = mission.first(TakenOff), scheduled(mission)
    if flown is not None:
        return flown.fact.at.year
    return None if version is None else version.commencement.year


def quota_year(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """Return whether a mission uses the quota of a year it is flown in, as its reference says.

    By default the year declared counts, and nothing is carried over: the window of the mission
    must lie in that year at least in part. By the other reading it is the year in which the
    flight commences.

    Args:
        mission: The mission.
        chosen: ``AMB-8``.

    Returns:
        One finding; none where nobody notified.

    Treaty: art.III.I.5, annex.B-1.1.B (QTA-14); AMB-8.
    """
    notice, entry = mission.notice, rule("QTA-14")
    if notice is None:
        return ()
    reading, digit = chosen.of("AMB-8"), mission.key[-4]
    year = notice.quota_year or int(mission.key[:4])
    opens = min(day_of(when.at) for when in arrival_estimated(mission))
    closes = max(day_of(when.at) for when in window_end(mission))
    says = f"{mission.key} uses the quota of {year}; window from {opens} to {closes}"
    commenced = _commenced(mission)
    lawful = range(opens.year, closes.year + 1)
    if reading == "commencement":
        says += f"; commencement in {commenced or 'no year known'}"
        lawful = range(commenced, commenced + 1) if commenced else lawful
    outcome = Outcome.KEPT if year in lawful else Outcome.BROKEN
    if reading == "commencement" and commenced is None and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN if len(lawful) > 1 else Outcome.KEPT
    if str(year)[-1] != digit:
        outcome, says = Outcome.BROKEN, f"{says}; the flight reference says another: OS{digit}"
    return (
        Finding(
            "QTA-14",
            entry.provision,
            outcome,
            says,
            consequence=entry.consequence,
            readings=(f"AMB-8={reading}",),
        ),
    )

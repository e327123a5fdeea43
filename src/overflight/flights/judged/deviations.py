"""Deviations from the agreed path and profile: how far, how long, and for which cause.

Nothing here excuses or accuses. A run off the path is measured; whether its cause is one the text
allows is taken from the record, and where the record is silent the finding is open. The largest
runs stand alone, the rest in one finding; all of them are in the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from overflight.flights.compared.runs import Run
from overflight.flights.judged.cases import ALLOWED, NO_EFFECT, FlownCase, at_times
from overflight.missions import DeviationCause
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge, overall

__all__ = ["allowed_causes", "judge_causes"]

_MOST = 3
_FOUR = (
    "weather that affects safety, trouble of the aircraft, illness aboard, instructions of air"
    " traffic control tied to force majeure"
)
_NO_NUMBER = "the text has no number for being on the path; the tolerance is a setting"


def allowed_causes(case: FlownCase) -> tuple[Finding, ...]:
    """Ask for the cause of every run off the agreed path or profile.

    Treaty: art.VIII.II.1, art.VIII.II.2; DEV-1, DEV-2. There is no treaty number for "on path".
    """
    compared, settings = case.comparison, case.comparison.settings
    limit = Limit(settings.tolerance_m, "m", Sense.AT_MOST)
    if compared.off_path:
        error = settings.position_error_m
        runs = [_Off(run, error, _off_path(case, run)) for run in compared.off_path]
        return (*_by_size(case, runs, limit, "off the path"), *_profile(case))
    most = Quantity(float(compared.nearest_m.max()), "m", settings.position_error_m)
    kept = Finding(
        "DEV-1",
        "art.VIII.II.1",
        judge(most, limit),
        f"No point seen lies farther from the agreed path than {limit.value:,.0f} m; the farthest"
        f" {most.value:,.0f} m.",
        measured=most,
        limit=limit,
        basis=(_NO_NUMBER, *case.basis),
    )
    return (kept, *_profile(case))


@dataclass(frozen=True, slots=True)
class _Off:
    """A run off the path or the profile.

    Args:
        run: The run.
        error: Greatest error of its excursion, in metres.
        says: What to say of it.
    """

    run: Run
    error: float
    says: str

    @property
    def measured(self) -> Quantity:
        """Return its excursion."""
        return Quantity(self.run.excursion, "m", self.error)


def _off_path(case: FlownCase, run: Run) -> str:
    leg = case.comparison.route.name_of(run.leg)
    return f"Up to {run.excursion:,.0f} m off the agreed path, on the leg {leg}, {at_times(run)}."


def _profile(case: FlownCase) -> Iterator[Finding]:
    """Yield findings for runs off the agreed heights, or why they cannot be compared."""
    compared, settings = case.comparison, case.comparison.settings
    error = compared.heights.error_m
    if error is None:
        says = f"Whether the agreed heights were flown is not known: {compared.heights.says}."
        yield Finding("DEV-1", "art.VIII.II.1", Outcome.OPEN, says, basis=case.basis)
        return
    limit = Limit(settings.height_tolerance_m, "m", Sense.AT_MOST)
    runs = [
        _Off(
            run,
            float(error[run.first : run.past].max()),
            f"Up to {run.excursion:,.0f} m from the planned height on"
            f" {compared.route.name_of(run.leg)}, {at_times(run)}"
            f" ({compared.heights.says}; climb and descent left out).",
        )
        for run in compared.off_height
    ]
    yield from _by_size(case, runs, limit, "off the planned height")


def _by_size(case: FlownCase, runs: list[_Off], limit: Limit, what: str) -> Iterator[Finding]:
    """Yield a finding for each of the largest runs, and one that sums up the rest."""
    found = [_by_cause(case, off, limit) for off in sorted(runs, key=lambda o: -o.run.excursion)]
    yield from found[:_MOST]
    if len(found) == _MOST + 1:
        yield found[-1]
    elif len(found) > _MOST:
        rest = sorted(runs, key=lambda o: -o.run.excursion)[_MOST:]
        yield _rest(case, rest, found[_MOST:], (limit, what))


def _rest(
    case: FlownCase, rest: list[_Off], found: list[Finding], about: tuple[Limit, str]
) -> Finding:
    """Return one finding for many smaller runs; the gravest of their outcomes is its own.

    Args:
        case: The case.
        rest: The runs, the largest first.
        found: What would be said of each.
        about: The limit they met, and what they are off.
    """
    limit, what = about
    seconds = sum(off.run.until_s - off.run.since_s for off in rest)
    first, last = (f([off.run for off in rest], key=lambda r: r.since_s) for f in (min, max))
    outcomes = Counter(finding.outcome for finding in found)
    told = ", ".join(f"{outcomes[o]} {o.value}" for o in Outcome if o in outcomes)
    gravest = overall(found)
    return Finding(
        "DEV-1",
        "art.VIII.II.1",
        gravest,
        f"{len(rest)} further runs {what}, {seconds:,.0f} s in all, the first {at_times(first)},"
        f" the last {at_times(last)}; the largest {rest[0].run.excursion:,.0f} m. Each by itself:"
        f" {told}; all of them are in the report.",
        measured=rest[0].measured,
        limit=limit,
        consequence="" if gravest is Outcome.KEPT else NO_EFFECT,
        where=tuple(off.run.at for off in rest),
        basis=(_NO_NUMBER, *case.basis),
    )


def _by_cause(case: FlownCase, off: _Off, limit: Limit) -> Finding:
    """Return the finding for a run, by the causes the record names for its time."""
    if judge(off.measured, limit) is Outcome.BROKEN:
        causes = case.said.causes(*case.instants(off.run))
        rule, provision, outcome, more = judge_causes(causes)
    else:
        rule, provision, outcome = "DEV-1", "art.VIII.II.1", Outcome.OPEN
        more = "With the error of the source it may also lie inside the tolerance."
    return Finding(
        rule,
        provision,
        outcome,
        f"{off.says} {more}",
        measured=off.measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else NO_EFFECT,
        where=(off.run.at,),
        basis=(_NO_NUMBER, *case.basis),
    )


def judge_causes(causes: tuple[DeviationCause, ...]) -> tuple[str, str, Outcome, str]:
    """Return rule, provision, outcome and words for the causes said of a deviation.

    Args:
        causes: Causes the record names for its time.

    Treaty: art.VIII.II.1, art.VIII.II.2.
    """
    said = frozenset(causes)
    if not said:
        return "DEV-1", "art.VIII.II.1", Outcome.OPEN, "The record names no cause."
    allowed, none = said & ALLOWED, DeviationCause.NONE in said
    if allowed and none:
        says = "The record names a cause of the text, and denies it."
        return "DEV-1", "art.VIII.II.1", Outcome.CONTESTED, says
    if allowed:
        named = ", ".join(sorted(cause.value for cause in allowed))
        return "DEV-1", "art.VIII.II.1", Outcome.KEPT, f"The record names its cause: {named}."
    if none:
        says = f"The record says that none of the causes of the text applies: {_FOUR}."
        return "DEV-1", "art.VIII.II.1", Outcome.BROKEN, says
    says = (
        "The record names weather that hinders the sensors; whether it was safe and permitted by"
        " air traffic control is for people."
    )
    return "DEV-2", "art.VIII.II.2", Outcome.OPEN, says

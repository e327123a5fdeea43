"""What follows for quotas where units lose or gain States, or a distribution changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from overflight.desk.answers.on_a_day import PassiveRow, passive_list
from overflight.desk.held.as_of import AsOf
from overflight.desk.whatif.forms import Compared, Consequence, Decided, Topic
from overflight.quotas import Distribution, Share

__all__ = ["distribution_changes", "last_distribution", "quota_changes"]

_QUOTAS = "art.III.I.4"


def a_year(flights: int) -> str:
    """Return a number of flights in words."""
    return f"{flights} flight{'' if flights == 1 else 's'} a year"


def last_distribution(as_of: AsOf, on: date) -> tuple[Distribution | None, bool]:
    """Return the distribution of a day, or else the last before it; and whether it holds then."""
    holds = as_of.quotas.distribution_on(on)
    if holds is not None:
        return holds, True
    past = [one for one in as_of.quotas.distributions if one.until <= on]
    return max(past, key=lambda one: one.until, default=None), False


def quota_changes(compared: Compared) -> Iterator[Consequence]:
    """Yield what follows for quotas from States that cease to be, or become, Parties.

    Treaty: art.III.I.1 (QTA-1), art.III.I.4 (QTA-3), art.III.I.7 (QTA-8), annex.A.I.2 (QTA-13),
    art.XV (MEM-9).
    """
    yield from _passive(compared)
    units = {compared.before.parties.unit_of(code, _QUOTAS, compared.on) for code in compared.gone}
    for unit in sorted(units):
        yield from _active(compared, unit)
    for code in compared.come:
        yield Consequence(
            Topic.QUOTA,
            code,
            f"Passive quota and flights of {code} are considered at the regular session after its"
            " deposit; none is known before that.",
            "QTA-13",
            "annex.A.I.2",
            compared.on,
            decided=Decided.OPEN,
        )


def _passive(compared: Compared) -> Iterator[Consequence]:
    """Yield the passive quotas that are not the same with what is supposed."""
    before, after = (
        {row.unit: row for row in passive_list(held, compared.on).quotas}
        for held in (compared.before, compared.after)
    )
    for unit in dict.fromkeys((*before, *after)):
        old, new = before.get(unit), after.get(unit)
        row = new or old
        if row is None or (old and new and (old.states, old.flights) == (new.states, new.flights)):
            continue
        open_now = new is not None
        yield Consequence(
            Topic.QUOTA,
            f"over {unit}",
            _says(unit, new),
            "QTA-13" if open_now else "QTA-1",
            row.provision if open_now else "art.III.I.1",
            compared.on,
            before=_flights(old),
            after=_flights(new),
            decided=Decided.OPEN if open_now else Decided.TEXT,
            readings=(compared.reading("AMB-40"),) if open_now else (),
            source=row.source,
        )


def _says(unit: str, new: PassiveRow | None) -> str:
    if new is None:
        return f"{unit} is not a Party then, so that no Party flies over it under the Treaty."
    unchanged = f"the text does not say whether the quota of {unit} changes with its members"
    return "; ".join(new.doubts) or unchanged


def _flights(row: PassiveRow | None) -> str:
    if row is None:
        return "none to accept"
    states = f" ({' '.join(row.states)})" if row.states != (row.unit,) else ""
    known = "a number not known" if row.flights is None else a_year(row.flights)
    return f"{known}{states}"


def _active(compared: Compared, unit: str) -> Iterator[Consequence]:
    """Yield the flights of others over a unit that loses a State, and its own over others."""
    one, holds = last_distribution(compared.before, compared.on)
    if one is None or not holds:
        yield Consequence(
            Topic.QUOTA,
            unit,
            f"No distribution of active quotas is on record for {compared.on.year}; lines below"
            " are of the last one on record."
            if one
            else f"No distribution of active quotas is on record for {compared.on.year}.",
            "QTA-8",
            "art.III.I.7",
            compared.on,
            decided=Decided.OPEN,
        )
    for share in one.shares if one else ():
        other = share.observing if share.observed == unit else share.observed
        concerned = unit in {share.observing, share.observed}
        if concerned and compared.before.parties.states_of(other, compared.on):
            yield _freed(compared, share, unit, one)


def _freed(compared: Compared, share: Share, unit: str, one: Distribution | None) -> Consequence:
    left = compared.after.parties.states_of(unit, compared.on)
    over = share.observed == unit
    other = share.observing if over else share.observed
    behind = f"{' '.join(left)} alone behind {unit}"
    if not left:
        behind = "nobody to accept them" if over else "nobody to fly them"
    kind, what = "active" if over else "passive", "in question" if left else "freed"
    freed = f"{share.flights} of the {kind} quota of {other} {what}"
    says = (
        "Whether active quota over a Party that leaves may be flown over another one before the"
        " next annual review is not said."
        if over
        else "Whether passive quota that is freed may be given to other Parties before the next"
        " annual review is not said."
    )
    shared = f" (shared with {share.shared_with})" if share.shared_with else ""
    return Consequence(
        Topic.QUOTA,
        f"{share.observing} over {share.observed}",
        says,
        "MEM-9",
        "art.XV",
        compared.on,
        before=f"{a_year(share.flights)}{shared}",
        after=f"{behind}; {freed}",
        decided=Decided.OPEN,
        readings=(compared.reading("AMB-28"),),
        source=f"{one.name}, from {one.since}, no longer from {one.until}" if one else "",
    )


def distribution_changes(old: Distribution | None, new: Distribution) -> Iterator[Consequence]:
    """Yield each pair of units for which two distributions differ.

    Treaty: art.III.I.6, art.III.I.7 (QTA-8).
    """
    pairs = dict.fromkeys(
        (share.observing, share.observed) for one in (old, new) if one for share in one.shares
    )
    for pair in sorted(pairs):
        before, after = old.flights(*pair) if old else 0, new.flights(*pair)
        if before != after:
            word = "more" if after > before else "fewer"
            yield Consequence(
                Topic.QUOTA,
                " over ".join(pair),
                f"{abs(after - before)} {word} a year.",
                "QTA-8",
                "art.III.I.7",
                new.since,
                before=a_year(before),
                after=a_year(after),
                source=f"before: {old.name}" if old else "before: no distribution on record",
            )

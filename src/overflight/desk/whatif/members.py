"""What follows where States cease to be Parties or become Parties: voters, groups, borders, sites.

The text is silent on most of what a withdrawal does (MEM-9). What is not in it is *open* here.
"""

from __future__ import annotations

from collections.abc import Iterator

from overflight.desk.whatif.forms import Compared, Consequence, Decided, Topic

__all__ = ["member_changes"]

_QUOTAS = "art.III.I.4"
_NO_MAP = "no map at hand"


def member_changes(compared: Compared) -> Iterator[Consequence]:
    """Yield what follows from States that cease to be, or become, Parties on a day.

    Treaty: art.X.2 (OSC-2), art.II.3, art.VI.II.2 (GEO-4), annex.E.1 (DES-5), art.XV (MEM-9).
    """
    if not compared.gone and not compared.come:
        return
    yield from _parties(compared)
    yield from _commission(compared)
    yield from _groups(compared)
    yield from _borders(compared)
    yield from _sites(compared)


def _parties(compared: Compared) -> Iterator[Consequence]:
    before, after = len(compared.members_before), len(compared.members_after)
    changed = (("no longer a Party", compared.gone), ("a Party", compared.come))
    for words, codes in changed:
        for code in codes:
            standing = compared.after.parties.standing(code, compared.on)
            yield Consequence(
                Topic.PARTIES,
                code,
                f"{code} is {words}: {standing.arithmetic[-1]}",
                "MEM-7" if code in compared.gone else "MEM-3",
                standing.provisions[-1],
                standing.since,
                before=f"{before} States Parties",
                after=f"{after} States Parties",
                source="; ".join(standing.sources),
            )


def _commission(compared: Compared) -> Iterator[Consequence]:
    before, after = len(compared.members_before), len(compared.members_after)
    who = ", ".join((*compared.gone, *compared.come))
    yield Consequence(
        Topic.COMMISSION,
        who,
        "A decision is adopted where none of the States Parties objects; each State has its own"
        " say here, Benelux three.",
        "OSC-2",
        "art.X.2",
        compared.on,
        before=f"{before} may object",
        after=f"{after} may object",
    )
    yield Consequence(
        Topic.COMMISSION,
        who,
        "The order of the chair goes by the States Parties; whether it changes within a year is"
        " not said.",
        "OSC-8",
        "annex.L.I.5",
        before=f"{before} in turn",
        after=f"{after} in turn",
        decided=Decided.OPEN,
        readings=(compared.reading("AMB-43"),),
    )


def _groups(compared: Compared) -> Iterator[Consequence]:
    before = compared.before.parties.units_on(compared.on)
    after = compared.after.parties.units_on(compared.on)
    for code, members in before.items():
        if members == after.get(code):
            continue
        left = compared.after.parties.states_of(code, compared.on)
        group = compared.before.parties.groups.named(code, compared.on)
        stands = code in after
        names = " ".join(left) or "none"
        yield Consequence(
            Topic.GROUP,
            code,
            f"Of the members of {code}, {names} {'are' if len(left) > 1 else 'is'} still a Party;"
            + (
                " the text does not say what becomes of the group."
                if stands
                else " a group needs two States Parties, so it stands no longer."
            ),
            "MEM-9" if stands else "GRP-1",
            "art.XV" if stands else "art.II.3",
            compared.on,
            before=" ".join(members),
            after=names if stands else "no group",
            decided=Decided.OPEN if stands else Decided.TEXT,
            source=group.provision if group else "",
        )
    for code, members in after.items():
        if code not in before:
            yield Consequence(
                Topic.GROUP,
                code,
                f"The members of {code} are Parties again; the text does not say whether the group"
                " stands again. Quotas are counted here as if it did.",
                "MEM-9",
                "art.XV",
                compared.on,
                before="no group",
                after=" ".join(members),
                decided=Decided.OPEN,
            )


def _borders(compared: Compared) -> Iterator[Consequence]:
    """Yield the borders that begin or cease to be ones to keep ten kilometres from."""
    for code in (*compared.gone, *compared.come):
        leaves = code in compared.gone
        near = compared.borders.neighbours(code) if compared.borders else ()
        for other in near:
            if other in compared.members_before and other in compared.members_after:
                yield _border(compared, other, code, leaves=leaves)
            elif not leaves:
                yield _border(compared, code, other, leaves=True)
        yield _at_sea(compared, code)


def _border(compared: Compared, observed: str, other: str, *, leaves: bool) -> Consequence:
    """Return the border of an observed State with a State that leaves, or that joins."""
    free, kept = "no distance asked", "10 km to keep"
    units = compared.before.parties
    together = units.unit_of(observed, _QUOTAS, compared.on)
    if together == units.unit_of(other, _QUOTAS, compared.on):
        free = f"inside {together}, no distance asked"
    if other in compared.members_before or other in compared.members_after:
        now = "not a Party then" if leaves else "a Party then"
    else:
        now = "not a Party"
        free = f"no flights over {observed}"
    return Consequence(
        Topic.BORDER,
        f"{observed}-{other}",
        f"For flights over the State named first: its land border with {other}, {now}.",
        "GEO-4",
        "art.VI.II.2",
        compared.on,
        before=free if leaves else kept,
        after=kept if leaves else free,
        readings=(compared.reading("AMB-16"),),
        source=compared.borders.source if compared.borders else "",
    )


def _at_sea(compared: Compared, code: str) -> Consequence:
    source = compared.borders.source if compared.borders else _NO_MAP
    what = "in the sea" if compared.borders else "on land or in the sea"
    return Consequence(
        Topic.BORDER,
        code,
        f"Borders of {code} {what} are not in the data at hand; whether the ten kilometres reach"
        " to borders in the sea is not said.",
        "GEO-4",
        "art.VI.II.2",
        compared.on,
        decided=Decided.OPEN,
        readings=(compared.reading("AMB-16"),),
        source=source,
    )


def _sites(compared: Compared) -> Iterator[Consequence]:
    for code in compared.gone:
        unit = compared.before.parties.unit_of(code, _QUOTAS, compared.on)
        count = len(compared.before.airfields.sites(compared.on, unit=unit))
        left = compared.after.parties.states_of(unit, compared.on)
        if count and not left:
            says = f"The {count} sites of {unit} are no longer those of a State Party."
        elif count:
            says = (
                f"The {count} sites of {unit} stand in one list; which of them are those of"
                f" {' '.join(left)} alone is not in the text."
            )
        else:
            continue
        yield Consequence(
            Topic.SITE,
            unit,
            says,
            "MEM-9" if left else "DES-5",
            "art.XV" if left else "annex.E.1",
            compared.on,
            before=f"{count} sites",
            after="" if left else "none",
            decided=Decided.OPEN if left else Decided.TEXT,
            source="annex.E-1.II",
        )
    for code in compared.come:
        yield Consequence(
            Topic.SITE,
            code,
            f"{code} designates at least one point of entry, one point of exit and one Open Skies"
            " airfield; maximum flight distances from it are not set yet.",
            "DES-5",
            "annex.E.1",
            compared.on,
            decided=Decided.OPEN,
            readings=(compared.reading("AMB-26"),),
        )

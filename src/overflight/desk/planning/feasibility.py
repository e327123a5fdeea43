"""Whether every point of a territory can be reached from its airfields, and what would change it.

Every setting is answered beside the one it changes: an airfield closed or added, the other reading
of AMB-30, a contested claim about a distance. Nothing is settled between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from overflight.commission import ClaimMade
from overflight.desk.commission.claims import claim_show, reported_claims
from overflight.desk.feasibility_answers import (
    AreaAnswer,
    FarRow,
    FeasibilityAnswer,
    FieldRow,
    SettingAnswer,
)
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import BorderSource
from overflight.errors import UsageError
from overflight.geodesy import Position, Ring, Territory
from overflight.missions import Reach, airfield_coverage, detached_parts, reaches
from overflight.planning.feasibility import (
    Cap,
    Cells,
    ReachField,
    ReachSetting,
    cells_of,
    largest_part,
    reach_change,
    reach_field,
)
from overflight.treaty import Finding, Outcome, Quantity, Readings, SiteRole, overall

__all__ = [
    "LIMIT",
    "Feasibility",
    "FeasibilityAnswer",
    "FeasibilityAsked",
    "SettingAnswer",
    "feasibility",
]

LIMIT = 35.0  # percent; missions.designation.reach.SHARE, annex.E.5.A
_POINT = "AMB-30"
_MOST_CELLS = 40_000.0
_SPACING_KM = 25.0
_LEAST_CELL_KM, _MOST_CELL_KM = 2.0, 100.0


@dataclass(frozen=True, slots=True)
class FeasibilityAsked:
    """What is asked about the airfields of a unit.

    Args:
        unit: Unit code.
        on: The day.
        without: Site ids of airfields that would be closed, together.
        added: Airfields that would be added, together.
        claims: Ids of contested claims about distances, each a setting of its own.
        contest: Answer every other reading of AMB-30 too.
        cell_km: Side of a cell; chosen by the size of the territory if not given.
    """

    unit: str
    on: date
    without: tuple[str, ...] = ()
    added: tuple[Reach, ...] = ()
    claims: tuple[str, ...] = ()
    contest: bool = False
    cell_km: float | None = None


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The answer, and what a map of it is drawn from.

    Args:
        answer: The answer.
        territory: The territory.
        fields: The field of each setting, in the order of the answer.
    """

    answer: FeasibilityAnswer
    territory: Territory
    fields: tuple[ReachField, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """A setting and what it is compared with."""

    reach: ReachSetting
    against: str = ""
    ground: str = ""


def feasibility(asked: FeasibilityAsked, facts: AsOf, borders: BorderSource) -> Feasibility:
    """Return whether every point of a territory can be reached from its Open Skies airfields.

    Args:
        asked: The unit, the day, and what would change.
        facts: What held on that day.
        borders: Who draws the territory.

    Raises:
        UsageError: A site or a claim is not known, a claim cannot be drawn, or no territory is
            drawn for the unit.

    Treaty: annex.E.5 (GEO-9, GEO-10, AMB-30), annex.A.III.
    """
    states = facts.parties.units_on(asked.on).get(asked.unit, (asked.unit,))
    land = borders.territory(states)
    if not land:
        raise UsageError(
            "E-REACH-MAP",
            where=asked.unit,
            expected="a unit whose territory the borders draw",
            found=", ".join(states),
            remedy="Give borders that draw it, with --borders.",
        )
    cell_km = asked.cell_km or _cell_km(land)
    cells = cells_of(land, cell_km * 1000)
    settings = tuple(_settings(asked, facts, land))
    fields = {s.reach.name: reach_field(cells, s.reach) for s in settings}
    answers = tuple(_answer(s, fields, land, facts.readings) for s in settings)
    answer = FeasibilityAnswer(
        asked.unit,
        asked.on,
        facts.source,
        facts.regime.ruleset,
        borders.source,
        round(cells.area_km2, 1),
        cell_km,
        answers,
        tuple(_notes(asked, facts)),
        cut=facts.cut,
    )
    return Feasibility(answer, land, tuple(fields[s.reach.name] for s in settings))


def _cell_km(land: Territory) -> float:
    """Return a side that makes some forty thousand cells, to whole kilometres."""
    coarse = cells_of(land, _MOST_CELL_KM * 1000)
    side = (coarse.area_km2 / _MOST_CELLS) ** 0.5
    return float(max(_LEAST_CELL_KM, min(_MOST_CELL_KM, round(side))))


def _settings(asked: FeasibilityAsked, facts: AsOf, land: Territory) -> Iterator[_Setting]:
    """Yield the settings: as designated, then each change."""
    own = reaches(facts.airfields, asked.unit, asked.on)
    option = facts.readings.of(_POINT)
    base = ReachSetting(f"as designated on {asked.on}", own, option == "largest")
    yield _Setting(base)
    if asked.without:
        _known(asked.without, own)
        left = tuple(one for one in own if one.site not in asked.without)
        name = f"without {', '.join(asked.without)}"
        yield _Setting(replace(base, name=name, fields=left), base.name)
    below = base
    if asked.added:
        name = f"with {', '.join(one.site for one in asked.added)}"
        added = {one.site for one in asked.added}
        kept = tuple(one for one in own if one.site not in added)
        below = replace(base, name=name, fields=(*kept, *asked.added))
        yield _Setting(below, base.name, "as given by the caller; no fact says so")
    for option in _others(facts.readings, contest=asked.contest):
        name = f"{_POINT}={option}"
        yield _Setting(replace(below, name=name, largest=option == "largest"), below.name)
    for claim in asked.claims:
        yield _claimed(claim, asked, facts, below, land)


def _known(without: Iterable[str], own: tuple[Reach, ...]) -> None:
    """Refuse to close what is not open."""
    sites = [one.site for one in own]
    for site in without:
        if site not in sites:
            raise UsageError(
                "E-SITE",
                where="--without",
                expected="an Open Skies airfield with position and maximum distance",
                found=site,
                remedy=f"These are counted: {', '.join(sites) or 'none'}.",
            )


def _others(chosen: Readings, *, contest: bool) -> tuple[str, ...]:
    """Return the other readings of the open point, if they are asked for."""
    if not contest:
        return ()
    taken = chosen.of(_POINT)
    return tuple(option for option in chosen.offered[_POINT].options if option != taken)


def _claimed(
    name: str, asked: FeasibilityAsked, facts: AsOf, below: ReachSetting, land: Territory
) -> _Setting:
    """Return a setting with a contested claim about a distance in it."""
    row = claim_show(facts, name, asked.on).claim
    own = (claim.fact for claim in facts.chronicle.claims)
    told = (claim.fact for claim, _ in reported_claims(facts))
    fact = next(one for one in (*own, *told) if one.id == name)
    if fact.limit_km is None:
        raise UsageError(
            "E-CLAIM",
            where=name,
            expected="a claim about a distance in kilometres",
            found=fact.value,
            remedy="`overflight claim list` shows which claims have a number.",
        )
    km, fields = fact.limit_km, below.fields
    caps = tuple(_area(fact, km, land))
    if not caps:  # a claim about an airfield, not about an area
        fields = tuple(_at_most(one, km) if one.site in fact.sites else one for one in fields)
    said = "" if row.said_by == "the claimant, on record" else f", {row.said_by}"
    contested = f"; contested by {', '.join(fact.contested_by)}" if fact.contested_by else ""
    ground = (
        f"{fact.claimant}{said}: {fact.value}; ground: {fact.ground or 'none given'}{contested}"
    )
    if row.stands != "yes":
        ground += f"; stands on {asked.on}: {row.stands}"
    reach = replace(below, name=f"claim {name}", fields=fields, caps=caps)
    return _Setting(reach, below.name, ground)


def _area(fact: ClaimMade, km: Decimal, land: Territory) -> Iterator[Cap]:
    """Yield the part of a territory that a claim is about, as it is drawn."""
    if fact.at_lon_deg is None or fact.at_lat_deg is None:
        return
    place = Position(float(fact.at_lon_deg), float(fact.at_lat_deg))
    for polygon in land.polygons:
        area = Territory([polygon])
        if area.contains(place):
            yield Cap(area, km)


def _answer(
    setting: _Setting, fields: dict[str, ReachField], land: Territory, chosen: Readings
) -> SettingAnswer:
    reach = setting.reach
    here = fields[reach.name]
    before = fields.get(setting.against)
    change = reach_change(before, here, LIMIT) if before is not None else None
    found = tuple(_findings(reach, land, chosen))
    beyond, far = here.beyond(LIMIT), here.farthest
    return SettingAnswer(
        reach.name,
        setting.against,
        setting.ground,
        tuple(FieldRow(f.site, f.at, f.km, f.doubt) for f in reach.fields),
        overall(found),
        beyond,
        _km2(beyond, here.cells),
        here.out_of_reach(back=True),
        here.out_of_reach(back=False),
        tuple(f for f in found if f.rule == "GEO-9" or f.outcome is not Outcome.KEPT),
        sum(f.rule == "GEO-10" and f.outcome is Outcome.KEPT for f in found),
        farthest=FarRow(far.at, far.share, far.site, far.km) if far else None,
        newly_beyond=change.newly_beyond if change else None,
        newly_within=change.newly_within if change else None,
        newly_beyond_km2=_km2(change.newly_beyond, here.cells) if change else None,
        newly_within_km2=_km2(change.newly_within, here.cells) if change else None,
        about=_about(reach, before.setting) if reach.caps and before is not None else None,
    )


def _km2(part: Quantity, cells: Cells) -> Quantity:
    """Return a percentage of the area of cells in square kilometres."""
    whole = cells.area_km2 / 100
    return Quantity(part.value * whole, "km2", part.error * whole)


def _about(reach: ReachSetting, before: ReachSetting) -> AreaAnswer:
    """Return what claims about areas change there, in cells as fine as these areas deserve."""
    area = Territory([p for cap in reach.caps for p in cap.area.polygons])
    cell_km = _cell_km(area)
    cells = cells_of(area, cell_km * 1000)
    here = reach_field(cells, reach)
    beyond = here.beyond(LIMIT)
    newly = reach_change(reach_field(cells, before), here, LIMIT).newly_beyond
    return AreaAnswer(
        round(cells.area_km2, 1),
        cell_km,
        beyond,
        _km2(beyond, cells),
        newly,
        _km2(newly, cells),
        here.out_of_reach(back=True),
    )


def _findings(reach: ReachSetting, land: Territory, chosen: Readings) -> Iterator[Finding]:
    """Yield what GEO-9 and GEO-10 answer; a part under a claim with the distances it claims."""
    option = "largest" if reach.largest else "each-airfield"
    read = Readings(chosen.offered, {**chosen.chosen, _POINT: option})
    main = land.polygons[largest_part(land)]
    claimed = {id(p): _cap_of(p, reach.caps) for p in land.polygons}
    for cap in (None, *reach.caps):
        fields, spacing_km = reach.fields, _SPACING_KM
        if cap is not None:
            fields = tuple(_at_most(one, cap.km) for one in fields)
            spacing_km = min(_SPACING_KM, float(cap.km) / 200)
        if claimed[id(main)] is cap:
            yield from airfield_coverage(Territory([main]), fields, read, spacing_km=spacing_km)
        parts = [p for p in land.polygons if p is not main and claimed[id(p)] is cap]
        land_of = Territory([main, *parts])
        yield from detached_parts(land_of, fields, read, spacing_km=spacing_km)


def _cap_of(polygon: Sequence[Ring], caps: tuple[Cap, ...]) -> Cap | None:
    """Return the claim that a polygon of the territory lies under."""
    lon, lat = polygon[0]
    corner = Position(float(lon[0]), float(lat[0]))
    return next((cap for cap in caps if cap.area.contains(corner)), None)


def _at_most(one: Reach, km: Decimal) -> Reach:
    """Return an airfield with a distance that is no more than claimed."""
    return replace(one, km=min(one.km, km))


def _notes(asked: FeasibilityAsked, facts: AsOf) -> Iterator[str]:
    """Yield the airfields that are not counted, and the doubts of those that are."""
    counted = {one.site: one for one in reaches(facts.airfields, asked.unit, asked.on)}
    role = SiteRole.OPEN_SKIES_AIRFIELD
    for site in facts.airfields.sites(asked.on, unit=asked.unit, role=role):
        if site.site not in counted:
            lacks = "position" if site.position is None else "maximum distance"
            yield f"{site.site} is not counted: no {lacks} is at hand"
        elif counted[site.site].doubt:
            yield f"{site.site}: {counted[site.site].doubt}"
    for other in facts.airfields.other_distances(asked.unit, asked.on):
        yield f"{other.km} km for {other.name} is not counted: no airfield of the text has it"

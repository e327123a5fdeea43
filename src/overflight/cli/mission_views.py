"""How missions and their docket are shown to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

from overflight.cli.output import say

if TYPE_CHECKING:
    from overflight.missions import DocketItem, Mission
    from overflight.missions.judging.mission_forms import DocketForm, MissionForm
    from overflight.treaty import Finding

__all__ = ["say_docket", "say_mission", "say_missions", "say_to_come"]

_WIDE, _INDENT = 100, 14


def _left(at: datetime, due: datetime) -> str:
    """Return how long there is, or how long ago it was: ``in 30 min``, ``2 d 3 h ago``."""
    gap = abs(due - at)
    days, rest = gap.days, gap - timedelta(days=gap.days)
    hours, minutes = rest.seconds // 3600, rest.seconds % 3600 // 60
    parts = [f"{days} d"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes and not days else []
    length = " ".join(parts)
    if not length:
        return "now"
    return f"in {length}" if due > at else f"{length} ago"


def _wrapped(label: str, text: str) -> None:
    """Print a labelled text, broken at blanks, aligned under itself."""
    lines = wrap(text, _WIDE - _INDENT, break_on_hyphens=False) or [""]
    for number, line in enumerate(lines):
        say(f"    {'' if number else label:10}{line}")


def _when(item: DocketItem, at: datetime) -> str:
    from overflight.deadlines import show_instant

    if item.due_at is None:
        return "no limit stated"
    words = {
        "past due": "was due",
        "right open": "open since",
        "right not open yet": "opens",
        "not before": "not before",
    }
    at_once = item.arithmetic.startswith("at once")
    word = "at once, from" if at_once else words.get(item.state.value, "until")
    other = f" (or {show_instant(item.due_latest)})" if item.due_latest else ""
    return f"{word} {show_instant(item.due_at)}{other}, {_left(at, item.due_at)}"


def _say_item(item: DocketItem, at: datetime, *, several: bool, dated: bool) -> None:
    to = f" to {item.to}" if item.to else ""
    key = f"   ({item.mission})" if several else ""
    say(f"  {item.by}{to}: {item.act}{key}")
    _wrapped("when", _when(item, at))
    ref = item.started_ref
    source = f" [{item.started_by}, {ref.o} {ref.i}]" if ref else ""
    _wrapped("why", item.arithmetic + source)
    if dated:
        _wrapped("time", item.time_basis)
    for moved in item.moved:
        _wrapped("moved", moved)
    if item.contested:
        _wrapped("contested", "the Parties state different instants; the first is used here")
    _wrapped("law", f"{item.rule} {item.provision}  {'  '.join(item.readings)}".rstrip())
    if item.state.value in {
        "past due",
        "past due or not: undecided",
        "right open",
        "right not open yet",
    }:
        _wrapped("then", item.on_expiry)
    say()


def _say_closed(items: Sequence[DocketItem]) -> None:
    from overflight.deadlines import show_instant

    for item in items:
        done = f"done {show_instant(item.done_at)}" if item.done_at else item.off
        due = f"until {show_instant(item.due_at)}" if item.due_at else ""
        say(f"  {item.state.value:16} {item.by:8} {item.act}")
        tail = "; ".join(part for part in (done, due, item.arithmetic) if part)
        say(f"  {'':16} {item.rule:8} {item.provision}  {tail}")


def say_docket(form: DocketForm, missions: Iterable[Mission], *, everything: bool) -> None:
    """Print the docket: first what is past due, then what is due, then rights."""
    from overflight.deadlines import show_instant

    whose = f" of {form.party}" if form.party else ""
    say(f"Docket{whose} at {show_instant(form.at)}   ({form.facts}; {form.time_basis})")
    known = tuple(missions)
    say_missions(known)
    say()
    several, dated = len(known) > 1, any(mission.quiet for mission in known)
    shown = [item for item in form.items if item.open]
    seen = ""
    for item in shown:
        if item.state.value != seen:
            seen = item.state.value
            say(f"{'! ' if seen == 'past due' else ''}{seen.upper()}")
        _say_item(item, form.at, several=several, dated=dated)
    if not shown:
        say("Nothing is due.")
    rest = [item for item in form.items if not item.open]
    if everything and rest:
        say("EVERYTHING ELSE")
        _say_closed(rest)
    elif rest:
        counts = dict.fromkeys(dict.fromkeys(i.state.value for i in rest), 0)
        for item in rest:
            counts[item.state.value] += 1
        told = ", ".join(f"{n} {state}" for state, n in counts.items())
        say(f"Also: {told}. `--all` shows them.")


def say_to_come(findings: Sequence[Finding]) -> None:
    """Print what is not yet due, apart from what is judged: it is neither kept nor broken."""
    if not findings:
        return
    say(f"NOT YET DUE, {len(findings)}")
    for finding in findings:
        say(f"{'':12}{finding.rule:7} {finding.provision:16} {finding.says}")


def say_missions(missions: Iterable[Mission]) -> None:
    """Print one line for each mission: key, Parties, state, window."""
    from overflight.deadlines import show_instant
    from overflight.missions import window_end

    for mission in missions:
        ends = window_end(mission)
        until = f"   window until {show_instant(ends[0].at)}" if ends else ""
        states = " + ".join(state.label for state in mission.states)
        flight = f" {mission.flight.value}" if mission.flight else ""
        pair = f"{mission.observing or '?'} over {mission.observed or '?'}"
        say(f"{mission.key}  {pair:14} {states}{flight}{until}")


def say_mission(form: MissionForm) -> None:
    """Print one mission: what it is, when what was, what it does to quotas."""
    from overflight.deadlines import show_instant

    flight = f" {form.flight.value} {form.flight.name}" if form.flight else ""
    states = " + ".join(form.states)
    say(f"{form.mission}   {form.observing} over {form.observed}   {states}{flight}")
    say(f"at {show_instant(form.at)}; aircraft supplied by {form.supplier}; {form.time_basis}")
    say()
    for instant in form.instants:
        who = f"{instant.party} {instant.ref.o} {instant.ref.i}"
        say(f"  {instant.name:38} {show_instant(instant.at)}   {who}")
    if form.window_until:
        say(f"  {'W end of the window':38} {show_instant(form.window_until)}")
    for moved in form.window_moved:
        say(f"  {'':38} {moved}")
    say()
    for version in form.versions:
        mark = "agreed" if version.agreed else ""
        span = f"{show_instant(version.commencement)} to {show_instant(version.completion)}"
        say(
            f"  plan version {version.version}, submitted {show_instant(version.submitted_at)},"
            f" flight {span}  {mark}".rstrip()
        )
    quota = form.quota
    debit = "" if quota.debit is None else f", {quota.debit} debited on each side"
    effect = f"  {quota.effect} {quota.outcome}" if quota.effect else ""
    where = f"  {', '.join((*quota.provisions, *quota.readings))}".rstrip()
    say(f"  quota {quota.year}: {quota.state.value}{debit}{effect}{where}")
    say(
        f"  data: {form.sensor_data.value}"
        + (f"; {quota.sensor_data}" if quota.sensor_data else "")
    )
    say()

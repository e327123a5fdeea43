"""How the record is shown: a report, an entry, in the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.adapters.store.copies import Viewed
from overflight.cli.output import say
from overflight.deadlines import format_instant
from overflight.record import Checked, LogReport, Policy, Reached, Report, Statement

if TYPE_CHECKING:
    from overflight.desk.answers.records import Extent

__all__ = ["counted", "entry_line", "say_entry", "say_report", "status_of"]

_FAULTS_SHOWN = 50
_ROOT_SHOWN = 16


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: one log, two logs."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def status_of(report: Report) -> int:
    """Return the exit code: 4 for faults, 3 for void or contested entries, else 0."""
    if report.problems:
        return 4
    return 3 if any(log.void or log.contested for log in report.logs) else 0


def _counts(log: LogReport) -> str:
    parts = [f"{log.valid} valid"]
    if log.contested:
        parts.append(f"{len(log.contested)} contested")
    if log.void:
        codes = sorted({c.code for c in log.void})
        parts.append(f"{len(log.void)} void ({', '.join(codes)})")
    return ", ".join(parts)


def _say_log(log: LogReport, width: int) -> None:
    mark = "x" if log.problems else "+"
    entries = f"{log.head.size} {'entry' if log.head.size == 1 else 'entries'}"
    heads = f"{log.heads} signed {'head' if log.heads == 1 else 'heads'}"
    root = log.head.root.hex()[:_ROOT_SHOWN]
    say(
        f"{mark} {log.head.origin:{width}}  {entries:>13}  root {root}  {heads:>15}  {_counts(log)}"
    )


def _say_extent(log: LogReport, extent: Extent, width: int) -> None:
    by = " ".join(log.cosigners) or "nobody"
    say(
        f"  {'':{width}}  published {log.published}, witnessed {extent.witnessed}, "
        f"held by all {extent.held}; newest head cosigned by {by}"
    )


def _say_doubtful(report: Report) -> None:
    for log in report.logs:
        for c in (*log.contested, *log.void):
            say(f"! {entry_line(c)}")
            if c.code:
                say(f"    expected {c.expected}; found {c.found}")


def say_report(
    report: Report, path: Path | str, policies: Sequence[Policy] = (), *, pinned: bool
) -> None:
    """Print a report: each log, then what is proven and what is not, then every fault."""
    width = max((len(log.head.origin) for log in report.logs), default=0)
    for log in report.logs:
        _say_log(log, width)
        if log.lines:
            from overflight.desk.answers.records import extent_of

            _say_extent(log, extent_of(log, report, policies), width)
    say("  (roots are cut to 16 digits; --json gives them whole)")
    say()
    _say_doubtful(report)
    for problem in report.problems[:_FAULTS_SHOWN]:
        say(f"x {problem.code} at {problem.where}")
        say(f"    expected  {problem.expected}")
        say(f"    found     {problem.found}")
    if len(report.problems) > _FAULTS_SHOWN:
        say(f"x and {len(report.problems) - _FAULTS_SHOWN} more faults; --json names them all")
    for line in _proven(report, pinned=pinned):
        say(line)
    say(f"  regime {report.regime or 'unknown'}   cut {report.cut}")
    total = sum(log.head.size for log in report.logs)
    faults = counted(len(report.problems), "fault") if report.problems else "no fault"
    logs, entries = counted(len(report.logs), "log"), counted(total, "entry", "entries")
    say(f"{path}: {logs}, {entries}, {faults}")


def _proven(report: Report, *, pinned: bool) -> list[str]:
    """Say in plain words what the checks prove and what they cannot."""
    codes = {problem.code for problem in report.problems}
    if codes == {"E-REGIME"}:
        return [
            "Another record than you meant. It holds together, but it is not the regime you named."
        ]
    if codes:
        return ["Not proven: this copy does not hold together. Trust no entry of a marked log."]
    lines = ["Proven: every head is signed by the key of its log and covers exactly these entries;"]
    lines.append("  every valid entry is signed by a key its party had in force at that place.")
    logs = [log for log in report.logs if not any(p != log.party for p in log.cosigners)]
    if logs:
        lines.append(
            f"Not proven for {len(logs)} of {len(report.logs)} logs: that nobody was shown another "
            "version;"
        )
        lines.append("  each has one signer, and no other party has cosigned its newest head yet.")
    lines.append("Not proven: the times parties claim; that nothing newer was held back.")
    if not pinned:
        lines.append("Not compared: the regime id. Compare it with the one on paper (--regime).")
    return lines


def entry_line(checked: Checked, reached: Reached | None = None) -> str:
    """Return one line about an entry: where, when, what it counts for, how far it has come."""
    ref, statement = checked.ref, checked.statement
    party = ref.o.rpartition("/log/")[2].partition("/")[0].upper()
    counts = checked.standing.value + (f":{checked.code}" if checked.code else "")
    level = f"{reached.level.value:9} " if reached else ""
    if statement is None:
        return f"{party}:{ref.i:<6} {'':20}  {counts:10} {level}".rstrip()
    time = format_instant(statement.time)
    return f"{party}:{ref.i:<6} {time:20}  {counts:10} {level}{statement.type}"


def say_entry(viewed: Viewed, signers: tuple[str, ...]) -> None:
    """Print one entry, with bidirectional and invisible characters made visible."""
    checked = viewed.checked
    say(entry_line(checked))
    say(f"  log       {checked.ref.o}")
    say(f"  leaf      {checked.ref.h}")
    for signer in signers:
        say(f"  signed by {signer}")
    if checked.code:
        say(f"  void      expected {checked.expected}; found {checked.found}")
    _say_reached(viewed)
    if checked.statement is not None:
        _say_statement(checked.statement)


def _say_reached(viewed: Viewed) -> None:
    reached, bounds = viewed.reached, viewed.bounds
    say(f"  level     {reached.level}")
    say(f"  held by   {' '.join(reached.held_by) or 'no mirror yet, as far as this copy shows'}")
    if reached.answered_by:
        say(f"  answered  by {' '.join(reached.answered_by)}")
    after, before = (_bound(bound) for bound in (bounds.earliest, bounds.latest))
    say(f"  made      after {after}, before {before}; a claimed time proves nothing")


def _say_statement(statement: Statement) -> None:
    say(f"  to        {' '.join(statement.to)}")
    for answered in statement.re:
        say(f"  answers   {answered.o} entry {answered.i}")
    for seen in statement.seen:
        say(f"  had seen  {seen.o} at {seen.n} entries")
    for att in statement.att:
        say(f"  attached  {att.h} {att.n} bytes {att.t} ({att.k})")
    text = json.dumps(dict(statement.body), ensure_ascii=False, indent=2, sort_keys=True)
    for line in text.split("\n"):
        say("  " + _visible(line))


def _bound(instant: datetime | None) -> str:
    return format_instant(instant) if instant else "(too few mirrors to tell)"


def _visible(text: str) -> str:
    """Write out characters that do not show or that turn the direction of text (section 3)."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)

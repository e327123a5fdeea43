"""Hold every rule of the treaty to its tests; say nothing where all are held.

A rule a program decides must be judged by a function, must have been seen *kept* and *broken* by
tests that name it, and exactly at its limit where it has a number; and turning it off must make a
test fail. ``tests/rules_lacking.txt`` names what is not so yet: it may only grow shorter.

    python -m tools.check_rules seen FILE   # FILE as written by `pytest --rules-seen FILE`
    python -m tools.check_rules off         # runs the tests of each rule with the rule turned off
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from overflight.treaty import CheckKind, Handled, SeenByTests, open_skies, read_form, read_json
from overflight.treaty.rulebook import HandledRule, rule_book

LACKING = Path("tests/rules_lacking.txt")
DECIDED = {CheckKind.HARD, CheckKind.WARN}


def lacking(row: HandledRule) -> list[str]:
    """Return what a decided rule lacks: a judge, a test, a kept, broken or boundary case."""
    if row.handled is Handled.MISSING:
        return ["judge"]
    if row.tests is None or not row.tests.tests:
        return ["test"]
    return list(row.tests.lacks)


def held(found: set[str], known: set[str], kind: str) -> int:
    """Return 0 where found and known agree; print what does not."""
    for line in sorted(found - known):
        print(f"{line}: not so before, or not yet written to {LACKING}")
    for line in sorted(known - found):
        print(f"{line}: is there now; take the line out of {LACKING}")
    if found != known:
        print(f"rules: {len(found ^ known)} lines of {kind} to mend")
    return int(found != known)


def known_lines(*, off: bool) -> set[str]:
    """Return what is known to lack, of one kind."""
    text = LACKING.read_text(encoding="utf-8").splitlines()
    lines = {line for line in text if line and not line.startswith("#")}
    return {line for line in lines if line.endswith(" off") == off}


def check_seen(file: Path) -> int:
    """Hold what the tests saw against the rule table."""
    plain = read_json(file.read_bytes(), where=str(file))
    seen = read_form(SeenByTests, plain, where=str(file)).rules
    book = rule_book(open_skies(), seen)
    decided = [row for row in book.rules if row.check in DECIDED]
    found = {f"{row.rule} {word}" for row in decided for word in lacking(row)}
    return held(found, known_lines(off=False), "cases")


def check_off() -> int:
    """Turn each rule off and hold the tests to noticing it."""
    run = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    done = subprocess.run([*run, "--rules-off"], capture_output=True, text=True, check=False)
    told = re.search(r"no test would fail: \[(.*)\]", done.stdout)
    if told is None:
        print(done.stdout[-4000:] + done.stderr[-4000:])
        return 1
    found = {f"{rule} off" for rule in re.findall(r"'([^']+)'", told[1])}
    return held(found, known_lines(off=True), "rules turned off")


def main(words: list[str]) -> int:
    """Run one of the two checks."""
    match words:
        case ["seen", file]:
            return check_seen(Path(file))
        case ["off"]:
            return check_off()
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

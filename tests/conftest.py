"""Watch which rules the tests judge, and turn rules off to see that tests notice.

``--rules-seen FILE`` writes, for every rule, which outcomes the tests marked with it have seen.
``--rules-off`` runs, for every rule a program decides, the tests marked with it while the rule
answers nothing but *kept*; a rule whose tests all pass so is not tested. Both change this test
process only, never the product.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import pytest

if TYPE_CHECKING:
    from overflight.missions import DocketItem
    from overflight.treaty import Finding

_LATE = {"past due", "done late"}


class Watch:
    """What the tests have seen of each rule.

    Args:
        off: The rule that is turned off, or nothing.
    """

    def __init__(self) -> None:
        self.marks: frozenset[str] = frozenset()
        self.declared: tuple[str, ...] = ()
        self.off = ""
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.tests: dict[str, int] = defaultdict(int)

    def begin(self, item: pytest.Item) -> None:
        """Take the marks of the test that starts."""
        self.marks = rules_of(item)
        self.declared = tuple(str(kind) for mark in item.iter_markers("case") for kind in mark.args)
        for rule in self.marks:
            self.tests[rule] += 1
            self.seen[rule].update(self.declared)

    def note(self, rule: str, *words: str) -> None:
        """Note what was answered, if the test speaks for the rule."""
        if rule in self.marks:
            self.seen[rule].update(words)


WATCH = Watch()


def rules_of(item: pytest.Item) -> frozenset[str]:
    """Return the rules a test speaks for."""
    return frozenset(str(rule) for mark in item.iter_markers("rule") for rule in mark.args)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two ways to watch."""
    parser.addoption("--rules-seen", metavar="FILE", default="", help="write what tests see")
    parser.addoption("--rules-off", action="store_true", help="turn each rule off in turn")


def pytest_configure(config: pytest.Config) -> None:
    """Give this process a state folder of its own; watch findings and docket items if asked to."""
    state = tempfile.TemporaryDirectory(prefix="overflight-state-")
    config.add_cleanup(state.cleanup)
    os.environ["XDG_STATE_HOME"] = state.name
    if config.getoption("--rules-seen") or config.getoption("--rules-off"):
        from overflight.missions import DocketItem
        from overflight.treaty import Finding

        _wrap(Finding, _finding)
        _wrap(DocketItem, _item)


def _wrap(kind: type, tell: Callable[..., None]) -> None:
    made: Callable[..., None] = kind.__init__  # type: ignore[misc]

    @functools.wraps(made)
    def init(self: object, *args: object, **kwargs: object) -> None:
        made(self, *args, **kwargs)
        tell(self)

    kind.__init__ = init  # type: ignore[misc]


def _finding(finding: Finding) -> None:
    from overflight.treaty import Outcome

    if finding.rule == WATCH.off:
        object.__setattr__(finding, "outcome", Outcome.KEPT)
        object.__setattr__(finding, "says", "")
        object.__setattr__(finding, "measured", None)
    measured, limit = finding.measured, finding.limit
    words = [finding.outcome.value]
    if limit is not None:
        words.append("number")
        close = max(measured.error, 1e-9 * abs(limit.value)) if measured else -1.0
        if measured and abs(measured.value - limit.value) <= close:
            words.append("boundary")
    WATCH.note(finding.rule, *words)


def _item(item: DocketItem) -> None:
    from overflight.missions.clocks.docket import DocketState

    if item.rule == WATCH.off:
        object.__setattr__(item, "state", DocketState.KEPT)
        object.__setattr__(item, "due_at", None)
    words = ["broken" if item.state.value in _LATE else "kept"]
    if item.due_at is not None:
        words.append("number")
        words += ["boundary"] * (item.done_at == item.due_at)
    WATCH.note(item.rule, *words)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that speaks for a rule that is not in the table."""
    from overflight.treaty import open_skies

    known = open_skies()
    others = {entry.id for entry in known.notifications} | {e.id for e in known.quota_effects}
    others |= {entry.id for entry in known.definitions}
    for item in items:
        for rule in rules_of(item) - others:
            if rule not in known.rules:
                message = f"{item.nodeid} speaks for {rule}, which is no rule of the table"
                raise pytest.UsageError(message)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take the marks of the test that starts."""
    WATCH.begin(item)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what was seen, or hand it to the process that started this one."""
    file = session.config.getoption("--rules-seen")
    if not file:
        return
    told = {
        rule: {"tests": WATCH.tests[rule], "seen": sorted(WATCH.seen[rule])}
        for rule in sorted(WATCH.tests)
    }
    handed = getattr(session.config, "workeroutput", None)
    if handed is not None:
        handed["rules_seen"] = told
        return
    Path(file).write_text(json.dumps({"rules": told}, indent=1) + "\n", encoding="utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over what another process of this run has seen (pytest-xdist)."""
    handed: dict[str, dict[str, dict[str, object]]] = getattr(node, "workeroutput", {})
    for rule, told in handed.get("rules_seen", {}).items():
        WATCH.tests[rule] += int(str(told["tests"]))
        WATCH.seen[rule].update(cast("list[str]", told["seen"]))


def pytest_runtestloop(session: pytest.Session) -> object:
    """Run the tests of each rule with the rule turned off, if asked to; else leave it to pytest."""
    if not session.config.getoption("--rules-off"):
        return None
    by_rule: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in session.items:
        for rule in rules_of(item):
            by_rule[rule].append(item)
    unnoticed = [rule for rule in _decided() if not _noticed(rule, by_rule[rule])]
    print(f"\n{len(unnoticed)} rules could be turned off and no test would fail: {unnoticed}")  # noqa: T201 - its output is what it prints
    session.testsfailed = len(unnoticed)
    return True


def _decided() -> Iterator[str]:
    from overflight.treaty import open_skies

    return iter(open_skies().executed)


def _noticed(rule: str, items: list[pytest.Item]) -> bool:
    """Tell whether a test of a rule fails while the rule answers *kept*, or does not answer."""
    return _fails(rule, items, silent=False) or _fails(rule, items, silent=True)


def _fails(rule: str, items: list[pytest.Item], *, silent: bool) -> bool:
    """Run tests in a child of this process until one fails."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        if silent:
            _silence(rule)
        else:
            WATCH.off = rule
        os._exit(int(any(_one_fails(item) for item in items)))
    _, status = os.waitpid(child, 0)
    return status != 0


def _one_fails(item: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, log=False, nextitem=None)
    return any(report.failed for report in reports)


def _silence(rule: str) -> None:
    """Replace the functions that judge a rule, wherever they were imported to."""
    from overflight.treaty import open_skies

    def silent(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError(rule)

    for name in open_skies().executed[rule].by:
        place, _, function = name.partition(":")
        found = getattr(importlib.import_module(f"overflight.{place}"), function)
        for module in list(sys.modules.values()):
            for attribute, value in list(vars(module).items()):
                if value is found:
                    setattr(module, attribute, silent)

"""Every page in a real browser: no barrier, no stranger asked, no shift, no sideways scrolling."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.serving import look, served
from tests.http.site.test_pages import PAGES
from tests.mission_script import at

from overflight.adapters.clock import SetClock
from overflight.web import Audience, Held, application


@pytest.fixture(scope="module")
def told(folder: Path) -> list[dict[str, object]]:
    """Return what the browser met on every page: wide and light, narrow and dark."""
    made = application(Held(folder, SetClock(at("05-06 00:00"))), Audience.OWN)
    ways = ((1280, "light"), (320, "dark"))
    paths = (*PAGES, "/nothing", "/docket?at=yesterday")
    pages = [{"path": p, "width": w, "scheme": s} for p in paths for w, s in ways]
    with served(made) as base:
        return look(base, pages)


def _where(told: list[dict[str, object]], member: str) -> dict[str, object]:
    return {f"{t['path']} {t['width']} {t['scheme']}": t[member] for t in told if t[member]}


def test_no_page_holds_a_barrier(told: list[dict[str, object]]) -> None:
    """WCAG 2.2 AA as far as axe can tell, wide and light, narrow and dark."""
    assert _where(told, "violations") == {}


def test_no_page_asks_anybody_else(told: list[dict[str, object]]) -> None:
    """A verification centre's browser tells no third party what it reads."""
    assert _where(told, "elsewhere") == {}


def test_no_page_breaks_its_own_rules(told: list[dict[str, object]]) -> None:
    """The console is silent: nothing is blocked by the policy, nothing fails."""
    said = {
        where: [line for line in lines if "status of 40" not in line]  # the two fault pages
        for where, lines in _where(told, "said").items()
        if isinstance(lines, list)
    }
    assert {where: lines for where, lines in said.items() if lines} == {}


def test_no_page_moves_under_the_reader(told: list[dict[str, object]]) -> None:
    """No layout shift: a button does not jump away from a finger."""
    assert _where(told, "shifted") == {}


def test_no_page_is_wider_than_its_window(told: list[dict[str, object]]) -> None:
    """At 320 px only tables scroll, each in its own frame."""
    assert _where(told, "wider") == {}


def test_pages_are_light(told: list[dict[str, object]]) -> None:
    """The first page is at most 100 KB, uncompressed at that."""
    heavy = {t["path"]: t["bytes"] for t in told if t["path"] == "/docket" and t["bytes"] > 100_000}  # type: ignore[operator]
    assert heavy == {}

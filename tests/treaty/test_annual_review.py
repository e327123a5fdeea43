"""The annual review by article: 1 October, three weeks, last year's figures."""

from __future__ import annotations

from datetime import date

import pytest
from tests.quota_script import distributed, share

from overflight.deadlines import parse_instant
from overflight.quotas import (
    ChangeRequested,
    Quotas,
    ReviewConcluded,
    ReviewOpened,
    Wish,
    YearFact,
    review_findings,
)
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
AT = parse_instant("2007-01-02T00:00Z")
OPENED = ReviewOpened(2007, date(2006, 10, 9), date(2006, 10, 11))


def asked(flights: int, on: str = "2006-09-20", unit: str = "DE") -> ChangeRequested:
    """Return a request over Poland for 2007."""
    return ChangeRequested(unit, 2007, date.fromisoformat(on), (Wish("PL", flights),))


def concluded(on: str, *, agreed: bool = True) -> ReviewConcluded:
    """Return the end of the review for Poland."""
    return ReviewConcluded(2007, "PL", date.fromisoformat(on), agreed)


def both(last: int | None, now: int | None, unit: str = "DE") -> Quotas:
    """Return the distributions of 2006 and 2007, with so many flights over Poland."""
    old = distributed(*((share("DE", "PL", last),) if last else ()), year=2006)
    new = distributed(*((share(unit, "PL", now),) if now else ()), year=2007)
    kept = (old.distributions if last is not None else ()) + (
        new.distributions if now is not None else ()
    )
    return Quotas(old.passive, kept)


def judged(
    *facts: YearFact, quotas: Quotas | None = None, chosen: str = "oscc-item"
) -> tuple[Finding, ...]:
    """Return what the rules answer about the review for 2007."""
    used = readings({"AMB-6": chosen})
    return review_findings(facts, quotas or both(1, None), 2007, AT, readings=used)


@pytest.mark.provision("annex.L.II.1")
@pytest.mark.rule("QTA-8")
@pytest.mark.parametrize(
    ("on", "outcome"), [("2006-09-30", KEPT), ("2006-10-01", KEPT), ("2006-10-02", BROKEN)]
)
def test_requests_are_in_by_1_october(on: str, outcome: Outcome) -> None:
    """1 October of the year before is the last day."""
    assert judged(asked(2, on))[0].outcome is outcome


@pytest.mark.provision("art.III.I.7", "annex.L.II.2")
@pytest.mark.rule("QTA-8")
@pytest.mark.parametrize(
    ("on", "reading", "outcome"),
    [
        ("2006-10-30", "oscc-item", KEPT),  # 9 October + 21 days
        ("2006-10-31", "oscc-item", BROKEN),
        ("2006-10-31", "interested-states", KEPT),  # day 20 from the consultations
        ("2006-11-01", "interested-states", KEPT),
        ("2006-11-02", "interested-states", BROKEN),
    ],
)
def test_three_weeks(on: str, reading: str, outcome: Outcome) -> None:
    """From the opening of the item, or from the consultations (AMB-6)."""
    assert judged(asked(2), OPENED, concluded(on), chosen=reading)[1].outcome is outcome


@pytest.mark.provision("art.III.I.7")
@pytest.mark.rule("QTA-8")
def test_silence_in_the_review() -> None:
    """Three weeks without agreement: last year's stays; while they run, nothing is decided."""
    over = judged(asked(2), OPENED)[1]
    assert (over.outcome, "last year's distribution for PL stays" in over.says) == (KEPT, True)
    refused = judged(asked(2), OPENED, concluded("2006-10-20", agreed=False))[1]
    assert (refused.outcome, "stays" in refused.says) == (KEPT, True)
    unknown = judged(asked(2))[1]
    assert (unknown.outcome, "not on record" in unknown.says) == (OPEN, True)
    late = ReviewOpened(2007, date(2006, 12, 20))
    assert judged(asked(2), late)[1].outcome is OPEN
    assert judged(asked(2), late, chosen="interested-states")[1].outcome is OPEN


@pytest.mark.provision("art.III.I.7", "annex.L.II.2")
@pytest.mark.rule("QTA-8")
@pytest.mark.parametrize(
    ("wished", "on", "now", "unit", "outcome"),
    [
        (2, "2006-10-30", 2, "DE", KEPT),  # as requested
        (2, "2006-10-30", 3, "DE", BROKEN),
        (2, "2006-10-30", 2, "FR", BROKEN),  # by another unit than asked
        (2, "2006-10-31", 1, "DE", KEPT),  # too late: last year's one
        (2, "2006-10-31", 2, "DE", BROKEN),
        (7, "2006-10-30", 6, "DE", KEPT),  # more than 6 asked: what was agreed, up to 6
        (7, "2006-10-30", 7, "DE", BROKEN),
    ],
)
def test_what_the_distribution_must_show(
    wished: int, on: str, now: int, unit: str, outcome: Outcome
) -> None:
    """As requested within the passive quota; by agreement above it; else last year's figures."""
    found = judged(asked(wished), OPENED, concluded(on), quotas=both(1, now, unit))
    assert found[2].outcome is outcome


@pytest.mark.provision("art.III.I.7")
@pytest.mark.rule("QTA-8")
def test_what_is_not_known_is_open() -> None:
    """No distribution of the year before, or no passive quota: nothing to compare with."""
    late = (asked(2), OPENED, concluded("2006-10-31"))
    assert judged(*late, quotas=both(None, 2))[2].outcome is OPEN
    known = both(1, 2)
    assert judged(*late, quotas=Quotas((), known.distributions))[2].outcome is OPEN
    assert len(judged(*late, quotas=both(1, None))) == 2
    running = ReviewOpened(2007, date(2006, 12, 20))
    assert len(judged(asked(2), running, quotas=both(1, 2))) == 2


@pytest.mark.provision("art.III.I.7")
@pytest.mark.rule("QTA-8")
def test_only_what_concerns_a_unit_counts() -> None:
    """A wish over another unit asks nothing of Poland; a later request replaces an earlier one."""
    other = ChangeRequested("FR", 2007, date(2006, 9, 1), (Wish("BG", 1),))
    facts = (asked(5), other, asked(2), OPENED, concluded("2006-10-30"))
    found = [f for f in judged(*facts, quotas=both(1, 2)) if "over PL" in f.says]
    assert [f.outcome for f in found] == [KEPT]

"""The clocks of withdrawal, groups and accession, each day by hand."""

from __future__ import annotations

from datetime import date

import pytest

from overflight.desk import from_package
from overflight.membership import (
    accession_finding,
    conference_finding,
    conference_window,
    group_change_from,
    group_quotas_from,
    single_party_end,
)
from overflight.treaty import Outcome

HELD = from_package()


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


@pytest.mark.provision("art.XV.3")
@pytest.mark.rule("MEM-8")
def test_the_conference_on_the_notice_of_2020_was_on_day_45() -> None:
    """22 May + 30 d: 9 days left in May, 21 June; + 60 d: 21 July. 6 July is 9 + 30 + 6 = 45."""
    notice = day("2020-05-22")
    assert conference_window(notice) == (day("2020-06-21"), day("2020-07-21"))
    found = conference_finding("US", notice, day("2020-07-06"))
    assert found.outcome is Outcome.KEPT
    assert found.measured is not None
    assert (found.measured.value, found.limit.value if found.limit else None) == (45.0, 60.0)


@pytest.mark.provision("art.XV.3")
@pytest.mark.rule("MEM-8")
@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        ("2021-07-17", Outcome.BROKEN),  # day 29
        ("2021-07-18", Outcome.KEPT),  # day 30
        ("2021-07-20", Outcome.KEPT),  # day 32, the day it was held
        ("2021-08-17", Outcome.KEPT),  # day 60
        ("2021-08-18", Outcome.BROKEN),  # day 61
    ],
)
def test_a_conference_is_in_time_from_day_30_to_day_60(held: str, outcome: Outcome) -> None:
    """18 June + 30 d is 18 July; + 60 d is 17 August; both ends are in time."""
    found = conference_finding("RU", day("2021-06-18"), day(held))
    assert found.outcome is outcome
    assert found.consequence == "none stated"


@pytest.mark.provision("art.XV.3")
@pytest.mark.rule("MEM-8")
def test_a_conference_nobody_recorded_is_open() -> None:
    """Its window is told; nothing is made up."""
    found = conference_finding("RU", day("2021-06-18"), None)
    assert found.outcome is Outcome.OPEN
    assert "2021-07-18 to 2021-08-17" in found.says


@pytest.mark.provision("art.III.II.1.A", "art.III.II.6")
@pytest.mark.rule("GRP-1", "GRP-10")
@pytest.mark.parametrize(
    ("notice", "effect"), [("2020-08-01", "2021-02-01"), ("2021-08-31", "2022-02-28")]
)
def test_a_group_changes_six_months_after_the_notice(notice: str, effect: str) -> None:
    """The same day number, or the last day of a shorter month."""
    assert group_change_from(day(notice)) == day(effect)


@pytest.mark.provision("art.III.II.7")
@pytest.mark.rule("GRP-11")
def test_quotas_of_a_group_follow_the_review_after_the_six_months() -> None:
    """Notice 2020-08-01, six months to 2021-02-01, review in autumn 2021, effect 2022-01-01."""
    change = group_quotas_from(day("2020-08-01"))
    assert (change.earliest, change.latest) == (day("2022-01-01"), day("2022-01-01"))
    assert "2021-02-01" in change.arithmetic


@pytest.mark.provision("art.III.II.7")
@pytest.mark.rule("GRP-11")
@pytest.mark.parametrize(
    ("notice", "reviews", "earliest", "latest"),
    [
        ("2021-04-01", (), "2022-01-01", "2022-01-01"),  # six months end on 1 October
        ("2021-04-02", (), "2022-01-01", "2023-01-01"),  # on 2 October: the review decides
        ("2021-06-18", (), "2022-01-01", "2023-01-01"),
        ("2021-06-18", ("2021-10-18",), "2023-01-01", "2023-01-01"),  # before 18 December
        ("2021-04-02", ("2021-10-18",), "2022-01-01", "2022-01-01"),  # after 2 October
        ("2021-04-18", ("2021-10-18",), "2023-01-01", "2023-01-01"),  # on the day: does not follow
    ],
)
def test_a_late_period_waits_for_the_day_of_the_review(
    notice: str, reviews: tuple[str, ...], earliest: str, latest: str
) -> None:
    """The text fixes no day of the review; known days settle it, else both years are told."""
    change = group_quotas_from(day(notice), [day(text) for text in reviews])
    assert (change.earliest, change.latest) == (day(earliest), day(latest))


@pytest.mark.provision("art.XIV.2")
@pytest.mark.rule("GRP-14")
@pytest.mark.parametrize(
    ("notice", "over"),
    [
        ("2024-11-15", "2026-01-01"),  # + 60 d = 2025-01-14, so 2025-12-31 is the last day
        ("2024-11-01", "2025-01-01"),  # + 60 d = 2024-12-31, that very day
        ("2024-11-02", "2026-01-01"),  # + 60 d = 2025-01-01
    ],
)
def test_benelux_ends_with_the_december_after_sixty_days(notice: str, over: str) -> None:
    """The day told is the first on which it is no more."""
    assert single_party_end(day(notice)) == day(over)


@pytest.mark.provision("art.XVII.1", "art.XVII.3", "art.XVII.5")
@pytest.mark.rule("MEM-1", "MEM-4", "MEM-6")
@pytest.mark.parametrize(
    ("code", "rule", "outcome"),
    [
        ("KG", "MEM-1", Outcome.KEPT),  # signed in 1992, not ratified
        ("KZ", "MEM-4", Outcome.KEPT),  # named in the text
        ("AT", "MEM-6", Outcome.OPEN),  # needs the Commission
        ("US", "MEM-6", Outcome.OPEN),  # signed once, was a Party and left
    ],
)
def test_who_may_join_by_a_deposit_alone(code: str, rule: str, outcome: Outcome) -> None:
    """A decision of the Commission is looked for nowhere: without one the finding is open."""
    found = accession_finding(code, day("2024-05-22"), HELD.parties)
    assert (found.rule, found.outcome) == (rule, outcome)

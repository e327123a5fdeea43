"""Limits of a mission judged by the times of mirrors: exact ends, doubt, lies, silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.dated_missions import Network, dated
from tests.mission_script import (
    acknowledged,
    airborne,
    arrived,
    at,
    inspected,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import (
    DocketState,
    Mission,
    QuotaState,
    clock_findings,
    clocks_of,
    docket,
    judge_clocks,
    quota_entry,
    verdict_on,
)
from overflight.missions.clocks.clocks import times_of
from overflight.treaty import Finding, Outcome

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
GROUND = (notified(), acknowledged(), arrived(), *inspected())
PLAN = submitted()  # 8 May 16:00; the answer is due at 20:00
DUE = at("05-08 20:00")
LONG_AGO = at("05-08 17:00")


def finding(m: Mission, rule: str, now: datetime | None = None) -> Finding:
    """Return the first finding of a rule."""
    return next(f for f in clock_findings(m, now) if f.rule == rule)


def answered(after: datetime | None, before: datetime | None) -> Mission:
    """Return a mission whose plan was answered between two instants, claimed at 19:00."""
    answer = said("plan-accepted", "BG", "05-08 19:00")
    return mission(*GROUND, PLAN, dated(answer, after, before))


@pytest.mark.rule("MPL-6", "CLK-1")
@pytest.mark.provision("art.VI.II.6")
@pytest.mark.parametrize(("seconds", "outcome"), [(-1, KEPT), (0, KEPT), (1, OPEN)])
def test_existed_before(seconds: int, outcome: Outcome) -> None:
    """NA one second before the limit or on it keeps it; one second after decides nothing."""
    found = finding(answered(LONG_AGO, DUE + timedelta(seconds=seconds)), "MPL-6")
    assert found.outcome is outcome
    assert ("undecided" in found.says) is (outcome is OPEN)
    assert "by the mirrors' times (f = 1 of 4)" in found.basis[-1]


@pytest.mark.rule("MPL-6", "CLK-1")
@pytest.mark.provision("art.VI.II.6")
@pytest.mark.parametrize(("seconds", "outcome"), [(-1, OPEN), (0, OPEN), (1, BROKEN)])
def test_made_after(seconds: int, outcome: Outcome) -> None:
    """NB one second after the limit breaks it; on it or before it decides nothing."""
    late = answered(DUE + timedelta(seconds=seconds), DUE + timedelta(hours=3))
    assert finding(late, "MPL-6").outcome is outcome


@pytest.mark.rule("MPL-6")
@pytest.mark.parametrize(
    ("after", "before", "outcome", "state"),
    [
        (None, 0, KEPT, DocketState.KEPT),
        (None, 1, OPEN, DocketState.DONE_UNDECIDED),
        (1, None, BROKEN, DocketState.DONE_LATE),
        (0, None, OPEN, DocketState.DONE_UNDECIDED),
    ],
)
def test_one_end_known(
    after: int | None, before: int | None, outcome: Outcome, state: DocketState
) -> None:
    """One end decides where it can; where it cannot, the claim does not step in for the other."""
    ends = [None if n is None else DUE + timedelta(seconds=n) for n in (after, before)]
    m = answered(*ends)
    assert finding(m, "MPL-6").outcome is outcome
    assert finding(m, "MPL-6").measured is None  # no length is known
    assert next(i.state for i in docket([m], DUE) if i.clock == "K7") is state


@pytest.mark.rule("MPL-6")
def test_too_few_mirrors_is_said() -> None:
    """With fewer than f + 1 mirrors the claimed time is used, and the answer says so."""
    assert times_of([mission(*GROUND)]) == "by the claimed time, no mirror's times at hand"
    found = finding(answered(None, None), "MPL-6")
    assert found.outcome is KEPT
    assert "by the claimed time, fewer than 2 of 4 mirrors have dated it" in found.basis[-1]


@pytest.mark.rule("MPL-6")
def test_no_mirrors_is_said() -> None:
    """Without a network the claimed time is used as before, and the answer says so."""
    m = mission(*GROUND, PLAN, said("plan-accepted", "BG", "05-08 19:00"))
    assert finding(m, "MPL-6").basis[-1] == "by the claimed time, no mirror's times at hand"


@pytest.mark.rule("MPL-6", "CLK-1")
@pytest.mark.provision("art.VI.II.6")
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("19:59:00", KEPT), ("19:59:01", OPEN), ("20:01:00", OPEN), ("20:01:01", BROKEN)],
)
def test_start_that_is_itself_uncertain(answer: str, outcome: Outcome) -> None:
    """The 4 hours run from a submission between 15:59 and 16:01: in time by the earlier end only.

    Whoever is judged is judged late only by the later end.
    """
    plan = dated(PLAN, "05-08 15:59", "05-08 16:01")
    when = at(f"05-08 {answer}")
    m = mission(*GROUND, plan, dated(said("plan-accepted", "BG", when), when, when))
    assert finding(m, "MPL-6").outcome is outcome


@pytest.mark.rule("MPL-6")
def test_docket_shows_the_safe_date() -> None:
    """Who must act sees the earlier date, who holds a right the later one; the other stands by."""
    m = mission(*GROUND, dated(PLAN, "05-08 15:59", "05-08 16:01"))
    items = {i.clock: i for i in docket([m], at("05-08 18:00"))}
    assert (items["K7"].due_at, items["K7"].due_latest) == (at("05-08 19:59"), at("05-08 20:01"))
    assert (items["K8"].due_at, items["K8"].due_latest) == (at("05-09 00:01"), at("05-08 23:59"))
    assert "between 2003-05-08 15:59Z and 2003-05-08 16:01Z + 4 h" in items["K7"].arithmetic


@pytest.mark.rule("MPL-6")
@pytest.mark.parametrize(
    ("now", "state", "outcome"),
    [
        ("19:59:00", DocketState.DUE, OPEN),
        ("19:59:01", DocketState.MAY_BE_PAST, OPEN),
        ("20:01:00", DocketState.MAY_BE_PAST, OPEN),
        ("20:01:01", DocketState.PAST_DUE, BROKEN),
    ],
)
def test_unanswered_between_two_dates(now: str, state: DocketState, outcome: Outcome) -> None:
    """Between the two dates nobody can say whether the answer is overdue."""
    m, instant = mission(*GROUND, dated(PLAN, "05-08 15:59", "05-08 16:01")), at(f"05-08 {now}")
    assert next(i.state for i in docket([m], instant) if i.clock == "K7") is state
    found = finding(m, "MPL-6", instant)
    assert found.outcome is outcome
    assert ("undecided" in found.says) is (state is DocketState.MAY_BE_PAST)


@pytest.mark.rule("MPL-4")
@pytest.mark.provision("art.VI.II.4.E")
@pytest.mark.parametrize(
    ("before", "outcome"), [("15:59:59", KEPT), ("16:00:00", KEPT), ("16:00:01", OPEN)]
)
def test_lead_before_an_event(before: str, outcome: Outcome) -> None:
    """A minimum lead is kept where even the latest instant of the act leaves it."""
    m = mission(*GROUND, dated(PLAN, "05-08 15:00", f"05-08 {before}"))
    assert finding(m, "MPL-4").outcome is outcome


@pytest.mark.rule("NTF-6")
@pytest.mark.provision("art.VI.I.6")
def test_receipt_cannot_lie_before_the_notice() -> None:
    """A receipt stated for an instant before the notice was made moves to where it can lie."""
    notice = dated(notified(), "05-06 05:59", "05-06 06:01")
    answer = dated(said("acknowledged", "BG", "05-06 20:00"), "05-06 19:59", "05-06 20:01")
    m = mission(notice, answer)
    clock = next(c for c in clocks_of(m) if c.duty.id == "K2")
    assert clock.run.started[0].at == at("05-06 05:59")
    assert finding(m, "NTF-3").outcome is BROKEN  # 72 h before 8 May 08:00 is 5 May 08:00


@pytest.mark.rule("REP-1")
@pytest.mark.provision("art.VI.I.21")
def test_calendar_days_from_either_side_of_midnight() -> None:
    """Days that start with an act between two days end on either of two days."""
    ended = dated(said("prohibited", "BG", "05-08 23:59", ground="art.VIII.I.1"), *_MIDNIGHT)
    for day, outcome in (("05-15", KEPT), ("05-16", OPEN), ("05-17", BROKEN)):
        told = mission(notified(), acknowledged(), ended, said("explained", "BG", f"{day} 12:00"))
        assert [f.outcome for f in clock_findings(told) if f.rule == "NTF-36"][-1] is outcome
    m = mission(notified(), acknowledged(), ended)
    item = next(i for i in docket([m], at("05-09 12:00")) if i.clock == "NTF-36")
    assert "2003-05-08 or 2003-05-09 + 7 d = 2003-05-15 or 2003-05-16" in item.arithmetic


_MIDNIGHT = ("05-08 23:58", "05-09 00:01")


@pytest.mark.rule("QTA-9")
@pytest.mark.provision("art.VIII.I.2", "art.VIII.I.5")
@pytest.mark.parametrize(
    ("script", "before", "after", "effects"),
    [
        (
            lambda: (notified(), acknowledged()),
            lambda: said("prohibited", "BG", "05-09 08:00", ground="art.VIII.I.2"),
            "05-09 08:00",
            ("QEF-1", "QEF-2", "QEF-1 or QEF-2"),
        ),
        (
            lambda: (*GROUND, PLAN),
            lambda: said("declined", "IT", "05-09 00:00", reason="no agreement"),
            "05-09 00:00",
            ("QEF-20", "QEF-3", "QEF-20 or QEF-3"),
        ),
    ],
)
def test_quota_effect_between_two_instants(
    script: Callable[[], tuple[object, ...]],
    before: Callable[[], object],
    after: str,
    effects: tuple[str, str, str],
) -> None:
    """What an end does to the quota stays open where its condition lies between the instants."""
    limit, hour = at(after), timedelta(hours=1)

    def effect(start: datetime, end: datetime) -> str:
        m = mission(*script(), dated(before(), start, end))  # type: ignore[arg-type]
        entry = quota_entry(m)
        if " or " in entry.effect:
            assert entry.state is QuotaState.CONTESTED
            assert any("undecided" in f.says for f in verdict_on(m, limit).findings) or (
                "QEF-3" in entry.effect
            )
        return " or ".join(sorted(entry.effect.split(" or ")))

    assert effect(limit - 2 * hour, limit - hour) == effects[0]
    assert effect(limit + hour, limit + 2 * hour) == effects[1]
    assert effect(limit - hour, limit + hour) == effects[2]


def test_lies_about_time_are_told() -> None:
    """A statement that mirrors place elsewhere than it claims is told, beyond an honest skew."""
    backdated = dated(acknowledged(when="05-05 20:00"), "05-06 19:59", "05-06 20:01")
    (told,) = mission(notified(), backdated).findings
    assert (told.rule, told.outcome) == ("E-TIME", OPEN)
    assert "was made after 2003-05-06T19:59:00Z by the mirrors' times (f = 1 of 4)" in told.says
    ahead = dated(arrived("05-08 08:00"), "05-07 07:59", "05-07 08:01")
    (told,) = mission(notified(), ahead).findings
    assert "existed before 2003-05-07T08:01:00Z" in told.says
    skewed = dated(acknowledged(when="05-05 20:00"), "05-05 20:02", "05-05 20:03")
    assert mission(notified(), skewed).findings == ()
    early = dated(arrived("05-08 08:00"), "05-10 07:59", "05-10 08:01")
    assert mission(notified(), early).findings == ()  # what happened may be told later


@pytest.mark.rule("MPL-6")
def test_backdating_repairs_no_lateness() -> None:
    """An answer said a day late and dated back is late by the mirrors, whatever it claims."""
    play = Network.founded()
    for statement in (*GROUND, PLAN):
        play.say(statement)
    play.say(said("plan-accepted", "BG", "05-08 19:00"), really=at("05-09 19:00"))
    m = play.mission()
    assert finding(m, "MPL-6").outcome is BROKEN
    assert any(f.rule == "E-TIME" and "plan-accepted" in f.says for f in m.findings)


@pytest.mark.rule("MPL-6")
@pytest.mark.parametrize(
    ("liars", "outcome"), [(("BG",), OPEN), (("BG", "CA"), KEPT)], ids=["f", "f + 1"]
)
def test_liars(liars: tuple[str, ...], outcome: Outcome) -> None:
    """One lying mirror of four gains nothing; two can date a late answer into its time.

    That is the bound of the design: with more than f lying clocks nothing is promised.
    """
    play = Network.founded()
    for statement in (*GROUND, PLAN):
        play.say(statement)
    answer = said("plan-accepted", "BG", "05-08 19:00")
    true = {p: 7200 for p in ("BG", "CA", "HU", "IT") if p not in liars}
    play.say(answer, mirrors={**true, **dict.fromkeys(liars, 5)})
    assert finding(play.mission(), "MPL-6").outcome is outcome


@pytest.mark.rule("MPL-6")
@pytest.mark.provision("art.VI.II.6")
@pytest.mark.parametrize(
    ("mirrors", "outcome", "words"),
    [
        (("BG", "CA", "HU"), BROKEN, "the silence is proven by the mirrors' times (q = 3 of 4)"),
        (("CA", "HU"), OPEN, "undecided: fewer than 3 of 4 mirrors have dated heads of BG"),
    ],
)
def test_silence(mirrors: tuple[str, ...], outcome: Outcome, words: str) -> None:
    """That nobody answered is proven by a quorum of fresh dates over a head without an answer."""
    play = Network.founded()
    for statement in (*GROUND, PLAN):
        play.say(statement)
    now = at("05-08 21:00")
    play.beat(now, mirrors)
    m = play.mission(now)
    assert times_of([m]) == "by the mirrors' times where they are at hand (f = 1 of 4)"
    found = finding(m, "MPL-6", now)
    assert found.outcome is outcome
    assert words in found.says


@pytest.mark.rule("MPL-6")
def test_a_head_that_holds_the_answer_proves_no_silence() -> None:
    """Asked for an instant before a late answer, dates over heads that hold it do not count."""
    play = Network.founded()
    for statement in (*GROUND, PLAN):
        play.say(statement)
    play.say(said("plan-accepted", "BG", "05-08 22:00"))
    play.beat(at("05-08 23:00"))
    now = at("05-08 21:00")
    assert finding(play.mission(now), "MPL-6", now).outcome is BROKEN  # dated 21:59, without it
    play = Network.founded()
    for statement in (*GROUND, PLAN):
        play.say(statement)
    play.say(said("plan-accepted", "BG", "05-08 22:00"), really=at("05-08 19:30"))
    assert finding(play.mission(now), "MPL-6", now).outcome is KEPT  # said in time, dated ahead


@pytest.mark.rule("CLK-5")
def test_not_yet_due_is_no_doubt() -> None:
    """What lies ahead is neither kept nor broken nor open: it is listed apart."""
    m, now = mission(notified(), acknowledged()), at("05-06 12:00")
    verdict = verdict_on(m, now)
    assert verdict.outcome is OPEN  # the copies of the notice have no number
    assert "ARR-1" in {f.rule for f in verdict.to_come}
    assert "ARR-1" not in {f.rule for f in verdict.findings}
    assert not any("Complete" in f.says for f in verdict.findings)
    late = verdict_on(m, at("05-09 08:00:01"))
    assert "ARR-1" in {f.rule for f in late.findings if f.outcome is BROKEN}
    assert not any(each.to_come for each in judge_clocks(m))  # without an instant nothing is ahead


@pytest.mark.rule("MPL-9")
def test_right_ahead_and_right_open() -> None:
    """A right nobody has used is nobody's duty: it is to come, opened or not."""
    m = mission(*GROUND, PLAN)
    for now, words in (("05-08 17:00", "opens at"), ("05-09 01:00", "is open since")):
        (right,) = (f for f in verdict_on(m, at(now)).to_come if f.rule == "MPL-9")
        assert words in right.says


@pytest.mark.rule("PFI-9")
@pytest.mark.provision("annex.F.I.11")
def test_both_reports_lie_between() -> None:
    """What counts once both have said it lies between the later of their instants."""
    started, first, second = inspected()
    script = (notified(), acknowledged(), arrived(), started)
    m = mission(
        *script,
        dated(first, "05-08 13:59", "05-08 14:05"),
        dated(second, "05-08 14:02", "05-08 14:03"),
    )
    clock = next(c for c in clocks_of(m) if c.duty.id == "PFI-9")
    (done,) = clock.run.done
    assert (done.moment.earliest, done.moment.latest) == (at("05-08 14:02"), at("05-08 14:05"))


@pytest.mark.rule("FLT-1")
def test_flight_stays_as_stated() -> None:
    """Mirrors date when a landing was told, not when it was: the stated instant counts."""
    script = (*airborne(), dated(said("landed", "IT", "05-09 20:00"), "05-13 00:00", "05-13 01:00"))
    found = next(f for f in clock_findings(mission(*script)) if "Complete" in f.says)
    assert found.outcome is KEPT
    assert "as the Parties state what happened outside the record" in found.basis[-1]


@pytest.mark.rule("MPL-6")
@pytest.mark.parametrize(
    ("crossed_s", "words"), [(120, "by the mirrors' times"), (121, "contradict each other")]
)
def test_mirrors_at_odds(crossed_s: int, words: str) -> None:
    """Bounds that cross by an honest skew are taken as they lie; beyond it, more than f are wrong.

    Then nothing is proven, the claimed time is used, and the answer says why.
    """
    m = answered(LONG_AGO + timedelta(seconds=crossed_s), LONG_AGO)
    found = finding(m, "MPL-6")
    assert found.outcome is KEPT
    assert words in found.basis[-1]


def test_course_is_told_by_the_parties() -> None:
    """A signature logged a minute late does not undo the flight plan filed in that minute."""
    *before, filed, off = airborne()
    late = [
        dated(s, "05-08 19:01", "05-08 19:02") if "Signed" in type(s.fact).__name__ else s
        for s in before
    ]
    assert mission(*late, filed, off).state is mission(*before, filed, off).state

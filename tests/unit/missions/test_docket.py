"""The docket: what is due stands first, with its sum, its statement and what follows."""

from __future__ import annotations

import pytest
from tests.dated_missions import exactly_dated
from tests.mission_script import (
    acknowledged,
    airborne,
    arrived,
    at,
    departed,
    inspected,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import (
    DocketState,
    MissionFact,
    beside_earlier,
    docket,
    fold_mission,
    one_at_a_time,
)
from overflight.missions.clocks.docket import DocketItem
from overflight.record import Said
from overflight.treaty import Outcome, readings, write_form

GROUND = (notified(), acknowledged(), arrived())


def item(items: tuple[DocketItem, ...], clock: str) -> DocketItem:
    """Return the item of one clock."""
    return next(i for i in items if i.clock == clock)


def test_past_due_stands_first() -> None:
    """A person reads what was missed before what is due, and loose duties last."""
    late = mission(notified(), arrived(), submitted())
    states = [i.state for i in docket([late], at("05-08 21:00"))]
    order = {state: n for n, state in enumerate(DocketState)}
    assert states == sorted(states, key=lambda s: order[s])
    assert states[:2] == [DocketState.PAST_DUE, DocketState.PAST_DUE]
    due = [i for i in docket([late], at("05-08 21:00")) if i.state is DocketState.DUE]
    assert [i.loose for i in due] == sorted(i.loose for i in due)


@pytest.mark.rule("MPL-6", "CLK-5")
@pytest.mark.provision("art.VI.II.6")
def test_item_explains_itself() -> None:
    """An item tells law, starting event with its statement, sum, and what the text says follows."""
    plan = submitted()
    one = item(docket([mission(*GROUND, plan)], at("05-08 20:00:01")), "K7")
    assert one.state is DocketState.PAST_DUE
    assert (one.by, one.to, one.rule, one.provision) == ("BG", "IT", "MPL-6", "art.VI.II.6")
    assert one.arithmetic == "original submission 2003-05-08 16:00Z + 4 h = 2003-05-08 20:00Z"
    assert (one.started_by, one.started_ref) == ("IT", plan.ref)
    assert "states no effect (AMB-13)" in one.on_expiry
    assert "claimed time" in one.time_basis


def test_other_reading_of_silence() -> None:
    """Under the other reading of AMB-13 an unanswered plan counts as accepted, and so it says."""
    chosen = readings({"AMB-13": "plan-accepted"})
    one = item(docket([mission(*GROUND, submitted())], at("05-08 20:01"), chosen), "K7")
    assert "counts as accepted" in one.on_expiry


def test_clock_moves_when_facts_move() -> None:
    """A longer window agreed by both moves the clock and says why."""
    agreed = [
        said("agreed-otherwise", p, "05-08 09:00", rule="FLT-1", amount=120) for p in ("IT", "BG")
    ]
    one = item(docket([mission(*GROUND, *agreed)], at("05-08 10:00")), "K9")
    assert one.due_at == at("05-13 08:00")
    assert one.moved == ("96 h replaced by 120 h: agreed by both Parties",)


def test_gap_agreed_otherwise() -> None:
    """A shorter gap between inspection and flight moves the earliest commencement."""
    agreed = [
        said("agreed-otherwise", p, "05-08 09:00", rule="PFI-4", amount=2) for p in ("IT", "BG")
    ]
    ended = inspected(at("05-08 18:00"))
    plan = submitted("05-08 09:30", "05-08 20:00", "05-08 22:00")
    lead = [
        said("agreed-otherwise", p, "05-08 09:00", rule="MPL-4", amount=6) for p in ("IT", "BG")
    ]
    one = item(
        docket([mission(*GROUND, *agreed, *lead, *ended, plan)], at("05-08 18:30")), "commence"
    )
    assert one.due_at == at("05-08 20:00")
    assert "end of the inspection 2003-05-08 18:00Z + 2 h" in one.arithmetic


def test_contested_start_is_marked() -> None:
    """Where the Parties state different receipts the item says so."""
    other = said("acknowledged", "BG", "05-05 20:00", received_at=at("05-05 07:00"))
    items = docket([mission(notified(), other)], at("05-06 05:00"))
    assert item(items, "K2").contested


def test_nothing_of_a_mission_nobody_notified() -> None:
    """A mission without a notice has no clocks."""
    assert docket([mission(arrived())], at("05-08 09:00")) == ()


def test_prohibited_mission_keeps_what_was_missed() -> None:
    """What was past due before the end stays past due; what was not falls away."""
    ended = said("prohibited", "BG", "05-08 12:00", ground="art.VIII.I.1")
    items = docket([mission(notified(), arrived(), ended)], at("05-08 13:00"))
    assert item(items, "K2").state is DocketState.PAST_DUE
    assert item(items, "K9").state is DocketState.NO_LONGER_DUE
    assert "prohibited" in item(items, "K9").off


@pytest.mark.rule("QTA-9")
def test_choice_without_limit() -> None:
    """Under the other reading of AMB-32 the choice has no limit, and the docket says so."""
    script = (*airborne(), said("curtailed", "IT", "05-09 17:00", cause="force-majeure"))
    chosen = readings({"AMB-32": "no-limit"})
    one = item(docket([mission(*script)], at("05-09 18:00"), chosen), "QTA-9")
    assert (one.due_at, one.state) == (None, DocketState.NOT_RUNNING)
    assert one.moved == ("no limit (AMB-32)",)


@pytest.mark.rule("NTF-36")
def test_explanation_from_the_report() -> None:
    """Under the other reading of AMB-31 the 7 days run from the mission report."""
    script = (notified(), said("prohibited", "BG", "05-06 12:00", ground="art.VIII.I.1"))
    chosen = readings({"AMB-31": "from-report"})
    one = item(docket([mission(*script)], at("05-07 18:00"), chosen), "NTF-36")
    assert one.state is DocketState.NOT_RUNNING


def test_local_days_are_not_guessed() -> None:
    """Without the local time zone a limit in local days is not computed (AMB-1)."""
    chosen = readings({"AMB-1": "local-calendar"})
    one = item(docket([mission(*departed())], at("05-30 00:00"), chosen), "K11")
    assert (one.due_at, one.state) == (None, DocketState.DUE)
    assert "time zone" in one.arithmetic


def test_elapsed_days() -> None:
    """Under the reading of elapsed days seven days are 168 hours."""
    chosen = readings({"AMB-1": "utc-elapsed"})
    items = docket([mission(*departed())], at("05-17 08:00:01"), chosen)
    assert item(items, "K11").due_at == at("05-17 08:00")
    assert item(items, "K11").state is DocketState.PAST_DUE


def test_item_is_json() -> None:
    """An item leaves as JSON with the instants and the statement it rests on."""
    one = item(docket([mission(*GROUND, submitted())], at("05-08 17:00")), "K7")
    plain = write_form(one)
    assert plain["due_at"] == "2003-05-08T20:00:00Z"
    assert plain["started_ref"]["o"] == "log/it/1"


@pytest.mark.rule("FLT-3")
@pytest.mark.provision("art.VI.I.3")
@pytest.mark.parametrize(
    ("eta", "asked", "outcome"),
    [
        ("05-12 07:59:59", False, Outcome.BROKEN),
        ("05-12 08:00", False, Outcome.KEPT),
        ("05-12 08:00:01", False, Outcome.KEPT),
        ("05-12 07:59:59", True, Outcome.BROKEN),
        ("05-12 08:00", True, Outcome.KEPT),
    ],
)
def test_one_window_at_a_time(eta: str, asked: bool, outcome: Outcome) -> None:
    """Two windows over one Party do not overlap, or by 24 hours where it asked to demonstrate."""
    script = [*GROUND, *inspected()]
    if asked:
        script += [
            said("demonstration-requested", "BG", "05-08 15:00"),
            said("window-extended", "IT", "05-08 16:00", hours="24"),
        ]
    other = said(
        "notified",
        "TR",
        "05-08 06:00",
        mission="2003-OS3002",
        observing="TR",
        observed="BG",
        intention={"estimated_arrival": at(eta)},
    )
    found = one_at_a_time(fold_mission([other]), [mission(*script)])
    assert (found.rule, found.outcome) == ("FLT-3", outcome)


def _later(eta: str, made: str = "05-05 09:00", observed: str = "BG") -> Said[MissionFact]:
    return said(
        "notified",
        "TR",
        made,
        mission="2003-OS3002",
        observing="TR",
        observed=observed,
        intention={"estimated_arrival": at(eta)},
    )


@pytest.mark.rule("FLT-3")
@pytest.mark.provision("art.VI.I.3")
@pytest.mark.parametrize(
    ("eta", "outcome"),
    [
        ("05-12 07:59:59", Outcome.BROKEN),
        ("05-12 08:00:00", Outcome.KEPT),
        ("05-12 08:00:01", Outcome.KEPT),
    ],
)
def test_the_mission_notified_later_is_told(eta: str, outcome: Outcome) -> None:
    """At exactly 96 hours the first window is over; of two missions only the later is told."""
    first, second = mission(notified()), fold_mission([_later(eta)])
    ((told, found),) = beside_earlier([second, first])
    assert (told.key, found.rule, found.outcome) == ("2003-OS3002", "FLT-3", outcome)


@pytest.mark.rule("FLT-3")
def test_windows_that_cannot_meet_are_left_out() -> None:
    """A mission over another Party, weeks later, or not notified, has nothing beside it."""
    unnotified = fold_mission([said("landed", "IT", "05-08 06:00", mission="2003-OS3004")])
    for other in (_later("06-20 08:00"), _later("05-10 08:00", observed="RO")):
        assert not list(beside_earlier([mission(notified()), fold_mission([other]), unnotified]))


@pytest.mark.rule("FLT-3")
@pytest.mark.parametrize(
    ("acts", "outcome", "words"),
    [
        ((), Outcome.BROKEN, "overlap at most"),
        ((("acknowledged", "BG"),), Outcome.BROKEN, "overlap at most"),
        ((("acknowledged", "BG"), ("confirmed", "BG")), Outcome.KEPT, "BG confirmed its schedule"),
    ],
)
def test_the_observed_party_may_take_a_second_flight_on(
    acts: tuple[tuple[str, str], ...], outcome: Outcome, words: str
) -> None:
    """It need not accept a second flight, and may; telling of receipt is no acceptance."""
    later = [said(kind, who, "05-06 06:00", mission="2003-OS3002") for kind, who in acts]
    second = fold_mission([_later("05-10 08:00"), *later])
    found = one_at_a_time(second, [mission(notified())])
    assert found.outcome is outcome
    assert words in found.says
    flown = one_at_a_time(mission(*airborne()), [fold_mission([_later("05-10 08:00")])])
    assert flown.outcome is Outcome.KEPT


@pytest.mark.rule("FLT-3")
def test_a_window_closes_with_its_mission() -> None:
    """After a departure or a prohibition the observed Party is free again."""
    other = said(
        "notified",
        "TR",
        "05-08 06:00",
        mission="2003-OS3002",
        observing="TR",
        observed="BG",
        intention={"estimated_arrival": at("05-10 08:00")},
    )
    elsewhere = said(
        "notified",
        "TR",
        "05-08 06:00",
        mission="2003-OS3003",
        observing="TR",
        observed="RO",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    unnotified = fold_mission([said("landed", "IT", "05-08 06:00", mission="2003-OS3004")])
    known = [mission(*departed()), fold_mission([elsewhere]), unnotified]
    found = one_at_a_time(fold_mission([other]), known)
    assert found.outcome is Outcome.KEPT
    assert "leaves a gap" in found.says
    assert one_at_a_time(fold_mission([other]), []).says == "No other window is known"


@pytest.mark.rule("FLT-3")
def test_a_window_does_not_close_at_a_claimed_time() -> None:
    """A cancellation that claims the morning and was made at night frees nobody at noon."""
    other = said(
        "notified",
        "TR",
        "05-08 06:00",
        mission="2003-OS3002",
        observing="TR",
        observed="BG",
        intention={"estimated_arrival": at("05-08 12:00")},
    )
    ended = said("cancelled", "IT", "05-08 09:00", ground="own-reasons")
    late = exactly_dated(ended, at("05-08 22:00"))
    claimed, proven = (mission(*GROUND, one) for one in (ended, late))
    assert one_at_a_time(fold_mission([other]), [claimed]).outcome is Outcome.KEPT
    assert one_at_a_time(fold_mission([other]), [proven]).outcome is Outcome.BROKEN

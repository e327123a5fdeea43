"""Every limit of a mission: kept one second before it, kept on it, broken one second after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    arrived,
    at,
    departed,
    inspected,
    landed,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import (
    DocketState,
    Mission,
    clock_finding,
    clock_findings,
    clocks_of,
    docket,
    judge_mission,
    quota_entry,
)
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
Build = Callable[[datetime], Mission]


def finding(m: Mission, rule: str, word: str, now: datetime | None = None) -> Finding:
    """Return the finding of a rule whose sentence holds a word."""
    return next(f for f in clock_findings(m, now) if f.rule == rule and word in f.says)


def ended_by(kind: str, party: str, before: Script = (), **body: object) -> Build:
    """Return a mission that one Party ended and explains at an instant."""
    return lambda when: mission(
        notified(),
        acknowledged(),
        *before,
        said(kind, party, "05-09 00:00", **body),
        said("departed", "IT", "05-09 10:00"),
        said("explained", party, when),
    )


LATEST: list[tuple[str, str, str, str, Build]] = [
    (
        "NTF-6",
        "art.VI.I.6",
        "Acknowledge",
        "05-06 06:00",
        lambda t: mission(notified(), said("acknowledged", "BG", t)),
    ),
    (
        "ARR-1",
        "art.VIII.I.2",
        "Arrive",
        "05-09 08:00",
        lambda t: mission(notified(), acknowledged(), arrived(t)),
    ),
    (
        "PFI-3",
        "annex.F.I.4",
        "End the pre-flight",
        "05-08 18:00",
        lambda t: mission(notified(), acknowledged(), arrived(), *inspected(t)),
    ),
    (
        "DEM-2",
        "annex.F.III.3.B",
        "End the demonstration",
        "05-08 18:00",
        lambda t: mission(
            notified(),
            acknowledged(),
            arrived(),
            *inspected(),
            said("demonstration-requested", "BG", "05-08 15:00"),
            said("demonstration-flown", "IT", t, started_at=at("05-08 16:00")),
        ),
    ),
    (
        "MPL-4",
        "art.VI.II.4.E",
        "Submit",
        "05-08 16:00",
        lambda t: mission(notified(), acknowledged(), arrived(), submitted(t)),
    ),
    (
        "PFI-4",
        "art.VI.I.11",
        "End the pre-flight",
        "05-08 17:00",
        lambda t: mission(
            notified(),
            acknowledged(),
            arrived(),
            *inspected(t),
            submitted("05-08 09:00", "05-08 21:00", "05-08 23:00"),
        ),
    ),
    (
        "MPL-6",
        "art.VI.II.6",
        "Accept",
        "05-08 20:00",
        lambda t: mission(
            notified(), acknowledged(), arrived(), submitted(), said("plan-accepted", "BG", t)
        ),
    ),
    (
        "MPL-6",
        "art.VI.II.6",
        "Accept",
        "05-08 20:00",
        lambda t: mission(
            notified(),
            acknowledged(),
            arrived(),
            submitted(),
            said("change-proposed", "BG", t, ground="art.VI.II.5"),
        ),
    ),
    (
        "ARR-12",
        "art.VI.I.20",
        "Depart",
        "05-10 20:00",
        lambda t: mission(*departed(t)),
    ),
]

LATEST_DAYS: list[tuple[str, str, str, str, Build]] = [
    (
        "REP-1",
        "art.VI.I.21",
        "Send",
        "05-17 23:59:59",
        lambda t: mission(*departed(), said("report-sent", "IT", t)),
    ),
    (
        "DAT-7",
        "art.IX.II.3.A",
        "Develop",
        "05-12 23:59:59",
        lambda t: mission(
            *landed(),
            said("arrived-at-exit", "IT", "05-09 20:00"),
            said("film-arranged", "BG", "05-09 21:00", facility_of="observed Party"),
            said("film-developed", "BG", t),
        ),
    ),
    (
        "DAT-7",
        "art.IX.II.3.B",
        "Develop",
        "05-20 23:59:59",
        lambda t: mission(
            *departed(left_territory_at=at("05-10 09:00")),
            said("film-arranged", "IT", "05-10 10:00", facility_of="observing Party"),
            said("film-developed", "IT", t),
        ),
    ),
    (
        "NTF-36",
        "art.VIII.I.3",
        "Explain",
        "05-16 23:59:59",
        ended_by("prohibited", "BG", ground="art.VIII.I.1"),
    ),
    (
        "NTF-37",
        "art.VIII.I.6",
        "Explain",
        "05-16 23:59:59",
        ended_by("declined", "IT", before=(arrived(), submitted("05-08 16:00"))),
    ),
    (
        "QTA-9",
        "art.VIII.II.5",
        "Choose",
        "05-17 23:59:59",
        lambda t: mission(
            *landed()[:-1],
            said("curtailed", "IT", "05-09 19:00", cause="force-majeure"),
            *departed()[-5:],
            said("count-chosen", "IT", t, counted=True),
        ),
    ),
]


@pytest.mark.provision(*sorted({row[1] for row in LATEST}))
@pytest.mark.rule(*sorted({row[0] for row in LATEST}))
@pytest.mark.parametrize(("rule", "provision", "word", "limit", "build"), LATEST)
@pytest.mark.parametrize(("plus", "outcome"), [(-1, KEPT), (0, KEPT), (1, BROKEN)])
def test_limit_in_hours(
    rule: str, provision: str, word: str, limit: str, build: Build, plus: int, outcome: Outcome
) -> None:
    """A limit in hours runs to the second, and equality keeps it (CLK-1, CLK-4)."""
    found = finding(build(at(limit, plus_s=plus)), rule, word)
    assert found.outcome is outcome
    assert found.provision == provision
    assert found.margin is not None
    assert found.margin * 3600 == pytest.approx(-plus, abs=1e-6)
    assert bool(found.consequence) is (outcome is BROKEN)


@pytest.mark.provision(*sorted({row[1] for row in LATEST_DAYS}))
@pytest.mark.rule(*sorted({row[0] for row in LATEST_DAYS}), "CLK-2")
@pytest.mark.parametrize(("rule", "provision", "word", "limit", "build"), LATEST_DAYS)
@pytest.mark.parametrize(("plus", "outcome"), [(-1, KEPT), (0, KEPT), (1, BROKEN)])
def test_limit_in_days(
    rule: str, provision: str, word: str, limit: str, build: Build, plus: int, outcome: Outcome
) -> None:
    """A limit in days holds to the last second of its last day; the first day does not count."""
    found = finding(build(at(limit, plus_s=plus)), rule, word)
    assert found.outcome is outcome
    assert found.provision == provision
    assert "AMB-1=utc-calendar" in found.readings


@pytest.mark.provision("art.VI.I.5")
@pytest.mark.rule("NTF-3", "CLK-4")
@pytest.mark.parametrize(
    ("received", "outcome"),
    [("05-05 07:59:59", KEPT), ("05-05 08:00", KEPT), ("05-05 08:00:01", BROKEN)],
)
def test_notice_of_72_hours(received: str, outcome: Outcome) -> None:
    """The notice reaches the observed Party 72 hours before the estimated arrival."""
    assert finding(mission(notified(received)), "NTF-3", "Notify").outcome is outcome


@pytest.mark.provision("art.VI.I.9")
@pytest.mark.rule("FLT-1", "CLK-6")
@pytest.mark.parametrize(
    ("plus", "outcome"), [(-1, Outcome.KEPT), (0, Outcome.KEPT), (1, Outcome.BROKEN)]
)
def test_window_of_96_hours(plus: int, outcome: Outcome) -> None:
    """The flight is completed 96 hours after the estimated, not the actual, arrival."""
    end = at("05-12 08:00", plus_s=plus)
    script = (*landed()[:-1], said("landed", "IT", end))
    assert finding(mission(*script), "FLT-1", "Complete").outcome is outcome


@pytest.mark.rule("ARR-1", "MPL-14")
@pytest.mark.provision("art.VIII.I.2")
@pytest.mark.parametrize(
    ("plus", "outcome", "effect"), [(-1, BROKEN, "QEF-1"), (0, BROKEN, "QEF-1"), (1, KEPT, "QEF-2")]
)
def test_right_to_prohibit_a_no_show_opens_after_24_hours(
    plus: int, outcome: Outcome, effect: str
) -> None:
    """At 24 hours to the second one may still arrive: the right and its ground say the same."""
    when = at("05-09 08:00", plus_s=plus)
    act = said("prohibited", "BG", when, ground="art.VIII.I.2")
    waiting = mission(notified(), acknowledged())
    m = mission(notified(), acknowledged(), act)
    assert finding(m, "ARR-1", "Prohibit").outcome is outcome
    (ground,) = (f for f in judge_mission(m, when) if f.rule == "MPL-14")
    assert (ground.outcome, quota_entry(m).effect) == (outcome, effect)
    (right,) = (i for i in docket([waiting], when) if i.clock == "K3-right")
    state = DocketState.RIGHT_OPEN if outcome is KEPT else DocketState.RIGHT_AHEAD
    assert right.state is state
    (own,) = (c for c in clocks_of(waiting) if c.duty.id == "K3-right")
    words = "is open from after" if outcome is KEPT else "opens after"
    assert words in clock_finding(own, when).says


@pytest.mark.provision("art.VIII.I.5", "art.VI.II.6")
@pytest.mark.rule("MPL-9")
@pytest.mark.parametrize(("plus", "outcome"), [(-1, BROKEN), (0, KEPT), (1, KEPT)])
def test_right_to_decline_after_8_hours(plus: int, outcome: Outcome) -> None:
    """The right to decline opens exactly 8 hours after the original submission."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        submitted(),
        said("declined", "IT", at("05-09 00:00", plus_s=plus), reason="prejudicial"),
    )
    assert finding(mission(*script), "MPL-9", "Decline").outcome is outcome


@pytest.mark.provision("art.VI.II.6")
@pytest.mark.rule("MPL-9")
def test_eight_hours_run_from_the_original() -> None:
    """A counter-proposal does not start the 8 hours again."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        submitted(),
        said(
            "plan-countered",
            "IT",
            "05-08 23:00",
            version=2,
            commencement=at("05-09 20:00"),
            completion=at("05-09 22:00"),
        ),
        said("declined", "IT", "05-09 00:00", reason="prejudicial"),
    )
    assert finding(mission(*script), "MPL-9", "Decline").outcome is KEPT


@pytest.mark.rule("MPL-4")
@pytest.mark.provision("art.VI.II.4.E")
@pytest.mark.parametrize(
    ("reading", "change_of", "outcome"),
    [
        ("original", "observed Party", KEPT),
        ("original", "observing Party", BROKEN),
        ("restart-on-change", "observed Party", BROKEN),
        ("restart-on-change", "observing Party", BROKEN),
    ],
)
def test_whose_change_runs_24_hours_again(reading: str, change_of: str, outcome: Outcome) -> None:
    """Whether a changed plan starts the 24 hours again is open: both readings are kept (AMB-12)."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        submitted(),
        said(
            "plan-countered",
            "IT",
            "05-08 18:00",
            version=2,
            commencement=at("05-09 16:00"),
            completion=at("05-09 20:00"),
            change_of=change_of,
        ),
    )
    chosen = readings({"AMB-12": reading})
    found = next(f for f in clock_findings(mission(*script), None, chosen) if f.rule == "MPL-4")
    assert found.outcome is outcome
    assert found.readings == (f"AMB-12={reading}",)


@pytest.mark.rule("NTF-3", "NTF-6")
@pytest.mark.provision("art.VI.I.5")
def test_dispatch_or_receipt() -> None:
    """A notice sent in time and received late is broken by receipt, kept by dispatch (AMB-2)."""
    late = said(
        "notified",
        "IT",
        "05-05 07:00",
        observing="IT",
        observed="BG",
        received_at=at("05-05 09:00"),
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    by_receipt = clock_findings(mission(late))[0]
    by_dispatch = clock_findings(mission(late), None, readings({"AMB-2": "dispatch"}))[0]
    assert (by_receipt.outcome, by_dispatch.outcome) == (BROKEN, KEPT)


@pytest.mark.rule("NTF-3")
@pytest.mark.provision("art.VI.I.5", "art.VI.I.6")
def test_receipt_contested() -> None:
    """Where the Parties state receipts on both sides of the limit, nobody is believed."""
    script = (
        notified("05-05 08:00"),
        said("acknowledged", "BG", "05-05 20:00", received_at=at("05-05 09:30")),
    )
    found = finding(mission(*script), "NTF-3", "Notify")
    assert found.outcome is Outcome.CONTESTED
    assert "70 h 30 min or 72 h" in found.says


@pytest.mark.rule("NTF-3")
@pytest.mark.provision("art.VI.I.5")
def test_receipt_not_stated_is_said() -> None:
    """While nobody states the receipt, the dispatch stands in and the finding says so."""
    bare = said(
        "notified",
        "IT",
        "05-05 07:00",
        observing="IT",
        observed="BG",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    assert "dispatch is used" in clock_findings(mission(bare))[0].says


@pytest.mark.rule("ARR-12")
@pytest.mark.provision("art.VI.I.20")
def test_weather_excuses_a_late_departure_to_people() -> None:
    """Weather or airworthiness make it "as soon as possible", which people judge."""
    late = at("05-10 22:00")
    assert finding(mission(*departed(late, delay="fog")), "ARR-12", "Depart").outcome is OPEN
    assert finding(mission(*departed(late)), "ARR-12", "Depart").outcome is BROKEN


@pytest.mark.rule("DEM-2")
@pytest.mark.provision("annex.F.III.3.D")
def test_delays_that_do_not_count() -> None:
    """Delay by weather or by the observed Party does not count against the 2 hours."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        *inspected(),
        said("demonstration-requested", "BG", "05-08 15:00"),
        said(
            "demonstration-flown",
            "IT",
            "05-08 18:30",
            started_at=at("05-08 16:00"),
            uncounted_minutes=30,
        ),
    )
    assert finding(mission(*script), "DEM-2", "demonstration").outcome is KEPT


@pytest.mark.rule("PFI-3")
@pytest.mark.provision("annex.F.II.4")
def test_taxi_inspection_has_its_own_provision() -> None:
    """The 8 hours of a taxi aircraft are written in another section."""
    script = (notified(), acknowledged(taxi=True), arrived(), *inspected(party="IT"))
    found = finding(mission(*script), "PFI-3", "End")
    assert (found.outcome, found.provision) == (KEPT, "annex.F.II.4")


@pytest.mark.rule("MPL-11", "NTF-4", "ARR-4")
@pytest.mark.provision("art.VI.II.8", "art.VI.I.8", "annex.E.6")
def test_at_once_has_no_number() -> None:
    """At once is kept in the same instant; anything later people judge, not the program."""
    m = mission(
        notified(copied_at=at("05-05 06:00")),
        acknowledged(),
        arrived(),
        said("covers-checked", "BG", "05-08 08:20", check="on arrival at the point of entry",
             in_place=True),
    )  # fmt: skip
    assert finding(m, "NTF-4", "copy").outcome is KEPT
    checked = finding(m, "ARR-4", "sensor covers:")
    assert checked.outcome is OPEN
    assert "20 min" in checked.says


@pytest.mark.rule("NTF-5")
@pytest.mark.provision("art.VII.2")
def test_transit_states_are_told_with_the_notification() -> None:
    """The last of the transit States counts; without transit there is no such duty."""
    sent = [
        {"party": "HU", "sent_at": at("05-05 06:00").isoformat()},
        {"party": "RO", "sent_at": at("05-05 06:30").isoformat()},
    ]
    m = mission(notified(transits=sent))
    assert finding(m, "NTF-5", "transit").outcome is OPEN
    assert not [f for f in clock_findings(mission(notified())) if f.rule == "NTF-5"]


@pytest.mark.rule("CLK-1")
@pytest.mark.parametrize(
    ("reading", "sent", "outcome"),
    [
        ("utc-calendar", "05-17 23:00", KEPT),
        ("utc-elapsed", "05-17 08:00", KEPT),
        ("utc-elapsed", "05-17 08:00:01", BROKEN),
        ("local-calendar", "05-12 08:00", OPEN),
    ],
)
def test_what_a_day_is(reading: str, sent: str, outcome: Outcome) -> None:
    """What a day is decides when seven days end (AMB-1); without a time zone nothing is said."""
    m = mission(*departed(), said("report-sent", "IT", sent))
    found = clock_findings(m, None, readings({"AMB-1": reading}))
    assert next(f for f in found if "Send the mission" in f.says).outcome is outcome


@pytest.mark.rule("CLK-5", "MPL-6")
@pytest.mark.provision("art.VI.II.6")
def test_silence_moves_nothing() -> None:
    """A limit that passes is broken and told; the mission stays where it was."""
    m = mission(notified(), acknowledged(), arrived(), submitted())
    due = at("05-08 20:00")
    assert finding(m, "MPL-6", "Accept", due).outcome is OPEN
    late = finding(m, "MPL-6", "Accept", at("05-08 20:00:01"))
    assert late.outcome is BROKEN
    assert "states no effect" in late.consequence
    assert m.state.label == "M60 PLAN_OPEN"

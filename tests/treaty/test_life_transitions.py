"""The states of a mission: what moves it, who may, what does not fit."""

from __future__ import annotations

from datetime import date

import pytest
from tests.mission_script import (
    KEY,
    acknowledged,
    airborne,
    arrived,
    at,
    departed,
    inspected,
    landed,
    mission,
    notified,
    said,
    signed,
    submitted,
)

from overflight.deadlines import format_instant, parse_instant
from overflight.errors import UsageError
from overflight.missions import (
    MissionState,
    QuotaState,
    Role,
    data_state,
    fold_mission,
    fold_missions,
    quota_entry,
    window_end,
)
from overflight.missions.life.states import DataState
from overflight.treaty import Outcome, readings


def misfits(m: object) -> list[str]:
    """Return the rule ids of what did not fit."""
    return [f.rule for f in getattr(m, "findings")]  # noqa: B009 - any mission


def test_normal_path_state_by_state() -> None:
    """Each fact of the normal path moves the mission one state on."""
    script = (*departed(), said("report-sent", "IT", "05-12 09:00"))
    moved = [s.after.value for s in mission(*script).steps if s.after is not s.before]
    path = "M10 M20 M30 M40 M50 M60 M70 M75 M80 M85 M90 M95 M99"
    assert moved == path.split()


def test_order_of_the_record_plays_no_part() -> None:
    """The same statements in any order make the same mission: instants order them."""
    script = departed()
    assert fold_mission(reversed(script)) == fold_mission(script)


@pytest.mark.rule("PFI-9")
@pytest.mark.provision("annex.F.I.10")
def test_inspection_and_plan_side_by_side() -> None:
    """Inspection and plan run side by side and join when both are over and the plan is filed."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        said("inspection-started", "BG", "05-08 10:00"),
        submitted("05-08 10:30", "05-09 16:00"),
        *signed("05-08 12:00"),
        said("flight-plan-filed", "IT", "05-08 12:00"),
    )
    m = mission(*script)
    assert [s.label for s in m.states] == ["M40 INSPECTING", "M70 PLAN_AGREED"]
    joined = mission(*script, *inspected()[1:])
    assert joined.state is MissionState.FILED
    assert joined.states == (MissionState.FILED,)


def test_inspection_not_used_is_waived_at_take_off() -> None:
    """The inspection is a right: not used, it does not hold the flight up."""
    script = tuple(s for s in airborne() if "Inspection" not in type(s.fact).__name__)
    assert mission(*script).state is MissionState.FLYING


def test_waived_before_arrival() -> None:
    """The inspection may be waived before anyone travels; the state waits for the arrival."""
    waived = said("inspection-waived", "BG", "05-07 10:00")
    assert mission(notified(), acknowledged(), waived).state is MissionState.ACKNOWLEDGED
    assert mission(notified(), waived, arrived()).state is MissionState.CLEARED


def test_arrival_without_acknowledgement() -> None:
    """The observing Party may arrive although nobody acknowledged (art.VI.I.6)."""
    late = acknowledged(when="05-08 09:00")
    m = mission(notified(), arrived(), late)
    assert m.state is MissionState.ARRIVED
    assert not m.findings


def test_inspection_reported_while_demonstrating() -> None:
    """A report signed during the demonstration counts when the demonstration is over."""
    script = (
        notified(),
        acknowledged(),
        arrived(),
        said("inspection-started", "BG", "05-08 10:00"),
        said("demonstration-requested", "BG", "05-08 12:00"),
        said("inspection-reported", "BG", "05-08 13:00", ended_at=at("05-08 11:00")),
        said("inspection-reported", "IT", "05-08 13:00", ended_at=at("05-08 11:00")),
    )
    flown = said("demonstration-flown", "IT", "05-08 15:00", started_at=at("05-08 14:00"))
    assert mission(*script).state is MissionState.DEMONSTRATING
    assert mission(*script, flown).state is MissionState.CLEARED
    assert mission(*script[:5], flown).state is MissionState.INSPECTING
    other = said("demonstration-flown", "BG", "05-08 15:00", started_at=at("05-08 14:00"))
    assert not mission(*script, flown, other).findings


@pytest.mark.rule("MPL-10")
@pytest.mark.provision("art.VI.II.6")
def test_both_sign_the_same_version() -> None:
    """Two signatures under two versions are no agreement."""
    counter = said(
        "plan-countered",
        "IT",
        "05-08 17:00",
        version=2,
        commencement=at("05-09 16:00"),
        completion=at("05-09 20:00"),
    )
    script = (notified(), acknowledged(), arrived(), submitted(), counter)
    one = said("plan-signed", "IT", "05-08 18:00", version=1)
    two = said("plan-signed", "BG", "05-08 18:00", version=2)
    assert mission(*script, one, two).plan is MissionState.PLAN_OPEN
    both = said("plan-signed", "IT", "05-08 18:30", version=2)
    assert mission(*script, one, two, both).plan is MissionState.PLAN_AGREED


@pytest.mark.rule("MPL-10")
@pytest.mark.provision("art.VI.II.6")
def test_signature_under_another_hash() -> None:
    """A signature for a hash that is not the plan's does not fit."""
    plan = said(
        "plan-submitted",
        "IT",
        "05-08 16:00",
        commencement=at("05-09 16:00"),
        completion=at("05-09 20:00"),
        plan_sha256="a" * 64,
    )
    script = (notified(), acknowledged(), arrived(), plan)
    wrong = said("plan-signed", "BG", "05-08 17:00", plan_sha256="b" * 64)
    right = said("plan-signed", "BG", "05-08 17:00", plan_sha256="a" * 64)
    assert misfits(mission(*script, wrong)) == ["E-STATE"]
    assert not mission(*script, right).findings


VOID = [
    ("plan-submitted", "BG", {"commencement": at("05-09 16:00"), "completion": at("05-09 20:00")}),
    ("declined", "BG", {}),
    ("prohibited", "IT", {"ground": "art.VIII.I.1"}),
    ("window-extended", "BG", {"hours": "24"}),
    ("inspection-waived", "IT", {}),
    ("arrived", "TR", {}),
    ("explained", "IT", {"text": "none"}),
]


@pytest.mark.parametrize(("kind", "party", "body"), VOID, ids=[row[0] for row in VOID])
def test_wrong_party_is_void(kind: str, party: str, body: dict[str, object]) -> None:
    """What only one Party may say is void in the mouth of another, and kept."""
    m = mission(notified(), acknowledged(), said(kind, party, "05-06 09:00", **body))
    assert m.state is MissionState.ACKNOWLEDGED
    assert misfits(m) in (["E-RULE"], ["E-STATE"])
    assert len(m.misfits) == 1
    assert m.misfits[0].party == party


def test_taxi_turns_the_inspection_round() -> None:
    """In a taxi flight the observing Party inspects, so only it can waive."""
    hired = (notified(), acknowledged(taxi=True))
    assert misfits(mission(*hired, said("inspection-waived", "BG", "05-07 09:00"))) == ["E-RULE"]
    assert not mission(*hired, said("inspection-waived", "IT", "05-07 09:00")).findings


UNFIT = [
    ("arrived", "IT", "05-05 05:00", {}, "nobody has notified"),
    ("acknowledged", "BG", "05-05 21:00", {}, "already said"),
    ("notified", "IT", "05-06 06:00", None, "already said"),
    ("plan-accepted", "BG", "05-06 06:00", {}, "does not fit M20"),
    ("landed", "IT", "05-06 06:00", {}, "does not fit M20"),
    ("taken-off", "IT", "05-06 06:00", {}, "does not fit M20"),
    ("resumed", "IT", "05-06 06:00", {}, "does not fit M20"),
    ("count-chosen", "IT", "05-06 06:00", {"counted": True}, "does not fit M20"),
    ("report-sent", "IT", "05-06 06:00", {}, "does not fit M20"),
]


@pytest.mark.parametrize(("kind", "party", "when", "body", "why"), UNFIT)
def test_what_does_not_fit_is_told(
    kind: str, party: str, when: str, body: dict[str, object] | None, why: str
) -> None:
    """A fact out of its place is kept with the reason, and moves nothing."""
    script = (notified(), acknowledged())
    extra = notified(when) if body is None else said(kind, party, when, **body)
    m = mission(*script, extra)
    assert m.state is MissionState.ACKNOWLEDGED
    assert [f.outcome for f in m.findings] == [Outcome.OPEN]
    assert why in m.findings[0].says


GROUND = (notified(), acknowledged(), arrived())
UNFIT_LATER = [
    ((*GROUND, said("inspection-reported", "BG", "05-08 09:00", ended_at=at("05-08 09:00"))), "no"),
    ((*GROUND, *inspected(), said("inspection-waived", "BG", "05-08 16:00")), "already used"),
    ((*GROUND, said("demonstration-requested", "BG", "05-08 09:00")), "follows an inspection"),
    (
        (*GROUND, said("demonstration-flown", "IT", "05-08 10:00", started_at=at("05-08 09:00"))),
        "no demonstration",
    ),
    ((*GROUND, said("flight-plan-filed", "IT", "05-08 09:00")), "no mission plan is agreed"),
    ((*GROUND, said("declined", "IT", "05-08 09:00")), "no mission plan"),
    ((*GROUND, said("plan-signed", "IT", "05-08 09:00")), "no mission plan"),
    ((*GROUND, said("plan-accepted", "BG", "05-08 09:00")), "no mission plan"),
    ((*GROUND, submitted(), said("plan-signed", "IT", "05-08 17:00", version=7)), "never"),
    ((*GROUND, submitted(), said("plan-accepted", "BG", "05-08 17:00", version=2)), "not the one"),
    (
        (
            *GROUND,
            said(
                "plan-countered",
                "IT",
                "05-08 09:00",
                version=2,
                commencement=at("05-09 16:00"),
                completion=at("05-09 20:00"),
            ),
        ),
        "no mission plan",
    ),
    (
        (
            *GROUND,
            submitted(),
            said(
                "plan-countered",
                "IT",
                "05-08 17:00",
                version=5,
                commencement=at("05-09 16:00"),
                completion=at("05-09 20:00"),
            ),
        ),
        "does not follow",
    ),
    (
        (*GROUND, submitted(), *signed(), said("taken-off", "IT", "05-09 16:00")),
        "no flight plan was filed",
    ),
    ((*airborne(), said("resumed", "IT", "05-09 17:00")), "was on its plan"),
    ((*airborne(), said("prohibited", "BG", "05-09 17:00", ground="art.VIII.I.1")), "M80"),
    ((*landed(), said("count-chosen", "IT", "05-09 21:00", counted=False)), "no choice"),
]


@pytest.mark.parametrize(("script", "why"), UNFIT_LATER)
def test_what_does_not_fit_later_is_told(script: tuple[object, ...], why: str) -> None:
    """Each act has its place in the life of a mission."""
    m = mission(*script)  # type: ignore[arg-type]
    assert misfits(m) == ["E-STATE"]
    assert why in m.findings[0].says


def test_notice_that_cannot_be() -> None:
    """A Party does not observe itself, and nothing ran before the Treaty was in force."""
    own = said(
        "notified",
        "IT",
        "05-05 06:00",
        observing="IT",
        observed="IT",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    early = said(
        "notified",
        "IT",
        "05-05 06:00",
        observing="IT",
        observed="BG",
        intention={"estimated_arrival": "2001-05-08T08:00:00Z"},
    )
    assert "observe itself" in mission(own).findings[0].says
    assert "in force from 2002-01-01" in mission(early).findings[0].says


def test_premature_statement_is_told() -> None:
    """A statement that claims to be older than the event it states is told."""
    from dataclasses import replace

    early = replace(arrived(), time=at("05-08 07:00"))
    m = mission(notified(), acknowledged(), early)
    assert m.state is MissionState.ARRIVED
    assert misfits(m) == ["E-TIME"]


def test_both_may_say_what_both_saw() -> None:
    """The same event said by both Parties is confirmed, not contested."""
    m = mission(notified(), acknowledged(), arrived(), arrived(party="BG"))
    assert m.state is MissionState.ARRIVED
    assert not m.findings


def test_both_may_tell_start_and_take_off() -> None:
    """The start of the inspection and the take-off, said twice, move the mission once."""
    script = airborne()
    twice = (
        *script,
        said("inspection-started", "IT", "05-08 10:00"),
        said("taken-off", "BG", "05-09 16:00"),
    )
    assert mission(*twice).state is MissionState.FLYING
    assert not mission(*twice).findings


def test_covers_contested() -> None:
    """Two results of one cover check contradict each other; two checks do not."""
    entry, leaving = "on arrival at the point of entry", "before leaving the point of exit"
    one = said("covers-checked", "IT", "05-08 08:10", check=entry, in_place=True)
    same = said("covers-checked", "BG", "05-08 08:12", check=entry, in_place=True)
    other = said("covers-checked", "BG", "05-08 08:12", check=entry, in_place=False)
    later = said("covers-checked", "BG", "05-08 08:14", check=leaving, in_place=False)
    assert not mission(*GROUND, one, same, later).findings
    assert [f.outcome for f in mission(*GROUND, one, other).findings] == [Outcome.CONTESTED]


def test_inspection_end_contested() -> None:
    """Both sign the report; if they state different ends, that is told."""
    script = (
        said("inspection-started", "BG", "05-08 10:00"),
        said("inspection-reported", "IT", "05-08 15:00", ended_at=at("05-08 14:00")),
        said("inspection-reported", "BG", "05-08 15:10", ended_at=at("05-08 14:30")),
    )
    m = mission(*GROUND, *script)
    assert m.state is MissionState.CLEARED
    assert [f.outcome for f in m.findings] == [Outcome.CONTESTED]


@pytest.mark.rule("DEM-5", "FLT-1")
@pytest.mark.provision("annex.F.III.4", "art.VI.I.9")
@pytest.mark.parametrize(
    ("asked_by", "hours", "end"),
    [
        ("BG", "24", "05-13 08:00"),
        ("BG", "10.5", "05-12 18:30"),
        ("BG", "30", "05-13 08:00"),
        ("", "24", "05-12 08:00"),
    ],
)
def test_window_grows_with_cause_only(asked_by: str, hours: str, end: str) -> None:
    """The window grows by up to 24 hours, if the observed Party asked for the demonstration."""
    asked = said("demonstration-requested", "BG", "05-08 15:00") if asked_by else None
    script = (*GROUND, *inspected(), *((asked,) if asked else ()))
    m = mission(*script, said("window-extended", "IT", "05-08 16:00", hours=hours))
    assert window_end(m)[0].at == at(end)


@pytest.mark.rule("DEM-5")
@pytest.mark.provision("annex.F.III.5")
def test_taxi_demonstration_fits_the_96_hours() -> None:
    """Asked by the observing Party, a demonstration adds nothing to the window."""
    script = (
        notified(),
        acknowledged(taxi=True),
        arrived(),
        *inspected(party="IT"),
        said("demonstration-requested", "IT", "05-08 15:00"),
        said("window-extended", "IT", "05-08 16:00", hours="24"),
    )
    assert format_instant(window_end(mission(*script))[0].at) == "2003-05-12T08:00:00Z"


@pytest.mark.rule("QTA-9")
@pytest.mark.parametrize(
    ("point", "option", "cause", "debit"),
    [
        ("AMB-18", "cause-or-ask", "emergency", None),
        ("AMB-18", "count", "emergency", 1),
        ("AMB-19", "count", "weather-sensors", 1),
        ("AMB-19", "ask", "weather-sensors", None),
    ],
)
def test_silence_of_the_text_is_a_reading(
    point: str, option: str, cause: str, debit: int | None
) -> None:
    """Where the text is silent the entry stays unregulated and names the reading used."""
    m = mission(*airborne(), said("curtailed", "IT", "05-09 17:00", cause=cause))
    entry = quota_entry(m, readings({point: option}))
    assert entry.state is QuotaState.UNREGULATED
    assert entry.debit == debit
    assert entry.readings == (f"{point}={option}",)


@pytest.mark.rule("QTA-9")
@pytest.mark.provision("art.III.I.8")
@pytest.mark.parametrize(("option", "debit"), [("no-debit", 0), ("debit", 1)])
def test_own_reasons(option: str, debit: int) -> None:
    """A cancellation for own reasons is not regulated (AMB-17)."""
    m = mission(notified(), said("cancelled", "IT", "05-06 06:00", ground="own-reasons"))
    assert quota_entry(m, readings({"AMB-17": option})).debit == debit


@pytest.mark.parametrize(
    ("ground", "taxi"),
    [("annex.F.I.8", True), ("annex.F.II.8", False), ("annex.F.III.7", True)],
)
def test_cancellation_without_its_condition(ground: str, taxi: bool) -> None:
    """A ground of the annex whose condition is not met leaves the effect unregulated."""
    m = mission(notified(), acknowledged(taxi=taxi), arrived(),
                said("cancelled", "IT", "05-08 12:00", ground=ground))  # fmt: skip
    assert m.state is MissionState.CANCELLED
    assert quota_entry(m).effect == "QEF-20"


@pytest.mark.rule("DEM-8")
@pytest.mark.provision("annex.F.III.7", "annex.F.III.8")
def test_taxi_demonstration_cancelled() -> None:
    """The observing Party that asked for the demonstration of a taxi may cancel without debit."""
    m = mission(
        notified(),
        acknowledged(taxi=True),
        arrived(),
        *inspected(party="IT"),
        said("demonstration-requested", "IT", "05-08 15:00"),
        said("cancelled", "IT", "05-08 20:00", ground="annex.F.III.7"),
    )
    assert quota_entry(m).effect == "QEF-8"


def test_prohibition_without_its_condition() -> None:
    """A special ground whose condition is not met is the general prohibition."""
    for ground in ("annex.F.II.7", "annex.F.III.6"):
        m = mission(*GROUND, said("prohibited", "BG", "05-08 12:00", ground=ground))
        assert quota_entry(m).effect == "QEF-1"
    hired = (notified(), acknowledged(taxi=True), arrived())
    m = mission(*hired, said("prohibited", "BG", "05-08 12:00", ground="annex.F.I.9"))
    assert quota_entry(m).effect == "QEF-1"


def test_no_show_under_another_limit() -> None:
    """Where both agreed to 48 hours, 30 hours are no failure to arrive."""
    agreed = [
        said("agreed-otherwise", p, "05-07 06:00", rule="ARR-1", amount=48) for p in ("IT", "BG")
    ]
    no_show = said("prohibited", "BG", "05-09 14:00", ground="art.VIII.I.2")
    assert quota_entry(mission(notified(), *agreed, no_show)).effect == "QEF-1"
    assert quota_entry(mission(notified(), no_show)).effect == "QEF-2"


@pytest.mark.rule("DAT-1", "QEF-0")
@pytest.mark.provision("art.IX.I.2", "art.VIII.II.6")
def test_data_region() -> None:
    """Data stay aboard until completion; what becomes of them follows the count."""
    assert data_state(mission(*GROUND)) is DataState.NONE
    assert data_state(mission(*airborne())) is DataState.ABOARD
    assert data_state(mission(*landed())) is DataState.REMOVED
    film = (
        said("film-arranged", "IT", "05-10 08:30", facility_of="observing Party"),
        said("film-developed", "IT", "05-12 08:30"),
    )
    assert data_state(mission(*departed(), *film)) is DataState.DEVELOPED


def test_report_sent_before_leaving_closes_on_departure() -> None:
    """The report may go out first; the mission closes when everybody left."""
    sent = said("report-sent", "IT", "05-10 07:30")
    assert mission(*departed()[:-1], sent).state is MissionState.AT_EXIT
    assert mission(*departed(), sent).state is MissionState.CLOSED


def test_two_parties_under_one_key() -> None:
    """Two notices under one flight reference make two missions, each told of the other (ANN-9)."""
    rival = said(
        "notified",
        "TR",
        "05-05 05:00",
        observing="TR",
        observed="BG",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    missions = fold_missions([rival, notified(), acknowledged(), arrived()])
    assert [(m.observing, m.state.value) for m in missions] == [("TR", "M20"), ("IT", "M30")]
    assert all(any(f.rule == "ANN-9" for f in m.findings) for m in missions)


def test_notice_in_another_name_is_void() -> None:
    """Nobody notifies in the name of another Party."""
    forged = notified(party="TR")
    m = mission(forged)
    assert m.state is MissionState.PLANNED
    assert misfits(m) == ["E-RULE"]


def test_member_speaks_for_its_unit() -> None:
    """Belgium speaks for the Benelux unit, and only where membership says so."""
    notice = said(
        "notified",
        "BE",
        "05-05 06:00",
        observing="BNL",
        observed="PL",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    assert misfits(fold_mission([notice])) == ["E-RULE"]
    m = fold_mission([notice], units={"BNL": ("BE", "LU", "NL")})
    assert (m.observing, m.state) == ("BNL", MissionState.NOTIFIED)
    assert m.unit_of(Role.OBSERVING) == "BNL"


def test_unit_of_the_day_of_the_statement() -> None:
    """What a Party said for its unit stays said when the unit is no more (GRP-14, BYRU 2021)."""
    notice = said(
        "notified",
        "RU",
        "05-05 06:00",
        observing="BYRU",
        observed="DE",
        intention={"estimated_arrival": at("05-08 08:00")},
    )

    def units_on(day: date) -> dict[str, tuple[str, ...]]:
        return {"BYRU": ("BY", "RU")} if day < date(2021, 12, 18) else {}

    (m,) = fold_missions([notice], at=parse_instant("2022-01-01T00:00Z"), units=units_on)
    assert m.state is MissionState.NOTIFIED


def test_cut_by_instant() -> None:
    """What happened after the instant asked for is left out."""
    (m,) = fold_missions(departed(), at=at("05-08 09:00"))
    assert (m.key, m.state) == (KEY, MissionState.ARRIVED)
    assert fold_missions(departed(), at=at("05-01 09:00")) == ()


def test_fold_of_nothing_or_two() -> None:
    """One mission is folded from statements about one mission."""
    with pytest.raises(UsageError, match="E-MISSION"):
        fold_mission([])
    other = said("landed", "IT", "05-09 16:00", mission="2003-OS3002")
    with pytest.raises(UsageError, match="2003-OS3001, 2003-OS3002"):
        fold_mission([notified(), other])


def test_the_other_party() -> None:
    """Each side has one other side."""
    assert Role.OBSERVING.other is Role.OBSERVED
    assert Role.OBSERVED.other is Role.OBSERVING

"""Certification: annex.D, sections I to IV (CRT rules)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.sensor_facts import (
    BASE,
    CARRIED,
    DOSSIER,
    FLOWN,
    GROUND,
    KEY,
    NAMES,
    NOTICE,
    PAPERS,
    REPORT,
    answers,
    asked_at,
    at,
    base_with,
    findings,
    record_of,
    whole,
)

from overflight.sensors import SensorFact, Standing, judge_sensors
from overflight.sensors.facts import (
    Attached,
    CertificationAgreed,
    CertificationNotified,
    DisagreementSettled,
    DossierGiven,
    Established,
    NumbersDecided,
    PapersGiven,
    ParticipantsNamed,
    ParticipationIntended,
    PeriodDecided,
    ReportAnswered,
    Reported,
)
from overflight.sensors.facts_examined import (
    Brought,
    EquipmentListed,
    GroundExamined,
    InFlightExamined,
    Inspecting,
    MethodAdopted,
)
from overflight.sensors.facts_packages import CategoryAdded


def test_the_base_keeps_every_rule() -> None:
    """Whatever a test changes is then the only thing that can be broken."""
    told = whole()
    assert all(set(outcomes) == {"kept"} for outcomes in told.values()), told


@pytest.mark.rule("CRT-3")
@pytest.mark.provision("annex.D.I.3")
class TestNotice:
    """CRT-3: no less than 60 days in advance, a period of seven days."""

    @pytest.mark.parametrize(
        ("day", "lead"), [("2022-08-24", "kept"), ("2022-08-25", "kept"), ("2022-08-26", "broken")]
    )
    def test_sixty_days_by_the_calendar(self, day: str, lead: str) -> None:
        """25 August + 60 days is 24 October: 6 + 30 + 24; a day later is a day short."""
        notice = replace(NOTICE, at=at(f"{day} 23:59"))
        (found, _) = findings(base_with(CertificationNotified=notice), "CRT-3")
        assert found.outcome.value == lead

    def test_the_lead_has_its_number(self) -> None:
        """59 days are measured against 60."""
        notice = replace(NOTICE, at=at("2022-08-26 00:00"))
        (found, _) = findings(base_with(CertificationNotified=notice), "CRT-3")
        assert found.measured is not None
        assert (found.measured.value, found.measured.unit) == (59.0, "d")
        assert found.consequence == "none stated"

    def test_receipt_counts_and_under_the_other_reading_dispatch(self) -> None:
        """Sent on the 25th and had on the 26th: late by receipt, in time by dispatch (AMB-2)."""
        notice = replace(NOTICE, received=at("2022-08-26 09:00"))
        facts = base_with(CertificationNotified=notice)
        assert answers(facts, "CRT-3") == ["broken", "kept"]
        assert answers(facts, "CRT-3", asked_at(AMB_2="dispatch")) == ["kept", "kept"]

    def test_days_of_24_hours_are_another_reading(self) -> None:
        """From 25 August 12:00 to 24 October 00:00 are 59.5 days of 24 hours (AMB-1)."""
        assert answers(BASE, "CRT-3", asked_at(AMB_1="utc-elapsed")) == ["broken", "kept"]
        assert answers(BASE, "CRT-3", asked_at(AMB_1="local-calendar"))[0] == "open"

    @pytest.mark.parametrize(
        ("ends", "outcome"),
        [
            (date(2022, 10, 30), "kept"),
            (date(2022, 10, 31), "broken"),
            (date(2022, 10, 20), "broken"),
        ],
    )
    def test_the_period_has_seven_days(self, ends: date, outcome: str) -> None:
        """24 to 30 October, both counted, are seven; and it does not end before it begins."""
        notice = replace(NOTICE, ends=ends)
        assert answers(base_with(CertificationNotified=notice), "CRT-3")[1] == outcome

    def test_without_a_notice_the_question_is_open(self) -> None:
        """A report alone does not say when it was announced."""
        facts = base_with(without=(CertificationNotified,))
        assert answers(facts, "CRT-3") == ["open"]
        for rule in ("CRT-5", "CRT-6", "CRT-7", "CRT-8", "CRT-11"):
            assert answers(facts, rule) == []


@pytest.mark.rule("CRT-4")
@pytest.mark.provision("annex.D.I.4")
class TestNumbers:
    """CRT-4: ten days to answer, 40 in all, four from each, one certification in a period."""

    @pytest.mark.parametrize(("day", "outcome"), [("2022-09-04", "kept"), ("2022-09-05", "broken")])
    def test_ten_days_to_answer(self, day: str, outcome: str) -> None:
        """25 August + 10 days is 4 September."""
        said = ParticipationIntended(at(f"{day} 23:00"), KEY)
        assert answers(base_with(ParticipationIntended=said), "CRT-4")[0] == outcome

    @pytest.mark.parametrize(("individuals", "outcome"), [(4, "kept"), (5, "broken")])
    def test_four_from_each(self, individuals: int, outcome: str) -> None:
        """A fifth individual of one Party is one too many."""
        named = replace(NAMES, individuals=individuals)
        assert answers(base_with(ParticipantsNamed=named), "CRT-4")[-1] == outcome

    @pytest.mark.parametrize(("parties", "outcome"), [(10, "kept"), (11, "broken")])
    def test_forty_in_all(self, parties: int, outcome: str) -> None:
        """Ten Parties with four each are 40; an eleventh makes 44."""
        more = [(f"P{n}", NAMES) for n in range(parties - 1)]
        assert answers(base_with(*more), "CRT-4")[1] == outcome

    def test_the_commission_may_agree_otherwise(self) -> None:
        """Six of Romania are in order where six were agreed, and not where five were."""
        named = replace(NAMES, individuals=6)
        for agreed, outcome in ((6, "kept"), (5, "broken")):
            decided = NumbersDecided(at("2022-09-10 12:00"), KEY, {"RO": agreed}, otherwise=True)
            facts = base_with(("CA", decided), ParticipantsNamed=named)
            assert answers(facts, "CRT-4")[-1] == outcome

    def test_a_decision_within_the_numbers_changes_none_of_them(self) -> None:
        """Five from one Party stay too many where nothing else was agreed."""
        named = replace(NAMES, individuals=5)
        decided = NumbersDecided(at("2022-09-10 12:00"), KEY, {"RO": 5})
        facts = base_with(("CA", decided), ParticipantsNamed=named)
        assert answers(facts, "CRT-4")[-1] == "broken"

    def test_two_certifications_in_one_period_wait_for_the_commission(self) -> None:
        """The Commission picks one; the other may not take the period."""
        other = replace(NOTICE, certification="RO-2022", package="AN30", begins=date(2022, 10, 30))
        other = replace(other, ends=date(2022, 11, 5))
        facts = base_with(("RO", other))
        assert "open" in answers(facts, "CRT-4")
        for key, outcomes in ((KEY, ["kept", "broken"]), ("RO-2022", ["broken", "kept"])):
            decided = PeriodDecided(at("2022-09-20 12:00"), key)
            told = [f for f in findings((*facts, ("CA", decided)), "CRT-4") if "period" in f.says]
            assert [f.outcome.value for f in told] == outcomes

    def test_periods_that_only_follow_do_not_clash(self) -> None:
        """31 October is after 30 October; and a Party does not clash with itself."""
        later = replace(NOTICE, certification="RO-2022", begins=date(2022, 10, 31))
        later = replace(later, ends=date(2022, 11, 6))
        assert "open" not in answers(base_with(("RO", later)), "CRT-4")
        mine = replace(NOTICE, certification="DE-B")
        assert "open" not in answers(base_with(("DE", mine)), "CRT-4")

    def test_without_a_notice_no_answer_is_late(self) -> None:
        """Ten days run from a notice."""
        facts = base_with(without=(CertificationNotified, ParticipantsNamed))
        assert answers(facts, "CRT-4") == []


@pytest.mark.rule("CRT-5")
@pytest.mark.provision("annex.D.I.5")
class TestNames:
    """CRT-5: no less than 30 days before the first day; people on the lists."""

    @pytest.mark.parametrize(("day", "outcome"), [("2022-09-24", "kept"), ("2022-09-25", "broken")])
    def test_thirty_days(self, day: str, outcome: str) -> None:
        """24 September + 30 days is 24 October."""
        named = replace(NAMES, at=at(f"{day} 12:00"))
        assert answers(base_with(ParticipantsNamed=named), "CRT-5")[0] == outcome

    @pytest.mark.parametrize(
        ("listed", "outcomes"),
        [(True, ["kept", "kept"]), (False, ["kept", "broken"]), (None, ["kept"])],
    )
    def test_people_are_on_the_list(self, listed: bool | None, outcomes: list[str]) -> None:
        """Where it is not stated, the rules of personnel answer, not this one."""
        named = replace(NAMES, listed=listed)
        assert answers(base_with(ParticipantsNamed=named), "CRT-5") == outcomes


@pytest.mark.rule("CRT-6")
@pytest.mark.provision("annex.D.I.6.A", "annex.D.I.6.C")
class TestDossier:
    """CRT-6: information on every sensor, no less than 14 days before."""

    @pytest.mark.parametrize(("day", "outcome"), [("2022-10-10", "kept"), ("2022-10-11", "broken")])
    def test_fourteen_days(self, day: str, outcome: str) -> None:
        """10 October + 14 days is 24 October."""
        given = replace(DOSSIER, at=at(f"{day} 12:00"))
        assert answers(base_with(DossierGiven=given), "CRT-6")[0] == outcome

    def test_every_sensor_is_described(self) -> None:
        """A sensor without instructions for flight is not described in full."""
        given = replace(DOSSIER, instructed=("OF-1", "IR-1"))
        found = findings(base_with(DossierGiven=given), "CRT-6")[1]
        assert found.outcome.value == "broken"
        assert "SAR-1: instructions" in found.says
        given = replace(DOSSIER, described=("OF-1",))
        assert answers(base_with(DossierGiven=given), "CRT-6")[1] == "broken"

    def test_nothing_given_is_broken_once_it_is_late(self) -> None:
        """On 10 October it can still be given in time, on the 11th no more."""
        facts = base_with(without=(DossierGiven, Reported, InFlightExamined))
        assert answers(facts, "CRT-6", asked_at("2022-10-10 12:00")) == []
        assert answers(facts, "CRT-6", asked_at("2022-10-11 12:00")) == ["broken"]

    def test_without_participants_nobody_is_owed_it(self) -> None:
        """The information goes to those who take part."""
        assert answers(base_with(without=(ParticipantsNamed, DossierGiven)), "CRT-6") == []


@pytest.mark.rule("CRT-7")
@pytest.mark.provision("annex.D.I.6.B")
class TestPhotographs:
    """CRT-7: apart, 80 per cent, 18 by 24 cm, marked."""

    @pytest.mark.parametrize(
        ("changes", "outcome"),
        [
            ({"fills_percent": Decimal(80)}, "kept"),
            ({"fills_percent": Decimal("79.9")}, "broken"),
            ({"apart": False}, "broken"),
            ({"marked": False}, "broken"),
            ({"short_cm": Decimal(13)}, "broken"),
        ],
    )
    def test_a_photograph_is_as_specified(self, changes: dict[str, object], outcome: str) -> None:
        """80 per cent are enough, 79.9 are not."""
        first = replace(DOSSIER.photographs[0], **changes)  # type: ignore[arg-type]
        given = replace(DOSSIER, photographs=(first, *DOSSIER.photographs[1:]))
        assert answers(base_with(DossierGiven=given), "CRT-7")[0] == outcome

    def test_every_sensor_has_one(self) -> None:
        """A radar without a photograph lacks one."""
        given = replace(DOSSIER, photographs=DOSSIER.photographs[:2])
        assert answers(base_with(DossierGiven=given), "CRT-7") == ["kept", "kept", "broken"]


@pytest.mark.rule("CRT-8")
@pytest.mark.provision("annex.D.I.7")
class TestNobodyComes:
    """CRT-8: the certifying Party examines and reports alone."""

    def test_alone_it_flies_and_reports(self) -> None:
        """With both done it is kept; a report without a flight is not."""
        alone = (ParticipantsNamed, ParticipationIntended)
        assert answers(base_with(without=alone), "CRT-8") == ["kept"]
        facts = base_with(without=(*alone, InFlightExamined))
        assert answers(facts, "CRT-8") == ["broken"]

    def test_before_the_report_it_is_open_and_before_the_names_are_due_silent(self) -> None:
        """Names may come until 24 September; until then nobody is missing."""
        facts = base_with(without=(ParticipantsNamed, Reported))
        assert answers(facts, "CRT-8", asked_at("2022-09-24 12:00")) == []
        assert answers(facts, "CRT-8", asked_at("2022-09-25 12:00")) == ["open"]
        facts = base_with(without=(ParticipantsNamed, Reported, InFlightExamined))
        assert answers(facts, "CRT-8", asked_at("2022-10-28 12:00")) == ["open"]
        assert answers(BASE, "CRT-8") == []


@pytest.mark.rule("CRT-10")
@pytest.mark.provision("annex.D.II.1", "annex.D.II.2")
class TestGroundExamination:
    """CRT-10: three periods of eight hours for each aircraft, unless otherwise agreed."""

    def fourth(self, hours: int, aircraft: str = "") -> tuple[str, SensorFact]:
        """Return a period on 27 October of so many hours."""
        return (
            "DE",
            GroundExamined(
                at(f"2022-10-27 {8 + hours:02}:00"), KEY, at("2022-10-27 08:00"), ("RO",), aircraft
            ),
        )

    def test_three_periods_of_eight_hours(self) -> None:
        """Three of eight hours are kept exactly; a fourth is one too many."""
        assert answers(BASE, "CRT-10") == ["kept", "kept"]
        assert answers(base_with(self.fourth(1)), "CRT-10") == ["broken", "kept"]

    def test_nine_hours_are_one_too_many(self) -> None:
        """08:00 to 17:00."""
        facts = base_with(self.fourth(9), without=(GroundExamined,))
        assert answers(facts, "CRT-10") == ["kept", "broken"]

    @pytest.mark.parametrize(("second", "outcome"), [(-1, "kept"), (0, "kept"), (1, "broken")])
    def test_a_second_more_than_eight_hours(self, second: int, outcome: str) -> None:
        """08:00 to 16:00 is the longest period the text allows."""
        period = replace(GROUND[0], at=GROUND[0].started_at + timedelta(hours=8, seconds=second))
        assert answers([("DE", NOTICE), ("DE", period)], "CRT-10") == ["kept", outcome]

    def test_each_aircraft_has_its_own_periods(self) -> None:
        """A period on a second aircraft is its first."""
        assert answers(base_with(self.fourth(8, "second")), "CRT-10") == ["kept"] * 4

    def test_otherwise_agreed(self) -> None:
        """Four periods where four were agreed, any number where the limit was waived."""
        four = CertificationAgreed(at("2022-10-24 07:00"), KEY, "CRT-10", "four", Decimal(4))
        assert answers(base_with(self.fourth(8), ("RO", four), ("DE", four)), "CRT-10") == [
            "kept",
            "kept",
        ]
        waived = replace(four, amount=None)
        assert answers(base_with(self.fourth(8), ("RO", waived), ("DE", waived)), "CRT-10") == [
            "kept"
        ]

    def test_one_party_alone_agrees_to_nothing(self) -> None:
        """Four periods as Romania says, three as Germany says: the text stands."""
        four = CertificationAgreed(at("2022-10-24 07:00"), KEY, "CRT-10", "four", Decimal(4))
        assert answers(base_with(self.fourth(8), ("RO", four)), "CRT-10")[0] == "broken"
        five = replace(four, amount=Decimal(5))
        facts = base_with(self.fourth(8), ("RO", four), ("DE", five))
        assert answers(facts, "CRT-10")[0] == "broken"

    def test_a_period_that_ends_before_it_starts_is_asked(self) -> None:
        """Two instants that contradict each other are kept and told."""
        wrong = replace(GROUND[0], started_at=at("2022-10-26 17:00"))
        assert "open" in answers([("DE", NOTICE), ("DE", wrong)], "CRT-10")

    @pytest.mark.parametrize(("people", "outcome"), [(5, "kept"), (6, "kept"), (7, "broken")])
    def test_as_many_people_at_once_as_the_certifying_party_set(
        self, people: int, outcome: str
    ) -> None:
        """It set six: the text has no number of its own (PLM-16)."""
        period = replace(GROUND[0], people=people, people_set=6)
        assert answers(base_with(GroundExamined=period), "CRT-10")[-1] == outcome
        unset = replace(GROUND[0], people=people)
        assert len(answers(base_with(GroundExamined=unset), "CRT-10")) == 2

    @pytest.mark.parametrize(("approved", "outcome"), [(True, "kept"), (False, "broken")])
    def test_separate_examinations_need_approval(self, approved: bool, outcome: str) -> None:
        """Two Parties at one time, each by itself."""
        period = replace(GROUND[0], by=("RO", "HU"), jointly=False, approved=approved)
        assert answers(base_with(GroundExamined=period), "CRT-10")[-1] == outcome


@pytest.mark.rule("CRT-11")
@pytest.mark.provision("annex.D.II.3", "annex.D.II.4")
class TestPapers:
    """CRT-11: papers and briefing before the ground examination."""

    def test_at_the_start_is_before_and_a_minute_later_is_not(self) -> None:
        """The examination starts at 08:00 on 24 October."""
        assert answers(BASE, "CRT-11") == ["kept"]
        late = replace(PAPERS, at=at("2022-10-24 08:01"))
        assert answers(base_with(PapersGiven=late), "CRT-11") == ["broken"]

    @pytest.mark.case("boundary")
    def test_each_category_has_its_papers(self) -> None:
        """An optical camera needs the curve of its lens, a radar only its resolution."""
        less = replace(
            PAPERS, papers={**PAPERS.papers, "OF-1": ("film", "processors", "resolution")}
        )
        (found,) = findings(base_with(PapersGiven=less), "CRT-11")
        assert found.outcome.value == "broken"
        assert "OF-1 lens-transfer" in found.says
        less = replace(PAPERS, briefed=("plan", "aircraft", "inventory"))
        (found,) = findings(base_with(PapersGiven=less), "CRT-11")
        assert "briefing on safety" in found.says

    def test_papers_of_a_sensor_nobody_notified_harm_nothing(self) -> None:
        """They are kept, and asked for by no rule."""
        more = replace(PAPERS, papers={**PAPERS.papers, "TV-9": ("resolution",)})
        assert answers(base_with(PapersGiven=more), "CRT-11") == ["kept"]

    def test_before_the_start_nothing_is_late(self) -> None:
        """Without a ground examination no paper is due."""
        assert answers(base_with(without=(GroundExamined, PapersGiven)), "CRT-11") == []


@pytest.mark.rule("CRT-12")
@pytest.mark.provision("annex.D.II.5", "annex.D.II.6", "annex.D.II.14")
@pytest.mark.parametrize(
    ("item", "changes", "outcome"),
    [
        (Brought("camera", "video-camera"), {}, "kept"),
        (Brought("recorder", "audio-recorder"), {"inventory_before": True}, "kept"),
        (Brought("spectrum analyser", "analyser"), {}, "broken"),
        (Brought("spectrum analyser", "analyser", approved=True), {}, "kept"),
        (Brought("laptop", "computer"), {"at": at("2022-10-24 08:01")}, "broken"),
        (Brought("laptop", "computer"), {"inventory_before": False}, "broken"),
        (Brought("laptop", "computer"), {"inventory_after": False}, "broken"),
    ],
)
def test_participants_bring_what_is_free_or_approved(
    item: Brought, changes: dict[str, object], outcome: str
) -> None:
    """Listed before the examination, counted before and after."""
    listed = EquipmentListed(
        at("2022-10-24 08:00"), Inspecting.PARTICIPANT, (item,), certification=KEY
    )
    listed = replace(listed, **changes)  # type: ignore[arg-type]
    assert answers(base_with(("RO", listed)), "CRT-12") == [outcome]
    assert answers([("RO", replace(listed, certification="other"))], "CRT-12") == []


@pytest.mark.rule("PFI-5")
@pytest.mark.provision("annex.D.II.5", "annex.F.I.6", "annex.F.I.7", "annex.F.II.6")
@pytest.mark.parametrize(
    ("who", "kind", "approved", "outcome"),
    [
        (Inspecting.OBSERVED, "borescope", False, "kept"),
        (Inspecting.OBSERVED, "camera-35mm", False, "kept"),
        (Inspecting.OBSERVED, "drill", False, "broken"),
        (Inspecting.OBSERVED, "drill", True, "kept"),
        (Inspecting.OBSERVING, "computer", False, "kept"),
        (Inspecting.OBSERVING, "borescope", False, "broken"),
        (Inspecting.OBSERVING, "borescope", True, "kept"),
    ],
)
def test_tools_are_for_the_observed_party_on_a_foreign_aircraft(
    who: Inspecting, kind: str, approved: bool, outcome: str
) -> None:
    """A borescope may look into the observing Party's aircraft, not into a taxi aircraft."""
    item = Brought("item", kind, approved)
    listed = EquipmentListed(at("2008-05-05 10:00"), who, (item,), mission="2008-OS8001")
    assert answers([("IT", listed)], "PFI-5") == [outcome]


@pytest.mark.rule("CRT-15")
@pytest.mark.provision("annex.D.III.1", "annex.D.III.2", "annex.D.III.3", "annex.D.III.4")
class TestInFlight:
    """CRT-15: one flight, all sensors, clear daytime, briefed, targets open, weather given."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"clear_daytime": False},
            {"briefed": False},
            {"targets_open": False},
            {"weather_given": False},
            {"passes": FLOWN.passes[:2]},
        ],
    )
    def test_each_part_is_needed(self, changes: dict[str, object]) -> None:
        """Without one of them the examination was not what the text asks."""
        flown = replace(FLOWN, **changes)  # type: ignore[arg-type]
        assert answers(base_with(InFlightExamined=flown), "CRT-15") == ["broken"]
        assert answers(BASE, "CRT-15") == ["kept"]

    @pytest.mark.rule("CRT-16")
    @pytest.mark.provision("annex.D.III.6")
    @pytest.mark.parametrize(("aboard", "outcome"), [(19, "kept"), (20, "kept"), (21, "broken")])
    def test_no_more_aboard_than_seats(self, aboard: int, outcome: str) -> None:
        """Who flies the participants agree among themselves; how many, the aircraft decides."""
        flown = replace(FLOWN, aboard=aboard, seats=20)
        assert answers(base_with(InFlightExamined=flown), "CRT-16") == [outcome]
        assert answers(BASE, "CRT-16") == []

    def test_haze_may_be_agreed(self) -> None:
        """Clear daytime is asked unless otherwise agreed."""
        hazy = replace(FLOWN, clear_daytime=False)
        agreed = CertificationAgreed(at("2022-10-27 09:00"), KEY, "CRT-15", "haze accepted")
        assert answers(
            base_with(("RO", agreed), ("DE", agreed), InFlightExamined=hazy), "CRT-15"
        ) == ["kept"]

    def test_a_report_without_a_flight_is_broken(self) -> None:
        """Before there is a report, the flight may still come."""
        assert answers(base_with(without=(InFlightExamined,)), "CRT-15") == ["broken"]
        facts = base_with(without=(InFlightExamined, Reported))
        assert answers(facts, "CRT-15") == []

    def test_without_a_notice_no_sensor_is_missed(self) -> None:
        """The list of sensors stands in the notice."""
        assert answers(base_with(without=(CertificationNotified,)), "CRT-15") == ["kept"]


@pytest.mark.rule("CRT-2")
@pytest.mark.provision("annex.D.I.2")
class TestEstablished:
    """CRT-2: the six points."""

    def test_each_point_must_be_found(self) -> None:
        """One point refused or not spoken of leaves the aircraft uncertified."""
        assert answers(BASE, "CRT-2") == ["kept"]
        for point in Established:
            refused = replace(REPORT, established={**REPORT.established, point: False})
            assert answers(base_with(Reported=refused), "CRT-2") == ["broken"]
            rest = {p: True for p in Established if p is not point}
            silent = replace(REPORT, established=rest)
            assert answers(base_with(Reported=silent), "CRT-2") == ["broken"]

    def test_points_without_an_object_are_not_asked(self) -> None:
        """Without a radar there is no (E), with a radar alone no (D)."""
        some = dict.fromkeys(set(Established) - {Established.RESOLUTION}, True)
        report = replace(REPORT, established=some, sensors=REPORT.sensors[:2])
        assert answers(base_with(Reported=report), "CRT-2") == ["kept"]
        some = dict.fromkeys(set(Established) - {Established.HEIGHTS}, True)
        report = replace(REPORT, established=some, sensors=REPORT.sensors[2:])
        assert answers(base_with(Reported=report), "CRT-2") == ["kept"]

    def test_without_a_report_nothing_is_established_yet(self) -> None:
        """And nothing is broken."""
        facts = base_with(without=(Reported,))
        for rule in ("CRT-2", "CRT-18", "CRT-19", "RES-5", "RES-6", "RES-7"):
            assert answers(facts, rule) == []


@pytest.mark.rule("CRT-18")
@pytest.mark.provision("annex.D.IV.1", "annex.D.IV.2", "annex.D.IV.3")
class TestReport:
    """CRT-18: written jointly, with attachments, copies to all, absentees cannot reject it."""

    def test_participants_take_part_in_the_report(self) -> None:
        """A report of the certifying Party alone is not joint while Romania takes part."""
        alone = replace(REPORT, by=("DE",))
        assert answers(base_with(Reported=alone), "CRT-18")[0] == "broken"
        assert answers(BASE, "CRT-18") == ["kept", "kept"]

    def test_attachments(self) -> None:
        """Dossier and papers; photographs where a participant asked for them."""
        for attached in (Attached.DOSSIER, Attached.PAPERS):
            report = replace(REPORT, attached=(attached,))
            assert answers(base_with(Reported=report), "CRT-18")[0] == "broken"
        report = replace(REPORT, photographs_asked=True)
        assert answers(base_with(Reported=report), "CRT-18")[0] == "broken"
        report = replace(report, attached=tuple(Attached))
        assert answers(base_with(Reported=report), "CRT-18")[0] == "kept"
        bare = replace(REPORT, attached=(), by=("DE",))
        facts = base_with(without=(ParticipantsNamed, DossierGiven, PapersGiven), Reported=bare)
        assert answers(facts, "CRT-18")[0] == "kept"

    def test_a_point_not_spoken_of_is_named(self) -> None:
        """The report shall establish six points; which it leaves out stands in the basis."""
        report = replace(REPORT, established={Established.TYPE: True})
        found = findings(base_with(Reported=report), "CRT-18")[0]
        assert found.basis == ("points not spoken of: B, C, D, E, F",)

    def test_copies_not_recorded_are_asked(self) -> None:
        """The text sets no time for them."""
        report = replace(REPORT, copied_to=("RO", "HU"))
        assert answers(base_with(Reported=report), "CRT-18")[1] == "open"

    def test_who_took_no_part_cannot_reject(self) -> None:
        """Canada was not there; its rejection changes nothing."""
        no = ReportAnswered(at("2022-11-05 12:00"), KEY, agrees=False)
        facts = base_with(("CA", no), ("RO", replace(no, agrees=True)))
        assert answers(facts, "CRT-18") == ["kept", "kept", "broken"]
        assert answers(facts, "CRT-19") == ["kept"]
        facts = base_with(("CA", no), without=(CertificationNotified,))
        assert answers(facts, "CRT-18")[-1] == "broken"


@pytest.mark.rule("CRT-19")
@pytest.mark.provision("annex.D.IV.4", "annex.D.IV.5")
class TestDefault:
    """CRT-19: certified unless participants fail to agree on the report."""

    NO = ReportAnswered(at("2022-11-02 12:00"), KEY, agrees=False, grounds="resolution")

    def test_silence_is_no_disagreement(self) -> None:
        """Nobody signed and nobody refused: deemed certified with the report."""
        (found,) = findings(BASE, "CRT-19")
        assert found.outcome.value == "kept"
        assert "2022-10-30" in found.says

    def test_a_participant_that_does_not_agree_stops_the_flights(self) -> None:
        """Open until settled; a flight in the meantime is broken (annex.D.IV.5)."""
        facts = base_with(("RO", self.NO))
        assert answers(facts, "CRT-19") == ["open"]
        carried = (*facts, ("DE", CARRIED))
        assert answers(carried, "CRT-19") == ["open", "broken"]
        assert answers(carried, "SEN-15") == ["broken"]

    @pytest.mark.parametrize(("certified", "outcome"), [(True, "kept"), (False, "broken")])
    def test_a_settlement_decides(self, certified: bool, outcome: str) -> None:
        """From the day of the settlement, not of the report."""
        settled = DisagreementSettled(at("2022-11-20 12:00"), KEY, certified)
        facts = base_with(("RO", self.NO), ("RO", settled), ("DE", settled))
        assert answers(facts, "CRT-19") == [outcome]
        assert ("2022-11-20" in findings(facts, "CRT-19")[0].says) is certified

    def test_one_side_alone_settles_nothing(self) -> None:
        """Neither the certifying Party by its own word, nor two words that differ."""
        settled = DisagreementSettled(at("2022-11-20 12:00"), KEY, certified=True)
        for more in (
            (("DE", settled),),
            (("DE", settled), ("RO", replace(settled, certified=False))),
        ):
            assert answers(base_with(("RO", self.NO), *more), "CRT-19") == ["open"]

    def test_nobody_else_can_take_a_certification_over(self) -> None:
        """A notice or report of another Party under the same key changes nothing."""
        other = replace(NOTICE, at=at("2022-08-27 12:00"), package="AN-30")
        report = replace(REPORT, at=at("2022-11-01 12:00"), established={})
        facts = base_with(("CA", other), ("CA", report))
        found = record_of(facts).certifications[KEY]
        assert found.notice is not None
        assert (found.certifying, found.notice.fact.package) == ("DE", "A319-OS")
        assert found.report is not None
        assert found.report.party == "DE"

    def test_a_signature_given_late_ends_the_dispute(self) -> None:
        """Tu-214ON: the signature was held back for two weeks, then given."""
        signed = replace(self.NO, at=at("2022-11-16 12:00"), agrees=True)
        facts = base_with(("RO", self.NO), ("RO", signed))
        assert answers(facts, "CRT-19") == ["kept"]

    def test_a_point_not_established_is_no_certification(self) -> None:
        """Agreement on a report that denies a point certifies nothing."""
        report = replace(REPORT, established={**REPORT.established, Established.COVERS: False})
        facts = base_with(Reported=report)
        assert answers(facts, "CRT-19") == ["broken"]
        assert record_of(facts).certifications[KEY].standing is Standing.NOT_ESTABLISHED


@pytest.mark.provision("annex.D.I.4", "art.IV.3", "annex.D-1.III.2")
def test_what_the_commission_decided_a_depositary_says() -> None:
    """Romania's word for a decision is kept and told, and changes no number."""
    decided = NumbersDecided(at("2022-09-10 12:00"), KEY, {"RO": 6}, otherwise=True)
    added = CategoryAdded(at("2022-09-10 12:00"), "LIDAR", "dec.9/22")
    method = MethodAdopted(at("2022-09-10 12:00"), "OF", "dec.3", Decimal(2))
    facts = base_with(
        ("RO", decided),
        ("RO", added),
        ("RO", method),
        ParticipantsNamed=replace(NAMES, individuals=6),
    )
    record = record_of(facts, depositaries=("CA", "HU"))
    assert len(record.unheard) == 3
    told = {
        (finding.rule, finding.outcome.value)
        for _, judged in judge_sensors(record, asked_at())
        for finding in judged
        if finding.outcome.value != "kept"
    }
    assert told == {("CRT-4", "broken"), ("CRT-4", "open"), ("SEN-1", "open"), ("RES-3", "open")}
    heard = base_with(("HU", decided), ParticipantsNamed=replace(NAMES, individuals=6))
    assert record_of(heard, depositaries=("CA", "HU")).unheard == ()

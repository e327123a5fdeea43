"""Acts of a mission on a record: they stand, are refused with reasons, and can be read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mission_script import (
    KEY,
    acknowledged,
    arrived,
    at,
    inspected,
    landed,
    mission,
    notified,
    said,
)

from overflight.adapters.clock import SetClock
from overflight.assembly import OpenRecord, rehearsal
from overflight.desk import from_record, load_founding, read_facts
from overflight.desk.missions import VERBS, Acted, act, mission_of, missions_at, plan_of
from overflight.desk.notices import draft_report, notice_of
from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.missions import (
    KINDS,
    MissionFact,
    MissionPlan,
    MissionState,
    TurnPoint,
    agreed_version,
    current_version,
    plan_digest,
)
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.facts_plan import PlanSubmitted
from overflight.record import Said
from overflight.treaty import Outcome, Refusal

PARTIES = ["BG", "CA", "HU", "IT", "TR"]


@pytest.fixture
def record() -> OpenRecord:
    """Return a founded record in memory, on the day of the notice."""
    opened = rehearsal(PARTIES, SetClock(at("05-05 06:00")))
    load_founding(opened.desk, opened.signers["HU"])
    return opened


def do(
    record: OpenRecord, statement: Said[MissionFact], *, anyway: bool = False
) -> Acted | Refusal:
    """Say a fact when it happened, by its Party."""
    clock = record.desk.clock
    assert isinstance(clock, SetClock)
    clock.set(statement.fact.at)
    return act(record.desk, record.signers[statement.party], statement.fact, anyway=anyway)


def over_hungary(statement: Said[MissionFact]) -> Said[MissionFact]:
    """Turn the script's mission to a pair of the first distribution: Italy over Hungary."""
    party = "HU" if statement.party == "BG" else statement.party
    fact = statement.fact
    if hasattr(fact, "observed"):
        fact = replace(fact, observed="HU")  # type: ignore[call-arg]
    return replace(statement, party=party, fact=fact)


def plan(points: int = 3) -> MissionPlan:
    """Return a plan of the script's mission."""
    return MissionPlan(
        mission=KEY,
        version=1,
        observing="IT",
        observed="HU",
        start_site="HU-FERIHEGY",
        end_site="HU-FERIHEGY",
        point_of_entry="HU-FERIHEGY",
        point_of_exit="HU-FERIHEGY",
        estimated_arrival=at("05-08 08:00"),
        submitted=at("05-08 16:00"),
        original_submitted=at("05-08 16:00"),
        commencement=at("05-09 16:00"),
        speed_km_h=450.5,
        route=tuple(
            TurnPoint(f"TP{n}", Position(19.0 + n / 1000, 47.1234567)) for n in range(points)
        ),
    )


def submission(of: MissionPlan) -> Said[MissionFact]:
    """Return its submission."""
    fact = PlanSubmitted(
        mission=KEY,
        at=at("05-08 16:00"),
        commencement=of.commencement,
        completion=at("05-09 20:00"),
        plan=of,
    )
    return replace(said("landed", "IT", "05-08 16:00"), fact=fact)


def on_ground(record: OpenRecord) -> None:
    """Play everything up to the inspection report."""
    for statement in (notified(), acknowledged(), arrived(), *inspected()):
        assert isinstance(do(record, over_hungary(statement)), Acted)


def test_every_kind_has_its_verb() -> None:
    """Whatever can be said about a mission can be done from the desk."""
    assert sorted(VERBS.values()) == sorted(KINDS)


def test_act_is_read_back(record: OpenRecord) -> None:
    """An act that stands is on the record, linked to what it answers."""
    first = do(record, over_hungary(notified()))
    second = do(record, over_hungary(acknowledged()))
    assert isinstance(first, Acted)
    assert isinstance(second, Acted)
    assert second.mission.state is MissionState.ACKNOWLEDGED
    facts = read_facts(record.desk.records, kinds=list(KINDS.values()))
    assert [s.ref for s in facts] == [first.ref, second.ref]
    assert facts[1].re == (first.ref,)


@pytest.mark.rule("NTF-3", "NTF-6")
@pytest.mark.provision("art.VI.I.5.E", "art.VI.I.6")
def test_hole_in_a_notice_is_told_and_bars_nothing(record: OpenRecord) -> None:
    """A notice without its clearance number is a notice; what it lacks is told when it is said."""
    done = do(record, over_hungary(notified()))
    assert isinstance(done, Acted)
    told = {f.provision: f.outcome for f in done.findings if f.rule == "NTF-3"}
    assert told["art.VI.I.5.E"] is Outcome.BROKEN
    answer = do(record, over_hungary(acknowledged(taxi=True)))
    assert isinstance(answer, Acted)
    assert any(f.rule == "NTF-6" and f.outcome is Outcome.BROKEN for f in answer.findings)


@pytest.mark.rule("QTA-9", "QTA-11", "FLT-3")
@pytest.mark.provision("art.III.I.8", "art.VI.I.3")
def test_notice_is_judged_by_the_quota(record: OpenRecord) -> None:
    """One flight of Italy over Hungary: the first notice has it, a second one does not."""
    first = do(record, over_hungary(notified()))
    assert isinstance(first, Acted)
    told = {f.rule: f.outcome for f in first.findings}
    assert (told["QTA-9"], told["FLT-3"]) == (Outcome.KEPT, Outcome.KEPT)
    again = over_hungary(notified("05-05 07:00"))
    second = replace(again, fact=replace(again.fact, mission="2003-OS3002"))
    refused = do(record, second)
    assert isinstance(refused, Refusal)
    short = {f.rule: f for f in refused.findings}
    assert short["QTA-9"].outcome is Outcome.BROKEN
    assert "1 of them reserved (2003-OS3001)" in short["QTA-9"].says
    assert short["FLT-3"].outcome is Outcome.BROKEN
    assert refused.findings[0].rule == "QTA-9"
    assert isinstance(do(record, second, anyway=True), Acted)


def test_no_distribution_known(record: OpenRecord) -> None:
    """In a year whose distribution is not known the quota is open, not broken."""
    notice = over_hungary(notified())
    assert isinstance(notice.fact, Notified)
    later = replace(notice.fact, mission="2010-OS0001", quota_year=2010)
    told = do(record, replace(notice, fact=later))
    assert isinstance(told, Acted)
    assert next(f for f in told.findings if f.rule == "QTA-9").outcome is Outcome.OPEN


def test_refusal_says_why_and_writes_nothing(record: OpenRecord) -> None:
    """What does not fit is refused even when told to say it anyway."""
    before = read_facts(record.desk.records)
    refused = do(record, over_hungary(arrived()), anyway=True)
    assert isinstance(refused, Refusal)
    assert refused.act == "missions.arrived/1"
    assert [f.rule for f in refused.findings] == ["E-STATE"]
    assert read_facts(record.desk.records) == before


@pytest.mark.rule("NTF-3")
def test_broken_condition_can_be_said_anyway(record: OpenRecord) -> None:
    """A Party may say what breaks a condition, knowingly; the finding stays with the mission."""
    late = over_hungary(notified("05-05 08:01"))
    assert isinstance(do(record, late), Refusal)
    done = do(record, late, anyway=True)
    assert isinstance(done, Acted)
    assert any(f.rule == "NTF-3" and f.outcome is Outcome.BROKEN for f in done.findings)


@pytest.mark.rule("MPL-10")
def test_plan_is_kept_and_signed_by_its_hash(record: OpenRecord) -> None:
    """The plan stands in the statement, both sign its hash, and it reads back the same."""
    on_ground(record)
    assert isinstance(do(record, submission(plan())), Acted)
    for party in ("IT", "HU"):
        done = do(record, said("plan-signed", party, "05-08 19:00"))
        assert isinstance(done, Acted)
    known = mission_of(from_record(record.desk.records, source="r"), KEY, at("05-08 20:00"))
    agreed = agreed_version(known)
    assert agreed is not None
    assert agreed.digest == plan_digest(plan())
    assert plan_of(record.desk.records, agreed) == plan()


def test_long_plan_goes_as_an_attachment(record: OpenRecord) -> None:
    """A plan too long for a statement is kept beside it, under the same hash."""
    on_ground(record)
    long = plan(points=600)
    assert isinstance(do(record, submission(long)), Acted)
    known = mission_of(from_record(record.desk.records, source="r"), KEY, at("05-08 20:00"))
    version = current_version(known)
    assert version is not None
    assert version.plan is None
    assert plan_of(record.desk.records, version) == long
    assert plan_of(record.desk.records, replace(version, digest="0" * 64)) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"commencement": at("05-09 17:00")}, "commencement"),
        ({"version": 2}, "version"),
        ({"plan_sha256": "0" * 64}, "plan_sha256"),
    ],
)
def test_fact_that_contradicts_its_plan(
    record: OpenRecord, change: dict[str, object], field: str
) -> None:
    """A submission says what its plan says, or nothing is signed."""
    fact = replace(submission(plan()).fact, **change)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=f"E-PLAN at {field}"):
        do(record, replace(submission(plan()), fact=fact))


def test_missions_at_an_instant(record: OpenRecord) -> None:
    """The record answers for any instant; before the notice there is no mission."""
    do(record, over_hungary(notified()))
    as_of = from_record(record.desk.records, source="r")
    assert not missions_at(as_of, at("05-05 05:59"))
    with pytest.raises(UsageError, match="a mission by that instant"):
        mission_of(as_of, KEY, at("05-05 05:59"))
    with pytest.raises(UsageError, match=KEY):
        mission_of(as_of, "2003-OS3009", at("05-05 06:00"))


@pytest.mark.rule("NTF-3", "NTF-6")
def test_notices_from_what_was_said(record: OpenRecord) -> None:
    """Notification and acknowledgement are written from the record, to whom the text says."""
    do(record, over_hungary(notified()))
    do(record, over_hungary(acknowledged()))
    as_of = from_record(record.desk.records, source="r")
    known = mission_of(as_of, KEY, at("05-06 06:00"))
    text, findings = notice_of(as_of, known, "NTF-3")
    assert "FROM: IT\nTO: HU\nINFO: BE, BG, BY" in text
    assert any(f.outcome is Outcome.BROKEN for f in findings)
    answer, kept = notice_of(as_of, known, "NTF-6")
    assert "MESSAGE REFERENCE: 2003-OS3001/NTF-3" in answer
    assert all(f.outcome is Outcome.KEPT for f in kept)
    with pytest.raises(UsageError, match="E-NOTICE"):
        notice_of(as_of, known, "NTF-38")


def test_units_of_the_day(record: OpenRecord) -> None:
    """A statement by a Party outside the mission is refused, whatever it says."""
    do(record, over_hungary(notified()))
    refused = do(record, said("acknowledged", "TR", "05-05 20:00"))
    assert isinstance(refused, Refusal)
    assert refused.findings[0].rule == "E-RULE"


def test_a_second_clock_reading_is_not_needed(record: OpenRecord) -> None:
    """Statements are dated by the desk's clock, events by what is stated."""
    do(record, over_hungary(notified()))
    clock = record.desk.clock
    assert isinstance(clock, SetClock)
    clock.set(at("05-05 20:00") + timedelta(hours=3))
    fact = over_hungary(acknowledged()).fact
    done = act(record.desk, record.signers["HU"], fact)
    assert isinstance(done, Acted)
    assert done.mission.steps[-1].said.time == at("05-05 23:00")
    assert done.mission.steps[-1].said.fact.at == at("05-05 20:00")


@pytest.mark.rule("REP-1", "NTF-38")
@pytest.mark.provision("art.VI.I.21", "art.VIII.I.3")
def test_report_begins_with_what_was_said() -> None:
    """Times, cover checks and explanation of the report come from the mission's own facts."""
    check = "on arrival at the point of entry"
    covers = said("covers-checked", "BG", "05-08 08:10", check=check, in_place=True)
    flown = draft_report(mission(*landed(), covers))
    assert (flown.commenced_at, flown.completed_at) == (at("05-09 16:00"), at("05-09 20:00"))
    assert [(c.place, c.in_place) for c in flown.covers] == [(check, True)]
    barred = mission(
        notified(),
        said("prohibited", "BG", "05-06 12:00", ground="art.VIII.I.1"),
        said("explained", "BG", "05-07 12:00", text="clearance withdrawn"),
    )
    assert draft_report(barred).commenced_at is None
    assert draft_report(barred).explanation == "clearance withdrawn"


def test_refusal_shows_what_was_said_first(record: OpenRecord) -> None:
    """An act dated before what the log already says is the misfit, and the refusal says so."""
    on_ground(record)
    again = over_hungary(acknowledged(when="05-05 14:00"))
    refused = act(record.desk, record.signers["HU"], again.fact, anyway=True)
    assert isinstance(refused, Refusal)
    (why,) = refused.findings
    assert "first of 2003-05-05T20:00:00Z" in why.says
    assert "later of 2003-05-05T14:00:00Z" in why.says

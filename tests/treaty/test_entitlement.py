"""Who may have which copy (art.IX.IV.1): every condition kept, broken and unsettled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.release_stage import FLIGHT, request

from overflight.errors import UsageError
from overflight.release import (
    CONDITIONS,
    Assurance,
    CopyRequest,
    Demand,
    EncryptionKey,
    Entitlement,
    EntitlementCase,
    EntitlementOutcome,
    FlightCount,
    FlownFlight,
    JointDecision,
    MembershipSpan,
    Place,
    Seal,
    Verdict,
    entitled,
    recipient_text,
)
from overflight.treaty import Outcome, ruleset_hash

AT = datetime(2003, 6, 1, tzinfo=UTC)
ASKED = date(2003, 5, 20)
FLOWN_ON = date(2003, 5, 14)
FORCE = date(2002, 1, 1)
DAY = timedelta(days=1)
FLIGHT_FACTS = FlownFlight(
    FLIGHT, "BG", "IT", FLOWN_ON, FlightCount.COUNTED, basis=(Place("bg", 7),)
)
CASE = EntitlementCase(
    at=AT,
    request=CopyRequest("CA", ASKED, request(), (Place("ca", 2),)),
    flight=FLIGHT_FACTS,
    membership=(
        MembershipSpan("CA", FORCE, basis=(Place("hu", 1),)),
        MembershipSpan("BG", FORCE, basis=(Place("hu", 2),)),
    ),
    seals=(Seal("BG", "aa"), Seal("IT", "aa")),
    keys=(EncryptionKey("CA", recipient_text(b"ca______________________________"), AT - DAY),),
    cut="cc" * 32,
)


def _verdict(case: EntitlementCase, condition: str) -> Verdict:
    return next(a.verdict for a in entitled(case).answers if a.condition.id == condition)


def _member(*spans: MembershipSpan) -> EntitlementCase:
    return replace(CASE, membership=(*spans, CASE.membership[1]))


def _asked(**changes: object) -> EntitlementCase:
    return replace(CASE, request=replace(CASE.request, fields=request(**changes)))


def _flown(**changes: object) -> EntitlementCase:
    return replace(CASE, flight=replace(FLIGHT_FACTS, **changes))  # type: ignore[arg-type]


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_a_complete_case_is_allowed() -> None:
    """A State Party that asks properly for counted, sealed data is entitled to its copy."""
    answer = entitled(CASE)
    assert answer.outcome is EntitlementOutcome.ALLOW
    assert [a.condition for a in answer.answers] == list(CONDITIONS)
    assert {finding.outcome for finding in answer.findings} == {Outcome.KEPT}
    assert answer.result.cut == "cc" * 32
    assert answer.result.ruleset == ruleset_hash()


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_the_answer_names_the_statements_it_rests_on() -> None:
    """Anyone can look up each statement by log and index."""
    rules = {rule.id: rule.basis for rule in entitled(CASE).result.rules}
    assert rules["DAT-14/requester"] == (Place("hu", 1),)
    assert rules["NTF-39/fields"] == (Place("bg", 7), Place("ca", 2))


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize(
    ("spans", "verdict"),
    [
        ((MembershipSpan("CA", FORCE),), Verdict.KEPT),
        ((MembershipSpan("CA", ASKED),), Verdict.KEPT),
        ((MembershipSpan("CA", ASKED + DAY),), Verdict.BROKEN),
        ((), Verdict.BROKEN),
        ((MembershipSpan("CA", FORCE, AT.date() + DAY),), Verdict.KEPT),
        ((MembershipSpan("CA", FORCE, AT.date()),), Verdict.UNSETTLED),
        ((MembershipSpan("CA", FORCE, ASKED),), Verdict.UNSETTLED),
        ((MembershipSpan("CA", FORCE, ASKED - DAY),), Verdict.UNSETTLED),
        (
            (MembershipSpan("CA", FORCE, ASKED), MembershipSpan("CA", ASKED + DAY)),
            Verdict.UNSETTLED,
        ),
    ],
)
def test_requester(spans: tuple[MembershipSpan, ...], verdict: Verdict) -> None:
    """A Party asks by right, a stranger does not, and a former Party's right is open (AMB-28)."""
    assert _verdict(_member(*spans), "DAT-14/requester") is verdict


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
def test_a_former_party_is_unsettled_not_denied() -> None:
    """The text does not say what withdrawal does to the right to copies; nothing here does."""
    answer = entitled(_member(MembershipSpan("CA", FORCE, ASKED)))
    assert answer.outcome is EntitlementOutcome.UNSETTLED
    finding = next(f for f in answer.findings if f.outcome is Outcome.OPEN)
    assert finding.readings == ("AMB-28=unsettled",)
    assert "joint decision" in finding.consequence


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize(
    ("since", "verdict"),
    [(FLOWN_ON - DAY, "kept"), (FLOWN_ON, "kept"), (FLOWN_ON + DAY, "unsettled")],
)
def test_flights_from_before_membership_are_open(since: date, verdict: str) -> None:
    """A State that joined after the flight may or may not ask for it; the first day counts."""
    case = _member(MembershipSpan("CA", since))
    assert _verdict(case, "DAT-14/membership-at-flight") == verdict


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
@pytest.mark.parametrize(
    ("until", "verdict"),
    [(None, "kept"), (AT.date() + DAY, "kept"), (AT.date(), "unsettled")],
)
def test_a_holder_that_left_is_open(until: date | None, verdict: str) -> None:
    """Whether a former observing Party still owes copies is not in the text."""
    case = replace(CASE, membership=(CASE.membership[0], MembershipSpan("BG", FORCE, until)))
    assert _verdict(case, "MEM-9/holder") == verdict


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ({"observing": "IT"}, "(A)"),
        ({"observed": "BG"}, "(B)"),
        ({"flown_on": FLOWN_ON + DAY}, "(C)"),
        ({"sensor": " "}, "(D)"),
        ({"portions": ()}, "(E)"),
        ({"portions": ("S1-a", "")}, "(E)"),
        ({"form": ""}, "(F)"),
    ],
)
def test_every_field_of_the_request_is_needed(changes: dict[str, object], letter: str) -> None:
    """A request that leaves out (A) to (F), or names another flight, is denied and says why."""
    answer = entitled(_asked(**changes))
    assert answer.outcome is EntitlementOutcome.DENY
    assert any(letter in a.says for a in answer.answers if a.verdict is Verdict.BROKEN)


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (("BG", "IT"), "kept"),
        (("*",), "kept"),
        (("BG",), "broken"),
        (("IT",), "broken"),
        ((), "broken"),
    ],
)
def test_both_sides_are_told(told: tuple[str, ...], verdict: str) -> None:
    """The observing Party is asked and the observed Party notified; one alone is not enough."""
    assert _verdict(_asked(told=told), "NTF-39/told") == verdict


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
def test_a_member_of_a_unit_is_told_for_it() -> None:
    """Where a unit was observed, telling one of its States reaches it."""
    case = _asked(told=("BG", "BE"), observed="BNL")
    case = replace(case, flight=replace(FLIGHT_FACTS, observed="BNL", observed_members=("BE",)))
    assert _verdict(case, "NTF-39/told") is Verdict.KEPT
    assert _verdict(case, "NTF-39/fields") is Verdict.KEPT


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
def test_the_observed_party_need_not_tell_itself() -> None:
    """The observed Party may ask too, and knows of its own request."""
    case = _asked(told=("BG",))
    case = replace(case, request=replace(case.request, requester="IT"))
    assert _verdict(case, "NTF-39/told") is Verdict.KEPT


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
@pytest.mark.parametrize(
    ("count", "verdict"),
    [
        (FlightCount.COUNTED, "kept"),
        (FlightCount.NOT_FLOWN, "broken"),
        (FlightCount.NOT_COUNTED, "unsettled"),
        (FlightCount.CHOICE_OPEN, "unsettled"),
        (FlightCount.NOT_REGULATED, "unsettled"),
        (FlightCount.EXTRAORDINARY, "unsettled"),
        (FlightCount.CONTESTED, "unsettled"),
        (FlightCount.NOT_STATED, "unsettled"),
    ],
)
def test_data_follow_the_count(count: FlightCount, verdict: str) -> None:
    """Only a counted flight's data are the observing Party's; the fate of others is open."""
    assert _verdict(_flown(count=count), "QEF-0") == verdict


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
def test_an_uncounted_flight_names_its_open_point() -> None:
    """AMB-21 is named, so that a reader finds the question."""
    findings = entitled(_flown(count=FlightCount.NOT_COUNTED)).findings
    assert [f.readings for f in findings if f.rule == "QEF-0"] == [("AMB-21=unsettled",)]


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
@pytest.mark.parametrize(
    ("seals", "verdict"),
    [
        ((Seal("BG", "aa"), Seal("IT", "aa")), "kept"),
        ((Seal("BG", "aa"), Seal("IT", "aa"), Seal("CA", "bb")), "kept"),
        ((Seal("BG", "aa"), Seal("IT", "bb")), "unsettled"),
        ((Seal("BG", "aa"),), "broken"),
        ((), "broken"),
    ],
)
def test_both_sides_sealed_the_same_bytes(seals: tuple[Seal, ...], verdict: str) -> None:
    """Equal seals of the two sides are kept; a third party's seal changes nothing."""
    assert _verdict(replace(CASE, seals=seals), "DAT-2") == verdict


DEMAND = Demand("IT", "CA", "no copy to a former Party", "art.IX.I.4", basis=(Place("it", 4),))


@pytest.mark.rule("DAT-3")
@pytest.mark.provision("art.IX.I.4")
@pytest.mark.parametrize(
    ("demand", "verdict"),
    [
        (DEMAND, "unsettled"),
        (replace(DEMAND, of="*"), "unsettled"),
        (replace(DEMAND, of="DE"), "kept"),
        (replace(DEMAND, by="CA", of="*"), "kept"),
        (replace(DEMAND, answers=(Assurance("CA", AT),)), "kept"),
        (replace(DEMAND, answers=(Assurance("CA", AT + DAY),)), "unsettled"),
        (replace(DEMAND, answers=(Assurance("CA", AT - DAY, AT),)), "unsettled"),
        (replace(DEMAND, answers=(Assurance("CA", AT - DAY, AT + DAY),)), "kept"),
        (replace(DEMAND, answers=(Assurance("DE", AT),)), "unsettled"),
    ],
)
def test_a_demanded_assurance_is_not_settled_here(demand: Demand, verdict: str) -> None:
    """The text knows no such condition and no ban on it: only the two sides can settle it."""
    case = replace(CASE, demands=(demand,))
    assert _verdict(case, "DAT-3/assurance") == verdict


@pytest.mark.rule("DAT-3")
@pytest.mark.provision("art.IX.I.4")
def test_an_unanswered_demand_is_contested_and_says_by_whom() -> None:
    """Both views stand side by side: who claims what, on which ground."""
    answer = entitled(replace(CASE, demands=(DEMAND,)))
    finding = next(f for f in answer.findings if f.rule == "DAT-3")
    assert finding.outcome is Outcome.CONTESTED
    assert "IT claims: no copy to a former Party (ground: art.IX.I.4)" in finding.basis
    assert "it#4" in finding.basis


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        (EncryptionKey("CA", recipient_text(b"________________________________"), AT), "kept"),
        (
            EncryptionKey("CA", recipient_text(b"________________________________"), AT + DAY),
            "broken",
        ),
        (
            EncryptionKey("CA", recipient_text(b"________________________________"), AT - DAY, AT),
            "broken",
        ),
        (
            EncryptionKey(
                "CA", recipient_text(b"________________________________"), AT - DAY, AT + DAY
            ),
            "kept",
        ),
        (EncryptionKey("DE", recipient_text(b"________________________________"), AT), "broken"),
    ],
)
def test_a_key_is_needed_to_seal_to(key: EncryptionKey, verdict: str) -> None:
    """A key is active from its first instant up to its last, and only its own party's counts."""
    assert _verdict(replace(CASE, keys=(key,)), "DAT-14/key") == verdict


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_what_only_hinders_sending_never_settles_a_right() -> None:
    """Without a key an allowed copy waits; an open right stays open, and a failed one denied."""
    keyless = replace(CASE, keys=())
    assert entitled(keyless).outcome is EntitlementOutcome.DENY
    assert not entitled(keyless).barred
    left = replace(_member(MembershipSpan("CA", FORCE, ASKED)), keys=())
    assert entitled(left).outcome is EntitlementOutcome.UNSETTLED
    stranger = replace(_member(), demands=(DEMAND,))
    assert entitled(stranger).outcome is EntitlementOutcome.DENY
    assert entitled(stranger).barred


def _decided(verdict: Verdict, **changes: object) -> JointDecision:
    decision = JointDecision(
        "DAT-14/requester", verdict, "dec.7/22", ASKED, basis=(Place("hu", 99),)
    )
    return replace(decision, **changes)  # type: ignore[arg-type]


def _settled(*decisions: JointDecision) -> Entitlement:
    return entitled(replace(_member(MembershipSpan("CA", FORCE, ASKED)), decisions=decisions))


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
@pytest.mark.parametrize("verdict", [Verdict.KEPT, Verdict.BROKEN])
def test_a_joint_decision_settles_an_open_question(verdict: Verdict) -> None:
    """What all parties decided is applied, named, and part of the basis."""
    answer = _settled(_decided(verdict)).answers[0]
    assert answer.verdict is verdict
    assert "dec.7/22" in answer.says
    assert Place("hu", 99) in answer.basis
    assert answer.points == ()


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
@pytest.mark.parametrize(
    "decisions",
    [
        (_decided(Verdict.KEPT, since=AT.date() + DAY),),
        (_decided(Verdict.KEPT, until=AT.date()),),
        (_decided(Verdict.KEPT, question="QEF-0"),),
        (_decided(Verdict.KEPT), _decided(Verdict.BROKEN)),
    ],
)
def test_other_decisions_settle_nothing(decisions: tuple[JointDecision, ...]) -> None:
    """Not yet or no longer in force, about something else, or against each other: still open."""
    assert _settled(*decisions).answers[0].verdict is Verdict.UNSETTLED


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_a_decision_cannot_overturn_the_text() -> None:
    """What the text says is not open to a decision of this kind."""
    case = replace(_member(), decisions=(_decided(Verdict.KEPT),))
    assert entitled(case).answers[0].verdict is Verdict.BROKEN


def test_a_decision_must_settle() -> None:
    """An open question is left open by saying nothing."""
    with pytest.raises(UsageError, match="kept or broken"):
        _decided(Verdict.UNSETTLED)


def test_a_decision_on_nothing_is_refused() -> None:
    """A misspelled condition must not silently settle nothing."""
    with pytest.raises(UsageError, match="DAT-99"):
        entitled(replace(CASE, decisions=(_decided(Verdict.KEPT, question="DAT-99"),)))


def test_a_request_cannot_be_judged_before_it_was_made() -> None:
    """The instant of judgement lies on or after the day of the request."""
    assert replace(CASE, at=datetime(2003, 5, 20, tzinfo=UTC)).request.asked_on == ASKED
    with pytest.raises(UsageError, match="2003-05-19"):
        replace(CASE, at=datetime(2003, 5, 19, 23, 59, tzinfo=UTC))


def test_a_case_without_a_record_names_the_empty_cut() -> None:
    """The cut that holds no log has an id of its own: SHA-256 of ``{}``."""
    cut = entitled(replace(CASE, cut="")).cut
    assert cut == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"

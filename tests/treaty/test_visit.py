"""The visit: transit, crew, items brought, places refused, data kept; papers beside it."""

from __future__ import annotations

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    airborne,
    arrived,
    at,
    inspected,
    landed,
    mission,
    notified,
    said,
    signed,
    submitted,
)

from overflight.missions import DocketState, docket, judge_mission, transit_start
from overflight.treaty import Finding, Outcome

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
GROUND = (notified(), acknowledged(), arrived())


def answers(rule: str, *script: object) -> list[Finding]:
    """Return what one rule answers about a mission."""
    return [f for f in judge_mission(mission(*script)) if f.rule == rule]  # type: ignore[arg-type]


def outcomes(rule: str, *script: object) -> list[Outcome]:
    """Return the outcomes of one rule."""
    return [f.outcome for f in answers(rule, *script)]


def crossing(*transits: dict[str, object], **plan: object) -> Script:
    """Return a notice with transits told, and a transit over Romania."""
    body = {"starts_in": "IT", "crosses": ["RO"], **plan}
    return notified(transits=transits), said("transit-planned", "IT", "05-05 06:00", **body)


TOLD: dict[str, object] = {"party": "RO", "sent_at": "2003-05-05T06:00:00Z"}
LATER: dict[str, object] = {"party": "RO", "sent_at": "2003-05-05T06:00:01Z"}


@pytest.mark.rule("TRN-1")
@pytest.mark.provision("art.VII.1", "art.VII.2")
class TestTransit:
    """Who is crossed is told with the notification, and must accept."""

    @pytest.mark.parametrize(
        ("transits", "outcome"), [((TOLD,), KEPT), ((LATER,), OPEN), ((), BROKEN)]
    )
    def test_notice_at_the_same_moment(
        self, transits: tuple[dict[str, object]], outcome: Outcome
    ) -> None:
        """At the same moment is kept; a second later the text gives no tolerance; none is none."""
        assert outcomes("TRN-1", *crossing(*transits)) == [KEPT, outcome]

    @pytest.mark.parametrize(
        ("agreed", "outcome"), [((), BROKEN), (("RO",), KEPT), (("HU",), BROKEN)]
    )
    def test_off_the_routes_by_agreement_only(
        self, agreed: tuple[str, ...], outcome: Outcome
    ) -> None:
        """Another way than the routes is agreed with those crossed."""
        script = crossing(TOLD, on_routes=False, agreed_by=agreed)
        assert outcomes("TRN-1", *script)[0] is outcome

    @pytest.mark.parametrize("yes", [True, False])
    def test_accepted_and_orders_kept(self, yes: bool) -> None:
        """A transit must be accepted, and the orders of those crossed followed."""
        told = said("transit-told", "IT", "05-08 06:00", over="RO", accepted=yes,
                    instructions_followed=yes)  # fmt: skip
        assert outcomes("TRN-1", notified(), told) == [KEPT if yes else BROKEN] * 2

    def test_nothing_told_nothing_judged(self) -> None:
        """A word about neither asks nothing."""
        told = said("transit-told", "IT", "05-08 06:00", over="RO")
        assert outcomes("TRN-1", notified(), told) == []
        assert transit_start(mission(notified()), {"IT"}) == ()

    @pytest.mark.parametrize(("start", "outcome"), [("IT", KEPT), ("GR", KEPT), ("RS", BROKEN)])
    def test_starts_in_a_state_party(self, start: str, outcome: Outcome) -> None:
        """From the observing Party or another State Party, never from anywhere else."""
        m = mission(*crossing(TOLD, starts_in=start))
        assert [f.outcome for f in transit_start(m, {"GR", "BG", "RO"})] == [outcome]


@pytest.mark.rule("ARR-2")
@pytest.mark.provision("annex.E.1")
@pytest.mark.parametrize(("plus_s", "outcome"), [(-1, KEPT), (0, KEPT), (1, BROKEN)])
def test_five_hours_to_the_airfield(plus_s: int, outcome: Outcome) -> None:
    """From the point of entry to the airfield it is five hours at most, to the second."""
    moved = said("transferred", "IT", at("05-08 14:00", plus_s=plus_s), left_at=at("05-08 09:00"))
    assert outcomes("ARR-2", *GROUND, moved) == [outcome]


@pytest.mark.rule("ARR-4")
@pytest.mark.provision("annex.E.6")
@pytest.mark.parametrize("when", ["05-08 08:00", "05-08 08:20"])
def test_covers_checked_at_once(when: str) -> None:
    """Checked at the instant of the arrival nobody can ask for more; later, people judge."""
    check = said("covers-checked", "BG", when, check="on arrival at the point of entry",
                 in_place=True)  # fmt: skip
    (item,) = [i for i in docket([mission(*GROUND, check)], at("05-08 09:00"))
               if i.clock == "ARR-4.1"]  # fmt: skip
    assert item.state is DocketState.KEPT
    assert (item.done_at == item.due_at) is (when == "05-08 08:00")
    assert item.due_at == at("05-08 08:00")


@pytest.mark.rule("ARR-5")
@pytest.mark.provision("annex.E.7.A")
@pytest.mark.parametrize(
    ("start_s", "took_s", "people", "expected"),
    [
        (3600, 3600, 1, [KEPT, KEPT, KEPT]),
        (3601, 3600, 1, [BROKEN, KEPT, KEPT]),
        (0, 3601, 2, [KEPT, BROKEN, KEPT]),
        (0, 0, 0, [KEPT, KEPT, BROKEN]),
    ],
)
def test_inventory(start_s: int, took_s: int, people: int, expected: list[Outcome]) -> None:
    """Begun within an hour of the items' arrival, ended within another, somebody being present."""
    start = at("05-08 08:00", plus_s=start_s)
    counted = said(
        "items-inventoried",
        "BG",
        at("05-08 08:00", plus_s=start_s + took_s),
        items_arrived_at=at("05-08 08:00"),
        started_at=start,
        witnesses=people,
    )
    assert outcomes("ARR-5", *GROUND, counted) == expected


@pytest.mark.rule("ARR-10")
@pytest.mark.provision("art.VI.I.12", "art.VI.I.4.B")
@pytest.mark.parametrize(
    ("spoken", "notified_", "outcome"),
    [
        (("it", "fr-CH"), ("fr",), KEPT),
        (("it",), ("en", "fr"), BROKEN),
        ((), ("en",), BROKEN),
        (("it",), (), OPEN),
    ],
)
def test_language_of_the_crew(
    spoken: tuple[str, ...], notified_: tuple[str, ...], outcome: Outcome
) -> None:
    """One of the crew speaks a language that the observed Party notified."""
    crew = said("crew-spoken", "IT", "05-06 08:00", languages=spoken, notified=notified_)
    assert outcomes("ARR-10", notified(), crew) == [outcome]


@pytest.mark.rule("MPL-2")
@pytest.mark.provision("art.VI.II.2")
@pytest.mark.parametrize(
    ("ground", "outcome"), [("art.VI.II.5", KEPT), ("secrecy", BROKEN), ("none", BROKEN)]
)
def test_nothing_is_off_limits(ground: str, outcome: Outcome) -> None:
    """A hazard may be named; secrecy, or no ground at all, closes no place."""
    refused = said("places-refused", "BG", "05-08 17:00", places=["Works"], ground=ground)
    assert outcomes("MPL-2", *GROUND, submitted(), refused) == [outcome]


@pytest.mark.rule("MPL-7")
@pytest.mark.provision("art.VI.II.6")
def test_changes_leave_every_point_observable() -> None:
    """A proposal may move a flight; what it makes unobservable it may not."""
    proposal = said("change-proposed", "BG", "05-08 17:00", ground="art.VIII.I.4.A")
    shut = said("places-refused", "BG", "05-08 17:00", places=["P3"], ground="art.VI.II.5",
                version=1)  # fmt: skip
    offered = said("places-refused", "BG", "05-08 17:00", places=["P3"], ground="art.VI.II.5",
                   version=1, otherwise=True)  # fmt: skip
    script = (*GROUND, submitted(), proposal)
    assert outcomes("MPL-7", *script) == [KEPT]
    assert outcomes("MPL-7", *script, shut) == [BROKEN]
    assert outcomes("MPL-7", *script, offered) == [KEPT]
    assert outcomes("MPL-7", *GROUND, submitted()) == []


def cut_short(cause: str, *, counted: bool | None) -> Script:
    """Return a taxi flight cut short, and whether it was counted."""
    script = (*airborne(taxi=True), said("curtailed", "IT", "05-09 17:00", cause=cause),
              said("landed", "IT", "05-09 18:00"))  # fmt: skip
    if counted is None:
        return script
    return (*script, said("count-chosen", "IT", "05-09 20:00", counted=counted))


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
@pytest.mark.parametrize(
    ("counted", "kept", "outcome"),
    [
        (True, True, KEPT),
        (False, True, BROKEN),
        (False, False, KEPT),
        (None, True, OPEN),
    ],
)
def test_data_follow_the_count(counted: bool | None, kept: bool, outcome: Outcome) -> None:
    """Data stay with the observing Party only where the flight is counted against both."""
    script = cut_short("sensor-malfunction", counted=counted)
    assert outcomes("QEF-0", *script, said("data-kept", "IT", "05-10 08:00", kept=kept)) == [
        outcome
    ]


@pytest.mark.rule("NTF-0")
@pytest.mark.provision("art.XI")
@pytest.mark.parametrize(
    ("channel", "outcome"), [("diplomatic", KEPT), ("other-official", KEPT), ("neither", BROKEN)]
)
def test_official_channels(channel: str, outcome: Outcome) -> None:
    """A call by telephone is no notification."""
    assert outcomes("NTF-0", notified(channel=channel)) == [outcome]


@pytest.mark.rule("MPL-10")
@pytest.mark.provision("art.VI.II.6")
def test_no_flight_plan_without_both_signatures() -> None:
    """Filed and flown without the signatures of both: told, and broken."""
    filed = said("flight-plan-filed", "IT", "05-08 19:00")
    up = said("taken-off", "IT", "05-09 16:00")
    assert outcomes("MPL-10", *airborne())[-1] is KEPT
    found = answers("MPL-10", *GROUND, submitted(), signed()[0], filed, up)
    assert [f.outcome for f in found].count(BROKEN) == 2


@pytest.mark.rule("MPL-11")
@pytest.mark.provision("art.VI.II.8")
def test_the_flight_plan_is_filed_before_take_off() -> None:
    """Filed at the instant of the signature at once is kept; a take-off without it is broken."""
    assert set(outcomes("MPL-11", *airborne())) == {KEPT}
    up = said("taken-off", "IT", "05-09 16:00")
    unfiled = outcomes("MPL-11", *GROUND, *inspected(), submitted(), *signed(), up)
    assert BROKEN in unfiled
    (item,) = [i for i in docket([mission(*airborne())], at("05-09 17:00")) if i.clock == "MPL-11"]
    assert item.done_at == item.due_at == at("05-08 19:00")


@pytest.mark.rule("NTF-41")
@pytest.mark.provision("annex.G.I.8")
@pytest.mark.parametrize(("when", "outcome"), [("05-09 15:59", KEPT), ("05-09 16:00", BROKEN)])
def test_hands_on_operation_is_told_before(when: str, outcome: Outcome) -> None:
    """Told at the commencement is not before it."""
    told = said("operation-notified", "IT", when)
    assert outcomes("NTF-41", *airborne(), told) == [outcome]
    assert outcomes("NTF-41", notified(), said("operation-notified", "IT", "05-06 08:00")) == [KEPT]


PROHIBITED = (
    *GROUND,
    *inspected(),
    said("demonstration-requested", "BG", "05-08 15:00"),
    said("demonstration-flown", "IT", "05-08 18:00", started_at=at("05-08 16:30"), satisfied=False),
    said("prohibited", "BG", "05-08 19:00", ground="annex.F.III.6"),
)


@pytest.mark.rule("DEM-8")
@pytest.mark.provision("annex.F.III.8")
def test_a_failed_demonstration_goes_to_the_commission() -> None:
    """No limit is stated: silence breaks nothing, a refusal does."""
    assert outcomes("DEM-8", *PROHIBITED) == [OPEN]
    brought = said("matter-brought", "BG", "05-12 10:00")
    never = said("matter-brought", "BG", "05-12 10:00", brought=False)
    assert outcomes("DEM-8", *PROHIBITED, brought) == [KEPT, KEPT]
    assert outcomes("DEM-8", *PROHIBITED, never) == [OPEN, BROKEN]
    (item,) = [i for i in docket([mission(*PROHIBITED, brought)], at("05-13 10:00"))
               if i.rule == "DEM-8"]  # fmt: skip
    assert item.state is DocketState.KEPT


@pytest.mark.rule("PFI-8")
@pytest.mark.provision("annex.F.I.9", "annex.F.II.8")
def test_taxi_sensors_not_as_certified() -> None:
    """The grounds of annex F.II.8 are there for a taxi flight only."""
    ended = said("cancelled", "IT", "05-08 15:00", ground="annex.F.II.8")
    taxi = (notified(), acknowledged(taxi=True), arrived(), *inspected(party="IT"))
    assert KEPT in outcomes("PFI-8", *taxi, ended)
    assert outcomes("PFI-8", *GROUND, *inspected(), ended) == [BROKEN]


@pytest.mark.rule("PFI-8")
@pytest.mark.provision("annex.F.I.9")
def test_the_aircraft_leaves_promptly() -> None:
    """Promptly has no number: leaving at the same instant is kept, later is for people."""
    ended = said("prohibited", "BG", "05-08 15:00", ground="annex.F.I.9")
    script = (*GROUND, *inspected(), ended)
    left = said("departed", "IT", "05-08 15:00")
    (item,) = [i for i in docket([mission(*script, left)], at("05-09 15:00")) if i.clock == "PFI-8"]
    assert item.done_at == item.due_at == at("05-08 15:00")
    assert item.state is DocketState.KEPT
    later = said("departed", "IT", "05-09 15:00")
    assert outcomes("PFI-8", *script, later) == [OPEN]


def test_counted_flight_keeps_its_data() -> None:
    """A flight flown to its end is counted, and its data stay."""
    assert outcomes("QEF-0", *landed(), said("data-kept", "IT", "05-10 08:00", kept=True)) == [KEPT]

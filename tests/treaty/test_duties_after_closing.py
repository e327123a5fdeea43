"""Closing a mission ends no duty that the text puts after its report."""

from __future__ import annotations

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    arrived,
    at,
    departed,
    mission,
    notified,
    said,
)

from overflight.missions import DocketState, Mission, MissionState, clock_findings, docket
from overflight.treaty import Outcome


def closed(*more: object) -> Mission:
    """Return a mission whose report went out, with what else was said."""
    left = departed(left_territory_at=at("05-10 09:00"))
    return mission(*left, *more, said("report-sent", "IT", "05-12 09:00"))  # type: ignore[arg-type]


def state(m: Mission, clock: str, when: str) -> DocketState:
    """Return where one clock stands."""
    return next(item.state for item in docket([m], at(when)) if item.clock == clock)


@pytest.mark.rule("DAT-7")
@pytest.mark.provision("art.IX.II.3.B")
def test_film_is_due_after_the_report() -> None:
    """The ten days run on when the report is sent, and undeveloped film is broken after them."""
    m = closed(said("film-arranged", "IT", "05-10 10:00", facility_of="observing Party"))
    assert m.state is MissionState.CLOSED
    assert state(m, "K12-observing", "05-20 23:00") is DocketState.DUE
    assert state(m, "K12-observing", "05-21 00:01") is DocketState.PAST_DUE
    late = clock_findings(m, at("05-21 00:01"))
    assert [f.outcome for f in late if f.rule == "DAT-7"] == [Outcome.BROKEN]


@pytest.mark.rule("ARR-4")
@pytest.mark.provision("annex.E.6")
def test_covers_never_checked_stay_due() -> None:
    """A check that nobody stated is not done by sending a report."""
    m = closed()
    assert state(m, "ARR-4.4", "05-20 00:00") is DocketState.DUE


@pytest.mark.rule("FLT-3")
def test_departure_frees_the_observed_party() -> None:
    """The window over the observed Party ends with the departure, not with the report."""
    left = mission(*departed())
    (item,) = (i for i in docket([left], at("05-10 09:00")) if i.clock == "K13")
    assert item.state is DocketState.NO_LONGER_DUE
    assert "left the point of exit" in item.off


ENDED: list[tuple[str, Script]] = [
    ("PFI-8", (said("prohibited", "BG", "05-09 00:00", ground="annex.F.I.9"),)),
    (
        "NTF-36.plan",
        (said("prohibited", "BG", "05-09 00:00", ground="art.VIII.I.1"),),
    ),
]


@pytest.mark.parametrize(("clock", "ended"), ENDED)
def test_explaining_ends_only_the_explanation(clock: str, ended: Script) -> None:
    """Whoever explains has not yet left, nor put the facts into the plan."""
    m = mission(
        notified(), acknowledged(), arrived(), *ended, said("explained", "BG", "05-10 00:00")
    )
    assert m.state is MissionState.CLOSED
    assert state(m, clock, "05-12 00:00") is DocketState.DUE


def test_leaving_after_the_explanation_is_still_told() -> None:
    """A Party that explains first and leaves afterwards can say when it left."""
    m = mission(
        notified(),
        acknowledged(),
        arrived(),
        said("prohibited", "BG", "05-09 00:00", ground="annex.F.I.9"),
        said("explained", "BG", "05-09 06:00"),
        said("departed", "IT", "05-09 10:00"),
    )
    assert not m.misfits
    assert state(m, "PFI-8", "05-12 00:00") in {DocketState.KEPT, DocketState.DONE_LATE}

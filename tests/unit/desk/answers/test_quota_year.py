"""Plans by quarter and the matrix of a group, from what was said."""

from __future__ import annotations

from datetime import date

import pytest
from tests.quota_script import says, share

from overflight.cli.quota_year import _say_group, _say_quarter
from overflight.desk import fold_as_of
from overflight.desk.answers.quota_year import group_answer, lots_answer, schedule_answer
from overflight.desk.founding.facts import founding_said
from overflight.desk.held.as_of import AsOf
from overflight.errors import UsageError
from overflight.membership import GroupFormed
from overflight.quotas import (
    DistributionAdopted,
    PlannedFlights,
    QuartersPlanned,
    SequenceNotified,
    TaxiElected,
)
from overflight.treaty import GroupKind, Outcome

PLANNED = QuartersPlanned("DE", 2005, date(2004, 11, 1), (PlannedFlights("UA", 1, 2),))
SEQUENCE = SequenceNotified("UA", 2005, 1, ("DE", "DE"), date(2004, 11, 15), "s")
TAXI = TaxiElected("UA", 2005, 1, (2,), date(2004, 11, 22))
GROUP = GroupFormed(
    "BGRO",
    "two",
    GroupKind.SHARED_ACTIVE,
    ("BG", "RO"),
    date(2003, 3, 1),
    ("art.III.II.2",),
    "art.III.II.1.A",
)
SHARES = (share("IT", "BG", 1), share("BG", "IT", 1), share("FR", "RO", 1), share("BG", "RO", 1))
ADOPTED = DistributionAdopted("2003", date(2003, 1, 1), date(2004, 1, 1), SHARES, "art.III.I.7")


def held(*facts: object) -> AsOf:
    """Return what holds after the founding facts and some more."""
    said = (says(fact, "HU") for fact in facts)
    return fold_as_of((*founding_said(), *said), source="test")


@pytest.mark.provision("annex.H.1", "annex.H.3", "annex.H.4")
@pytest.mark.rule("FLT-4", "TAX-2")
def test_a_quarter_as_people_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Plans, closing day, sequence with its seed, taxi elections, and what the rules answer."""
    answer = schedule_answer(held(PLANNED, SEQUENCE, TAXI), 2005)
    (row,) = answer.rows
    assert (row.planned, row.total, row.closes) == ((("DE", 2),), 2, date(2004, 11, 15))
    assert (row.sequence, row.lots_seed, row.taxi) == (("DE", "DE"), "s", (2,))
    assert {f.rule: f.outcome for f in row.findings} == {
        "FLT-4": Outcome.KEPT,
        "FLT-5": Outcome.KEPT,
        "TAX-2": Outcome.KEPT,
    }
    _say_quarter(row)
    assert "drawn with seed 's': DE DE" in capsys.readouterr().out
    (bare,) = schedule_answer(held(PLANNED), 2005, observed="UA").rows
    assert bare.sequence == ()
    _say_quarter(bare)
    assert "no sequence on record; due by 2004-11-15" in capsys.readouterr().out
    assert schedule_answer(held(PLANNED), 2005, observed="BG").rows == ()


@pytest.mark.provision("art.III.II.2.C")
@pytest.mark.rule("GRP-5")
def test_the_matrix_of_a_group_with_shared_quotas(capsys: pytest.CaptureFixture[str]) -> None:
    """Italy is overflown by a member and has the bonus; France is not and has its one flight."""
    answer = group_answer(held(GROUP, ADOPTED), "BGRO", date(2003, 5, 1))
    assert answer.passive == (("BG", 4), ("RO", 6))
    rows = {(r.unit, r.member): (r.holds, r.most, r.half, r.held_by) for r in answer.rows}
    assert rows == {
        ("FR", "BG"): (0, 0, 2, 0),
        ("FR", "RO"): (1, 1, 3, 0),
        ("IT", "BG"): (1, 2, 2, 1),
        ("IT", "RO"): (0, 2, 3, 0),
    }
    _say_group(answer)
    assert "BG accepts 4 a year" in capsys.readouterr().out


@pytest.mark.provision("art.II.3")
@pytest.mark.parametrize(("code", "on"), [("BYRU", "2021-12-18"), ("XXYY", "2003-01-01")])
def test_a_group_that_does_not_stand(code: str, on: str) -> None:
    """One State Party is no group, and an unknown code is none."""
    with pytest.raises(UsageError, match="E-GROUP"):
        group_answer(held(), code, date.fromisoformat(on))


def test_a_unit_whose_quota_is_not_known() -> None:
    """Members without a passive quota on record are shown as such, their half rule too."""
    group = GroupFormed(
        "FISE",
        "two",
        GroupKind.SHARED_ACTIVE,
        ("FI", "SE"),
        date(2003, 3, 1),
        ("art.III.II.2",),
        "art.III.II.1.A",
    )
    adopted = DistributionAdopted(
        "2003", date(2003, 1, 1), date(2004, 1, 1), (share("DE", "SE", 1),), "art.III.I.7"
    )
    answer = group_answer(held(group, adopted), "FISE", date(2003, 5, 1))
    assert answer.passive == (("FI", None), ("SE", None))
    assert {row.half for row in answer.rows} == {None}


@pytest.mark.parametrize(
    ("entries", "seed", "quarter"), [((), "s", 1), (("DE",), " ", 1), (("DE",), "s", 5)]
)
def test_a_draw_that_cannot_be(entries: tuple[str, ...], seed: str, quarter: int) -> None:
    """No entry, no seed, no such quarter: one clear error."""
    with pytest.raises(UsageError, match="E-LOTS"):
        lots_answer(entries, seed=seed, observed="UA", year=2005, quarter=quarter)

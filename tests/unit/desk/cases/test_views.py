"""A case as Parties see it: who sees alike shares a view; what a case draws has a form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from overflight.commission import ClaimMade
from overflight.desk import fold_as_of
from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.cases.case_forms import CaseAnswer
from overflight.desk.commission.claims import claim_list
from overflight.errors import SourceError, UsageError
from overflight.record import Reference, Said
from overflight.treaty import Outcome

VIEWS = Path(__file__).parents[3] / "golden" / "cases" / "views"


def seen(name: str, asked: CaseAsked | None = None, **head: object) -> CaseAnswer:
    """Return the answer to a worked case, without any map."""
    plain = json.loads((VIEWS / f"{name}.json").read_text("utf-8"))
    plain.pop("expect")
    case = read_case(json.dumps({**plain, **head}).encode(), where="case")
    return judge_case(case, asked or CaseAsked(), source="case")


def test_parties_that_see_alike_share_a_view() -> None:
    """Thirty-four Parties are not thirty-four judgements."""
    answer = seen("refuelling-in-crimea", CaseAsked(views=("all",)))
    assert len(answer.views) == 2
    contested = [finding.rule for finding in answer.contested]
    assert contested == ["GEO-11"]
    assert any(
        name.startswith("the view of UA, US with") for name in (v.view for v in answer.views)
    )


def test_reports_enter_when_the_command_or_the_case_says_so() -> None:
    """A report is no statement; whoever wants it must ask."""
    plain = seen("kaliningrad-500-of-758", reported=False)
    assert [view.view for view in plain.views] == ["the readings of DE, RU"]
    asked = seen("kaliningrad-500-of-758", CaseAsked(reported=True), reported=False)
    assert len(asked.views) == 2


def test_a_claim_that_cannot_be_applied_leaves_the_case_open() -> None:
    """What is put to people is no answer yet, and no contradiction either."""
    answer = seen("moscow-height")
    assert answer.outcome is Outcome.OPEN
    assert [
        row.chapter for view in answer.views for row in view.subjects if row.chapter == "claims"
    ]
    assert not answer.contested


@pytest.mark.parametrize(
    "line",
    [
        {"between": ["Abkhazia", "RU"], "path": [[40.0, 43.4]]},
        {"between": ["Abkhazia", "RU"], "path": [[40.0, 43.4], [43.5, 140.0]]},
        {"between": ["Abkhazia", "RU"], "path": [[200, 43.4], [43.5, 40.0]]},
        {"between": ["Abkhazia", "RU"], "path": [[40.0, 43.4], [40.1, 43.4]], "error_m": -1},
    ],
)
def test_a_line_that_is_none_is_told_with_its_place(line: dict[str, Any]) -> None:
    """Longitude stands before latitude; a line has two ends."""
    with pytest.raises(SourceError) as fault:
        seen("corridor-at-abkhazia", lines={"RU": [line]})
    assert fault.value.where == "case: lines.RU[0]"


def test_a_view_of_nobody_is_refused() -> None:
    """A code mistyped must not be a view in which nothing is contested."""
    with pytest.raises(UsageError, match="QQ"):
        seen("moscow-height", views=["QQ"])


def test_a_contested_airfield_is_listed_with_what_it_does() -> None:
    """Whoever lists the claims of a day must see how one bears on a plan."""
    claim = ClaimMade(
        "X-1", "RU", "airfields", "one airfield", "", ("UA",), date(2019, 1, 1), sites=("RU-X",)
    )
    at = datetime(2019, 1, 1, tzinfo=UTC)
    held = fold_as_of([Said(claim, "RU", at, Reference("case", 0, ""))], source="case")
    rows = claim_list(held, date(2019, 6, 1)).claims
    assert [row.applies for row in rows if row.id == "X-1"] == [
        "RU-X taken out of the views of those who contest it"
    ]

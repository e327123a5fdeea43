"""Views side by side: where they differ the matter is contested, and by what."""

from __future__ import annotations

from overflight.treaty import Finding, Outcome, contested_findings, worst_first

KEPT = Finding("GEO-1", "art.VI.II.4.A", Outcome.KEPT, "500 km", basis=("annex", "claim: none"))
BROKEN = Finding("GEO-1", "art.VI.II.4.A", Outcome.BROKEN, "600 km", basis=("annex", "claim: RU"))
OTHER = Finding("GEO-4", "art.VI.II.2", Outcome.OPEN, "?")


def test_views_that_agree_contest_nothing() -> None:
    """What both answer alike is settled between them."""
    assert contested_findings({"DE": [KEPT, OTHER], "RU": [KEPT, OTHER]}) == ()


def test_views_that_differ_name_whose_outcome_and_which_ground() -> None:
    """The ground both share makes no difference and is not shown."""
    (finding,) = contested_findings({"DE": [KEPT], "RU": [BROKEN]})
    assert finding.outcome is Outcome.CONTESTED
    assert "kept under DE; broken under RU" in finding.says
    assert finding.basis == ("DE: claim: none", "RU: claim: RU")


def test_a_rule_only_one_view_asks_is_kept_under_the_other() -> None:
    """A claim that raises a question under one view raises none under the other."""
    (finding,) = contested_findings({"DE": [], "RU": [OTHER]})
    assert (finding.rule, finding.outcome) == ("GEO-4", Outcome.CONTESTED)


def test_the_worst_stands_first() -> None:
    """Who reads only the first line reads what matters most."""
    assert worst_first([KEPT, OTHER, BROKEN]) == (BROKEN, OTHER, KEPT)

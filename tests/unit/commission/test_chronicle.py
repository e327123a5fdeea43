"""The chronicle: decisions in force, whose claims they are, and each Party's view."""

from __future__ import annotations

from datetime import UTC, date, datetime

from overflight.commission import (
    Chronicle,
    ClaimMade,
    CommissionFact,
    DecisionAdopted,
    ReadingChosen,
    fold_chronicle,
)
from overflight.record import Reference, Said
from overflight.treaty import DecisionStatus, open_skies

DAY = date(2010, 1, 1)
OFFERED = {key: entry.reading for key, entry in open_skies().open_points.items()}


def folded(*by: tuple[str, CommissionFact]) -> Chronicle:
    """Fold facts said by parties, one after the other."""
    at = datetime(2010, 1, 1, tzinfo=UTC)
    said = [
        Said(fact, party, at, Reference("x/log", i, "00")) for i, (party, fact) in enumerate(by)
    ]
    return fold_chronicle(said, depositaries=("CA", "HU"))


def decision(number: str, adopted: date | None = None, revision: str = "") -> DecisionAdopted:
    """Return a decision that was read exactly."""
    return DecisionAdopted(number, "t", DecisionStatus.EXACT, adopted, revision=revision)


def claim(name: str = "c", since: date | None = None, until: date | None = None) -> ClaimMade:
    """Return a claim of one Party."""
    return ClaimMade(name, "AA", "stand-off", "10 km", "g", ("BB",), since, until)


def test_a_decision_holds_from_its_day() -> None:
    """The day before its adoption a decision binds nobody."""
    chronicle = folded(("HU", decision("22/02", date(2002, 12, 16))))
    assert chronicle.decisions_on(date(2002, 12, 15)) == ()
    (one,) = chronicle.decisions_on(date(2002, 12, 16))
    assert one.fact.number == "22/02"
    assert one.applies


def test_a_revision_replaces_the_first_text_from_its_day() -> None:
    """One number, one text in force."""
    chronicle = folded(
        ("HU", decision("15", date(1994, 10, 12))),
        ("HU", decision("15", date(2007, 1, 1), revision="1")),
    )
    assert [d.fact.revision for d in chronicle.decisions_on(date(2006, 1, 1))] == [""]
    assert [d.fact.revision for d in chronicle.decisions_on(date(2007, 1, 1))] == ["1"]


def test_a_decision_that_ended_is_not_in_force() -> None:
    """The range is half open."""
    ended = DecisionAdopted("9", "t", DecisionStatus.EXACT, date(2000, 1, 1), until=DAY)
    chronicle = folded(("HU", ended))
    assert len(chronicle.decisions_on(date(2009, 12, 31))) == 1
    assert chronicle.decisions_on(DAY) == ()


def test_what_was_not_read_exactly_is_not_applied() -> None:
    """A title, a part or a guess is listed, never used as the rule."""
    partial = DecisionAdopted("3", "t", DecisionStatus.TITLE)
    (one,) = folded(("HU", partial)).decisions_on(date(1990, 1, 1))
    assert not one.applies


def test_only_a_depositary_says_what_was_decided() -> None:
    """One Party alone cannot put a decision of all on record."""
    assert folded(("AA", decision("1/99"))).decisions_on(DAY) == ()
    open_to_all = fold_chronicle(
        [Said(decision("1/99"), "AA", datetime(2010, 1, 1, tzinfo=UTC), Reference("x", 0, "0"))]
    )
    assert len(open_to_all.decisions_on(DAY)) == 1


def test_a_claim_is_its_claimants_only_if_the_claimant_said_it() -> None:
    """What others report about a Party is shown as a report and enters no view."""
    chronicle = folded(("BB", claim("r")), ("AA", claim("c")))
    assert [(c.fact.id, c.own) for c in chronicle.claims_on(DAY)] == [("r", False), ("c", True)]
    assert [c.fact.id for c in chronicle.view_of("AA", DAY, OFFERED).claims] == ["c"]
    assert chronicle.view_of("BB", DAY, OFFERED).claims == ()


def test_the_claimants_own_word_stands_above_a_report() -> None:
    """A report said later does not replace what the claimant itself said."""
    (one,) = folded(("AA", claim()), ("BB", claim(until=DAY))).claims_on(DAY)
    assert one.own
    withdrawn = folded(("BB", claim()), ("AA", claim(until=DAY)))
    assert withdrawn.claims_on(DAY) == ()


def test_a_claim_stands_between_its_days() -> None:
    """Neither before its first day nor from its end on."""
    chronicle = folded(("AA", claim(since=date(2005, 1, 1), until=DAY)))
    held = [len(chronicle.claims_on(d)) for d in (date(2004, 12, 31), date(2005, 1, 1), DAY)]
    assert held == [0, 1, 0]


def test_a_view_is_the_readings_a_party_chose() -> None:
    """Each Party reads for itself; who said nothing reads by default."""
    chronicle = folded(
        ("AA", ReadingChosen("AMB-29", "none", date(2005, 1, 1))),
        ("AA", ReadingChosen("AMB-10", "whole-path", date(2011, 1, 1))),
    )
    assert (
        chronicle.view_of("AA", date(2004, 1, 1), OFFERED).readings.of("AMB-29") == "one-crossing"
    )
    view = chronicle.view_of("AA", DAY, OFFERED)
    assert view.readings.of("AMB-29") == "none"
    assert view.readings.of("AMB-10") == "inside-territory"
    assert [ref.i for ref in view.basis] == [0]
    assert chronicle.view_of("BB", DAY, OFFERED).readings.of("AMB-29") == "one-crossing"


def test_a_later_choice_replaces_an_earlier_one() -> None:
    """A Party may change its reading; the last one said stands."""
    chronicle = folded(
        ("AA", ReadingChosen("AMB-29", "none", date(2005, 1, 1))),
        ("AA", ReadingChosen("AMB-29", "one-crossing", date(2006, 1, 1))),
    )
    assert chronicle.view_of("AA", DAY, OFFERED).readings.of("AMB-29") == "one-crossing"


def test_an_unknown_reading_is_told_and_ignored() -> None:
    """A newer record may name points or options this version does not know."""
    chronicle = folded(
        ("AA", ReadingChosen("AMB-29", "sideways", DAY)), ("AA", ReadingChosen("AMB-99", "x", DAY))
    )
    view = chronicle.view_of("AA", DAY, OFFERED)
    assert view.ignored == ("AMB-29=sideways", "AMB-99=x")
    assert view.readings.of("AMB-29") == "one-crossing"

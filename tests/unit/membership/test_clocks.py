"""The clocks of membership, on the worked examples of the rule book and by hand."""

from __future__ import annotations

from datetime import date

import pytest

from overflight.deadlines import Unit
from overflight.membership import (
    Terms,
    entry_into_force,
    entry_terms,
    force_for_state,
    withdrawal_effect,
)
from overflight.membership.clocks import day_after
from overflight.treaty import open_skies

TERMS = Terms(frozenset({"CA", "HU"}), frozenset({"CA", "HU", "AA"}), 4, 60, 6)


@pytest.mark.parametrize(
    ("event", "due"),
    [("2001-11-02", "2002-01-01"), ("2002-12-12", "2003-02-10"), ("2004-11-02", "2005-01-01")],
)
def test_sixty_days_as_the_depositaries_counted_them(event: str, due: str) -> None:
    """CLK-2 was verified on these three deposits."""
    assert day_after(date.fromisoformat(event), 60, Unit.DAYS) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2020-05-22", "2020-11-22"),
        ("2021-06-18", "2021-12-18"),
        ("2020-08-31", "2021-02-28"),
        ("2019-08-31", "2020-02-29"),
    ],
)
def test_six_months_keep_the_day_number_clipped_to_the_month(event: str, due: str) -> None:
    """CLK-3 was verified on both withdrawals; the clipped days are by calendar."""
    assert day_after(date.fromisoformat(event), 6, Unit.MONTHS) == date.fromisoformat(due)


def test_the_treaty_asks_for_both_depositaries_and_every_quota_of_eight() -> None:
    """MEM-2 names them: DE, US, BY and RU, CA, FR, GB, IT, TR, UA, and Hungary as Depositary."""
    terms = entry_terms(open_skies())
    assert terms.required == {"DE", "US", "BY", "RU", "CA", "FR", "GB", "IT", "TR", "UA", "HU"}
    assert terms.depositaries == {"CA", "HU"}
    assert (terms.instruments, terms.days, terms.months) == (20, 60, 6)


def test_entry_into_force_waits_for_the_last_needed_instrument() -> None:
    """The day runs from the later of the last required State and the last of the number."""
    early = date(2000, 1, 1)
    needed = {"CA": early, "HU": early, "AA": date(2000, 3, 1)}
    assert entry_into_force(needed, TERMS) is None
    assert entry_into_force({**needed, "BB": early}, TERMS) == date(2000, 4, 30)
    assert entry_into_force({**needed, "BB": date(2000, 5, 1)}, TERMS) == date(2000, 6, 30)
    del needed["AA"]
    assert entry_into_force({**needed, "BB": early, "CC": early}, TERMS) is None


def test_a_deposit_up_to_entry_into_force_counts_with_it() -> None:
    """art.XVII.6 runs a clock of its own only for deposits after entry into force."""
    entry = date(2002, 1, 1)
    assert force_for_state(entry, None, TERMS) is None
    assert force_for_state(entry, entry, TERMS) == entry
    assert force_for_state(date(2002, 1, 2), entry, TERMS) == date(2002, 3, 3)


def test_a_withdrawal_never_takes_effect_early() -> None:
    """art.XV.2 gives at least six months; a later day named by the State stands."""
    notice = date(2021, 6, 18)
    assert withdrawal_effect(notice, None, TERMS) == date(2021, 12, 18)
    assert withdrawal_effect(notice, date(2021, 12, 18), TERMS) == date(2021, 12, 18)
    assert withdrawal_effect(notice, date(2021, 9, 1), TERMS) == date(2021, 12, 18)
    assert withdrawal_effect(notice, date(2022, 1, 1), TERMS) == date(2022, 1, 1)

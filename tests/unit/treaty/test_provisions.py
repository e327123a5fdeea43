"""The one spelling of places."""

from __future__ import annotations

import pytest

from overflight.errors import UsageError
from overflight.treaty import check_provision


@pytest.mark.parametrize(
    "text",
    [
        "art.VI.II.2",
        "art.XV",
        "annex.A.I.1",
        "annex.D-1.III.2",
        "annex.B.II.2.A.1.d",
        "annex.E-1.I.C",
        "dec.16/02",
        "dec.3",
        "dec.unnumbered.data-bank",
        "treaty",
    ],
)
def test_a_place_spelled_as_the_house_spells_it_passes(text: str) -> None:
    """Rules, tables and findings all use this spelling."""
    assert check_provision(text) == text


@pytest.mark.parametrize(
    "text", ["VI.II.2", "art.6.2", "annex.M.1", "dec.", "Art.VI", "", "treaty.1"]
)
def test_any_other_spelling_is_refused(text: str) -> None:
    """Two spellings of one place could not be compared."""
    with pytest.raises(UsageError):
        check_provision(text)

"""Honest days over a bad network: not one false alarm, and all is held in the end.

The short form runs always; the long form is the figure: 10,000 runs.
"""

from __future__ import annotations

import pytest
from tests.attacks.network_runs import HonestRun

SHORT, LONG = 25, 10_000


def _no_alarm(seeds: range) -> None:
    for seed in seeds:
        assert HonestRun(seed).run() == [], seed


def test_honest_nodes_raise_no_alarm() -> None:
    """Delays, partitions, restarts, power cuts and skewed clocks are no crime."""
    _no_alarm(range(SHORT))


@pytest.mark.slow
def test_ten_thousand_runs_of_honest_nodes() -> None:
    """Not one false alarm in as many runs, and each ends with everything held everywhere."""
    _no_alarm(range(SHORT, SHORT + LONG))

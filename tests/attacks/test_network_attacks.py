"""Generated attacks on a regime of nodes: all are told, and each leaves what a stranger accepts.

The short form runs always; the long form is the figure: 10,000 attacks.
"""

from __future__ import annotations

from collections import Counter

import pytest
from tests.attacks.network_attacks import KINDS, NetworkAttack

SHORT, LONG = 120, 10_000


def _all_told(seeds: range) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for seed in seeds:
        told = NetworkAttack(seed).run()
        assert told.told, (seed, told)
        assert told.proven, (seed, told)
        kinds[told.kind] += 1
    return kinds


def test_every_attack_on_the_network_is_told() -> None:
    """Equivocation, replay, drops, flips, floods, forgeries: each is told, none is believed."""
    assert len(_all_told(range(SHORT))) == len(KINDS)


@pytest.mark.slow
def test_ten_thousand_attacks_on_the_network() -> None:
    """The same, as many as the figure says."""
    kinds = _all_told(range(SHORT, SHORT + LONG))
    assert min(kinds.values()) > LONG / len(KINDS) / 2

"""Generated attacks on logs, mirrors and evidence: all are told, and honest days raise no alarm.

The short form runs always; the long form is the figure: 10,000 attacks and 10,000 honest runs.
"""

from __future__ import annotations

from collections import Counter

import pytest
from tests.attacks import strangers_checker as stranger
from tests.attacks.trust_world import KINDS, PUBLIC, Attack, HonestRun
from tests.mirror_samples import head_over
from tests.record_samples import HU

from overflight.record import ForkEvidence, write_fork

SHORT, LONG = 360, 10_000
SHORT_HONEST, LONG_HONEST = 120, 10_000


def _all_told(seeds: range) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for seed in seeds:
        told = Attack(seed).run()
        assert told.told, (seed, told)
        assert told.proven, (seed, told)
        kinds[told.kind] += 1
    return kinds


def _no_alarm(seeds: range) -> None:
    for seed in seeds:
        assert HonestRun(seed).run() == [], seed


def test_every_generated_attack_is_told_and_proven() -> None:
    """Hundreds of seeded attacks of every kind: each is told, and a stranger accepts the proof."""
    kinds = _all_told(range(SHORT))
    assert len(kinds) == len(KINDS)


def test_honest_runs_raise_no_alarm() -> None:
    """Delays, partitions, restarts and half answers are no crime."""
    _no_alarm(range(SHORT_HONEST))


@pytest.mark.slow
def test_ten_thousand_attacks() -> None:
    """The same, as many as the figure says."""
    kinds = _all_told(range(SHORT, SHORT + LONG))
    assert min(kinds.values()) > LONG / len(KINDS) / 2


@pytest.mark.slow
def test_ten_thousand_honest_runs() -> None:
    """Not one false alarm in as many honest runs."""
    _no_alarm(range(SHORT_HONEST, SHORT_HONEST + LONG_HONEST))


def test_the_strangers_checker_is_no_rubber_stamp() -> None:
    """It refuses heads that agree, other logs and other keys, else it proves nothing here."""
    a, b = head_over(HU, [b"a"]), head_over(HU, [b"b"])
    good = write_fork(ForkEvidence(HU, a, b))
    assert stranger.accepts(good, HU, PUBLIC)
    assert not stranger.accepts(good, HU + "x", PUBLIC)
    assert not stranger.accepts(good, HU, bytes(range(32)))
    assert not stranger.accepts(write_fork(ForkEvidence(HU, a, a)), HU, PUBLIC)
    assert not stranger.accepts(write_fork(ForkEvidence(HU, a, b, b"r" * 32)), HU, PUBLIC)

"""Run a simulated regime and measure how long a statement takes to everybody."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from overflight.adapters.node.simulated import SimulatedRegime
from overflight.adapters.node.weather import EPOCH, Load, Weather
from overflight.desk import founders_of
from overflight.desk.network.node_status import Simulated
from overflight.missions.said.facts_notice import Notified
from overflight.notifications import IntentionToFly

__all__ = ["Asked", "simulate"]

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
"""Where files lie in memory: a disk would make 34 nodes on one machine wait for each other."""
_LONGEST_S = 4 * 3600.0
"""Where something is not held by all so long after the last statement, the run has failed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be simulated.

    Args:
        parties: How many nodes, at most as many as States joined the Treaty.
        statements: How many statements, by the parties in turn.
        per_minute: How many a minute; 0 for all at once.
        interval_s: Seconds from one round to the next.
        lost: Share of questions that get no answer.
        memory: Keep the records in memory, not in SQLite.
        seed: The same number gives the same run.
    """

    parties: int
    statements: int
    per_minute: float = 0.0
    interval_s: float = 60.0
    lost: float = 0.0
    memory: bool = False
    seed: int = 1


def simulate(asked: Asked) -> Simulated:
    """Run a regime in one process until every statement is held by all.

    Raises:
        StoreError: The disk failed.
    """
    parties = founders_of([])[: asked.parties]
    each_s = 60 / asked.per_minute if asked.per_minute else 0.0
    at_once = 1 if asked.per_minute else asked.statements
    load = Load(asked.statements, at_once, each_s, _notice)
    with _folder(memory=asked.memory) as folder:
        weather = Weather(lost=asked.lost)
        regime = SimulatedRegime(parties, asked.seed, weather, asked.interval_s, folder)
        try:
            cpu_s = regime.run(load, asked.statements * each_s + _LONGEST_S)
        finally:
            regime.close()
    return _measured(asked, regime, cpu_s)


@contextmanager
def _folder(*, memory: bool) -> Iterator[Path | None]:
    """Give a folder for the SQLite files of all nodes, or nothing."""
    if memory:
        yield None
        return
    where = str(_IN_MEMORY) if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="overflight-sim-", dir=where) as folder:
        yield Path(folder)


def _notice(number: int, party: str) -> Notified:
    """Return a notification, as it is the most frequent statement of some length."""
    at = EPOCH + timedelta(minutes=number)
    intention = IntentionToFly(
        estimated_arrival=at + timedelta(hours=96),
        lodging="12 persons, four nights",
        transport_mode="observation aircraft",
        clearance_number=f"specimen {number}",
        flight_distance_km=Decimal(1400),
        personnel=12,
    )
    return Notified(f"2030-OS0{number % 1000:03}", at, party, party, intention, received_at=at)


def _measured(asked: Asked, regime: SimulatedRegime, cpu_s: float) -> Simulated:
    spans = sorted(each.held_s - each.said_s for each in regime.held)
    first = min((each.said_s for each in regime.held), default=regime.time.now)
    return Simulated(
        parties=len(regime.nodes),
        statements=asked.statements,
        per_minute=_short(asked.per_minute),
        seed=asked.seed,
        held=len(spans),
        p50_s=_short(_quantile(spans, 0.50)),
        p99_s=_short(_quantile(spans, 0.99)),
        most_s=_short(spans[-1] if spans else 0.0),
        bytes_per_statement=regime.moved // asked.statements,
        questions=regime.asked,
        cpu_ms_per_statement=_short(cpu_s * 1000 / asked.statements),
        rounds=regime.rounds,
        span_s=_short(regime.time.now - first),
        codes=dict(sorted(regime.codes.items())),
        alarms=tuple(regime.alarms),
    )


def _quantile(ordered: list[float], share: float) -> float:
    """Return the least value that so many of all do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _short(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")

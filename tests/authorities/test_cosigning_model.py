"""The cosigning rule in Promela, every order of events looked at by the model checker Spin.

Two heads of one log that contradict each other never both reach the quorum while no more than f
mirrors lie; and the same model, bent in one place, finds how they would.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from overflight.record import faults_of, quorum_of

MODEL = Path(__file__).parent / "promela" / "cosigning.pml"
PROGRAMS = ("spin", "gcc")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model checker answers: whether the rule holds, and over how many states."""

    holds: bool
    states: int


def checked(folder: Path, parties: int, **changed: int) -> Verdict:
    """Return the verdict on a regime with as many liars as it allows for, some numbers changed."""
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: spin, gcc)")
    numbers = {
        "N": parties,
        "LIARS": faults_of(parties),
        "QUORUM": quorum_of(parties),
        "LOSSES": 0,
        "SEND_FIRST": 0,
    } | changed
    defined = [f"-D{name}={value}" for name, value in numbers.items()]
    for command in (
        ["spin", "-a", *defined, str(MODEL)],
        ["gcc", "-O2", "-DSAFETY", "-o", "pan", "pan.c"],
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    done = subprocess.run(
        ["./pan", "-m10000"], cwd=folder, check=True, capture_output=True, text=True
    )
    errors = re.search(r"errors: (\d+)", done.stdout)
    states = re.search(r"(\d+) states, stored", done.stdout)
    assert errors is not None
    assert states is not None
    assert "too small" not in done.stdout
    broken = "assertion violated" in done.stdout
    assert broken == (errors[1] != "0"), done.stdout
    return Verdict(not broken, int(states[1]))


@pytest.mark.parametrize(("parties", "states"), [(4, 2_000), (7, 900_000)])
def test_no_two_histories_reach_a_quorum(tmp_path: Path, parties: int, states: int) -> None:
    """With at most f liars, and crashes between storing and sending, one history counts."""
    verdict = checked(tmp_path, parties)
    assert verdict.holds
    assert verdict.states > states


@pytest.mark.parametrize("parties", [4, 7])
def test_one_liar_more_breaks_it(tmp_path: Path, parties: int) -> None:
    """The bound is sharp, and the model can fail: f + 1 liars make two histories count."""
    assert not checked(tmp_path, parties, LIARS=faults_of(parties) + 1).holds


@pytest.mark.parametrize("parties", [4, 7])
def test_a_quorum_one_smaller_breaks_it(tmp_path: Path, parties: int) -> None:
    """The quorum is the smallest safe one."""
    assert not checked(tmp_path, parties, QUORUM=quorum_of(parties) - 1).holds


@pytest.mark.parametrize("parties", [4, 7])
def test_sending_before_storing_breaks_it(tmp_path: Path, parties: int) -> None:
    """A mirror that sends its line before the line is stored may sign the other head after it."""
    assert not checked(tmp_path, parties, SEND_FIRST=1).holds


@pytest.mark.parametrize("parties", [4, 7])
def test_a_lost_disk_counts_among_the_liars(tmp_path: Path, parties: int) -> None:
    """A line that only the forking log holds is not found again by a mirror that lost its disk.

    With f liars already, its second line is one too many.
    """
    assert not checked(tmp_path, parties, LOSSES=1).holds


def test_one_lost_disk_and_one_liar_less(tmp_path: Path) -> None:
    """A mirror that starts again from what all others hold does no harm while f is not used up."""
    assert checked(tmp_path, 4, LIARS=0, LOSSES=1).holds


@pytest.mark.slow
def test_one_lost_disk_among_seven(tmp_path: Path) -> None:
    """The same with one liar and one lost disk of seven: 22 million states, two minutes."""
    assert checked(tmp_path, 7, LIARS=1, LOSSES=1).holds

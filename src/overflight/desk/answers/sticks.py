"""What the commands that pack and take bundles answer."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BundleAnswer",
    "CarriedLog",
    "StickFault",
    "StickTaken",
    "TakenLog",
    "UnbundleAnswer",
]


@dataclass(frozen=True, slots=True)
class CarriedLog:
    """One log of a bundle: entries its receiver has already, entries under the head carried."""

    since: int
    entries: int


@dataclass(frozen=True, slots=True)
class BundleAnswer:
    """A bundle that was written: who packed it, its bytes, its logs by origin."""

    bundle: str
    packer: str
    bytes: int
    logs: dict[str, CarriedLog]


@dataclass(frozen=True, slots=True)
class TakenLog:
    """One log a folder took: entries held before, entries held now."""

    before: int
    entries: int


@dataclass(frozen=True, slots=True)
class UnbundleAnswer:
    """A bundle that was taken into a folder."""

    regime: str
    packer: str
    logs: dict[str, TakenLog]


@dataclass(frozen=True, slots=True)
class StickFault:
    """What could not be taken, and why: the log, the code, what would have been right."""

    origin: str
    code: str
    expected: str
    found: str
    alarm: bool


@dataclass(frozen=True, slots=True)
class StickTaken:
    """A bundle that was taken into a node.

    Args:
        bundle: The file.
        packer: Who says to have packed it.
        packed: Its log key signed the list.
        logs: Entries held before and now, by origin.
        cosigned: Logs of which this node cosigned a head.
        lines: Cosignatures over the node's own log, held now.
        faults: What could not be taken.
    """

    bundle: str
    packer: str
    packed: bool
    logs: dict[str, TakenLog]
    cosigned: tuple[str, ...]
    lines: int
    faults: tuple[StickFault, ...]

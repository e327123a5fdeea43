"""What an officer is shown of a node that recovers, and what still keeps it from signing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from overflight.desk.network.recovery import mirrors_needed
from overflight.record import faults_of

__all__ = [
    "BackupAnswer",
    "ConfirmedAnswer",
    "LeftEntry",
    "LogFound",
    "RecoveryForm",
    "ShownHead",
    "lacks_of",
]


@dataclass(frozen=True, slots=True)
class ShownHead:
    """The head of the party's own log that one source showed.

    Args:
        source: Name of the source.
        party: Code of the party whose mirror it is; empty for a copy that speaks for nobody.
        size: How many entries it covers.
        root: Its root, hex.
        cosigners: Codes of the parties whose cosignatures stand under it.
    """

    source: str
    party: str
    size: int
    root: str
    cosigners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogFound:
    """How far another party's log was fetched back."""

    origin: str
    entries: int


@dataclass(frozen=True, slots=True)
class LeftEntry:
    """An entry of one's own log that no other party held.

    Args:
        id: Id of the statement.
        type: Its type.
        hash: Leaf hash, hex.
        index: Where it stands in the log, or stood in the log that was set aside.
    """

    id: str
    type: str
    hash: str
    index: int


@dataclass(frozen=True, slots=True)
class RecoveryForm:
    """The state of a recovery, as it is kept beside the database and shown to the officer.

    Args:
        v: Version of this form.
        party: Code of the party.
        origin: Its own newest log.
        generation: Generation of the database this speaks of.
        why: What happened.
        parties: How many parties there are.
        size: Entries of the largest head found, which the database holds now.
        root: Its root, hex.
        heads: What each source showed.
        silent: Sources that could not be asked, and why.
        unpublished: Entries in the log that no other party held; they stay where they are.
        left: Entries of a log that was set aside which the log found does not hold.
        kept: File with those entries; empty where there are none.
        logs: How far the other logs were fetched back.
        problems: What is wrong with the party's own log as it was found.
    """

    v: Literal[1]
    party: str
    origin: str
    generation: str
    why: str
    parties: int
    size: int
    root: str
    heads: tuple[ShownHead, ...] = ()
    silent: tuple[str, ...] = ()
    unpublished: tuple[LeftEntry, ...] = ()
    left: tuple[LeftEntry, ...] = ()
    kept: str = ""
    logs: tuple[LogFound, ...] = ()
    problems: tuple[str, ...] = field(default_factory=tuple)

    @property
    def keepers(self) -> tuple[str, ...]:
        """Return the parties whose own mirrors have shown the log."""
        return tuple(sorted({head.party for head in self.heads if head.party}))


def lacks_of(form: RecoveryForm, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what still keeps an officer from confirming, in words; nothing if nothing does.

    Args:
        form: The state of the recovery.
        without: Mirrors the officer goes on without, for they cannot be asked any more: named one
            by one, and in the statement. Never so many that no honest one need be among the rest.
    """
    return tuple(_lacks(form, without))


def _lacks(form: RecoveryForm, without: tuple[str, ...]) -> Iterator[str]:
    given_up = set(without) - set(form.keepers) - {form.party}
    asked, needed = len(form.keepers), mirrors_needed(form.parties)
    least = min(faults_of(form.parties) + 1, form.parties - 1)
    if asked + len(given_up) < needed:
        yield f"the log of {form.party} from {needed} mirrors, not only {asked}"
    if asked < least:
        yield f"at least {least} mirrors that answer, whoever is given up"
    if not form.size:
        yield "entries of this log: none were found"
    yield from form.problems


@dataclass(frozen=True, slots=True)
class BackupAnswer:
    """A backup that was written, or set back to.

    Args:
        file: Where it lies.
        party: Code of the party whose node it is of.
        regime: Regime id.
        made: When, as the node's clock said.
        bytes: Length of the file.
        keys: The machine's keys were put in or taken out.
    """

    file: str
    party: str
    regime: str
    made: str
    bytes: int
    keys: bool


@dataclass(frozen=True, slots=True)
class ConfirmedAnswer:
    """A recovery that is over.

    Args:
        party: Code of the party.
        origin: Its log.
        index: Where the officer's statement stands.
        again: How many entries found only in a backup were appended again.
        kept: Leaf hashes of those that could not be.
    """

    party: str
    origin: str
    index: int
    again: int
    kept: tuple[str, ...] = ()

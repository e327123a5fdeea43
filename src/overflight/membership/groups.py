"""Groups of States Parties, and where each counts as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from overflight.membership.facts import GroupEnded, GroupFormed
from overflight.treaty import GroupKind

__all__ = ["Group", "Groups"]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of States Parties, or a unit of the annexes with several members.

    Args:
        code: Unit code.
        name: Name.
        kind: What it is to the others.
        members: Codes of its members.
        formed: First day.
        ended: First day on which it is no more, where that is known.
        scope: Articles and Annexes in which it counts as one.
        provision: Where it is written.
        note: Doubts and details.
    """

    code: str
    name: str
    kind: GroupKind
    members: tuple[str, ...]
    formed: date
    ended: date | None
    scope: tuple[str, ...]
    provision: str
    note: str

    def covers(self, provision: str) -> bool:
        """Return whether the group counts as one under a provision."""
        return any(provision == part or provision.startswith(f"{part}.") for part in self.scope)

    def stands(self, day: date, members: Sequence[str]) -> bool:
        """Return whether the group stands on a day: a group needs two (art.II.3, DEF-3).

        Args:
            day: The day.
            members: The States Parties on that day.
        """
        there = sum(code in members for code in self.members)
        return self.formed <= day and (self.ended is None or day < self.ended) and there > 1


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups ever formed."""

    every: tuple[Group, ...]

    @classmethod
    def of(cls, formed: Iterable[GroupFormed], ended: Iterable[GroupEnded]) -> Groups:
        """Fold the founding and ending of groups."""
        ends = {fact.group: fact for fact in ended}
        return cls(
            tuple(
                Group(
                    fact.group,
                    fact.name,
                    fact.kind,
                    fact.members,
                    fact.on,
                    ends[fact.group].on if fact.group in ends else None,
                    fact.scope,
                    fact.provision,
                    fact.note,
                )
                for fact in formed
            )
        )

    def named(self, code: str) -> Group | None:
        """Return the group of a code, the latest formed."""
        return next((group for group in reversed(self.every) if group.code == code), None)

    def standing_for(
        self, code: str, provision: str, day: date, members: Sequence[str]
    ) -> Group | None:
        """Return the group that stands for a State under a provision on a day."""
        return next(
            (
                group
                for group in reversed(self.every)
                if code in group.members and group.covers(provision) and group.stands(day, members)
            ),
            None,
        )

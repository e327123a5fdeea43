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
        """Fold the founding and ending of groups; an end closes what was formed before it."""
        ends = [(fact.group, fact.on) for fact in ended]
        return cls(
            tuple(
                Group(
                    fact.group,
                    fact.name,
                    fact.kind,
                    fact.members,
                    fact.on,
                    min(
                        (on for code, on in ends if code == fact.group and on > fact.on),
                        default=None,
                    ),
                    fact.scope,
                    fact.provision,
                    fact.note,
                )
                for fact in formed
            )
        )

    def named(self, code: str, on: date | None = None) -> Group | None:
        """Return the group of a code: the latest formed, or the latest formed by a day.

        Where none was formed by that day, the first one to be formed is meant.
        """
        found = [group for group in self.every if group.code == code]
        begun = [group for group in found if on is None or group.formed <= on]
        if begun:
            return begun[-1]
        return found[0] if found else None

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

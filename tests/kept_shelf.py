"""What is kept beside a record, in memory: for tests that ask what is read and what is written."""

from __future__ import annotations

from overflight.desk import Desk
from overflight.desk.record import Draft, say_all

__all__ = ["Shelf"]


class Shelf:
    """Bytes by name, and a state of the record's files that a test sets.

    Args:
        state: The state it tells.
        takes: Whether it takes what it is given, as a full disk does not.
    """

    def __init__(self, state: str = "as written", *, takes: bool = True) -> None:
        self.told = state
        self.takes = takes
        self.held: dict[str, bytes] = {}
        self.asked: list[str] = []

    def state(self) -> str:
        """Return the state that was set."""
        return self.told

    def get(self, name: str) -> bytes | None:
        """Return what was put."""
        self.asked.append(name)
        return self.held.get(name)

    def put(self, name: str, data: bytes) -> bool:
        """Keep bytes, if it takes any."""
        if self.takes:
            self.held[name] = data
        return self.takes


class Writer(Shelf):
    """A shelf beside a record to which somebody appends while it is read.

    Args:
        desk: The record.
        drafts: What is said the first time something is asked for.
    """

    def __init__(self, desk: Desk, signer: object, drafts: list[Draft]) -> None:
        super().__init__()
        self._late = (desk, signer, drafts)

    def get(self, name: str) -> bytes | None:
        """Say the drafts, once, then return what was put."""
        desk, signer, drafts = self._late
        if drafts:
            say_all(desk, signer, drafts)  # type: ignore[arg-type]
            self._late = (desk, signer, [])
        return super().get(name)

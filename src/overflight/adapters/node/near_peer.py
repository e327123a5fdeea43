"""A peer in the same process: another node's store, asked without a network.

For tests, for the simulation of a whole regime, and for a host that keeps several parties' nodes.
"""

from __future__ import annotations

from collections.abc import Callable

from overflight.desk.network.ports import Got
from overflight.errors import SourceError

__all__ = ["NearPeer"]


class NearPeer:
    """Another node, as its peers see it.

    Args:
        name: Who it is: a party's code.
        serve: Gives the bytes at a path, as the other node serves them.
        now: What its clock says, in seconds since 1970; nothing for a peer without one.
        hinted: What it does when it is told that there is something new.
    """

    def __init__(
        self,
        name: str,
        serve: Callable[[str], bytes | None],
        now: Callable[[], int] | None = None,
        hinted: Callable[[], None] | None = None,
    ) -> None:
        self._name = name
        self._serve = serve
        self._now = now
        self._hinted = hinted

    @property
    def name(self) -> str:
        """Who it is."""
        return self._name

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path.

        Raises:
            SourceError: ``E-OVERSIZE``: there are more of them than are taken.
        """
        data = self._serve(path)
        if data is not None and len(data) > most:
            raise SourceError(
                "E-OVERSIZE",
                where=f"{self._name}, {path}",
                expected=f"at most {most} bytes",
                found=f"{len(data)} bytes",
                remedy="Nothing was taken; ask the peer's keeper why.",
            )
        return Got(data, self._now() if self._now else None)

    def hint(self) -> None:
        """Tell the peer that there is something new here."""
        if self._hinted is not None:
            self._hinted()

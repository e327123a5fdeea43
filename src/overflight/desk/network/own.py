"""Cosign one's own log: a party's policy asks for its own mirror beside the quorum of all."""

from __future__ import annotations

from overflight.desk.network.mirroring import Mirrored, Served, mirror_head
from overflight.desk.network.node import NodeDesk
from overflight.record import Offer

__all__ = ["cosign_own"]


def cosign_own(desk: NodeDesk) -> Mirrored | None:
    """Cosign the newest head of the party's own log by its own mirror, by the same rule.

    The mirror reads the entries back from where they are kept: that it signs says that the log has
    not lost or changed what it signed for.

    Args:
        desk: The node.

    Returns:
        What became of the head; nothing for a log that has not begun, or without mirror keys.

    Raises:
        StoreError: The disk failed; nothing was cosigned.
    """
    note = desk.records.checkpoint(desk.own)
    if note is None or not desk.by:
        return None
    offer = Offer(note, desk.keys.log_keys(desk.own))
    during = desk.during(desk.memory.ahead)
    return mirror_head(desk.mirrors, desk.by, desk.own, Served(offer), during)

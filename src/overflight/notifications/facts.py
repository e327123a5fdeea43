"""What can be said of notifications: that one was given, with what it says.

Treaty: art.XI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from overflight.deadlines import Instant
from overflight.notifications.contents import Channel
from overflight.notifications.message_forms import Message

__all__ = ["KINDS", "NoticeGiven"]


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A State Party, a Depositary or the Commission gave a notification.

    Args:
        message: The message.
        channel: How it travelled.
        received_at: When it was received by the last of its addressees; none where not known.
        event_at: When the event was that its time hangs on, where the message does not hold it.
        circle: Whom it must reach where the text names a circle (the States crossed, those that
            take part); empty where not told.
    """

    message: Message
    channel: Channel = Channel.OFFICIAL
    received_at: Instant | None = None
    event_at: Instant | None = None
    circle: tuple[str, ...] = ()


KINDS: Mapping[str, type] = MappingProxyType({"notifications.notice-given/1": NoticeGiven})

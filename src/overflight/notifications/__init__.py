"""Notifications: who must be told what, when and how, and the notice itself as text."""

from overflight.notifications.contents import (
    Acknowledgement,
    Channel,
    CopyRequest,
    CoverResult,
    IntentionToFly,
    MissionReport,
    Period,
)

__all__ = [
    "Acknowledgement",
    "Channel",
    "CopyRequest",
    "CoverResult",
    "IntentionToFly",
    "MissionReport",
    "Period",
]

"""Notifications: who must be told what, when and how, and the notice itself as text."""

from overflight.notifications.content_checks import (
    check_acknowledgement,
    check_copy_request,
    check_intention,
    check_report,
)
from overflight.notifications.contents import (
    Acknowledgement,
    Channel,
    CopyRequest,
    CoverResult,
    IntentionToFly,
    MissionReport,
    Period,
)
from overflight.notifications.messages import (
    MISSION_NOTICES,
    Notice,
    addressees,
    dispatch_findings,
    notice,
)
from overflight.notifications.rendering import Content, Envelope, render_notice, render_report

__all__ = [
    "MISSION_NOTICES",
    "Acknowledgement",
    "Channel",
    "Content",
    "CopyRequest",
    "CoverResult",
    "Envelope",
    "IntentionToFly",
    "MissionReport",
    "Notice",
    "Period",
    "addressees",
    "check_acknowledgement",
    "check_copy_request",
    "check_intention",
    "check_report",
    "dispatch_findings",
    "notice",
    "render_notice",
    "render_report",
]

"""Notifications: who must be told what, when and how, and the notice itself as text."""

from overflight.notifications.checking import COMMISSION, Around, check_message
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
from overflight.notifications.facts import KINDS, NoticeGiven
from overflight.notifications.judging import around_of, judge_notices
from overflight.notifications.message_forms import (
    Line,
    Message,
    answered_by,
    form_of,
    treaty_reference,
)
from overflight.notifications.messages import (
    MISSION_NOTICES,
    Notice,
    addressees,
    dispatch_findings,
    notice,
)
from overflight.notifications.reading import ReadMessage, read_message
from overflight.notifications.rendering import (
    Content,
    Envelope,
    as_message,
    render_notice,
    render_report,
)
from overflight.notifications.timing import reply_due
from overflight.notifications.writing import TELEX_WIDTH, render_message

__all__ = [
    "COMMISSION",
    "KINDS",
    "MISSION_NOTICES",
    "TELEX_WIDTH",
    "Acknowledgement",
    "Around",
    "Channel",
    "Content",
    "CopyRequest",
    "CoverResult",
    "Envelope",
    "IntentionToFly",
    "Line",
    "Message",
    "MissionReport",
    "Notice",
    "NoticeGiven",
    "Period",
    "ReadMessage",
    "addressees",
    "answered_by",
    "around_of",
    "as_message",
    "check_acknowledgement",
    "check_copy_request",
    "check_intention",
    "check_message",
    "check_report",
    "dispatch_findings",
    "form_of",
    "judge_notices",
    "notice",
    "read_message",
    "render_message",
    "render_notice",
    "render_report",
    "reply_due",
    "treaty_reference",
]

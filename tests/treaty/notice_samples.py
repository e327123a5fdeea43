"""One message for each notification, filled from its form with words of the right sort."""

from __future__ import annotations

from overflight.deadlines import parse_instant
from overflight.notifications import Line, Message, form_of
from overflight.notifications.message_forms import expected_paths
from overflight.treaty.asking import MemberSort
from overflight.treaty.notice_forms import NoticeItem

AT = parse_instant("2004-05-05T06:00:00Z")
SAYS = {
    MemberSort.TEXT: "AS TOLD",
    MemberSort.INSTANT: "2004-05-08T06:00:00Z",
    MemberSort.DAY: "2004-05-08",
    MemberSort.NUMBER: "3.5",
    MemberSort.COUNT: "3",
    MemberSort.YES_NO: "yes",
    MemberSort.PARTY: "UA",
    MemberSort.PARTIES: "UA PL",
}


def _says(item: NoticeItem, path: str) -> str:
    year = path == "A" and "YEAR" in item.heading
    assert item.sort is not None
    return "2005" if year else SAYS[item.sort]


def full(notification: str, *, without: str = "") -> Message:
    """Return a message that states every item, or every item but one."""
    form = form_of(notification)
    content = tuple(
        Line(path, _says(item, path))
        for path, item in expected_paths(form, ())
        if item.sort is not None and path != without
    )
    return Message(notification, "IT", ("RU",), f"IT/{notification}", AT, content)

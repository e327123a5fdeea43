"""Who must be told what, when and by which channel."""

from __future__ import annotations

import pytest

from overflight.deadlines import parse_instant
from overflight.errors import UsageError
from overflight.notifications import (
    MISSION_NOTICES,
    Channel,
    addressees,
    dispatch_findings,
    notice,
)
from overflight.treaty import Outcome

PARTIES = ("BG", "HU", "IT", "RO", "TR")
SENT = parse_instant("2003-05-05T06:00Z")


@pytest.mark.rule(*MISSION_NOTICES)
@pytest.mark.parametrize(
    ("which", "sender", "to"),
    [
        ("NTF-3", "IT", ("BG",)),
        ("NTF-4", "IT", ("HU", "RO", "TR")),
        ("NTF-5", "IT", ("HU", "RO")),
        ("NTF-6", "BG", ("IT",)),
        ("NTF-36", "BG", ("HU", "IT", "RO", "TR")),
        ("NTF-37", "IT", ("BG", "HU", "RO", "TR")),
        ("NTF-38", "IT", ("BG", "HU", "RO", "TR")),
        ("NTF-39", "", ("IT", "BG")),
    ],
)
def test_addressees(which: str, sender: str, to: tuple[str, ...]) -> None:
    """Each message has its sender and its addressees, the transit States of NTF-5 included."""
    message = notice(which, "IT", "BG", PARTIES, transits=("RO", "HU"))
    assert (message.sender, addressees(message)) == (sender, to)
    assert message.entry.id == which


def test_unknown_message() -> None:
    """Messages that are no part of a mission are refused by name."""
    with pytest.raises(UsageError, match="NTF-3 or NTF-4"):
        notice("NTF-43", "IT", "BG", PARTIES)


@pytest.mark.rule("NTF-36", "NTF-37", "NTF-0")
@pytest.mark.provision("art.VIII.I.3", "art.VIII.I.6", "art.XI")
@pytest.mark.parametrize(
    ("which", "channel", "rule", "outcome"),
    [
        ("NTF-36", Channel.DIPLOMATIC, "NTF-36", Outcome.KEPT),
        ("NTF-37", Channel.OFFICIAL, "NTF-37", Outcome.BROKEN),
        ("NTF-38", Channel.OFFICIAL, "NTF-0", Outcome.KEPT),
    ],
)
def test_channel(which: str, channel: Channel, rule: str, outcome: Outcome) -> None:
    """Explanations go by diplomatic channels only, other messages by any official one."""
    message = notice(which, "IT", "BG", PARTIES)
    found = dispatch_findings(message, sent_to=PARTIES, channel=channel, sent_at=SENT)
    assert (found[0].rule, found[0].outcome) == (rule, outcome)


@pytest.mark.rule("NTF-38")
@pytest.mark.provision("art.VI.I.21")
def test_who_was_not_told_is_named() -> None:
    """A State Party that was left out is named; all of them is the limit."""
    message = notice("NTF-38", "IT", "BG", PARTIES)
    short = dispatch_findings(message, sent_to=("BG", "HU", "TR"), channel=Channel.DIPLOMATIC,
                              sent_at=SENT)[1]  # fmt: skip
    assert (short.outcome, short.margin) == (Outcome.BROKEN, -1.0)
    assert "not told: RO" in short.says
    full = dispatch_findings(message, sent_to=PARTIES, channel=Channel.DIPLOMATIC, sent_at=SENT)[1]
    assert (full.outcome, full.margin) == (Outcome.KEPT, 0.0)


@pytest.mark.rule("NTF-4", "NTF-5")
@pytest.mark.provision("art.VI.I.8", "art.VII.2")
@pytest.mark.parametrize(
    ("sent", "outcome"),
    [("2003-05-05T06:00Z", Outcome.KEPT), ("2003-05-05T06:01Z", Outcome.OPEN)],
)
def test_same_moment(sent: str, outcome: Outcome) -> None:
    """A copy goes at the same moment; the text gives no tolerance, so people judge a minute."""
    message = notice("NTF-4", "IT", "BG", PARTIES)
    found = dispatch_findings(
        message,
        sent_to=PARTIES,
        channel=Channel.OFFICIAL,
        sent_at=parse_instant(sent),
        with_notice_at=SENT,
    )
    assert found[-1].outcome is outcome

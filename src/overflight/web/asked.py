"""What the address of a page says: when, for whom, in which tongue, under which readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import Request

from overflight.deadlines import Instant, day_of, format_instant, parse_day, parse_instant
from overflight.desk import code_of
from overflight.errors import UsageError
from overflight.treaty import open_skies
from overflight.web.tongues import Tongue, tongue_of

__all__ = ["Asked"]

_DAY = len("2003-05-08")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a page says; every link of the page carries it on.

    Args:
        path: Path of the page.
        at: The instant the page shows.
        moved: The address names the instant, so it is not simply now.
        party: Code of a Party; empty for everybody.
        tongue: Language of the page.
        chosen: Readings of open points that differ from the defaults.
        more: Everything else the address says.
    """

    path: str
    at: Instant
    moved: bool
    party: str
    tongue: Tongue
    chosen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, request: Request, now: Instant) -> Asked:
        """Read the address of a request.

        Args:
            request: The request.
            now: The present instant, shown where the address names none.

        Raises:
            UsageError: It names no day, no instant, no Party or no reading.
        """
        query = request.query_params
        at, party = query.get("at", ""), query.get("party", "")
        named = {"at", "party", "lang", "reading"}
        return cls(
            request.url.path,
            _instant(at) if at else now,
            bool(at),
            code_of(party, open_skies(), where="party") if party else "",
            tongue_of(query.get("lang", ""), request.headers.get("accept-language", "")),
            MappingProxyType(dict(_reading(text) for text in query.getlist("reading"))),
            MappingProxyType({key: text for key, text in query.items() if key not in named}),
        )

    @property
    def on(self) -> date:
        """Return the day the page shows."""
        return day_of(self.at)

    def href(self, path: str, **changed: str) -> str:
        """Return the address of another page, at the same instant, for the same Party.

        Args:
            path: Path of the page.
            changed: What its address says otherwise; an empty word takes it away.
        """
        said = {
            "at": format_instant(self.at) if self.moved else "",
            "party": self.party,
            "lang": self.tongue.code if self.tongue.chosen else "",
            **changed,
        }
        words = [(key, text) for key, text in said.items() if text]
        words += [("reading", f"{point}={option}") for point, option in self.chosen.items()]
        return f"{path}?{urlencode(words)}" if words else path


def _instant(text: str) -> Instant:
    """Return an instant, or the end of a day where a day is named."""
    if len(text) == _DAY:
        return datetime.combine(parse_day(text, where="at"), time(23, 59, 59), tzinfo=UTC)
    return parse_instant(text, where="at")


def _reading(text: str) -> tuple[str, str]:
    """Return an open point and its reading."""
    point, _, option = text.partition("=")
    if not option:
        raise UsageError(
            "E-READING",
            where="reading",
            expected="an open point and its reading, as AMB-4=same-year",
            found=text,
            remedy="The page of the readings lists them.",
        )
    return point, option

"""Make pages of templates: tongues, instants, ages, links that carry the day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources

from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from overflight.deadlines import Instant, format_instant
from overflight.desk.signing.visible import visible
from overflight.web.asked import Asked
from overflight.web.tongues import TONGUES

__all__ = ["ROOMS", "Renderer"]

# Rooms of the site in the order of its menu: path, name (a word of the term list).
ROOMS = (
    ("/docket", "Docket"),
    ("/missions", "Missions"),
    ("/plans", "Plans"),
    ("/imagery", "Imagery"),
    ("/regime", "Regime"),
    ("/rules", "Rules"),
    ("/record", "Record"),
    ("/register", "Public register"),
)
_MINUTE = timedelta(minutes=1)


class Renderer:
    """Makes pages.

    Args:
        rooms: Paths of the rooms that stand in the menu.
    """

    def __init__(self, rooms: frozenset[str]) -> None:
        self._rooms = tuple(room for room in ROOMS if room[0] in rooms)
        self._environment = Environment(
            loader=PackageLoader("overflight.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )

    def page(
        self, template: str, asked: Asked, held: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """Return a page.

        Args:
            template: Name of its template.
            asked: What its address says.
            held: What it shows.
            status: Status of the answer.
        """
        words = _words(asked.tongue.code)
        told = self._environment.overlay()
        told.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        told.filters.update(_filters(asked.tongue.code, words))
        text = told.get_template(template).render(
            asked=asked,
            href=asked.href,
            rooms=[(path, words.gettext(name)) for path, name in self._rooms],
            tongues=offered(),
            **held,
        )
        language = {"Content-Language": asked.tongue.code}
        return HTMLResponse(text, status_code=status, headers=language)


@cache
def _words(code: str) -> NullTranslations:
    """Return the words of a language; those of the templates are English."""
    folder = str(resources.files("overflight.web").joinpath("words"))
    return NullTranslations() if code == "en" else Translations.load(folder, [code])


@cache
def offered() -> dict[str, str]:
    """Return the languages whose words are complete, by code: the site never mixes languages."""
    folder = resources.files("overflight.web").joinpath("words")
    return {
        code: name
        for code, name in TONGUES.items()
        if code == "en" or folder.joinpath(code, "LC_MESSAGES", "messages.mo").is_file()
    }


def _filters(code: str, words: NullTranslations) -> dict[str, object]:
    """Return what templates write values with, in one language."""

    def instant(at: Instant | None) -> Markup:
        if at is None:
            return escape(words.gettext("no instant stated"))
        shown = format_datetime(at, "d MMM yyyy HH:mm", locale=code) + " UTC"
        return Markup('<time datetime="{}">{}</time>').format(format_instant(at), shown)

    def day(on: date | None) -> Markup:
        if on is None:
            return escape(words.gettext("no day known"))
        shown = format_date(on, "d MMM yyyy", locale=code)
        return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), shown)

    def away(then: Instant, now: Instant) -> str:
        length = _length(abs(then - now))
        if not length:
            return words.gettext("now")
        pattern = words.gettext("in %s") if then > now else words.gettext("%s ago")
        return pattern % length

    return {"instant": instant, "day": day, "away": away, "visible": visible}


def _length(span: timedelta) -> str:
    """Return a length of time in days, hours and minutes: ``2 d 3 h``, ``45 min``."""
    days, rest = span.days, span - timedelta(days=span.days)
    hours, minutes = divmod(rest // _MINUTE, 60)
    parts = [(days, "d"), (hours, "h"), (minutes if not days else 0, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)

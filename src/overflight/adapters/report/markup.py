"""Let only harmless drawing into the page: SVG is taken apart and put together again."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from overflight.errors import SourceError

__all__ = ["safe_svg"]

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LARGEST = 20_000_000
# fmt: off
_ELEMENTS = frozenset(
    (
        "svg", "g", "path", "line", "polyline", "polygon", "circle", "ellipse", "rect",
        "text", "tspan", "title", "desc", "defs", "clipPath", "marker", "pattern",
        "linearGradient", "radialGradient", "stop", "use", "symbol", "image", "mask",
    )
)
# fmt: on
_ATTRIBUTE = re.compile(r"[a-zA-Z][a-zA-Z-]*")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|expression|javascript:|@import|\\", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*")


def safe_svg(text: str) -> Markup:
    """Return an SVG drawing with everything left out that could act or reach outside the page.

    Args:
        text: One SVG document. Scripts, event handlers, styles, foreign content and links to
            anywhere but the drawing itself are left out, not mended.

    Raises:
        SourceError: The text is not one well-formed SVG document, or is too large.
    """
    if len(text) > _LARGEST:
        raise _refusal(f"{len(text)} characters")
    try:
        root = fromstring(text, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise _refusal(str(fault) or type(fault).__name__) from fault
    if root.tag != f"{_SVG}svg":
        raise _refusal(f"a {root.tag} document")
    return Markup(_write(root))  # noqa: S704 - every part of it was escaped below


def _write(element: Element) -> str:
    tag = str(element.tag).removeprefix(_SVG)
    if tag not in _ELEMENTS:
        return ""
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in _attributes(element).items()
        if _harmless(name, value)
    )
    inside = escape(element.text or "", quote=False)
    inside += "".join(_write(child) + escape(child.tail or "", quote=False) for child in element)
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _attributes(element: Element) -> dict[str, str]:
    """Return the attributes; a style is spelled as attributes, for the page allows no styles."""
    plain = {name if name != _LINK else "href": value for name, value in element.items()}
    for rule in plain.pop("style", "").split(";"):
        name, colon, value = rule.partition(":")
        if colon:
            plain[name.strip()] = value.strip()
    return plain


def _harmless(name: str, value: str) -> bool:
    if not _ATTRIBUTE.fullmatch(name) or name.lower().startswith("on") or name == "class":
        return False  # classes belong to the page
    if name == "href":
        return value.startswith("#") or _IMAGE.fullmatch(value) is not None
    return not _OUTSIDE.search(value)


def _refusal(found: str) -> SourceError:
    return SourceError(
        "E-SVG",
        where="map",
        expected="one well-formed SVG document of at most 20,000,000 characters",
        found=found,
        remedy="Draw the map again.",
    )

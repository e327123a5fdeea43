"""Write XML that every reader takes: no control characters, one form, the same bytes each time."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring

__all__ = ["xml_bytes"]


def xml_bytes(root: Element) -> bytes:
    """Return a document in UTF-8; characters that XML 1.0 cannot hold are written as U+FFFD."""
    for element in root.iter():
        element.text = _clean(element.text)
        for name, value in element.attrib.items():
            element.set(name, _clean(value) or "")
    indent(root, space=" ")
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _clean(text: str | None) -> str | None:
    return None if text is None else "".join(c if _allowed(c) else "\ufffd" for c in text)


def _allowed(character: str) -> bool:
    """Tell whether XML 1.0 can hold a character (section 2.2)."""
    code = ord(character)
    return (
        character in "\t\n\r"
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )

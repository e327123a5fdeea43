"""Read XML from outside: no entities, no outside documents, bounded depth and size, with lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from overflight.errors import SourceError

__all__ = ["XmlFile", "child", "children", "local", "parse_xml_file", "text_of_child"]

MOST_DEPTH = 100
MOST_ELEMENTS = 2_000_000


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A file of XML.

    Args:
        name: Its name, for messages.
        root: Its root element.
        lines: Number of the line where each element starts, by ``id``; the elements live as long
            as the root.
    """

    name: str
    root: Element
    lines: Mapping[int, int]

    def where(self, element: Element) -> str:
        """Return where an element stands, in words."""
        return f"{self.name}: line {self.lines[id(element)]}"


class _Builder(TreeBuilder):
    """Builds elements, notes their lines, and stops where there are too many or too deep."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__()
        self.name, self.code = name, code
        self.lines: dict[int, int] = {}
        self.depth = 0
        self.parser: DefusedXMLParser | None = None

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Begin an element."""
        self.depth += 1
        if self.depth > MOST_DEPTH or len(self.lines) >= MOST_ELEMENTS:
            raise self.fault(
                f"at most {MOST_DEPTH} levels and {MOST_ELEMENTS:,} elements", "more of them"
            )
        element = super().start(tag, attrs)
        line = self.parser.parser.CurrentLineNumber if self.parser is not None else 0
        self.lines[id(element)] = line
        return element

    def end(self, tag: str, /) -> Element:
        """End an element."""
        self.depth -= 1
        return super().end(tag)

    def fault(self, expected: str, found: str) -> SourceError:
        """Return the fault of the file."""
        return SourceError(
            self.code,
            where=self.name,
            expected=expected,
            found=found,
            remedy="Ask the sender for a whole file of this form without a DOCTYPE.",
        )


def parse_xml_file(data: bytes, *, name: str, code: str) -> XmlFile:
    """Return a file of XML.

    Args:
        data: Its bytes; the caller bounds them.
        name: Its name, for messages.
        code: Code of the fault if it is not what it says.

    Raises:
        SourceError: It is not well formed, declares entities or an outside document, or is nested
            deeper than anything that people exchange.
    """
    builder = _Builder(name, code)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as fault:
        raise builder.fault(
            "well-formed XML without document type or entities", type(fault).__name__
        ) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise builder.fault("well-formed XML", str(fault)) from fault
    return XmlFile(name, root, builder.lines)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements reached by a way of names, one level each: ``timeSlice``, ``Airspace``."""
    first, *rest = names
    for one in element:
        if first in {"*", local(one)}:
            if rest:
                yield from children(one, *rest)
            else:
                yield one


def child(element: Element, *names: str) -> Element | None:
    """Return the first element reached by a way of names, or none."""
    return next(children(element, *names), None)


def text_of_child(element: Element, *names: str) -> str:
    """Return the text of the first element reached by a way of names, empty if there is none."""
    found = child(element, *names)
    return "" if found is None else (found.text or "").strip()

"""Read XMP packets: names and values, whatever tool wrote them. Entities are refused unread."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from overflight.errors import SourceError

__all__ = ["OURS", "read_gdal_items", "read_xmp", "write_xmp"]

OURS = "https://overflight.example/xmp/1.0/"
_MOST = 1 << 20
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# Short names for the namespaces we read, whatever prefix a file gives them.
_SHORT = {
    "http://www.dji.com/drone-dji/1.0/": "dji",
    "http://ns.sensefly.com/sensefly/1.0/": "sensefly",
    "http://ns.sensefly.com/Camera/1.0/": "camera",
    "http://pix4d.com/camera/1.0/": "camera",
    OURS: "overflight",
}


def _parse(packet: bytes, where: str) -> Element:
    if len(packet) > _MOST:
        raise _refuse(where, f"{len(packet):,} bytes")
    body = packet.removeprefix(b"xml:XMP=").strip(b"\x00 \t\r\n")
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
    try:
        return fromstring(body, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as fault:
        hostile = isinstance(fault, DefusedXmlException)
        raise _refuse(where, type(fault).__name__ if hostile else str(fault)) from fault


def _refuse(where: str, found: str) -> SourceError:
    return SourceError(
        "E-XMP",
        where=where,
        expected=f"an XMP packet: well-formed XML without document type, at most {_MOST:,} bytes",
        found=found,
        remedy="Take the frame as the camera wrote it, or give its pose in an orientation file.",
    )


def _named(tag: str) -> str | None:
    space, _, name = tag.removeprefix("{").partition("}")
    short = _SHORT.get(space)
    return f"{short}:{name}" if short else None


def _values(root: Element) -> Iterator[tuple[str, str]]:
    for description in root.iter(f"{{{_RDF}}}Description"):
        for tag, text in description.attrib.items():
            if name := _named(tag):
                yield name, text.strip()
        for child in description:
            if (name := _named(child.tag)) and child.text:
                yield name, child.text.strip()


def read_xmp(packet: bytes, *, where: str) -> dict[str, str]:
    """Return the values of the vocabularies we know, by short name (``dji:GimbalYawDegree``).

    Args:
        packet: The packet as it lies in the file, padding and all.
        where: Name of the file, for the error.

    Raises:
        SourceError: The packet is too large, not well formed, or declares entities.
    """
    return dict(_values(_parse(packet, where)))


def read_gdal_items(text: str, *, where: str) -> dict[str, str]:
    """Return the items of GDAL's metadata tag, by name (``EXIF_GPSLatitude``).

    Raises:
        SourceError: As ``read_xmp``.
    """
    root = _parse(text.encode(), where)
    return {
        item.get("name", ""): (item.text or "").strip()
        for item in root.iter("Item")
        if item.get("name")
    }


def write_xmp(values: dict[str, str]) -> bytes:
    """Return a packet with values of our own vocabulary.

    Args:
        values: Text by name without prefix.
    """
    root = Element("x:xmpmeta", {"xmlns:x": "adobe:ns:meta/"})
    rdf = Element("rdf:RDF", {"xmlns:rdf": _RDF})
    description = Element("rdf:Description", {"rdf:about": "", "xmlns:overflight": OURS})
    for name, text in values.items():
        description.set(f"overflight:{name}", text)
    rdf.append(description)
    root.append(rdf)
    packet: bytes = tostring(root, encoding="utf-8")
    return packet

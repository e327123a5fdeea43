"""A founder's offer: the public keys a party takes part with, exchanged before the founding.

An offer holds no secret. All founders put the same offers together and get the same document; its
regime id, compared on paper, shows that nobody was given other keys than the others.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from overflight.desk.founding.genesis import Charter, FounderKeys, charter_document, founder_of
from overflight.errors import RecordError, SourceError
from overflight.record import (
    Founder,
    check_public,
    key_id,
    public_of_spki,
    spki_of_public,
)

__all__ = ["Offer", "document_of_offers", "founder_offered", "offer_of", "pin_of"]

_URL = re.compile(r"https://[!-~]{1,4000}")


@dataclass(frozen=True, slots=True)
class Offer:
    """What one founder sends to the others: public keys and addresses, no secret.

    Args:
        v: Version of this form.
        party: Code of the party.
        root: Its root keys, as base64 of their SubjectPublicKeyInfo.
        threshold: How many of them must sign.
        log: Key of its log.
        mirror: Key of its mirror.
        tls: Key its node is known by on the network; empty for a party without one.
        urls: Where its log will be served, each beginning with ``https://``.
    """

    v: Literal[1]
    party: str
    root: tuple[str, ...]
    threshold: int
    log: str
    mirror: str
    tls: str = ""
    urls: tuple[str, ...] = ()


def offer_of(keys: FounderKeys) -> Offer:
    """Return the public side of a founder's keys."""
    founder = founder_of(keys)
    return Offer(
        v=1,
        party=founder.party,
        root=tuple(_text(root) for root in founder.root),
        threshold=founder.threshold,
        log=_text(founder.log),
        mirror=_text(founder.mirror),
        tls=_text(keys.tls) if keys.tls else "",
        urls=keys.urls,
    )


def founder_offered(offer: Offer) -> Founder:
    """Return the founder an offer describes.

    Raises:
        SourceError: ``E-OFFER``: a key is not one, or an address does not begin with https.
    """
    for url in offer.urls:
        if not _URL.fullmatch(url):
            raise _wrong(offer, "urls", "an address that begins with https://", url)
    return Founder(
        offer.party,
        tuple(_public(offer, "root", root) for root in offer.root),
        offer.threshold,
        _public(offer, "log", offer.log),
        _public(offer, "mirror", offer.mirror),
    )


def pin_of(offer: Offer) -> str:
    """Return the hex id of the key a founder's node is known by; nothing without a network.

    Raises:
        SourceError: ``E-OFFER``: it is not a key.
    """
    return key_id(_public(offer, "tls", offer.tls)) if offer.tls else ""


def document_of_offers(charter: Charter, offers: Sequence[Offer]) -> bytes:
    """Write the genesis document from the offers of all founders.

    Raises:
        SourceError: ``E-OFFER``: an offer is not of its form.
        RecordError: The document cannot stand: too few root keys, a key used twice, a code twice.
    """
    return charter_document(charter, [founder_offered(offer) for offer in offers])


def _public(offer: Offer, name: str, text: str) -> bytes:
    try:
        public = public_of_spki(b64decode(text, validate=True))
        check_public(public, where=name)
    except ValueError as fault:
        raise _wrong(offer, name, "a public key in base64", text) from fault
    except RecordError as fault:
        raise _wrong(offer, name, fault.expected, fault.found) from fault
    return public


def _text(public: bytes) -> str:
    return b64encode(spki_of_public(public)).decode()


def _wrong(offer: Offer, name: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-OFFER",
        where=f"offer of {offer.party}, {name}",
        expected=expected,
        found=str(found)[:80],
        remedy="Ask the party for its offer again; write no offer by hand.",
    )

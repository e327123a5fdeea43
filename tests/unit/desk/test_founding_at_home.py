"""Founders at home: offers, one document, each begins its own log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.record_samples import AT

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.keys.pem import LOG, FileKey, seeded_key
from overflight.adapters.node.folder import HOME_NAMES, node_founder
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk import (
    Charter,
    Desk,
    begin_log,
    document_of_offers,
    founder_offered,
    offer_of,
    pin_of,
    read_record,
)
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import (
    KeyUse,
    key_id,
    log_origin,
    read_envelope,
    read_genesis,
    read_genesis_body,
    read_statement,
    regime_id,
)
from overflight.treaty import read_form, write_form

CHARTER = Charter("Home", "overflight.example/home", (), "0" * 64)
URLS = ("https://hu.example:7443/",)


def named(party: str, seed: str = "home") -> dict[str, FileKey]:
    """Return every key of a party."""
    return {name: seeded_key(party, name, seed) for name in HOME_NAMES}


def desk_of(party: str, keys: dict[str, FileKey]) -> Desk:
    """Return an empty record with the key of one log."""
    records = MemoryRecords({log_origin(CHARTER.base, party): keys[LOG]})
    return Desk(records, SetClock(AT), SeededIds(party))


def document(*parties: str) -> bytes:
    """Return the document of some founders."""
    return document_of_offers(CHARTER, [offer_of(node_founder(named(p))) for p in parties])


def test_an_offer_survives_the_post() -> None:
    """What is sent as JSON comes back as the same keys, and holds no secret."""
    keys = node_founder(named("HU"), URLS)
    offer = offer_of(keys)
    assert read_form(type(offer), write_form(offer), where="post") == offer
    assert founder_offered(offer).root == tuple(root.public for root in keys.roots)
    assert pin_of(offer) == key_id(keys.tls)
    assert pin_of(replace(offer, tls="")) == ""
    assert offer_of(replace(keys, tls=b"")).tls == ""


def test_all_founders_get_the_same_document() -> None:
    """In whatever order the offers came; another key makes another regime id."""
    assert document("HU", "RO") == document("RO", "HU")
    other = offer_of(node_founder(named("RO", "elsewhere")))
    mixed = document_of_offers(CHARTER, [offer_of(node_founder(named("HU"))), other])
    assert regime_id(mixed) != regime_id(document("HU", "RO"))


def test_a_log_begins_with_all_keys_and_addresses() -> None:
    """Entry 0 names the key on the network, the watch key with its one role, the addresses."""
    keys = named("HU")
    desk = desk_of("HU", keys)
    made = document("HU", "RO")
    ref = begin_log(desk, made, node_founder(keys, URLS))
    statement = read_statement(read_envelope(next(desk.records.entries(ref.o))).payload)
    first = read_genesis_body(statement.body)[1]
    (tls,) = first.of_use(KeyUse.TLS)
    assert (tls.public, tls.alg, first.urls) == (keys["tls"].public, "ed25519", URLS)
    assert [a.roles for a in first.of_use(KeyUse.AUTHOR)] == [("*",), ("record.fork-proven",)]
    reading = read_record(desk.records)
    assert (reading.void, reading.contested) == ((), ())


def test_a_log_begins_once() -> None:
    """A second entry 0 would be a second log under one name."""
    keys = named("HU")
    desk = desk_of("HU", keys)
    begin_log(desk, document("HU"), node_founder(keys))
    with pytest.raises(RecordError, match="E-BEGUN"):
        begin_log(desk, document("HU"), node_founder(keys))


@pytest.mark.parametrize("parties", [("RO",), ("HU", "RO")])
def test_nobody_begins_with_other_keys(parties: tuple[str, ...]) -> None:
    """The document names the keys; who has others, or is not named, takes no part."""
    keys = named("HU", "stranger")
    with pytest.raises(UsageError, match="E-FOUNDER"):
        begin_log(desk_of("HU", keys), document(*parties), node_founder(keys))
    assert read_genesis(document(*parties)).parties[-1].party == "RO"


@pytest.mark.parametrize(
    "change",
    [
        {"log": "not base64!"},
        {"mirror": "AAAA"},
        {"root": ("MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)},
        {"urls": ("http://hu.example/",)},
    ],
)
def test_a_spoilt_offer_is_told(change: dict[str, object]) -> None:
    """No base64, another key, a point of small order, an address in the clear."""
    offer = replace(offer_of(node_founder(named("HU"))), **change)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="E-OFFER"):
        founder_offered(offer)

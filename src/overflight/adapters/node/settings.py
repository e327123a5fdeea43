"""A node's settings: ``node.json`` in its folder, written by a person or by ``node init``."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from overflight.adapters.files import read_bounded, write_whole
from overflight.errors import RecordError, SourceError
from overflight.record import check_public, public_of_spki, read_vkey
from overflight.treaty import read_form, read_json, write_form

__all__ = [
    "SETTINGS_FILE",
    "ForeignLogSettings",
    "ForeignWitness",
    "NodeSettings",
    "PeerSettings",
    "read_settings",
    "write_settings",
]

SETTINGS_FILE = "node.json"
_LARGEST = 2**20
_LEAST_S, _MOST_S = 1, 3600
_LISTEN = re.compile(r"(?:\[[0-9a-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):(?P<port>[0-9]{1,5})")
_URL = re.compile(r"https://[!-~]{1,4000}")
_CODE = re.compile(r"[A-Z]{2,4}")
_POLICY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class PeerSettings:
    """What is known of another party's node beside its key set.

    Args:
        url: Its address, instead of those in its key set; those if empty.
        offer_url: Its address as its offer named it: used until its key set is held.
        offer_tls: Its key on the network as its offer named it, base64 of the
            SubjectPublicKeyInfo: used until its key set is held, which then decides alone.
    """

    url: str = ""
    offer_url: str = ""
    offer_tls: str = ""

    @property
    def offer_public(self) -> bytes:
        """Return the raw public key its offer named; nothing where it named none."""
        return public_of_spki(b64decode(self.offer_tls)) if self.offer_tls else b""


@dataclass(frozen=True, slots=True)
class ForeignWitness:
    """A witness outside the regime that is asked to cosign this party's own log.

    Args:
        url: Where it answers ``add-checkpoint``.
        key: Its key line.
        tls: Its key on the network, base64 of the SubjectPublicKeyInfo; if empty, it is known by
            the name of its host.
    """

    url: str
    key: str
    tls: str = ""


@dataclass(frozen=True, slots=True)
class ForeignLogSettings:
    """A log outside the regime whose heads this node cosigns (``add-checkpoint``).

    Args:
        key: Its key line; the name in it is the name of the log.
        tls: Its key on the network, base64 of the SubjectPublicKeyInfo.
    """

    key: str
    tls: str


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """What a person decides about a node.

    Args:
        v: Version of this form.
        party: Code of the party whose node it is.
        listen: Host and port it answers at, as ``0.0.0.0:7443``; empty for a node that only asks,
            or has no network at all.
        interval_s: Seconds from one round to the next; each is shortened or stretched by up to a
            fifth, so that not all nodes ask at once.
        peers: Other parties' nodes, by code.
        witnesses: Witnesses outside the regime.
        policies: Files in ``policies/`` that must be met before an entry counts as witnessed; the
            regime's quorum if none.
        logs: Logs outside the regime whose heads are cosigned.
    """

    v: Literal[1]
    party: str
    listen: str = ""
    interval_s: int = 60
    peers: Mapping[str, PeerSettings] = field(default_factory=dict)
    witnesses: tuple[ForeignWitness, ...] = ()
    policies: tuple[str, ...] = ()
    logs: tuple[ForeignLogSettings, ...] = ()

    @property
    def address(self) -> tuple[str, int] | None:
        """Return host and port it answers at, or nothing."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if port else None


def read_settings(folder: Path) -> NodeSettings:
    """Read and check the settings in a node's folder.

    Raises:
        UsageError: There is no settings file: this is no node's folder.
        SourceError: A field is missing, unknown, or not what it must be.
    """
    path = folder / SETTINGS_FILE
    where = str(path)
    values = read_json(read_bounded(path, _LARGEST), where=where)
    settings = read_form(NodeSettings, values, where=where)
    _check(settings, where)
    return settings


def write_settings(folder: Path, settings: NodeSettings) -> None:
    """Write the settings of a node.

    Raises:
        SourceError: They would not be taken when they are read.
        StoreError: The disk failed.
    """
    _check(settings, SETTINGS_FILE)
    text = json.dumps(write_form(settings), ensure_ascii=False, indent=2) + "\n"
    write_whole(folder / SETTINGS_FILE, text.encode())


def _check(settings: NodeSettings, where: str) -> None:
    port = _LISTEN.fullmatch(settings.listen)
    if not _CODE.fullmatch(settings.party):
        raise _wrong(where, "party", "the code of a party, as HU", settings.party)
    if settings.listen and not (port and 0 < int(port["port"]) < 65_536):
        raise _wrong(where, "listen", "host:port, as 0.0.0.0:7443", settings.listen)
    if not _LEAST_S <= settings.interval_s <= _MOST_S:
        expected = f"{_LEAST_S} to {_MOST_S} seconds"
        raise _wrong(where, "interval_s", expected, settings.interval_s)
    for code, peer in settings.peers.items():
        _check_peer(settings, where, code, peer)
    _check_foreign(settings, where)
    for name in settings.policies:
        if not _POLICY.fullmatch(name):
            raise _wrong(where, "policies", "names of files in policies/", name)


def _check_peer(settings: NodeSettings, where: str, code: str, peer: PeerSettings) -> None:
    named = f"peers.{code}"
    if not _CODE.fullmatch(code) or code == settings.party:
        raise _wrong(where, named, "the code of another party", code)
    for url in (peer.url, peer.offer_url):
        if url and not _URL.fullmatch(url):
            raise _wrong(where, f"{named}.url", "an address that begins with https://", url)
    try:
        if peer.offer_tls:
            check_public(public_of_spki(b64decode(peer.offer_tls, validate=True)))
    except (RecordError, ValueError) as fault:
        expected = "an Ed25519 key as base64 of its SubjectPublicKeyInfo"
        raise _wrong(where, f"{named}.offer_tls", expected, peer.offer_tls) from fault


def _check_foreign(settings: NodeSettings, where: str) -> None:
    for witness in settings.witnesses:
        if not _URL.fullmatch(witness.url):
            expected = "an address that begins with https://"
            raise _wrong(where, "witnesses.url", expected, witness.url)
        _check_keys(where, "witnesses", witness.key, witness.tls)
    for log in settings.logs:
        _check_keys(where, "logs", log.key, log.tls)


def _check_keys(where: str, named: str, key: str, tls: str) -> None:
    """Hold the keys of a foreign log or witness to their forms; a log's TLS key must be there."""
    try:
        read_vkey(key)
    except RecordError as fault:
        raise _wrong(where, f"{named}.key", fault.expected, key) from fault
    try:
        if tls or named == "logs":
            check_public(public_of_spki(b64decode(tls, validate=True)))
    except (RecordError, ValueError) as fault:
        expected = "an Ed25519 key as base64 of its SubjectPublicKeyInfo"
        raise _wrong(where, f"{named}.tls", expected, tls) from fault


def _wrong(where: str, name: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-SETTINGS",
        where=f"{where}, {name}",
        expected=expected,
        found=found,
        remedy="Correct the file; docs/node.md explains each setting.",
    )

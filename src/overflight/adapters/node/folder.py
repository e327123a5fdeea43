"""A party's two folders: at home the keys of its people, at the node what the machine needs.

At home: ``root-1.pem`` to ``root-3.pem`` and ``author-1.pem`` of people, and the keys the machine
will get. A node's folder is a record's folder (``record.sqlite``, ``genesis.json``) with
``node.json``, ``policies/`` and, in ``keys/<PARTY>/``, only the machine's keys: ``log``,
``mirror``, ``tls``, and ``watch``, which may say nothing but that it holds the proof of a fork.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from overflight.adapters.files import read_bounded, write_out
from overflight.adapters.keys.pem import (
    AUTHOR,
    LOG,
    MIRROR,
    NAMES,
    FileKey,
    founder_keys,
    load_key,
    new_key,
    save_key,
    seeded_key,
)
from overflight.desk import FounderKeys, Offer
from overflight.errors import UsageError
from overflight.treaty import read_form, read_json, write_form

__all__ = [
    "AUTHOR",
    "HOME_NAMES",
    "KEYS_FOLDER",
    "LOG",
    "MACHINE_NAMES",
    "MIRROR",
    "POLICIES_FOLDER",
    "TLS",
    "WATCH",
    "home_keys",
    "make_home_keys",
    "node_founder",
    "put_machine_keys",
    "read_offer",
    "write_offer",
]

KEYS_FOLDER = "keys"
POLICIES_FOLDER = "policies"
TLS, WATCH = "tls", "watch"
MACHINE_NAMES = (LOG, MIRROR, TLS, WATCH)
HOME_NAMES = (*NAMES, TLS, WATCH)
_LARGEST_OFFER = 2**20


def make_home_keys(
    folder: Path, party: str, passphrase: bytes = b"", seed: str = ""
) -> dict[str, FileKey]:
    """Make every key a founder needs and write them to a new folder.

    Args:
        folder: Where the party's people keep their keys; made if it is not there.
        party: Code of the party.
        passphrase: Locks the files.
        seed: For rehearsals only: make the keys from this text.

    Raises:
        UsageError: A key is there already; a key is never written over.
        StoreError: The disk failed.
    """
    keys = {n: seeded_key(party, n, seed) if seed else new_key(party) for n in HOME_NAMES}
    for name in HOME_NAMES:
        if (folder / f"{name}.pem").exists():
            raise UsageError(
                "E-KEYFILE",
                where=str(folder / f"{name}.pem"),
                expected="a folder without keys: a key is never written over",
                found="a file",
                remedy="Name another folder, or leave out --new to use the keys that are there.",
            )
    for name, key in keys.items():
        save_key(folder / f"{name}.pem", key, passphrase)
    return keys


def home_keys(folder: Path, party: str, passphrase: bytes = b"") -> dict[str, FileKey]:
    """Read every key a founder needs.

    Raises:
        UsageError: A file is not there, is of another party, or its passphrase is wrong.
        SourceError: A file holds no key.
    """
    keys = {name: load_key(folder / f"{name}.pem", "", passphrase) for name in HOME_NAMES}
    for name, key in keys.items():
        if key.party != party:
            raise UsageError(
                "E-KEYFILE",
                where=str(folder / f"{name}.pem"),
                expected=f"a key of {party}",
                found=f"a key of {key.party or 'nobody named'}",
                remedy="Name the folder with this party's keys.",
            )
    return keys


def node_founder(keys: Mapping[str, FileKey], urls: tuple[str, ...] = ()) -> FounderKeys:
    """Return the keys of a founder that runs a node.

    Args:
        keys: Its keys, by name.
        urls: Where its log will be served.
    """
    founder = founder_keys(dict(keys))
    return replace(founder, watch=keys[WATCH], tls=keys[TLS].public, urls=urls)


def put_machine_keys(
    folder: Path, keys: Mapping[str, FileKey], passphrase: bytes = b"", *, people: bool = False
) -> None:
    """Write the machine's keys into a node's folder.

    Args:
        folder: The node's folder.
        keys: The party's keys, by name.
        passphrase: Locks the files.
        people: Put the author key there too: for trying out on one machine only.

    Raises:
        StoreError: The disk failed.
    """
    party = keys[LOG].party
    for name in (*MACHINE_NAMES, *((AUTHOR,) if people else ())):
        save_key(folder / KEYS_FOLDER / party / f"{name}.pem", keys[name], passphrase)


def write_offer(path: Path, offer: Offer) -> None:
    """Write an offer as JSON for people to send.

    Raises:
        UsageError: There is no such folder.
        StoreError: The disk failed.
    """
    write_out(path, (json.dumps(write_form(offer), indent=2) + "\n").encode())


def read_offer(path: Path) -> Offer:
    """Read an offer that was sent.

    Raises:
        UsageError: There is no such file.
        SourceError: It is not an offer.
    """
    text = read_bounded(path, _LARGEST_OFFER)
    return read_form(Offer, read_json(text, where=str(path)), where=str(path))

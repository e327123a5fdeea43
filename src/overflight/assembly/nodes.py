"""Nodes: found one at home, open it to serve, or found a whole network on one machine for trying.

A node's folder is a record's folder with one party's machine keys and its settings, so that every
command works on it. Real parties each make their keys at home and send an offer; here are the acts
of that ceremony, and one that plays all parts of it at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from overflight.adapters.files import sync_folder, write_whole
from overflight.adapters.keys.files import PrivateKey, SecondKey, load_private
from overflight.adapters.keys.pem import LOG, MIRROR, FileKey, read_private
from overflight.adapters.node.folder import (
    KEYS_FOLDER,
    POLICIES_FOLDER,
    TLS,
    WATCH,
    make_home_keys,
    node_founder,
    put_machine_keys,
)
from overflight.adapters.node.settings import (
    NodeSettings,
    PeerSettings,
    read_settings,
    write_settings,
)
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE, policies_at
from overflight.adapters.store.generation import begin_generation
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.assembly.records import OpenRecord, Outside, open_record, store_faults
from overflight.desk import Charter, Desk, Offer, begin_log, document_of_offers, offer_of
from overflight.desk.network.node import NodeDesk
from overflight.errors import UsageError
from overflight.record import (
    NoteKey,
    NoteSigner,
    Policy,
    SignatureKind,
    log_origin,
    mirror_name,
    read_genesis,
    regime_id,
)

__all__ = [
    "HOME_FOLDER",
    "Beginning",
    "Network",
    "OpenNode",
    "new_network",
    "new_node",
    "open_node",
    "peers_in",
]

HOME_FOLDER = "home"
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class OpenNode:
    """A node's folder, opened.

    Args:
        record: Its record, with the party's own keys as far as they are at hand.
        settings: What a person decided about it.
        desk: What every act of a node needs.
        tls: Its key on the network; nothing where it is not at hand.
        path: The folder.
        outside: Clock, ids and passphrase it was opened with.
    """

    record: OpenRecord
    settings: NodeSettings
    desk: NodeDesk
    tls: Ed25519PrivateKey | None
    path: Path
    outside: Outside = field(default_factory=Outside, repr=False)

    @property
    def records(self) -> SqliteRecords:
        """The file of its record."""
        return _in_sqlite(self.record)

    @property
    def party(self) -> str:
        """Code of the party whose node it is."""
        return self.settings.party

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.record.close()


@dataclass(frozen=True, slots=True)
class Network:
    """A network founded on one machine for trying it out.

    Args:
        path: Its folder: a node's folder for each party by its code, and ``home/`` with the keys
            of their people.
        regime: The regime id.
        nodes: Folder of each party's node, by code.
    """

    path: Path
    regime: str
    nodes: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a node begins with.

    Args:
        document: The genesis document all founders agreed on.
        keys: The party's keys, by name, those of its people included: its root keys sign entry 0.
        settings: What a person decided about the node.
        urls: Where the log will be served; they stand in the first key set.
        people: Put the author key on the node too: for trying out only.
    """

    document: bytes
    keys: Mapping[str, FileKey]
    settings: NodeSettings
    urls: tuple[str, ...] = ()
    people: bool = False


def new_node(path: Path, beginning: Beginning, outside: Outside | None = None) -> str:
    """Begin a founder's log in a new folder; the folder appears when it is whole.

    Args:
        path: The folder; it must not exist yet, or be empty.
        beginning: What it begins with.
        outside: Clock, ids, and the passphrase the machine's keys are locked with.

    Returns:
        The regime id, to be compared on paper.

    Raises:
        UsageError: The folder is in use, or the document names other keys for this party.
        RecordError: The document cannot be read.
        StoreError: The disk failed.
    """
    outside = outside or Outside()
    path = path.resolve()
    _check_new(path, "the node")
    waiting = path.with_name(f".{path.name}.founding")
    with store_faults(waiting):
        shutil.rmtree(waiting, ignore_errors=True)  # what a founding that was killed left behind
        waiting.mkdir(parents=True)
        try:
            _begin(waiting, beginning, outside)
        except BaseException:
            shutil.rmtree(waiting)  # it may hold private keys of a node that will not be
            raise
        waiting.replace(path)
        sync_folder(path.parent)
    return regime_id(beginning.document)


def _check_new(path: Path, what: str) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected=f"a new folder for {what}",
            found=f"{RECORD_FILE} in it" if (path / RECORD_FILE).exists() else "a used one",
            remedy="Name a folder that does not exist yet.",
        )


def _begin(folder: Path, beginning: Beginning, outside: Outside) -> None:
    keys, settings = beginning.keys, beginning.settings
    origin = log_origin(read_genesis(beginning.document).base, settings.party)
    write_settings(folder, settings)
    with SqliteRecords(folder / RECORD_FILE, {origin: keys[LOG]}) as records:
        desk = Desk(records, outside.clock, outside.ids)
        begin_log(desk, beginning.document, node_founder(keys, beginning.urls))
        begin_generation(records, folder, outside.ids.fresh().hex())
    put_machine_keys(folder, keys, outside.passphrase, people=beginning.people)
    write_whole(folder / GENESIS_FILE, beginning.document)
    (folder / POLICIES_FOLDER).mkdir()


def open_node(path: Path, outside: Outside | None = None, *, keys: bool = True) -> OpenNode:
    """Open the node in a folder.

    Args:
        path: Its folder.
        outside: Clock, ids, passphrase.
        keys: Load the keys; without them the node is only looked at.

    Raises:
        UsageError: The folder holds no node.
        SourceError: Its settings are not of their form, or are another party's.
        RecordError: The genesis document or a policy cannot be read.
    """
    outside = outside or Outside()
    settings = read_settings(path)
    policies = policies_at([path / POLICIES_FOLDER / name for name in settings.policies])
    record = open_record(path, outside, keys=keys)
    try:
        _check_parties(path, settings, record.genesis)
        held = _MachineKeys(path / KEYS_FOLDER / settings.party, settings.party, outside.passphrase)
        desk = _desk(record, settings, policies, held if keys else None)
        return OpenNode(record, settings, desk, held.tls() if keys else None, path, outside)
    except BaseException:
        record.close()
        raise


def _check_parties(path: Path, settings: NodeSettings, document: bytes) -> None:
    founders = {founder.party for founder in read_genesis(document).parties}
    strange = sorted({settings.party, *settings.peers} - founders)
    if strange:
        raise UsageError(
            "E-PARTY",
            where=f"settings of {path}",
            expected=f"parties of this regime: {', '.join(sorted(founders))}",
            found=", ".join(strange),
            remedy="Correct party and peers in node.json.",
        )


@dataclass(frozen=True, slots=True)
class _MachineKeys:
    """The keys of a machine, each read when it is asked for; nothing where it is not there."""

    folder: Path
    party: str
    passphrase: bytes

    def _load(self, name: str) -> PrivateKey | None:
        file = self.folder / f"{name}.pem"
        return load_private(file, self.party, self.passphrase) if file.is_file() else None

    def mirror(self, base: str) -> tuple[NoteSigner, ...]:
        """Return the keys that cosign: Ed25519, and ML-DSA-44 where it is there."""
        name = mirror_name(base, self.party)
        found = (self._load(MIRROR), self._load(f"{MIRROR}-2"))
        return tuple(cosigner(name, key) for key in found if key is not None)

    def watch(self) -> FileKey | None:
        """Return the key that says only that the node holds the proof of a fork."""
        key = self._load(WATCH)
        return key if isinstance(key, FileKey) else None

    def tls(self) -> Ed25519PrivateKey | None:
        """Return the key the node is known by on the network."""
        file = self.folder / f"{TLS}.pem"
        key = read_private(file, self.passphrase)[0] if file.is_file() else None
        return key if isinstance(key, Ed25519PrivateKey) else None


def cosigner(name: str, key: PrivateKey) -> NoteSigner:
    """Return a mirror key as one that cosigns heads.

    Args:
        name: Name of the mirror.
        key: The key, of either algorithm.
    """
    second = isinstance(key, SecondKey)
    kind = SignatureKind.ML_DSA if second else SignatureKind.COSIGNATURE
    return NoteSigner(NoteKey(name, kind, key.public), key.sign)


def _desk(
    record: OpenRecord,
    settings: NodeSettings,
    policies: tuple[Policy, ...],
    held: _MachineKeys | None,
) -> NodeDesk:
    """Return what every act of a node needs, from an opened record."""
    records = _in_sqlite(record)
    mirror = SqliteMirror(records)
    base = read_genesis(record.genesis).base
    return NodeDesk(
        settings.party,
        record.genesis,
        records,
        mirror,
        mirror,
        mirror,
        held.mirror(base) if held else (),
        record.desk.clock,
        record.desk.ids,
        held.watch() if held else None,
        policies,
    )


def _in_sqlite(record: OpenRecord) -> SqliteRecords:
    """Return the file of a record.

    Raises:
        UsageError: It is in memory.
    """
    records = record.desk.records
    if not isinstance(records, SqliteRecords):
        raise UsageError(
            "E-FOLDER",
            where=str(record.path),
            expected="a record in a folder",
            found="one in memory",
            remedy="Open the node's folder.",
        )
    return records


def peers_in(offers: Sequence[Offer], party: str) -> dict[str, PeerSettings]:
    """Return what offers say of all nodes but one's own: key on the network, first address."""
    return {
        offer.party: PeerSettings("", offer.urls[0] if offer.urls else "", offer.tls)
        for offer in sorted(offers, key=lambda offer: offer.party)
        if offer.party != party and offer.tls
    }


def new_network(
    path: Path,
    charter: Charter,
    parties: Sequence[str],
    first_port: int,
    outside: Outside | None = None,
) -> Network:
    """Found a whole network on this machine, each node in its own folder with its own keys.

    Args:
        path: The folder; it must not exist yet, or be empty.
        charter: What the founders agree on.
        parties: Codes of the founders.
        first_port: The first founder's node listens there on loopback, the others on the next.
        outside: Clock, ids, passphrase, seed.

    Raises:
        UsageError: There is something in the folder already.
        RecordError: The founders cannot found a record: a code twice, a name out of its form.
        StoreError: The disk failed.
    """
    outside = outside or Outside()
    ports = {party: first_port + i for i, party in enumerate(parties)}
    _check_new(path, "the network")
    keys, offers = {}, []
    for party in parties:
        home = path / HOME_FOLDER / party
        keys[party] = make_home_keys(home, party, outside.passphrase, outside.seed)
        offers.append(offer_of(node_founder(keys[party], (_url(ports[party]),))))
    document = document_of_offers(charter, offers)
    nodes: dict[str, Path] = {}
    for party in parties:
        listen = f"{_LOOPBACK}:{ports[party]}"
        settings = NodeSettings(1, party, listen, peers=peers_in(offers, party))
        nodes[party] = path / party
        urls = (_url(ports[party]),)
        new_node(nodes[party], Beginning(document, keys[party], settings, urls, True), outside)
    return Network(path, regime_id(document), nodes)


def with_interval(node: OpenNode, interval_s: int) -> OpenNode:
    """Return a node whose rounds come in another interval."""
    return replace(node, settings=replace(node.settings, interval_s=interval_s))


def _url(port: int) -> str:
    return f"https://{_LOOPBACK}:{port}/"

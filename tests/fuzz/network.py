"""Targets: what reaches a node over the network, and what people hand to each other in files."""

from __future__ import annotations

import json
import ssl
import unicodedata
import warnings
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.fuzz import samples
from tests.fuzz.signed import memory_folder
from tests.fuzz.target import OracleError, Target, same, taken
from tests.mirror_samples import NOW, head_over, keys_of, mirror_key, mirror_signer
from tests.record_samples import AT, HU, filled, flip, key

from overflight.adapters.keys.pem import THRESHOLD, read_private
from overflight.adapters.keys.token import read_token_address
from overflight.adapters.node.backup_files import BackupList, read_backup, write_archive
from overflight.adapters.node.settings import read_settings, write_settings
from overflight.adapters.node.tls import TlsIdentity, shown_key
from overflight.adapters.node.wire import Store, serve
from overflight.adapters.node.witness_file import MemoryWitness
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk import FounderKeys
from overflight.desk.founding.offers import Offer, founder_offered, offer_of, pin_of
from overflight.desk.network.witnesses import ask_witness, write_submission
from overflight.desk.network.witnessing import ForeignLog, Reply, judge_submission
from overflight.desk.signing.envelopes import add_signature, read_draft
from overflight.desk.signing.text import signing_text
from overflight.record import (
    EnvelopeSignature,
    fork_fault,
    leaf_hash,
    nodes_of,
    read_fork,
    read_head,
    read_note,
    read_tile_path,
    write_envelope,
)
from overflight.record.envelopes import Envelope
from overflight.treaty import read_form, read_json, write_form

LOGS = {HU: ForeignLog(HU, keys_of(HU).all())}
SIGNER = mirror_signer("RO")


@cache
def _heads() -> tuple[bytes, ...]:
    """Return the honest heads of a log, by size."""
    return tuple(head_over(HU, samples.leaves()[:size]) for size in range(5))


def _nodes() -> Callable[[int, int], bytes]:
    return nodes_of([leaf_hash(leaf) for leaf in samples.leaves()])


def _submission(data: bytes) -> bool:
    """A witness that cosigned two entries cosigns what goes on from there, and nothing else."""
    kept = MemoryWitness()
    start = write_submission(_heads()[2], 0, _nodes())
    same(judge_submission(start, LOGS, kept, [SIGNER], NOW).status, 200)
    reply = judge_submission(data, LOGS, kept, [SIGNER], NOW + 60)
    if kept.is_frozen(HU) and fork_fault(read_fork(kept.forks[HU]), LOGS[HU].keys):
        raise OracleError("evidence that proves nothing")
    latest = kept.latest(HU) or b""
    honest = [read_head(head)[0] for head in _heads()[2:]]
    if read_head(latest)[0] not in honest:
        raise OracleError("a head was cosigned that does not go on from the one before")
    if reply.status != 200:
        same(read_head(latest)[0].size, 2)
        return False
    note = read_note(read_head(latest)[1].text.encode() + b"\n" + reply.body)
    same({line.name for line in note.signatures}, {SIGNER.key.name})
    return True


def _submission_seeds() -> tuple[bytes, ...]:
    longer = write_submission(_heads()[4], 2, _nodes())
    other = head_over(HU, [b"other", b"entries"])
    return (longer, write_submission(_heads()[4], 0, _nodes()), b"old 2\n\n" + other)


class _Witness:
    """A witness that answers what it is told to."""

    name = "witness"

    def __init__(self, data: bytes) -> None:
        self._replies = [self._reply(part) for part in data.split(b"\xff\xff", 1)]

    @staticmethod
    def _reply(data: bytes) -> Reply:
        status = (200, 409, 403, 404, 422, 500, 200, 409)[data[0] % 8 if data else 0]
        return Reply(status, ("text/plain", "text/x.tlog.size")[status == 409], data[1:])

    def submit(self, body: bytes) -> Reply:
        """Answer."""
        del body
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


def _answer(data: bytes) -> bool:
    """What a witness answers is good lines of its own, or told."""
    keys = [mirror_key("RO")]
    asked = taken(lambda: ask_witness(_Witness(data), keys, _heads()[4], _nodes(), 2))
    return asked is not None and hasattr(asked, "lines")


def _answer_seeds() -> tuple[bytes, ...]:
    kept = MemoryWitness()
    body = write_submission(_heads()[4], 0, _nodes())
    good = judge_submission(body, LOGS, kept, [SIGNER], NOW).body
    return (b"\0" + good, b"\x012\n\xff\xff\0" + good, b"\x0199\n", b"\2no")


@cache
def _store() -> Store:
    held = filled(6)
    assert isinstance(held.desk.records, MemoryRecords)
    return Store.over(held.desk.records, held.genesis, "HU")


def _wire_path(data: bytes) -> bool:
    """A path of the wire has one spelling; whatever else is asked for is not here."""
    path = data.decode("latin-1")
    answer = taken(lambda: serve(_store(), path))
    if answer is None:
        return False
    _, tile, rest = path.partition("/tile/")
    if tile:
        same("tile/" + rest, read_tile_path("tile/" + rest).path)
    _, head, index = path.partition("/head/")
    if head:
        same(index, str(int(index)))
    return True


def _wire_seeds() -> tuple[bytes, ...]:
    held = _store().shelf.origins()
    assert HU in held
    blob = next(iter(samples.copy().blobs))
    paths = ("genesis.json", "log/checkpoint", "log/tile/0/000.p/6", "log/tile/entries/000.p/7")
    more = ("log/tile/entries/000.p/3", "log/head/2", f"blob/{blob}", "mirror/" + "0" * 64)
    return tuple(path.encode() for path in (*paths, *more))


def _settings(data: bytes) -> bool:
    """What a person writes is refused, or means the same when it is written back."""
    with memory_folder() as folder:
        (folder / "node.json").write_bytes(data)
        settings = taken(lambda: read_settings(folder))
        if settings is None:
            return False
        write_settings(folder, settings)
        same(read_settings(folder), settings)
        same(bool(settings.address), bool(settings.listen))
    return True


SETTINGS = (
    b'{"v":1,"party":"HU","listen":"127.0.0.1:7443","policies":["parties.policy"]}',
    b'{"v":1,"party":"HU","interval_s":60,"peers":{"RO":{"url":"https://[::1]:7444/"}}}',
    b'{"v":1,"party":"HU"}',
)


def _offer(data: bytes) -> bool:
    """What a founder offers is refused, or names keys that may be enrolled."""

    def read() -> Offer:
        offer = read_form(Offer, read_json(data, where="offer"), where="offer")
        founder_offered(offer)
        pin_of(offer)
        return offer

    offer = taken(read)
    if offer is None:
        return False
    same(read_form(Offer, write_form(offer), where="offer"), offer)
    return True


def _offer_seeds() -> tuple[bytes, ...]:
    roots = tuple(key("HU", f"root-{k}") for k in (1, 2, 3))
    keys = FounderKeys(
        party="HU",
        roots=roots,
        threshold=THRESHOLD,
        log=key("HU", "log"),
        mirror=key("HU", "mirror"),
        authors=(key("HU", "author-1"),),
    )
    return (json.dumps(write_form(offer_of(keys))).encode(),)


def _draft(data: bytes) -> bool:
    """What a person is to sign is shown whole: nothing on the screen that a screen can hide."""
    draft = taken(lambda: read_draft(data))
    if draft is None:
        return False
    if draft.signatures:
        same(write_envelope(Envelope(draft.payload, draft.signatures)), data)
    else:
        same(draft.payload, data)
    shown = signing_text(draft.statement, draft.payload)
    for line in shown.lines:
        hidden = [char for char in line if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}]
        if hidden:
            raise OracleError(f"a line of the text to be signed: {line!r}")
    leaf = taken(lambda: add_signature(draft, key("HU", "author-1")))
    if leaf is not None:
        signed = read_draft(leaf)
        same(signed.payload, draft.payload)
        same(len(signed.signatures), len(draft.signatures) + 1)
    return True


def _token_address(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    return taken(lambda: read_token_address(text)) is not None


def _file(read: Callable[[Path], object]) -> Callable[[bytes], bool]:
    def run(data: bytes) -> bool:
        with memory_folder() as folder:
            (folder / "file").write_bytes(data)
            return taken(lambda: read(folder / "file")) is not None

    return run


def _key_seeds() -> tuple[bytes, ...]:
    plain = key("HU", "author-1").pem()
    return (plain, b"Overflight key of HU\n" + plain, flip(plain, 70))


def _backup_seeds() -> tuple[bytes, ...]:
    files = {"record.sqlite": b"record", "genesis.json": b"{}", "node.json": b"{}"}
    rows = tuple((sha256(data).hexdigest(), len(data), name) for name, data in files.items())
    listed = BackupList("HU", "0" * 16, "1" * 32, "2003-05-08T09:00:00Z", rows)
    with memory_folder() as folder:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        write_archive(listed, folder, folder / "backup")
        return ((folder / "backup").read_bytes(),)


def _certificate_seeds() -> tuple[bytes, ...]:
    secret = sha256(b"fuzz").digest()
    pem = TlsIdentity("HU", Ed25519PrivateKey.from_private_bytes(secret), AT).certificate()
    return (ssl.PEM_cert_to_DER_cert(pem.decode()),)


def _certificate(data: bytes) -> bool:
    """What the other side shows is a key's hash or nothing, never an exception."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's remarks on odd certificates
        return bool(taken(lambda: shown_key(data)))


def _drafts() -> tuple[bytes, ...]:
    hostile = EnvelopeSignature("0" * 64, b"x")
    payloads = samples.payloads()
    return (*payloads, write_envelope(Envelope(payloads[0], (hostile,))))


TARGETS = (
    Target("submission", "add-checkpoint bodies", _submission, _submission_seeds, 1024, 0.2),
    Target("witness-answer", "answers of witnesses", _answer, _answer_seeds, 512, 0.2),
    Target("wire-path", "paths of the wire", _wire_path, _wire_seeds, 220),
    Target("settings", "node settings", _settings, lambda: SETTINGS, 512, 0.1),
    Target("offer", "offers of founders", _offer, _offer_seeds, 1024, 0.3),
    Target("draft", "drafts and the text to be signed", _draft, _drafts, 2048, 0.2),
    Target(
        "token-address",
        "addresses of tokens",
        _token_address,
        lambda: (b"pkcs11:token=HU;object=author-1?pin-source=file:/p&module-path=m.so",),
        256,
    ),
    Target("key-file", "key files", _file(read_private), _key_seeds, 1024, 0.1),
    Target("backup", "backups", _file(read_backup), _backup_seeds, 6144, 0.1),
    Target("certificate", "certificates of peers", _certificate, _certificate_seeds, 1024, 0.5),
)

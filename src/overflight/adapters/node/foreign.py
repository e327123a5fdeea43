"""Logs and witnesses outside the regime, as a node's settings name them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from overflight.adapters.node.http_peer import HttpPeer, PeerLimits
from overflight.adapters.node.settings import ForeignLogSettings, ForeignWitness
from overflight.adapters.node.tls import Pin, TlsIdentity, call_context, open_context
from overflight.adapters.node.witness_file import WitnessFile
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.witnesses import Unwitnessed, witness_own
from overflight.desk.network.witnessing import ForeignLog, Reply, judge_submission
from overflight.errors import SourceError
from overflight.record import NoteKey, NoteSigner, read_vkey

__all__ = ["WITNESS_FILE", "ForeignWork", "Witnesses", "guests_of"]

WITNESS_FILE = "witness.sqlite"


class ForeignWork:
    """Cosigns the heads of the foreign logs that the settings name.

    Args:
        folder: The node's folder.
        logs: The logs.
        base: The base of the regime; its own logs are mirrored, never only witnessed.
        by: The party's mirror keys, all under one name.
        now: The node's clock, in seconds since 1970.

    Raises:
        SourceError: ``E-SETTINGS``: a log of the regime is named.
        StoreError: The file beside the record cannot be opened.
    """

    def __init__(
        self,
        folder: Path,
        logs: Iterable[ForeignLogSettings],
        base: str,
        by: Sequence[NoteSigner],
        now: Callable[[], int],
    ) -> None:
        keys: dict[str, tuple[NoteKey, ...]] = {}
        for log in logs:
            key = read_vkey(log.key)
            if key.name.startswith(f"{base}/"):
                raise _own_log(key.name)
            keys[key.name] = (*keys.get(key.name, ()), key)
        self._logs = {origin: ForeignLog(origin, own) for origin, own in keys.items()}
        self._by = by
        self._now = now
        self._kept = WitnessFile(folder / WITNESS_FILE)

    def judge(self, body: bytes) -> Reply:
        """Answer one ``add-checkpoint``; any thread may call this."""
        return judge_submission(body, self._logs, self._kept, self._by, self._now())

    def renew(self, by: Sequence[NoteSigner]) -> None:
        """Cosign by other mirror keys from the next submission on."""
        self._by = by

    def close(self) -> None:
        """Close the file."""
        self._kept.close()


def guests_of(logs: Iterable[ForeignLogSettings]) -> tuple[Pin, ...]:
    """Return the TLS keys of foreign logs: their holders may ask for cosignatures, no more."""
    return tuple(Pin(read_vkey(log.key).name, b64decode(log.tls)) for log in logs)


def _own_log(origin: str) -> SourceError:
    return SourceError(
        "E-SETTINGS",
        where="node.json, logs.key",
        expected="a log outside the regime",
        found=origin,
        remedy="Leave it out: logs of the regime are mirrored in full, and cosigned for that.",
    )


class Witnesses:
    """The foreign witnesses that the settings name, asked in every round.

    Args:
        witnesses: As the settings name them; one with a TLS key is known by it, another one by
            the name of its host, as any browser knows it.
        identity: What this node shows to those known by a key.
        limits: How long one waits.

    Raises:
        UsageError: An address is of another form.
        SourceError: A TLS key is none.
    """

    def __init__(
        self,
        witnesses: Iterable[ForeignWitness],
        identity: TlsIdentity,
        limits: PeerLimits | None = None,
    ) -> None:
        self._peers: list[tuple[HttpPeer, tuple[NoteKey, ...]]] = []
        self._said: dict[str, str] = {}
        for witness in witnesses:
            key = read_vkey(witness.key)
            pin = Pin(key.name, b64decode(witness.tls)) if witness.tls else None
            context = call_context(identity, [pin]) if pin else open_context()
            kids = [pin.kid] if pin else None
            self._peers.append((HttpPeer(key.name, witness.url, context, kids, limits), (key,)))

    def collect(self, desk: NodeDesk) -> tuple[tuple[str, Unwitnessed], ...]:
        """Collect their lines under the newest head of the own log.

        Returns:
            Who gave no line, and why; what was told before and has not changed is left out.
        """
        without = witness_own(desk, self._peers)
        new = tuple((name, why) for name, why in without if self._said.get(name) != why.code)
        self._said = {name: why.code for name, why in without}
        return new

    def close(self) -> None:
        """Close all connections."""
        for peer, _ in self._peers:
            peer.close()

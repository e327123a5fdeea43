"""The machine keys of a party in the folder of a record: found by what they are, not by their name.

``log.pem``, ``mirror.pem``, ``tls.pem`` and ``author-1.pem`` are keys in force; ``log-2.pem`` and
``mirror-2.pem`` their ML-DSA-44 companions. A new key waits under any other name until a key set
names it; a key that went lies in ``gone/``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.files import sync_folder
from overflight.adapters.keys.files import PrivateKey, kid_of_key, load_private, log_signer
from overflight.adapters.store.heads import LogSigners
from overflight.errors import OverflightError, StoreError, UsageError
from overflight.record import ED25519, Key, KeySet, KeyUse, NoteKey, kid_of

__all__ = [
    "KEYS_FOLDER",
    "Held",
    "held_keys",
    "move_key",
    "put_in_place",
    "set_aside",
    "signers_for",
]

KEYS_FOLDER = "keys"
GONE_FOLDER = "gone"
WATCH = "watch"
_NAMES = {KeyUse.LOG: "log", KeyUse.MIRROR: "mirror", KeyUse.TLS: "tls", KeyUse.AUTHOR: "author-1"}
_SECOND = "-2"
_PLACES = frozenset(name + more for name in _NAMES.values() for more in ("", _SECOND)) | {WATCH}


@dataclass(frozen=True, slots=True)
class Held:
    """A private key on this machine.

    Args:
        path: Its file.
        key: The key.
    """

    path: Path
    key: PrivateKey

    @property
    def kid(self) -> str:
        """Return the hex id by which key sets name it."""
        return kid_of_key(self.key)


def held_keys(folder: Path, party: str, passphrase: bytes) -> tuple[Held, ...]:
    """Return the keys of a party that can be opened in a record's folder, those in ``gone/`` last.

    Args:
        folder: Folder of the record.
        party: Code of the party.
        passphrase: Unlocks them; keys it does not open are passed over.
    """
    found = []
    place = folder / KEYS_FOLDER / party
    for path in (*sorted(place.glob("*.pem")), *sorted((place / GONE_FOLDER).glob("*.pem"))):
        with suppress(OverflightError):
            found.append(Held(path, load_private(path, party, passphrase)))
    return tuple(found)


def signers_for(
    keys: Iterable[NoteKey], held: Iterable[Held], now: Callable[[], int]
) -> LogSigners:
    """Return the signers of a head that must be signed by these keys of a log.

    Args:
        keys: Every key that must sign, of one log.
        held: Keys on this machine.
        now: Gives the time in seconds since 1970.

    Raises:
        UsageError: ``E-KEY``: a key is not on this machine, or not under this passphrase.
    """
    wanted = tuple(dict.fromkeys(keys))
    by_public = {each.key.public: each.key for each in held}
    lacking = [key for key in wanted if key.public not in by_public]
    if lacking:
        raise UsageError(
            "E-KEY",
            where=lacking[0].name,
            expected=f"{len(wanted)} keys of this log; a hand-over is signed by old and new",
            found=f"no key {' '.join(kid_of(key.public)[:16] for key in lacking)} that opens",
            remedy="Put the key into keys/<PARTY>/ of the record and give its passphrase. If the"
            " old key is lost, the log needs a successor.",
        )
    return LogSigners(tuple(log_signer(key.name, by_public[key.public]) for key in wanted), now)


def set_aside(before: KeySet, after: KeySet, held: Iterable[Held]) -> tuple[tuple[Path, Path], ...]:
    """Move keys that a key set ends out of the way, before the head that says so.

    A crash after this leaves no key under a wrong name: nothing can be signed by an old one.

    Args:
        before: The keys in force.
        after: The keys that follow.
        held: Keys on this machine.

    Returns:
        What was moved, from where to where.

    Raises:
        StoreError: The disk failed.
    """
    ended = {key.kid for key in before.keys} - {key.kid for key in after.keys}
    moved = []
    for each in held:
        if each.kid in ended and each.path.stem in _PLACES:
            place = each.path.parent / GONE_FOLDER
            target = place / f"{each.path.stem}-{each.kid[:16]}.pem"
            move_key(each.path, target)
            moved.append((each.path, target))
    return tuple(moved)


def put_in_place(
    keys: KeySet, held: Iterable[Held], uses: Collection[KeyUse] = tuple(KeyUse)
) -> tuple[Path, ...]:
    """Give the keys in force the names by which this program finds them.

    Args:
        keys: The keys in force.
        held: Keys on this machine.
        uses: Only keys of these uses.

    Returns:
        The files that have a new name.

    Raises:
        StoreError: The disk failed.
    """
    names = {key.kid: _name(key) for key in keys.keys if key.use in uses}
    moved = []
    for each in held:
        name = names.get(each.kid, "")
        place = each.path.parent
        target = (place.parent if place.name == GONE_FOLDER else place) / f"{name}.pem"
        if name and each.path.exists() and not target.exists():
            move_key(each.path, target)
            moved.append(target)
    return tuple(moved)


def _name(key: Key) -> str:
    """Return the name of the file of a key in force; nothing for one that may lie anywhere."""
    plain = _NAMES.get(key.use, "")
    if plain and key.alg != ED25519:
        return plain + _SECOND
    watch = key.use is KeyUse.AUTHOR and all(role.startswith("record.") for role in key.roles)
    return WATCH if watch else plain


def move_key(path: Path, target: Path) -> None:
    """Give a key file another name, durably.

    Raises:
        StoreError: The disk failed.
    """
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(path.parent)
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(path),
            expected=f"a folder in which it can be renamed to {target.name}",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights of the folder, then submit again.",
        ) from fault

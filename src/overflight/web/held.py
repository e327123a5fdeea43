"""The record that a site shows: folded once for each state of it and each choice of readings."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from overflight.adapters.store.copies import Viewed, verify_path, viewed_at
from overflight.adapters.store.submission import Submitted, submit
from overflight.assembly import Outside, open_record
from overflight.deadlines import Instant
from overflight.desk import AsOf, Clock, Desk, from_package, from_record
from overflight.errors import UsageError
from overflight.record import Report
from overflight.treaty import readings

__all__ = ["Held"]

_KEPT = 8
_BLOBS = 256


class Held:
    """What a site answers from: a record of this machine, or the founding facts of the package.

    What it folds is kept in memory for as long as no log has a newer head.

    Args:
        path: Folder of the record; none for the founding facts of this package.
        clock: Tells the time.
        passphrase: Unlocks the keys of the log, to append what people signed elsewhere.
    """

    def __init__(self, path: Path | None, clock: Clock, passphrase: bytes = b"") -> None:
        self._path = path
        self._clock = clock
        self._passphrase = passphrase
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._folded: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], AsOf] = OrderedDict()
        self._viewed: tuple[str, tuple[Viewed, ...]] = ("", ())

    @property
    def name(self) -> str:
        """Return what to call the record."""
        return self._path.name if self._path else "founding facts"

    def now(self) -> Instant:
        """Return the present instant."""
        return self._clock.now()

    @contextmanager
    def opened(self) -> Iterator[Desk | None]:
        """Open the record for reading; nothing where there is none."""
        if self._path is None:
            yield None
            return
        with open_record(self._path, Outside(clock=self._clock), keys=False) as opened:
            yield opened.desk

    def as_of(self, chosen: Mapping[str, str]) -> AsOf:
        """Return what held on any day.

        Args:
            chosen: Readings of open points that differ from the defaults.

        Raises:
            UsageError: An open point or a reading is not known.
            RecordError: The record cannot be read.
        """
        law = readings(chosen)
        with self._lock, self.opened() as desk:
            key = (_state_of(desk), tuple(sorted(chosen.items())))
            found = self._folded.pop(key, None)
            if found is None:
                found = (
                    from_package(readings=law)
                    if desk is None
                    else from_record(desk.records, source=f"record {self.name}", readings=law)
                )
            self._folded[key] = found
            while len(self._folded) > _KEPT:
                self._folded.popitem(last=False)
            return found

    @property
    def path(self) -> Path | None:
        """Return the folder of the record; none for the founding facts of this package."""
        return self._path

    def verified(self) -> Report | None:
        """Return what checking the whole record finds; nothing where there is no record."""
        return None if self._path is None else verify_path(self._path)

    def viewed(self) -> tuple[Viewed, ...]:
        """Return every entry with how far it has come, checked once for each state."""
        if self._path is None:
            return ()
        with self._lock:
            state = self.state()
            if self._viewed[0] != state:
                self._viewed = (state, viewed_at(self._path))
            return self._viewed[1]

    def keep(self, blobs: Iterable[bytes]) -> None:
        """Keep what a draft names until it comes back signed; what falls out is drafted anew.

        Args:
            blobs: Heads and attachments.
        """
        with self._lock:
            for blob in blobs:
                self._kept[sha256(blob).hexdigest()] = blob
            while len(self._kept) > _BLOBS:
                self._kept.popitem(last=False)

    def submit(self, envelopes: Sequence[bytes]) -> Submitted:
        """Append a statement that people signed elsewhere to the own log.

        Args:
            envelopes: The signed draft; several where people signed apart from one another.

        Raises:
            UsageError: It is meant for another log, or a key or what it names is not at hand.
            RecordError: It would not count.
            StoreError: The disk failed.
        """
        if self._path is None:
            raise UsageError(
                "E-FOLDER",
                where="record",
                expected="a record of this machine",
                found="the founding facts of this package",
                remedy="Serve a record: `overflight serve --record FOLDER`.",
            )
        with self._lock:
            return submit(
                self._path, envelopes, tuple(self._kept.values()), self._passphrase, self._clock
            )

    def state(self) -> str:
        """Return what changes whenever the record does."""
        with self.opened() as desk:
            return _state_of(desk)


def _state_of(desk: Desk | None) -> str:
    """Return a digest of the newest heads of all logs."""
    told = sha256()
    if desk is not None:
        origins: Callable[[], tuple[str, ...]] = desk.records.origins
        for origin in origins():
            told.update(origin.encode() + b"\0" + (desk.records.checkpoint(origin) or b"") + b"\0")
    return told.hexdigest()

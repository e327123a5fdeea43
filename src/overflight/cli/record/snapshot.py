"""``overflight record snapshot``: what is derived from a record and kept beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.adapters.store.kept_folder import KeptFolder
    from overflight.assembly import OpenRecord
    from overflight.desk.answers.snapshots import SnapshotAnswer

__all__ = ["snapshot"]

_UNABLE = (
    "this user has no folder for a secret (XDG_STATE_HOME, else .local/state in the home),"
    " or others may read the secret in it"
)
_BUSY = "the record is being written, and what is kept must be of a record at rest; ask again"


def snapshot(
    record: Path = typer.Argument(Path(), help="Folder of the record."),
    make: bool = typer.Option(False, "--make", help="Make it now, rather than when it is needed."),
    delete: bool = typer.Option(False, "--delete", help="Delete it; no answer changes."),
    as_json: bool = AS_JSON,
) -> None:
    """Show, make or delete what is kept beside a record so that asking again is fast.

    Commands that ask a record make it and use it by themselves. It is a cache: whatever is in it,
    every answer is the one without it.
    """
    from overflight.assembly import open_record
    from overflight.errors import UsageError
    from overflight.treaty import write_form

    if make and delete:
        raise UsageError(
            "E-FACTS",
            where="--make and --delete",
            expected="one of the two",
            found="both",
            remedy="Delete first, then make.",
        )
    with open_record(record, keys=False) as opened:
        kept = opened.kept
        deleted = _delete(kept) if kept and delete else 0
        why = ""
        if kept and make:
            why = _make(opened, kept)
        answer = _shown(opened, deleted, why)
    if as_json:
        say_json(write_form(answer))
        return
    _say(answer)


def _make(opened: OpenRecord, kept: KeptFolder) -> str:
    """Make it; return why not, where the record never came to rest."""
    from datetime import date

    from overflight.desk import from_record

    if not kept.settled():  # whoever made the record just now and asks for it waits a moment
        return _BUSY
    held = from_record(opened.desk.records, source="record", kept=kept)
    held.standings_on(date.max)
    return ""


def _delete(kept: KeptFolder) -> int:
    from overflight.errors import StoreError

    try:
        return kept.delete()
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(kept.folder),
            expected="a folder that can be written",
            found=fault.strerror or fault,
            remedy="Mend the rights of the folder, or delete it by hand: nothing else is in it.",
        ) from fault


def _shown(opened: OpenRecord, deleted: int, why: str) -> SnapshotAnswer:
    from overflight.desk.answers.snapshots import KeptRow, SnapshotAnswer
    from overflight.desk.held.kept_reading import fits

    kept, place = opened.kept, str(opened.path)
    if kept is None:
        return SnapshotAnswer(place, (), fits=False, why=_UNABLE)
    rows = tuple(KeptRow(file.name, file.size, file.sealed) for file in kept.files())
    return SnapshotAnswer(place, rows, fits(opened.desk.records, kept), deleted, why)


def _say(answer: SnapshotAnswer) -> None:
    from overflight.treaty import count_of

    if answer.deleted:
        say(f"{count_of(answer.deleted, 'file')} deleted; no answer changes")
    if answer.why:
        say(f"nothing is kept: {answer.why}")
    elif not answer.kept:
        say("nothing is kept beside this record")
    for row in answer.kept:
        seal = "" if row.sealed else "   of another version or user, or altered: never read"
        say(f"  {row.name:28} {row.bytes:12,} bytes{seal}")
    if answer.kept:
        state = "are those of the record as it is now" if answer.fits else "are out of date"
        say(f"the facts kept {state}")

"""Write a draft and what must travel with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from overflight.cli.output import say, say_json

if TYPE_CHECKING:
    from overflight.desk.signing.drafting import Drafted

__all__ = ["blobs_beside", "say_draft", "write_draft"]

_WITH = ".with"
_LARGEST = 16 * 2**20


def write_draft(out: Path, drafted: Drafted) -> None:
    """Write the bytes to be signed, and beside them, in ``OUT.with/``, the heads they name.

    Raises:
        UsageError: A file of this name is there.
        StoreError: The disk failed.
    """
    from hashlib import sha256

    from overflight.adapters.files import write_out, write_whole
    from overflight.errors import UsageError

    if out.exists():
        raise UsageError(
            "E-FILE",
            where=str(out),
            expected="a new file",
            found="a file of this name",
            remedy="Choose another name; a draft somebody may have signed is not written over.",
        )
    write_out(out, drafted.payload)
    for blob in drafted.blobs:
        write_whole(out.with_name(out.name + _WITH) / sha256(blob).hexdigest(), blob)


def blobs_beside(files: list[Path]) -> list[bytes]:
    """Return what lies in the folders beside drafts or envelopes, and files named themselves."""
    from overflight.adapters.files import read_bounded

    found: dict[Path, None] = {}
    for file in files:
        base = file.with_name(file.name.removesuffix(".signed"))
        for folder in (file.with_name(file.name + _WITH), base.with_name(base.name + _WITH)):
            if folder.is_dir():
                found |= dict.fromkeys(sorted(folder.iterdir()))
    return [read_bounded(path, _LARGEST, too_large="E-BLOB") for path in found]


def say_draft(out: Path, drafted: Drafted, *, as_json: bool) -> None:
    """Say what was drafted."""
    from hashlib import sha256

    from overflight.desk.answers.keys import DraftAnswer
    from overflight.treaty import write_form

    said, digest = drafted.statement, sha256(drafted.payload).hexdigest()
    if as_json:
        heads = len(drafted.blobs)
        answer = DraftAnswer(str(out), said.type, said.party, said.log, said.id, digest, heads)
        say_json(write_form(answer))
        return
    say(f"Drafted {said.type} of {said.party}, unsigned, in {out}")
    say(f"  SHA-256 {digest}")
    if drafted.blobs:
        say(f"  {out}{_WITH}/ holds the heads it names; bring it along to `record submit`")

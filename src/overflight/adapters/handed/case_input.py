"""Take a case from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from overflight.adapters.store.copies import copy_at
from overflight.adapters.store.record_folder import read_plain
from overflight.desk.cases import Case, CaseHead, case_of_entries
from overflight.errors import UsageError
from overflight.record import genesis_of
from overflight.treaty import read_form, read_json

__all__ = ["case_at", "case_bytes", "signed_or_not"]

MOST_BYTES = 64 * 2**20


def case_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Raises:
        UsageError: There is no such file.
        RecordError: It is no plain file, or too large.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if not path.is_file():
        raise UsageError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found="no such file" if not path.exists() else "no file",
            remedy="Check the name of the file.",
        )
    return read_plain(path, MOST_BYTES)


def case_at(record: Path, head: bytes, *, where: str) -> Case:
    """Return the case that a record makes where it lies: a folder, an export, or a bundle.

    Args:
        record: Where it lies.
        head: What is asked, as the head of a case; empty where the command says it all.
        where: Name of the head, for the error.

    Raises:
        UsageError: There is no record, or the head holds statements of its own.
        SourceError: The head is none.
        RecordError: The record does not hold together.
    """
    asked = read_form(CaseHead, read_json(head, where=where), where=where) if head else CaseHead()
    with copy_at(record) as (copy, document):
        leaves = {o: tuple(leaf for _, leaf in copy.leaves(o)) for o in copy.origins()}
        heads = {origin: tuple(copy.heads(origin)) for origin in leaves}
        found = document or genesis_of(copy)
        return case_of_entries(found, leaves, heads, copy.blob, head=asked)


def signed_or_not(case: Case, *, unsigned: bool, where: str) -> None:
    """Refuse statements nobody signed unless the caller takes them so.

    Raises:
        UsageError: The case is unsigned and that was not asked for.
    """
    if (case.said or case.unread) and not unsigned and not case.signed:
        raise UsageError(
            "E-UNSIGNED",
            where=where,
            expected="--unsigned, or signed statements with --genesis, or --record",
            found=f"{len(case.said) + len(case.unread)} statements nobody has signed",
            remedy="Add --unsigned to take them as said.",
        )

"""Cases that are signed: envelopes one a line, or a record, checked before anything is judged.

What is signed needs nobody's word: every entry is checked against the genesis document, and what
does not count is told. Entries one a line carry no head, so that nothing shows whether the last
ones were left out; a record, an export or a bundle does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from overflight.desk.cases.case_files import Case, CaseHead, NotCounted, Unread, case_lines
from overflight.desk.record import read_entries
from overflight.errors import OverflightError, SourceError
from overflight.membership.facts import InstrumentDeposited
from overflight.missions import Quiet
from overflight.record import Checked, read_envelope, read_statement
from overflight.treaty import read_form, read_json

__all__ = ["case_of_entries", "read_signed_case"]


def read_signed_case(data: bytes, document: bytes, *, where: str) -> Case:
    """Read a case of signed statements.

    Args:
        data: JSON Lines: the head of the case if there is one, then envelopes as their logs hold
            them, each log from its first entry and in its order.
        document: The genesis document, which names the keys everything is checked with.
        where: Name of the file, for the error.

    Raises:
        SourceError: A line is no envelope, or no head; the error names the line.
        RecordError: The genesis document cannot be read.
    """
    head, leaves = CaseHead(), dict[str, list[bytes]]()
    for place, line in case_lines(data, where):
        if not leaves and not line.startswith(b'{"payload":'):
            head = read_form(CaseHead, read_json(line, where=place), where=place)
        else:
            leaves.setdefault(_log_of(line, place), []).append(line)
    return case_of_entries(document, leaves, head=head)


def _log_of(line: bytes, place: str) -> str:
    try:
        return read_statement(read_envelope(line).payload).log
    except OverflightError as fault:
        raise SourceError(
            "E-CASE",
            where=place,
            expected="a signed statement, byte for byte as its log holds it",
            found=f"{fault.code}: {fault.found}",
            remedy="Give the entry as it was exported, or --unsigned for statements nobody signed.",
        ) from fault


def case_of_entries(
    document: bytes,
    leaves: Mapping[str, Sequence[bytes]],
    heads: Mapping[str, Sequence[bytes]] | None = None,
    blob: Callable[[str], bytes | None] | None = None,
    *,
    head: CaseHead | None = None,
) -> Case:
    """Return the case that signed entries make.

    Args:
        document: The genesis document.
        leaves: Entries of each log from its first, by origin.
        heads: The signed heads of each log, where they are at hand.
        blob: Gives bytes by their hex SHA-256, to date statements by the mirrors' times.
        head: What is asked.

    Raises:
        RecordError: The genesis document cannot be read.
    """
    reading = read_entries(document, leaves, heads or {}, blob)
    times = reading.times
    asked = head or CaseHead()
    # The founding facts of the package stand in only where nobody has said them.
    founded = any(isinstance(said.fact, InstrumentDeposited) for said in reading.facts)
    return Case(
        replace(asked, founding=asked.founding and not founded),
        reading.facts,
        tuple(
            Unread(each.ref.i, each.statement.type, each.statement.party)
            for each in reading.unread
            if each.statement is not None
        ),
        tuple(_told(each) for each in (*reading.void, *reading.contested)),
        Quiet(times.lines, times.parties) if times else None,
        signed=True,
    )


def _told(each: Checked) -> NotCounted:
    why = f"expected {each.expected}; found {each.found}" if each.code else "its key may be stolen"
    return NotCounted(each.ref.o, each.ref.i, each.standing.value, each.code, why)

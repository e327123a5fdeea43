"""One function for each act: read, fold, decide, append. Ports say what it needs from outside."""

from overflight.desk.founding import Charter, Founded, FounderKeys, found_record
from overflight.desk.kinds import KINDS, kind_of
from overflight.desk.ports import Clock, Ids, Records, Signer
from overflight.desk.record import (
    EVERYBODY,
    Desk,
    Draft,
    Reading,
    attach,
    origin_of,
    read_facts,
    read_record,
    say,
    say_all,
    signed,
)

__all__ = [
    "EVERYBODY",
    "KINDS",
    "Charter",
    "Clock",
    "Desk",
    "Draft",
    "Founded",
    "FounderKeys",
    "Ids",
    "Reading",
    "Records",
    "Signer",
    "attach",
    "found_record",
    "kind_of",
    "origin_of",
    "read_facts",
    "read_record",
    "say",
    "say_all",
    "signed",
]

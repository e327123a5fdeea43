"""One function for each act: read, fold, decide, append. Ports say what it needs from outside."""

from overflight.desk.as_of import NO_RECORD, AsOf, code_of, fold_as_of, from_package, from_record
from overflight.desk.founding import Charter, Founded, FounderKeys, found_record
from overflight.desk.founding_facts import (
    PACKAGE_ORIGIN,
    FoundingFact,
    founding_facts,
    founding_said,
    load_founding,
)
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
    schema_fault,
    signed,
)

__all__ = [
    "EVERYBODY",
    "KINDS",
    "NO_RECORD",
    "PACKAGE_ORIGIN",
    "AsOf",
    "Charter",
    "Clock",
    "Desk",
    "Draft",
    "Founded",
    "FounderKeys",
    "FoundingFact",
    "Ids",
    "Reading",
    "Records",
    "Signer",
    "attach",
    "code_of",
    "fold_as_of",
    "found_record",
    "founding_facts",
    "founding_said",
    "from_package",
    "from_record",
    "kind_of",
    "load_founding",
    "origin_of",
    "read_facts",
    "read_record",
    "say",
    "say_all",
    "schema_fault",
    "signed",
]

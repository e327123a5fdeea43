"""Where adapters meet the desk: the one place that knows which adapter serves which port."""

from overflight.assembly.records import (
    GENESIS_FILE,
    KEYS_FOLDER,
    RECORD_FILE,
    REHEARSAL_BASE,
    OpenRecord,
    Outside,
    new_record,
    open_record,
    rehearsal,
)

__all__ = [
    "GENESIS_FILE",
    "KEYS_FOLDER",
    "RECORD_FILE",
    "REHEARSAL_BASE",
    "OpenRecord",
    "Outside",
    "new_record",
    "open_record",
    "rehearsal",
]

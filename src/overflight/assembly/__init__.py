"""Where adapters meet the desk: the one place that knows which adapter serves which port."""

from overflight.assembly.nodes import (
    HOME_FOLDER,
    Beginning,
    Network,
    OpenNode,
    new_network,
    new_node,
    open_node,
    peers_in,
)
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
    "HOME_FOLDER",
    "KEYS_FOLDER",
    "RECORD_FILE",
    "REHEARSAL_BASE",
    "Beginning",
    "Network",
    "OpenNode",
    "OpenRecord",
    "Outside",
    "new_network",
    "new_node",
    "new_record",
    "open_node",
    "open_record",
    "peers_in",
    "rehearsal",
]

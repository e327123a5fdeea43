"""A serving node takes up the keys that its own log has named meanwhile, without a new start."""

from __future__ import annotations

from overflight.adapters.keys.files import load_private
from overflight.adapters.keys.pem import LOG, MIRROR
from overflight.adapters.node.folder import KEYS_FOLDER
from overflight.assembly.nodes import OpenNode, open_node
from overflight.errors import UsageError
from overflight.record import KeySet, KeyUse, spki_of_public

__all__ = ["rekeyed"]

_HELD = (
    (LOG, KeyUse.LOG),
    (f"{LOG}-2", KeyUse.LOG),
    (MIRROR, KeyUse.MIRROR),
    (f"{MIRROR}-2", KeyUse.MIRROR),
)


def rekeyed(node: OpenNode, named: KeySet) -> OpenNode:
    """Open a node again with the keys that lie in its folder now.

    Args:
        node: The node as it was opened before; it stays open.
        named: The key set in force.

    Raises:
        UsageError: ``E-KEY``: a key file is not, or not yet, the one in force. A head by an older
            key would stand in the log for ever, and every reader would refuse it.
        SourceError: A key file cannot be read.
    """
    folder = node.path / KEYS_FOLDER / node.party
    for name, use in _HELD:
        path = folder / f"{name}.pem"
        if path.is_file():
            key = load_private(path, node.party, node.outside.passphrase)
            if key.public not in {each.public for each in named.of_use(use)}:
                raise _not_in_force(str(path), named.version)
    again = open_node(node.path, node.outside)
    shown = {key.pub for key in named.of_use(KeyUse.TLS)}
    tls = again.tls and spki_of_public(again.tls.public_key().public_bytes_raw())
    if tls is None or (shown and tls not in shown) or not again.desk.by:
        again.record.close()
        raise _not_in_force(str(folder), named.version)
    return again


def _not_in_force(where: str, version: int) -> UsageError:
    return UsageError(
        "E-KEY",
        where=where,
        expected=f"keys of key set version {version}, which is in force now",
        found="another key, or none",
        remedy="Put the key in force into the node's folder; until then it appends nothing.",
    )

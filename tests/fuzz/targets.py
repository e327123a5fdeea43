"""All fuzz targets, by name."""

from __future__ import annotations

from tests.fuzz import formats, forms, network, peers, signed
from tests.fuzz.target import Target

_ALL = (*forms.TARGETS, *signed.TARGETS, *network.TARGETS, *peers.TARGETS, *formats.TARGETS)

TARGETS: dict[str, Target] = {target.name: target for target in _ALL}

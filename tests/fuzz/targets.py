"""All fuzz targets, by name."""

from __future__ import annotations

from tests.fuzz import forms, network, signed
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = {
    t.name: t for t in (*forms.TARGETS, *signed.TARGETS, *network.TARGETS)
}

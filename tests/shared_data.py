"""Find the shared test data, or skip with the reason.

The folder stands beside the checkout; ``OVERFLIGHT_SHARED`` names another place.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Return the path of a shared file or folder; skip the test where it is absent."""
    path = Path(os.environ.get("OVERFLIGHT_SHARED", _BESIDE)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data not at hand: {'/'.join(parts)}")
    return path

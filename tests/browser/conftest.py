"""The record that pages in the browser show."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_record import new_site_record


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a record with a mission in it."""
    return new_site_record(tmp_path_factory.mktemp("browser") / "record")

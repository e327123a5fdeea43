"""Read annotations as people write them: a JSON list of codes and where they stand."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.frames.sources import FrameLimits, read_text
from overflight.imagery import Annotation
from overflight.treaty import read_form, read_json

__all__ = ["read_annotations"]


def read_annotations(path: Path, *, limits: FrameLimits | None = None) -> tuple[Annotation, ...]:
    """Read a JSON list of annotations.

    Args:
        path: The file: a list of the form ``Annotation`` of docs/reference.
        limits: How much is read before the file is refused.

    Raises:
        SourceError: The file is not such a list.
    """
    values = read_json(read_text(path, limits or FrameLimits()), where=path.name)
    return read_form(tuple[Annotation, ...], values, where=path.name)

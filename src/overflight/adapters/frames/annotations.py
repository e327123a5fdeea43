"""Read annotations as people write them: codes and where they stand."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.frames.sources import FrameLimits, read_text
from overflight.imagery import Annotation, AnnotationFile
from overflight.treaty import read_form, read_json

__all__ = ["read_annotations"]


def read_annotations(path: Path, *, limits: FrameLimits | None = None) -> tuple[Annotation, ...]:
    """Read a file of annotations.

    Args:
        path: The file: the form ``AnnotationFile`` of docs/reference.
        limits: How much is read before the file is refused.

    Raises:
        SourceError: The file is not of that form.
    """
    values = read_json(read_text(path, limits or FrameLimits()), where=path.name)
    return read_form(AnnotationFile, values, where=path.name).annotations

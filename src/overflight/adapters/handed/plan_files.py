"""Read files that people hand in, never more than they may hold."""

from overflight.adapters.files import STANDARD_INPUT, read_bounded

__all__ = ["STANDARD_INPUT", "read_bounded"]

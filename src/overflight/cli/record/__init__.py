"""``overflight record``: found, append, read, verify."""

from overflight.cli.record.noun import app

__all__ = ["app"]

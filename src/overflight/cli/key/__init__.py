"""``overflight key``: keys of people and machines."""

from overflight.cli.key.noun import app

__all__ = ["app"]

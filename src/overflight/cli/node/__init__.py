"""``overflight node``: the node a party runs."""

from overflight.cli.node.noun import app

__all__ = ["app"]

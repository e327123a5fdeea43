"""``overflight track``: read a flown track, compare it with the plan, watch a flight on board."""

import typer

from overflight.cli.track import checking, comparing, files, live

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Flown tracks: show, clean, compare with the plan; watch a flight on board.",
)

# Each verb stands in its own module, which adds it to the noun.
for verb in (files, checking, comparing, live):
    verb.register(app)

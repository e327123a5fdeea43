"""``overflight plan``: mission plans, from a list of targets to a document both sides can sign."""

from overflight.cli.plan import (
    altitude,
    counter,
    coverage,
    diff,
    export,
    exposure,
    importing,
    optimise,
    profile,
    solve,
    windows,
)
from overflight.cli.plan.judging import app

__all__ = ["app"]

# Each verb stands in its own module, which adds it to the noun.
for verb in (
    solve,
    optimise,
    altitude,
    diff,
    counter,
    export,
    importing,
    windows,
    coverage,
    exposure,
    profile,
):
    verb.register(app)

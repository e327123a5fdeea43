"""``overflight plan solve FILE.oplib``: plain problems, so that anyone can compare."""

from __future__ import annotations

from pathlib import Path

from overflight.cli.output import say, say_json
from overflight.cli.plan.means import Limits, at_most, means_of

__all__ = ["solve_file"]


def solve_file(path: Path, limits: Limits, *, as_json: bool) -> None:
    """Solve a plain problem and print value, bound, gap and tour.

    Args:
        path: The file, as OPLib writes it.
        limits: How long to work, and by what.
        as_json: Whether to print JSON.
    """
    from overflight.adapters.handed.op_files import read_oplib

    with means_of(limits) as means:
        from overflight.planning import solve_plain

        answer = solve_plain(
            read_oplib(path),
            seed=means.seed,
            until=means.until,
            engine=means.engine,
            proving=means.proving,
        )
    if as_json:
        from overflight.treaty import write_form

        say_json(write_form(answer))
        return
    say(f"{answer.name}: value {answer.value:,.10g}, length {answer.length:,} of {answer.limit:,}")
    say(f"found by {answer.engine}, seed {answer.seed}, {answer.iterations} rounds")
    if answer.bound is None or answer.gap is None:
        say("no bound: nothing was proven about how good this is")
    elif answer.gap == 0:
        say(f"bound {answer.bound:,.10g}: no tour is better")
    else:
        say(f"bound {answer.bound:,.10g}: at most {at_most(answer.gap)} below any tour")
    say("tour " + " ".join(str(place) for place in answer.tour))

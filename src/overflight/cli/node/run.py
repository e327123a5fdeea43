"""``overflight node serve``, ``status`` and ``sim``: run a node, look at it, simulate a regime."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say_json

__all__ = ["add_to"]

_FOLDER = typer.Argument(help="The node's folder.")


def serve(
    folder: Path = _FOLDER,
    interval: int = typer.Option(0, min=0, max=3600, help="Seconds between rounds; else settings."),
    passphrase_file: Path | None = typer.Option(None, help="Unlocks the machine's keys."),
    as_json: bool = AS_JSON,
) -> None:
    """Serve the party's log, mirror all others, cosign what is held; until Ctrl-C or SIGTERM."""
    import sys

    from overflight.adapters.clock import SystemClock
    from overflight.adapters.node.journal import Journal
    from overflight.assembly import Outside, open_node
    from overflight.assembly.serving import serve_node
    from overflight.cli.key.files import passphrase

    journal = Journal(sys.stdout, SystemClock().now, as_json)
    with open_node(folder, Outside(passphrase=passphrase(passphrase_file))) as node:
        serve_node(node, journal, interval or None)


def status(folder: Path = _FOLDER, as_json: bool = AS_JSON) -> None:
    """Show how a node stands: its log, the others, alarms, what a person has to sign.

    Exit code 0 where nobody has to act, 3 where there is an alarm or something to sign.
    """
    from overflight.adapters.node.contacts import read_round
    from overflight.assembly import open_node
    from overflight.cli.node.views import say_status
    from overflight.desk.network.node_status import node_status
    from overflight.treaty import write_form

    with open_node(folder, keys=False) as node:
        found = node_status(node.desk, str(folder), read_round(folder))
    if as_json:
        say_json(write_form(found))
    else:
        say_status(found)
    raise typer.Exit(3 if found.alarms or found.to_sign else 0)


def sim(
    parties: int = typer.Option(34, min=2, max=34, help="How many parties."),
    statements: int = typer.Option(1000, min=1, max=1_000_000, help="How many statements."),
    per_minute: float = typer.Option(0, min=0, help="So many a minute; all at once if 0."),
    interval: float = typer.Option(60, min=1, max=3600, help="Seconds between rounds."),
    lost: float = typer.Option(0, min=0, max=0.9, help="Share of questions without an answer."),
    memory: bool = typer.Option(False, "--memory", help="Keep records in memory, not in SQLite."),
    seed: int = typer.Option(1, help="The same number gives the same run."),
    as_json: bool = AS_JSON,
) -> None:
    """Run a whole regime in one process: real records and rounds, made-up network and time."""
    from overflight.assembly.simulation import Asked, simulate
    from overflight.cli.node.views import say_simulation
    from overflight.treaty import write_form

    found = simulate(Asked(parties, statements, per_minute, interval, lost, memory, seed))
    if as_json:
        say_json(write_form(found))
    else:
        say_simulation(found)
    raise typer.Exit(3 if found.alarms or found.held < found.statements else 0)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(serve)
    app.command()(status)
    app.command()(sim)

"""``overflight node serve`` and ``status``: run a node, and look at it."""

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
    from overflight.cli.keyfiles import passphrase

    journal = Journal(sys.stdout, SystemClock().now, as_json)
    with open_node(folder, Outside(passphrase=passphrase(passphrase_file))) as node:
        serve_node(node, journal, interval or None)


def status(folder: Path = _FOLDER, as_json: bool = AS_JSON) -> None:
    """Show how a node stands: its log, the others, alarms, what a person has to sign.

    Exit code 0 where nobody has to act, 3 where there is an alarm or something to sign.
    """
    from overflight.adapters.node.contacts import read_round
    from overflight.assembly import open_node
    from overflight.cli.node_views import say_status
    from overflight.desk.node_status import node_status
    from overflight.treaty import write_form

    with open_node(folder, keys=False) as node:
        found = node_status(node.desk, str(folder), read_round(folder))
    if as_json:
        say_json(write_form(found))
    else:
        say_status(found)
    raise typer.Exit(3 if found.alarms or found.to_sign else 0)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(serve)
    app.command()(status)

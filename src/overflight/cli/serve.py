"""``overflight serve``: the same answers as pages, in a browser on this machine."""

from __future__ import annotations

import logging
from pathlib import Path

import typer

from overflight.cli.output import say

__all__ = ["app"]

app = typer.Typer(help="Serve the pages of a record to a browser.")
_OWN_NAMES = ("localhost", "127.0.0.1", "::1")


@app.callback(invoke_without_command=True)
def serve(
    record: Path | None = typer.Option(
        None, "--record", help="Folder of a record; else the founding facts of this package."
    ),
    port: int = typer.Option(8462, "--port", min=0, max=65535, help="Port to listen on."),
    public: str = typer.Option(
        "", "--public", help="Serve only the public rooms, under this address: 0.0.0.0."
    ),
    passphrase_file: Path | None = typer.Option(
        None, "--passphrase-file", help="Unlocks the key of the log, to append signed drafts."
    ),
) -> None:
    """Serve the pages of a record: docket, missions, regime, rules, record, public register.

    Without --public only a browser on this machine is answered, and it sees what whoever may open
    the record's folder sees. With --public everybody is answered, and sees the public rooms only.
    """
    import uvicorn

    from overflight.adapters.clock import SystemClock
    from overflight.cli.key.files import passphrase
    from overflight.web import Audience, Held, application

    held = Held(record, SystemClock(), passphrase(passphrase_file))
    audience = Audience.PUBLIC if public else Audience.OWN
    made = application(held, audience, () if public else _OWN_NAMES)
    host = public or "127.0.0.1"
    say(f"{held.name}: http://{host}:{port}/   (Ctrl-C ends it)")
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("overflight.web").setLevel(logging.INFO)
    config = uvicorn.Config(
        made,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run()
    say("ended")

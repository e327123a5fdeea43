"""Evidence of a fork: anybody checks the file, with the log's key or a record that names it."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Evidence that a log showed two faces.")


@app.callback()
def evidence() -> None:
    """Hold the command's name apart from the noun's, also while there is only one."""


@app.command()
def check(
    file: Path = typer.Argument(help="A file of evidence."),
    key: list[str] = typer.Option(
        [], "--key", help="Key line of the log, from a source you trust."
    ),
    record: Path | None = typer.Option(None, "--record", help="A record that names its keys."),
    as_json: bool = AS_JSON,
) -> None:
    """Check evidence of a fork. Leaves with 0 if it proves one, with 4 if it does not."""
    from overflight.adapters.store.log_keys import log_keys_at
    from overflight.adapters.store.record_folder import read_plain
    from overflight.cli.record.calls import key_line
    from overflight.desk.answers.records import answer_of_fork
    from overflight.record import read_fork
    from overflight.treaty import write_form

    fork = read_fork(read_plain(file))
    keys = [key_line(line) for line in key]
    if record is not None:
        keys += log_keys_at(record, fork.origin)
    answer = answer_of_fork(fork, keys)
    if as_json:
        say_json(write_form(answer))
    elif answer.proves:
        say(f"proven: {answer.origin} signed two heads that no one log can have")
        say(f"  one  {answer.sizes[0]} entries, root {answer.roots[0]}")
        say(f"  other {answer.sizes[1]} entries, root {answer.roots[1]}")
        say("  Whoever holds the log's key signed both. It says nothing of who that was.")
    else:
        say(f"NOT PROVEN: expected {answer.lacks}")
        if not keys:
            say("  No key of this log was given: name it with --key, or a record with --record.")
    raise typer.Exit(0 if answer.proves else 4)

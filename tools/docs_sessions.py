"""Run the sessions of a page and compare what is printed with what is shown.

A fenced block marked ``console`` is a session. Lines that start with ``$ `` are run; the lines
under each are what it must print. A line ``...`` stands for any lines, and the sign ``…`` for
anything in its line. ``$ echo $?`` shows the exit code of the command before it. Each page has an
empty folder with a copy of ``docs/cases`` in it. A block marked ``python title=NAME`` is written
there as a file.

Commands of ``overflight`` run in a child of this process, which has the program loaded: a page
with twenty commands takes seconds. Other programs are run where they are installed; where one is
missing, the rest of its block is left out and told.
"""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from overflight.cli import main

__all__ = ["PageRun", "run_page"]

_BLOCK = re.compile(
    r"^```(?P<kind>console|python title=(?P<file>[\w.]+))\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
# What most commands load; a child that finds it loaded answers at once.
_LOADED = (
    "overflight.adapters.store.copies",
    "overflight.adapters.lands.world_map",
    "overflight.assembly",
    "overflight.desk.planning.plans",
    "overflight.missions",
)
# Where Debian puts golang.org/x/mod, which the checker in Go is written with.
_GO_MODULES = Path("/usr/share/gocode/src/golang.org/x/mod")
_GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode"}
_PROGRAMS = {
    "age",
    "age-keygen",
    "cat",
    "go",
    "grep",
    "mkdir",
    "python3",
    "sha256sum",
    "tail",
    "tar",
}


@dataclass(slots=True)
class PageRun:
    """What running a page found.

    Args:
        page: Name of the page.
        wrong: What does not agree, one text each.
        skipped: What could not be run here, and why.
        commands: How many commands were run.
    """

    page: str
    wrong: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    commands: int = 0


def run_page(page: Path, name: str, cases: Path) -> PageRun:
    """Run every session of a page in a folder of its own.

    Args:
        page: The Markdown file.
        name: What to call it in messages.
        cases: Folder of example files that pages may name as ``docs/cases``.
    """
    run = PageRun(name)
    for module in _LOADED:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if cases.is_dir():
            shutil.copytree(cases, folder / "docs" / "cases")
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            if block["file"]:
                (folder / block["file"]).write_text(block["text"], encoding="utf-8")
            else:
                _run_block(block["text"], folder, run)
    return run


def _run_block(text: str, folder: Path, run: PageRun) -> None:
    """Run one session; stop it where a program is missing."""
    code = 0
    for command, shown in _commands(text):
        if command == "echo $?":
            if shown.strip() != str(code):
                run.wrong.append(f"{run.page}: exit code {code} where {shown.strip()} is shown")
            continue
        if missing := _missing(command.split()[0]):
            run.skipped.append(f"{run.page}: {missing}; the rest of the block is left out")
            return
        code, printed = _run(command, folder)
        run.commands += 1
        if not _agrees(shown, printed):
            run.wrong.append(f"{run.page}: `{command}` ({code}) {_difference(shown, printed)}")


def _missing(program: str) -> str:
    """Return why a program cannot be run here, or nothing."""
    if program == "overflight":
        return ""
    if program not in _PROGRAMS:
        return f"{program} is shown, not run"
    if shutil.which(program) is None or (program == "go" and not _GO_MODULES.is_dir()):
        return f"{program} is not installed"
    return ""


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Return each command with the text shown under it; a line may go on after a backslash."""
    command, shown = "", ""
    for line in [*text.replace("\\\n", " ").splitlines(), "$ "]:
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:].strip(), ""
        else:
            shown += line + "\n"


def _agrees(shown: str, printed: str) -> bool:
    """Return whether a text is what a page shows, its gaps filled."""
    pattern = ""
    for line in shown.strip("\n").splitlines():
        if line == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += "[^\n]*".join(re.escape(part) for part in line.split("…")) + r"\s*\n"
    return re.fullmatch(r"\s*" + pattern + r"\s*", printed + "\n") is not None


def _difference(shown: str, printed: str) -> str:
    """Return the first shown line that is not printed anywhere, or else everything printed."""
    lines = printed.splitlines()
    for line in shown.splitlines():
        if line != "..." and not any(_agrees(line, other) for other in lines):
            alike = get_close_matches(line, lines, n=1, cutoff=0.3)
            return f"does not print\n  {line}\n  but {alike[0] if alike else printed[:400]!r}"
    return f"printed in another order, or more than is shown:\n{printed}"


def _run(command: str, folder: Path) -> tuple[int, str]:
    """Return the exit code and everything a command prints, errors last."""
    if not command.startswith("overflight ") or "|" in command:
        return _run_shell(command, folder)
    words, files = _redirected(shlex.split(command))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become(words, files, folder, (out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        text = (out.read() + err.read()).decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(status), _trimmed(text)


def _redirected(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take ``< file`` and ``> file`` out of a command."""
    files: dict[str, str] = {
        sign: words[words.index(sign) + 1] for sign in ("<", ">") if sign in words
    }
    for sign in files:
        at = words.index(sign)
        words = words[:at] + words[at + 2 :]
    return words, files


def _become(words: list[str], files: dict[str, str], folder: Path, pipes: tuple[int, int]) -> None:
    """Turn this child into the program; it never returns."""
    code = 70
    try:
        os.chdir(folder)
        os.environ["COLUMNS"] = "80"
        os.dup2(pipes[0], 1)
        os.dup2(pipes[1], 2)
        for sign, stream, how in (("<", 0, os.O_RDONLY), (">", 1, os.O_WRONLY | os.O_CREAT)):
            if sign in files:
                os.dup2(os.open(files[sign], how, 0o644), stream)
        sys.argv = words
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run_shell(command: str, folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, **_GO, "PATH": path, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, _trimmed(done.stdout + done.stderr)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())

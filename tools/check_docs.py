"""Hold the documents to the program: links resolve, shown commands run and say what is shown.

A fenced block marked ``console`` is a session: lines that start with ``$ `` are run in a new empty
folder, the lines under each are what it must print; a line ``...`` stands for any lines. Commands
of other programs than ``overflight`` are shown, not run.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = Path(sys.executable).with_name("overflight")


def documents() -> list[Path]:
    """Return every Markdown file of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def dead_links(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    told = []
    for match in LINK.finditer(page.read_text(encoding="utf-8")):
        target = match.group(1) or match.group(3)
        if "://" in target or target.startswith("mailto:"):
            continue
        if not (page.parent / target).exists():
            told.append(f"{page.relative_to(ROOT)}: link to {target} leads nowhere")
    return told


def _sessions(page: Path) -> list[tuple[str, str]]:
    pairs = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        command, shown = "", ""
        for line in [*block.splitlines(), "$ "]:
            if line.startswith("$ "):
                if command.startswith("overflight "):
                    pairs.append((command, shown))
                command, shown = line[2:], ""
            else:
                shown += line + "\n"
    return pairs


def _agrees(shown: str, printed: str) -> bool:
    parts = [re.escape(part.strip("\n")) for part in re.split(r"(?m)^\.\.\.$", shown)]
    return re.fullmatch(r"\s*" + r".*".join(parts) + r"\s*", printed, re.DOTALL) is not None


def wrong_sessions(page: Path, folder: Path) -> list[str]:
    """Return the commands of a page that do not print what the page shows."""
    told = []
    for command, shown in _sessions(page):
        words = [str(COMMAND), *shlex.split(command)[1:]]
        done = subprocess.run(
            words, cwd=folder, capture_output=True, text=True, check=False, timeout=300
        )
        printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
        if shown.strip() and not _agrees(shown, printed):
            told.append(f"{page.relative_to(ROOT)}: `{command}` printed otherwise:\n{printed}")
    return told


def main() -> int:
    """Check every page; print what is wrong and return 1, or return 0."""
    told: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name:
        for page in documents():
            told += dead_links(page)
            count += len(_sessions(page))
            told += wrong_sessions(page, Path(name))
    for line in told:
        print(line)
    print(f"docs: {len(documents())} pages, {count} commands run, {len(told)} wrong")
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Hold the documents to the program.

    python -m tools.check_docs               check every page
    python -m tools.check_docs docs/cases.md check the links and sessions of one page
    python -m tools.check_docs --write       write the lists of forms and decisions anew

Links resolve; shown commands print what is shown and leave with the code shown; the catalogue of
errors names every code of the sources and no other; the lists of forms and decisions are whole.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.docs_lists import lists, old_lists, wrong_codes
from tools.docs_sessions import run_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    """Return every Markdown file of the project."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


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


def wrong_lists() -> list[str]:
    """Return what is wrong with the lists that follow from the sources."""
    return [*wrong_codes(DOCS / "errors.md", ROOT / "src" / "overflight"), *old_lists(DOCS)]


def main(arguments: Sequence[str]) -> int:
    """Check the pages; print what is wrong and return 1, or return 0."""
    named = [Path(name).resolve() for name in arguments if not name.startswith("-")]
    if "--write" in arguments:
        for page, text in lists(DOCS).items():
            page.write_text(text, encoding="utf-8")
    told = [] if named else wrong_lists()
    count = 0
    for page in named or documents():
        told += dead_links(page)
        run = run_page(page, str(page.relative_to(ROOT)), DOCS / "cases")
        told += run.wrong
        count += run.commands
        for reason in run.skipped:
            print(reason)
    for line in told:
        print(line)
    print(f"docs: {len(named or documents())} pages, {count} commands run, {len(told)} wrong")
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Write the JSON Schema of every input and output to docs/reference.

python tools/write_schemas.py            write them
python tools/write_schemas.py --check    tell which are missing or old, write nothing
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from overflight.cli.schema import schemas

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def file_of(name: str, folder: Path = FOLDER) -> Path:
    """Return the file of a schema: facts lie in a folder of their own."""
    if "/" in name:
        return folder / "facts" / f"{name.replace('/', '.')}.schema.json"
    return folder / f"{name}.schema.json"


def main(arguments: list[str]) -> int:
    """Write or check the files; return the exit code."""
    wanted = {
        file_of(name): json.dumps(schema, indent=2, sort_keys=True) + "\n"
        for name, schema in schemas().items()
    }
    there = set(FOLDER.rglob("*.schema.json"))
    old = [p for p, text in wanted.items() if p not in there or p.read_text("utf-8") != text]
    gone = sorted(there - set(wanted))
    if "--check" in arguments:
        for path in (*old, *gone):
            print(f"{path.relative_to(FOLDER)}: run python tools/write_schemas.py")
        return 1 if old or gone else 0
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(wanted)} schemas, {len(old)} written, {len(gone)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

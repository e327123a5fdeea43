"""A regime from a folder: the same tables as those this package ships, read as strictly."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.store.record_folder import read_plain
from overflight.desk.held.own_regimes import check_bound
from overflight.errors import UsageError
from overflight.treaty import COLUMNS, Regime, read_regime, regime_named, shipped_table

__all__ = ["begin_tables", "chosen_regime", "regime_from_folder"]

_LARGEST_TABLE = 4 * 2**20


def regime_from_folder(folder: Path) -> Regime:
    """Return the regime whose tables stand in a folder.

    Args:
        folder: The folder; its name names the regime.

    Raises:
        UsageError: There is no such folder, or a table is missing.
        RecordError: A table is no plain file, or too large.
        SourceError: A table is not made as it must be, or binds what the engine does not have; with
            file, line and column.
    """
    if not folder.is_dir():
        raise UsageError(
            "E-FILE",
            where=str(folder),
            expected="a folder with the tables of a regime",
            found="no such folder",
            remedy="Check its name; docs/own-regime.md tells how to make one.",
        )
    missing = [f"{name}.tsv" for name in COLUMNS if not (folder / f"{name}.tsv").is_file()]
    if missing:
        raise UsageError(
            "E-FILE",
            where=str(folder),
            expected="every table of a regime; one with nothing to say has its header only",
            found=f"no {', '.join(missing)}",
            remedy="`overflight rules tables FOLDER` writes the headers that are missing.",
        )
    return check_bound(
        read_regime(folder.resolve().name, lambda file: read_plain(folder / file, _LARGEST_TABLE))
    )


def chosen_regime(name: str, folder: Path | None) -> Regime | None:
    """Return the regime a person chose by name or folder; nothing where neither was given.

    Raises:
        UsageError: Both were given, or no regime has this name.
    """
    if name and folder is not None:
        raise UsageError(
            "E-REGIME-NAME",
            where="--regime",
            expected="--regime or --regime-folder",
            found="both",
            remedy="Leave one of them out.",
        )
    if folder is not None:
        return regime_from_folder(folder)
    return regime_named(name, where="--regime") if name else None


def begin_tables(folder: Path, start: str = "") -> tuple[str, ...]:
    """Write every table a folder lacks; what is there stays untouched.

    Args:
        folder: The folder; it is made where there is none.
        start: A shipped regime whose tables are written; headers only where none is named.

    Returns:
        The names of the tables that were written.

    Raises:
        UsageError: The path is something else than a folder, or no regime has this name.
    """
    if start:
        regime_named(start, where="--from")
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            "E-FILE",
            where=str(folder),
            expected="a folder, or the name of a new one",
            found="a file",
            remedy="Name another folder.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.tsv"
        if not path.exists():
            header = ("\t".join(columns) + "\n").encode()
            path.write_bytes(shipped_table(start, path.name) if start else header)
            written.append(path.name)
    return tuple(written)

"""Seal, decide, package, receive: who holds what, and who may have which copy."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.release import (
        Difference,
        Entitlement,
        EntitlementCase,
        MediaLabels,
        MediaManifest,
    )

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Seal, decide, package, receive.")

_LARGEST_CASE = 16_777_216


@app.command()
def manifest(
    folder: Path = typer.Argument(help="The medium, or a bit-for-bit copy of it."),
    labels: Path | None = typer.Option(
        None, "--labels", help="JSON: sensor, portion and taken_at by file name."
    ),
    out: Path | None = typer.Option(None, "--out", help="Write the manifest to this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Hash a medium: manifest, root, and the code to be read aloud on the ramp."""
    from overflight.adapters.files import write_out
    from overflight.release import manifest_answer

    made = sealed_folder(folder, labels)
    if out is not None:
        write_out(out, made.to_bytes())
    if as_json:
        say_form(manifest_answer(made, text=True))
    elif out is None:
        sys.stdout.buffer.write(made.to_bytes())
    else:
        say_manifest(made)


@app.command()
def compare(
    ours: Path = typer.Argument(help="Our manifest."),
    theirs: Path = typer.Argument(help="Theirs."),
    as_json: bool = AS_JSON,
) -> None:
    """Compare two manifests of one medium. Leaves with 0 for the same bytes, 1 for others."""
    from overflight.release import ComparisonAnswer, compare_manifests, comparison_code

    compared = compare_manifests(read_manifest(ours), read_manifest(theirs))
    codes = (comparison_code(compared.ours), comparison_code(compared.theirs))
    if as_json:
        said = (compared.sealed, compared.ours, compared.theirs, codes, compared.differences)
        say_form(ComparisonAnswer(*said, compared.labels))
        leave("kept" if compared.sealed else "broken")
    say(f"ours    {codes[0]}  {compared.ours}")
    say(f"theirs  {codes[1]}  {compared.theirs}")
    say("sealed: both sides hold the same bytes (art.IX.I.3)" if compared.sealed else "disputed:")
    _say_differences(compared.differences)
    if compared.labels:
        say("the labels differ, and with them the codes; no bytes do. Seal both without labels:")
        _say_differences(compared.labels)
    leave("kept" if compared.sealed else "broken")


def _say_differences(differences: Iterable[Difference]) -> None:
    for difference in differences:
        say(f"  {difference.name!r}")
        say(f"    ours    {difference.ours or 'not there'}")
        say(f"    theirs  {difference.theirs or 'not there'}")


@app.command()
def entitled(
    case: Path = typer.Argument(help="The case as JSON; - reads standard input."),
    as_json: bool = AS_JSON,
) -> None:
    """Answer a case: allow (0), deny (1) or unsettled (3), with what each answer rests on.

    Memberships the case leaves out are those of the founding facts of this package.
    """
    from overflight.release import entitled as answer_case
    from overflight.release import entitlement_answer

    answer = answer_case(read_case_file(case))
    if as_json:
        say_form(entitlement_answer(answer))
    else:
        say_entitlement(answer)
    leave(answer.outcome.value)


@app.command(name="open")
def open_parcel(
    package: Path = typer.Argument(help="The age file."),
    identity: Path = typer.Option(help="File with the identity, as age-keygen writes it."),
    out: Path = typer.Option(help="A new folder to unpack into."),
    as_json: bool = AS_JSON,
) -> None:
    """Open a package and check every file inside; nothing goes on a record."""
    from overflight.adapters.parcels.packages import measure_package, open_package
    from overflight.release import OpenedAnswer

    measured = measure_package(package)
    opened = open_package(package, read_identity(identity), out)
    if as_json:
        made = opened.manifest
        sealed = opened.sealed
        say_form(
            OpenedAnswer(
                measured.sha256,
                measured.header.stanzas,
                made.root,
                made.code,
                made.count,
                made.total_bytes,
                sealed.root if sealed else None,
                opened.strangers if sealed else None,
            )
        )
        return
    say(f"age file  {measured.sha256}, one recipient")
    say_manifest(opened.manifest)
    if opened.sealed is not None:
        ours = len(opened.strangers)
        word = "every file is one of the sealed original" if not ours else f"{ours} files are not"
        say(f"sealed    {opened.sealed.root}: {word}")


def sealed_folder(folder: Path, labels: Path | None) -> MediaManifest:
    """Return the manifest of a folder, with labels from a file."""
    from overflight.adapters.parcels.media import seal_folder

    return seal_folder(folder) if labels is None else seal_folder(folder, read_labels(labels))


def read_labels(path: Path) -> dict[str, MediaLabels]:
    """Return sensor, portion and time by file name, from a JSON file."""
    from overflight.release import Labels
    from overflight.treaty import read_form, read_json

    return read_form(Labels, read_json(read_bytes(path), where=path.name), where=path.name)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file a person named; ``-`` reads standard input."""
    from overflight.errors import SourceError, UsageError

    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as source:
            text = source.read(_LARGEST_CASE + 1)
    except OSError as fault:
        raise UsageError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or str(fault),
            remedy="Check the name.",
        ) from fault
    if len(text) > _LARGEST_CASE:
        raise SourceError(
            "E-SIZE",
            where=str(path),
            expected=f"at most {_LARGEST_CASE} bytes",
            found="more",
            remedy="Check that this is the right file.",
        )
    return text


def read_manifest(path: Path) -> MediaManifest:
    """Read a manifest file."""
    from overflight.adapters.parcels.media import read_manifest_file

    return read_manifest_file(path)


def read_identity(path: Path) -> str:
    """Return the one identity in a file, as ``age-keygen`` writes it."""
    from overflight.errors import UsageError

    text = read_bytes(path).decode("ascii", "replace")
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise UsageError(
            "E-IDENTITY",
            where=str(path),
            expected="one line AGE-SECRET-KEY-1..., and comments",
            found=f"{len(keys)} lines (not shown)",
            remedy="Make a key with age-keygen, or take the right line into a file of its own.",
        )
    return keys[0]


def read_case_file(path: Path) -> EntitlementCase:
    """Read a case; where it leaves out a membership, this package's founding facts stand in."""
    from dataclasses import replace

    from overflight.desk import case_with_codes, from_package, holders_of, membership_of
    from overflight.release import EntitlementCase
    from overflight.treaty import read_form, read_json

    values = read_json(read_bytes(path), where=path.name)
    case = case_with_codes(read_form(EntitlementCase, values, where=path.name))
    given = {span.party for span in case.membership}
    missing = {case.request.requester, *holders_of(case.flight)} - given
    if not missing:
        return case
    filled = membership_of(from_package(), sorted(missing))
    return replace(case, membership=(*case.membership, *filled))


def say_form(answer: object) -> None:
    """Print a form as JSON."""
    from overflight.treaty import write_form

    say_json(write_form(answer))


def say_entitlement(answer: Entitlement) -> None:
    """Print an answer with what it rests on."""
    say(f"{answer.outcome.value}   cut {answer.cut[:16]}   rule set {answer.ruleset[:16]}")
    say_findings(answer.findings)


def say_manifest(made: MediaManifest) -> None:
    """Print a manifest's sums."""
    say(f"root      {made.root}")
    say(f"code      {made.code}   read it aloud; the other side must have the same")
    say(f"files     {made.count}, {made.total_bytes:,} bytes")


from overflight.cli import release_record  # noqa: E402, F401 - its commands join this noun

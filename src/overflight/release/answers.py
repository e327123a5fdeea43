"""What the commands of sealing and release answer in JSON, as forms."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.release.entitlement import Entitlement
from overflight.release.facts import ReceiptDisputed, SealedCopyReceived
from overflight.release.manifest import MediaLabels, MediaManifest
from overflight.release.results import EntitlementOutcome, RuleResult
from overflight.release.seals import Difference
from overflight.treaty import Finding

__all__ = [
    "ComparisonAnswer",
    "EntitlementAnswer",
    "HoldingAnswer",
    "Labels",
    "ManifestAnswer",
    "OpenedAnswer",
    "ReceiptAnswer",
    "ReleaseRefusal",
    "RequestAnswer",
    "entitlement_answer",
    "manifest_answer",
]

Labels = dict[str, MediaLabels]
"""Sensor, portion and time by file name: what ``--labels`` takes."""


@dataclass(frozen=True, slots=True)
class ManifestAnswer:
    """A manifest, summed up.

    Args:
        root: Manifest root, hex.
        code: Comparison code.
        count: Number of files.
        bytes: Bytes of all files.
        manifest: The manifest file itself, where it was asked for.
        ref: The statement that seals or sends it, as ``PARTY:INDEX``.
        ciphertext: SHA-256 of the age file it was packed into, hex.
    """

    root: str
    code: str
    count: int
    bytes: int
    manifest: str | None = None
    ref: str | None = None
    ciphertext: str | None = None


def manifest_answer(
    made: MediaManifest,
    *,
    text: bool = False,
    ref: str | None = None,
    ciphertext: str | None = None,
) -> ManifestAnswer:
    """Return a manifest as it is answered.

    Args:
        made: The manifest.
        text: Give the manifest file itself, too.
        ref: The statement that names it.
        ciphertext: Hash of the age file it is in.
    """
    lines = made.to_bytes().decode() if text else None
    return ManifestAnswer(
        made.root, made.code, made.count, made.total_bytes, lines, ref, ciphertext
    )


@dataclass(frozen=True, slots=True)
class ComparisonAnswer:
    """Two manifests of one medium side by side.

    Args:
        sealed: Whether both sides hold the same bytes.
        ours: Root of our manifest.
        theirs: Root of theirs.
        codes: Both comparison codes.
        differences: Files whose bytes differ, or that one side does not have.
        labels: Files of the same bytes whose labels differ.
    """

    sealed: bool
    ours: str
    theirs: str
    codes: tuple[str, str]
    differences: tuple[Difference, ...]
    labels: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class EntitlementAnswer:
    """An entitlement with everything it rests on.

    Args:
        outcome: Allow, deny or unsettled.
        rules: The conditions with their verdicts and statements, as a decision embeds them.
        cut: Id of the cut of the record.
        ruleset: Hash of the rule set.
        findings: The same as findings, in words.
        ref: The decision on the record, as ``PARTY:INDEX``.
        decision: What was decided.
        same: Whether a recheck agrees: to the byte, or in every verdict under another rule set.
        named_ruleset: Hash of the rule set that the rechecked decision names.
    """

    outcome: EntitlementOutcome
    rules: tuple[RuleResult, ...]
    cut: str
    ruleset: str
    findings: tuple[Finding, ...]
    ref: str | None = None
    decision: str | None = None
    same: bool | None = None
    named_ruleset: str | None = None


def entitlement_answer(
    answer: Entitlement,
    *,
    ref: str | None = None,
    decision: str | None = None,
    same: bool | None = None,
    named_ruleset: str | None = None,
) -> EntitlementAnswer:
    """Return an entitlement as it is answered.

    Args:
        answer: The entitlement.
        ref: The decision that embeds it.
        decision: What was decided.
        same: Whether a recheck found the same.
        named_ruleset: The rule set that the rechecked decision names.
    """
    result = answer.result
    return EntitlementAnswer(
        result.outcome,
        result.rules,
        result.cut,
        result.ruleset,
        answer.findings,
        ref,
        decision,
        same,
        named_ruleset,
    )


@dataclass(frozen=True, slots=True)
class ReleaseRefusal:
    """An act that cannot stand.

    Args:
        refused: The act.
        findings: Why.
    """

    refused: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """A request, or a key, that stands on the record.

    Args:
        ref: Where, as ``PARTY:INDEX``.
        to: Parties it is addressed to.
    """

    ref: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """A package that was opened.

    Args:
        ciphertext: SHA-256 of the age file.
        stanzas: Kinds of its recipient stanzas.
        root: Root of the manifest inside.
        code: Comparison code.
        count: Number of files.
        bytes: Bytes of all files.
        sealed_root: Root of the sealed original, where its manifest was inside.
        strangers: Files that are not files of that original.
    """

    ciphertext: str
    stanzas: tuple[str, ...]
    root: str
    code: str
    count: int
    bytes: int
    sealed_root: str | None = None
    strangers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """What a recipient found and said.

    Args:
        ref: Where it stands, as ``PARTY:INDEX``.
        whole: Whether the parcel was what the sender announced.
        fact: Received whole, or the dispute.
    """

    ref: str
    whole: bool
    fact: SealedCopyReceived | ReceiptDisputed


@dataclass(frozen=True, slots=True)
class HoldingAnswer:
    """What one party holds.

    Args:
        party: Who.
        what: Sealed original or copy.
        medium: Name of the medium.
        root: Manifest root.
        code: Comparison code.
        ref: The statement that shows it, as ``PARTY:INDEX``.
    """

    party: str
    what: str
    medium: str
    root: str
    code: str
    ref: str

"""``overflight schema``: the JSON Schema (2020-12) of every input and output."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer

from overflight.cli.output import AS_JSON, say, say_json
from overflight.errors import UsageError

__all__ = ["FORMS", "app", "schema_of", "schemas"]

app = typer.Typer(no_args_is_help=True, help="JSON Schemas of every input and output.")

# Name of a form, where it stands, and what it is. A chapter adds one line here; the facts of the
# record are listed by their own kinds.
FORMS: Mapping[str, tuple[str, str, str]] = {
    "active-quotas": (
        "overflight.desk.answers.on_a_day",
        "ActiveList",
        "Who may fly over whom on a day.",
    ),
    "airfield": ("overflight.desk.answers.of_one", "SiteAnswer", "One site on a day."),
    "airfield-check": (
        "overflight.desk.answers.of_one",
        "SiteCheck",
        "Printed positions compared.",
    ),
    "airfield-feasibility": (
        "overflight.desk.feasibility_answers",
        "FeasibilityAnswer",
        "Whether a territory can be reached from its airfields, and what would change it.",
    ),
    "airfields": ("overflight.desk.answers.sites", "AirfieldList", "Sites and distances on a day."),
    "airspace": (
        "overflight.desk.planning.airspace_forms",
        "AirspaceList",
        "What a file of airspace holds.",
    ),
    "airspace-check": (
        "overflight.desk.planning.airspace_forms",
        "AirspaceAnswer",
        "What a plan meets of hazardous areas.",
    ),
    "annotation-file": (
        "overflight.imagery",
        "AnnotationFile",
        "Annotations as people write them.",
    ),
    "annotations": ("overflight.imagery", "AnnotationAnswer", "Annotations and their findings."),
    "bundle": ("overflight.desk.answers.sticks", "BundleAnswer", "A bundle that was written."),
    "bundle-taken": ("overflight.desk.answers.sticks", "StickTaken", "A bundle a node took in."),
    "bundle-unpacked": (
        "overflight.desk.answers.sticks",
        "UnbundleAnswer",
        "A bundle taken into a folder.",
    ),
    "camera": ("overflight.imagery", "Camera", "A camera: focal length, pixels, distortion."),
    "catalogue": ("overflight.imagery", "CatalogueAnswer", "A catalogue folder that was written."),
    "certifications": (
        "overflight.desk.answers.sensors",
        "CertificationList",
        "The certifications of a record.",
    ),
    "chronicle": (
        "overflight.desk.commission.chronicle",
        "ChronicleList",
        "What happened between two days.",
    ),
    "chronicle-row": (
        "overflight.desk.commission.chronicle",
        "ChronicleShown",
        "One row of the chronicle.",
    ),
    "case": ("overflight.desk.cases", "CaseDocument", "A case: statements and what is asked."),
    "case-answer": ("overflight.desk.cases", "CaseAnswer", "The answer to a case."),
    "case-line": (
        "overflight.desk.cases",
        "CaseLine",
        "One statement of a case, a line of a file.",
    ),
    "claim": ("overflight.desk.commission.claims", "ClaimShown", "One contested claim on a day."),
    "claims": ("overflight.desk.commission.claims", "ClaimList", "The contested claims of a day."),
    "commission-decisions": (
        "overflight.desk.commission.answers",
        "DecisionList",
        "Decisions and proposals on a day.",
    ),
    "commission-pending": (
        "overflight.desk.commission.answers",
        "PendingList",
        "What waits for the Commission.",
    ),
    "commission-sessions": (
        "overflight.desk.commission.answers",
        "SessionList",
        "Sessions up to a day.",
    ),
    "docket": ("overflight.missions", "DocketForm", "What is due, by whom, until when, why."),
    "entitlement-case": ("overflight.release", "EntitlementCase", "A question of entitlement."),
    "envelope": (
        "overflight.desk.answers.records",
        "EnvelopeForm",
        "An entry of a log, as its bytes.",
    ),
    "exposure": ("overflight.coverage", "ExposureForm", "What a plan sees of one's own sites."),
    "flown-report": ("overflight.flights", "FlownReport", "A flown track beside its plan."),
    "fork-evidence-check": (
        "overflight.desk.answers.records",
        "ForkAnswer",
        "Whether evidence proves a fork.",
    ),
    "founded": ("overflight.desk.answers.records", "FoundedAnswer", "A record that was founded."),
    "frame": ("overflight.imagery", "FrameAnswer", "A frame: camera, pose, ground."),
    "group-case": ("overflight.desk.whatif.groups", "GroupCase", "A group as it shall be."),
    "genesis": ("overflight.desk.answers.records", "GenesisForm", "A genesis document."),
    "judgement": ("overflight.missions", "JudgementForm", "Findings about a plan."),
    "key": ("overflight.desk.answers.records", "KeyAnswer", "The public side of a key."),
    "key-draft": ("overflight.desk.answers.keys", "DraftAnswer", "A draft that waits for keys."),
    "key-possession": (
        "overflight.desk.signing.key_sets",
        "Possession",
        "A new key with its proof.",
    ),
    "key-signature": (
        "overflight.desk.answers.keys",
        "SignedAnswer",
        "A signature that was given.",
    ),
    "keys-in-force": ("overflight.desk.answers.keys", "KeysAnswer", "Keys that speak for a party."),
    "look-angles": (
        "overflight.coverage",
        "LooksForm",
        "Look angles of sensors, as people write them.",
    ),
    "media-labels": ("overflight.release", "Labels", "Sensor, portion and time by file name."),
    "mission": ("overflight.missions", "MissionForm", "One mission at an instant."),
    "mission-act": ("overflight.desk.answers.missions", "ActAnswer", "What an act did."),
    "mission-case": ("overflight.missions", "MissionCase", "What was said about missions."),
    "mission-notice": ("overflight.desk.answers.missions", "NoticeAnswer", "A notice, checked."),
    "mission-report": ("overflight.notifications", "MissionReport", "A mission report."),
    "missions": (
        "overflight.missions.judging.mission_forms",
        "MissionList",
        "Every mission at an instant.",
    ),
    "network": (
        "overflight.desk.founding.answers",
        "NetworkAnswer",
        "A network founded on one machine.",
    ),
    "node-backup": ("overflight.desk.network.reports", "BackupAnswer", "A backup of a node."),
    "node-begun": ("overflight.desk.founding.answers", "NodeBegun", "A node that was founded."),
    "node-charter": (
        "overflight.desk.founding.answers",
        "CharterAnswer",
        "A genesis document that was written.",
    ),
    "node-confirmed": (
        "overflight.desk.network.reports",
        "ConfirmedAnswer",
        "A recovery an officer has ended.",
    ),
    "node-offer": ("overflight.desk", "Offer", "A founder's public keys and addresses."),
    "node-offered": ("overflight.desk.founding.answers", "OfferAnswer", "An offer, written."),
    "node-recovery": (
        "overflight.desk.network.reports",
        "RecoveryForm",
        "What a node that recovers has found.",
    ),
    "node-settings": (
        "overflight.adapters.node.settings",
        "NodeSettings",
        "What a person decides about a node.",
    ),
    "node-status": ("overflight.desk.network.node_status", "NodeStatus", "How a node stands."),
    "notice": ("overflight.notifications", "Message", "A notification as people write it."),
    "notice-read": (
        "overflight.desk.notice_texts",
        "NoticeRead",
        "A notification read back from its text.",
    ),
    "notices": ("overflight.desk.notice_texts", "NoticeList", "The notifications and their forms."),
    "parties": ("overflight.desk.answers.on_a_day", "PartyList", "The States Parties on a day."),
    "party": ("overflight.desk.answers.of_one", "PartyAnswer", "One State on a day."),
    "passive-quotas": (
        "overflight.desk.answers.on_a_day",
        "PassiveList",
        "Flights to accept in a year.",
    ),
    "plain-plan": (
        "overflight.planning",
        "PlainAnswer",
        "The tour found for a plain orienteering problem, its bound and gap.",
    ),
    "plan": ("overflight.missions", "MissionPlan", "A mission plan."),
    "plan-altitudes": ("overflight.missions", "AltitudeList", "The lowest altitudes of a plan."),
    "plan-case": ("overflight.missions", "PlanCase", "A plan and what it is judged against."),
    "plan-change": ("overflight.missions", "Change", "One difference of two plan versions."),
    "plan-coverage": ("overflight.coverage", "CoverageForm", "What the sensors of a plan see."),
    "plan-export": (
        "overflight.adapters.plan_out.export",
        "ExportAnswer",
        "A plan that was written in another form.",
    ),
    "plan-profile": ("overflight.coverage", "ProfileForm", "Ground and heights along a plan."),
    "plan-counter": (
        "overflight.desk.planning.negotiation",
        "CounterAnswer",
        "What the observed Party may propose to a plan on a ground.",
    ),
    "plan-diff": (
        "overflight.desk.planning.versions",
        "PlanDiff",
        "What differs between two versions.",
    ),
    "plan-import": (
        "overflight.desk.plan_import",
        "RouteDraft",
        "A plan with the route of a KML or GPX file.",
    ),
    "plan-windows": (
        "overflight.desk.planning.windows",
        "WindowsAnswer",
        "When a plan may commence, best first.",
    ),
    "plan-problem": ("overflight.planning", "PlanProblem", "What a flight is to see."),
    "planned-whole": (
        "overflight.desk.planning.whole_answer",
        "WholeAnswer",
        "A flight planned whole.",
    ),
    "planned-flight": (
        "overflight.desk.planning.answer",
        "PlannedAnswer",
        "A planned flight: route, reasons, draft, judgement.",
    ),
    "pose": ("overflight.imagery", "Pose", "Where a camera was and how it looked."),
    "quota-balance": (
        "overflight.desk.answers.of_one",
        "BalanceAnswer",
        "What is left of a quota.",
    ),
    "quota-group": ("overflight.desk.answers.quota_year", "GroupAnswer", "Quotas of a group."),
    "quota-lots": (
        "overflight.desk.answers.quota_year",
        "LotsAnswer",
        "A draw of lots of Annex H.",
    ),
    "quota-schedule": ("overflight.desk.answers.quota_year", "ScheduleAnswer", "Plans by quarter."),
    "readings": ("overflight.treaty", "ReadingList", "What the text leaves open."),
    "record": ("overflight.desk.answers.records", "RecordAnswer", "What verifying a record found."),
    "record-entry": ("overflight.desk.answers.records", "EntryAnswer", "One entry of a record."),
    "record-snapshot": (
        "overflight.desk.answers.snapshots",
        "SnapshotAnswer",
        "What is kept beside a record.",
    ),
    "record-submitted": (
        "overflight.desk.answers.keys",
        "SubmittedAnswer",
        "A signed draft that was appended.",
    ),
    "record-export": ("overflight.desk.answers.records", "ExportAnswer", "What an export wrote."),
    "record-proof": (
        "overflight.desk.answers.records",
        "ProofAnswer",
        "A proof that an entry stands.",
    ),
    "record-proof-check": (
        "overflight.desk.answers.records",
        "ProofCheckAnswer",
        "Whether a proof holds.",
    ),
    "release-comparison": (
        "overflight.release",
        "ComparisonAnswer",
        "Two manifests of one medium side by side.",
    ),
    "release-entitlement": (
        "overflight.release",
        "EntitlementAnswer",
        "An entitlement with what it rests on.",
    ),
    "release-holding": ("overflight.release", "HoldingAnswer", "What one party holds of a flight."),
    "release-manifest": ("overflight.release", "ManifestAnswer", "A media manifest, summed up."),
    "release-opened": ("overflight.release", "OpenedAnswer", "A package that was opened."),
    "release-receipt": ("overflight.release", "ReceiptAnswer", "What a recipient found and said."),
    "release-refusal": (
        "overflight.release",
        "ReleaseRefusal",
        "An act of release that cannot stand.",
    ),
    "release-request": ("overflight.release", "RequestAnswer", "A request or key on the record."),
    "rule": ("overflight.treaty", "RuleAnswer", "One rule and its open points."),
    "rule-book": ("overflight.treaty", "RuleBook", "What is done with every rule."),
    "rules": ("overflight.treaty", "RuleList", "Rules of the rule table."),
    "rules-asked": ("overflight.desk.asking", "AskedList", "Questions that rules put to people."),
    "simulated": ("overflight.desk.network.node_status", "Simulated", "A simulation measured."),
    "statement": ("overflight.desk.answers.records", "StatementForm", "What a party signs."),
    "segment-altitude": (
        "overflight.desk.answers.sensors",
        "AltitudeAnswer",
        "The lowest altitude of a segment.",
    ),
    "sensor-height": (
        "overflight.desk.answers.sensors",
        "HeightAnswer",
        "A minimum height and its method.",
    ),
    "sensor-limits": (
        "overflight.desk.answers.sensors",
        "SensorLimitList",
        "What each category may do.",
    ),
    "sensor-log": ("overflight.flights", "SensorLog", "When each sensor was on."),
    "track-check": (
        "overflight.desk.flights",
        "CheckForm",
        "Where a track lies farther from the agreed path than a limit.",
    ),
    "track-live": (
        "overflight.flights",
        "LiveStatus",
        "Where a flight stands on board: next acts, margins, alarms.",
    ),
    "track": ("overflight.flights", "TrackReport", "A flown track and what cleaning made of it."),
    "what-if": ("overflight.desk.whatif.forms", "WhatIf", "Everything that changes, and when."),
}


def _kinds() -> Mapping[str, type]:
    """Return the facts of the record by statement type."""
    from overflight.desk import KINDS

    return KINDS


def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a form or fact.

    Args:
        name: A name of ``FORMS``, or a statement type such as ``missions.plan-submitted/1``.

    Raises:
        UsageError: No form or fact has this name.
    """
    from overflight.treaty import form_schema

    if name in FORMS:
        module, form, title = FORMS[name]
        return form_schema(getattr(importlib.import_module(module), form), title=title)
    kind = _kinds().get(name)
    if kind is None:
        raise UsageError(
            "E-SCHEMA",
            where="name",
            expected="the name of a form or the type of a statement",
            found=name,
            remedy="Run: overflight schema list",
        )
    return form_schema(kind, title=f"Body of a statement {name}")


def schemas() -> Mapping[str, dict[str, Any]]:
    """Return every schema by name."""
    return {name: schema_of(name) for name in (*sorted(FORMS), *sorted(_kinds()))}


@app.command("list")
def list_schemas(as_json: bool = AS_JSON) -> None:
    """List every form of input and output, and every fact of the record."""
    facts = {name: (kind.__doc__ or "").strip().splitlines()[0] for name, kind in _kinds().items()}
    every = {**{name: what for name, (_, _, what) in FORMS.items()}, **facts}
    if as_json:
        say_json(every)
        return
    for name, what in sorted(every.items()):
        say(f"{name:40} {what}")


@app.command()
def show(
    name: str = typer.Argument(help="A form, or a statement type."),
    as_json: bool = AS_JSON,
) -> None:
    """Print one schema; a schema is JSON, with --json or without."""
    del as_json
    say_json(schema_of(name))

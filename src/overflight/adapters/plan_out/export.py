"""Write a plan in the form asked for, and say what the form keeps and loses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from overflight.adapters.plan_out.document import DOCUMENT_PRECISION_M, plan_document
from overflight.adapters.plan_out.fpl.messages import write_fpl
from overflight.adapters.plan_out.fpl.of_plan import (
    FPL_PRECISION_M,
    FlightDetails,
    fpl_messages,
    fpl_notes,
)
from overflight.adapters.plan_out.geojson import plan_geojson
from overflight.adapters.plan_out.gpx import plan_gpx
from overflight.adapters.plan_out.kml import plan_kml
from overflight.adapters.plan_out.pdf import plan_pdf
from overflight.adapters.plan_out.text import plan_text
from overflight.desk.planning.sheet import PlanSheet
from overflight.errors import UsageError
from overflight.missions import Judgement, Surroundings

__all__ = ["ExportAnswer", "Exported", "PlanForm", "export_plan"]

_SEVEN_DECIMALS_M = 0.01


class PlanForm(StrEnum):
    """Forms in which a plan leaves the program."""

    FPL = "fpl"
    KML = "kml"
    GPX = "gpx"
    GEOJSON = "geojson"
    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Exported:
    """A plan as written.

    Args:
        data: The bytes.
        precision_m: How far a position read back may lie from that of the plan, in metres.
        notes: What the form loses or assumes.
    """

    data: bytes
    precision_m: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What an export wrote.

    Args:
        mission: Mission key.
        version: Version of the plan.
        plan_sha256: Digest that both Parties sign.
        to: The form.
        file: Name of the file.
        bytes: Its size.
        sha256: Digest of the file.
        precision_m: How far a position read back may lie from that of the plan, in metres.
        footprints: How many footprints it holds.
        notes: What the form loses or assumes.
    """

    mission: str
    version: int
    plan_sha256: str
    to: PlanForm
    file: str
    bytes: int
    sha256: str
    precision_m: float
    footprints: int
    notes: tuple[str, ...]

    @classmethod
    def of(cls, sheet: PlanSheet, form: PlanForm, file: str, written: Exported) -> ExportAnswer:
        """Return what is said about a file that was written."""
        return cls(
            sheet.plan.mission,
            sheet.plan.version,
            sheet.sha256,
            form,
            file,
            len(written.data),
            hashlib.sha256(written.data).hexdigest(),
            written.precision_m,
            len(sheet.footprints),
            written.notes,
        )


def export_plan(
    sheet: PlanSheet,
    form: PlanForm,
    judged: tuple[Surroundings, Judgement],
    details: FlightDetails | None = None,
) -> Exported:
    """Return a plan in one form.

    Args:
        sheet: The plan made ready.
        form: The form.
        judged: Its surroundings and judgement, for GeoJSON.
        details: What a flight plan needs besides.

    Raises:
        UsageError: A flight plan is asked for without its details, or the typesetter is missing.
    """
    match form:
        case PlanForm.FPL:
            return _fpl(sheet, details)
        case PlanForm.KML:
            return Exported(plan_kml(sheet), _SEVEN_DECIMALS_M)
        case PlanForm.GPX:
            notes = ("GPX holds the route and its times; observation periods are left out",)
            return Exported(plan_gpx(sheet), _SEVEN_DECIMALS_M, notes)
        case PlanForm.GEOJSON:
            return Exported(plan_geojson(sheet, *judged), _SEVEN_DECIMALS_M)
        case PlanForm.TEXT:
            return Exported(plan_text(plan_document(sheet)), DOCUMENT_PRECISION_M)
        case PlanForm.PDF:
            return Exported(plan_pdf(plan_document(sheet)), DOCUMENT_PRECISION_M)
        case _:
            assert_never(form)


def _fpl(sheet: PlanSheet, details: FlightDetails | None) -> Exported:
    if details is None:
        raise UsageError(
            "E-FPL",
            where="--aircraft",
            expected="type and wake category of the aircraft, as C130/M",
            found="none",
            remedy="A mission plan does not name the aircraft; a flight plan has to.",
        )
    text = "".join(write_fpl(message) for message in fpl_messages(sheet, details))
    return Exported(text.encode(), FPL_PRECISION_M, fpl_notes(sheet))

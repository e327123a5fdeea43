"""The mission plan document as PDF, the same bytes for the same plan."""

from __future__ import annotations

import json
import re
from importlib import resources

from overflight.adapters.plan_out.document import PlanDocument
from overflight.errors import UsageError
from overflight.treaty import write_form

__all__ = ["plan_pdf"]

_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


def plan_pdf(document: PlanDocument) -> bytes:
    """Return a document as PDF (PDF/UA-1: tagged, with a title and a language).

    The fonts are those inside typst: Latin, Cyrillic, Greek. No system font is used, so that the
    same plan gives the same bytes everywhere.

    Raises:
        UsageError: The typesetter is not installed.
    """
    try:
        import typst  # noqa: PLC0415 - an extra, asked for only here
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="--to pdf",
            expected="the typesetter typst",
            found="not installed",
            remedy="Run: pip install 'overflight[reports]'",
        ) from fault
    form = write_form(document)
    language = document.language.lower().partition("-")[0]
    form["language"] = language if _LANGUAGE.fullmatch(language) else "en"
    template = resources.files(__package__).joinpath("plan.typ").read_bytes()
    return bytes(
        typst.compile(
            template,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(form, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    )

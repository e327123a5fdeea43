"""Any case put to the program by a person with a text editor, judged by every chapter."""

from overflight.desk.cases.case_files import Case, CaseDocument, CaseHead, CaseLine, read_case
from overflight.desk.cases.case_forms import CaseAnswer
from overflight.desk.cases.judges import JUDGES, Judged, Question
from overflight.desk.cases.judging import ALL, CaseAsked, judge_case
from overflight.desk.cases.signed import case_of_entries, read_signed_case

__all__ = [
    "ALL",
    "JUDGES",
    "Case",
    "CaseAnswer",
    "CaseAsked",
    "CaseDocument",
    "CaseHead",
    "CaseLine",
    "Judged",
    "Question",
    "case_of_entries",
    "judge_case",
    "read_case",
    "read_signed_case",
]

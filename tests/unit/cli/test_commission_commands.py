"""The Commission from the command line: sessions, decisions, what waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli import commission
from overflight.cli.schema import schema_of
from overflight.desk import Charter, load_founding
from overflight.treaty import ruleset_hash


def ask(*words: object) -> Result:
    """Run one command of the noun."""
    return CliRunner().invoke(commission.app, [str(word) for word in words])


def line(type_: str, party: str, time: str, **body: object) -> dict[str, object]:
    """Return one statement."""
    return {"type": type_, "party": party, "time": time, "body": body}


def review(of: str, observed: str, **body: object) -> dict[str, object]:
    """Return how the review of 2019 ended for one unit."""
    told = {"year": 2019, "observed": observed, "agreed": True, **body}
    return line("quotas.review-concluded/1", of, "2018-10-22T15:00:00Z", **told)


ON = "2018-10-15"
STATEMENTS = [
    line("commission.session-convened/1", "HU", "2018-09-24T09:00:00Z", session="70",
         kind="regular", opens="2018-09-24", chair="CA"),
    line("commission.session-closed/1", "HU", "2018-10-19T09:00:00Z", session="70",
         closes="2018-10-19"),
    line("commission.session-convened/1", "HU", "2019-01-21T09:00:00Z", session="71",
         kind="regular", opens="2019-01-21", chair="HR"),
    line("commission.session-requested/1", "HU", "2018-10-10T09:00:00Z", session="X",
         state="GE", received_on="2018-10-10"),
    line("commission.item-placed/1", "GE", "2018-09-24T09:00:00Z", item="I-1",
         title="Quotas of 2019", state="GE", on="2018-09-24", session="70"),
    line("commission.document-issued/1", "HU", "2018-09-24T09:00:00Z", document="OSCC.JOUR/1",
         title="Journal", on="2018-09-24", session="70"),
    line("commission.decision-proposed/1", "HU", "2018-10-01T09:00:00Z", proposal="P-1",
         title="Quotas of 2019", subject="active-quota distribution", on="2018-10-01",
         changes_text=True, silence_until="2018-10-22T12:00:00Z"),
    line("commission.decision-proposed/1", "HU", "2018-10-02T09:00:00Z", proposal="P-2",
         title="Another", subject="other", on="2018-10-02"),
    line("commission.objection-raised/1", "RU", "2018-10-03T09:00:00Z", proposal="P-2",
         state="RU", at="2018-10-03T09:00:00Z"),
    line("commission.decision-proposed/1", "HU", "2018-10-02T09:00:00Z", proposal="P-3",
         title="Settled", subject="other", on="2018-10-02"),
    line("commission.proposal-concluded/1", "HU", "2018-10-05T09:00:00Z", proposal="P-3",
         at="2018-10-05T09:00:00Z", adopted=True, number="4/18"),
    line("commission.decision-proposed/1", "HU", "2018-11-02T09:00:00Z", proposal="P-4",
         title="Later", subject="other", on="2018-11-02"),
    line("quotas.change-requested/1", "UA", "2018-09-30T09:00:00Z", unit="UA", year=2019,
         on="2018-09-30", wishes=[{"observed": "BYRU", "flights": 5}]),
    line("quotas.review-opened/1", "HU", "2018-10-05T09:00:00Z", year=2019, on="2018-10-05"),
    review("HU", "TR", on="2018-10-10"),
    line("membership.amendment-circulated/1", "HU", "2018-09-03T09:00:00Z", amendment="A-1",
         proposed_by="DE", on="2018-09-03"),
    *(line("membership.conference-requested/1", code, f"2018-09-1{n}T09:00:00Z",
           about="amendment", of="A-1", state=code, on=f"2018-09-1{n}")
      for n, code in enumerate(("DE", "FR", "IT"))),
    line("membership.amendment-approved/1", "DE", "2018-09-10T09:00:00Z", amendment="A-1",
         state="DE", on="2018-09-10"),
    line("membership.accession-requested/1", "CA", "2018-10-01T09:00:00Z", state="CY",
         on="2018-10-01", depositary="CA"),
    line("membership.accession-requested/1", "CA", "2018-10-01T09:00:00Z", state="MT",
         on="2018-10-01", depositary="CA"),
    line("membership.accession-decided/1", "HU", "2018-10-02T09:00:00Z", state="MT",
         on="2018-10-02", agreed=False),
]  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case in which much waits."""
    file = tmp_path / "case.json"
    plain = {"case": "waits", "at": "2019-02-01T00:00:00Z", "statements": STATEMENTS}
    file.write_text(json.dumps(plain), encoding="utf-8")
    return file


def test_what_waits_on_a_day(case: Path) -> None:
    """Every clock of the Commission and the Depositaries, the earliest due first, by hand."""
    read = json.loads(ask("pending", "--on", ON, "--case", case, "--json").stdout)
    Draft202012Validator(schema_of("commission-pending")).validate(read)
    rows = [(row.get("due"), row["rule"], row["what"]) for row in read["rows"]]
    assert rows == [
        ("2018-10-22", "OSC-2", "proposal P-1: silence runs"),
        ("2018-10-25", "OSC-7", "extraordinary session X, asked for by GE"),
        ("2018-10-26", "QTA-8", "quotas of 2019 over BYRU"),
        ("2018-11-11", "MEM-11", "conference on amendment A-1, not before 2018-10-12"),
        ("2018-12-02", "MEM-10", "amendment A-1: 33 of 34 have not approved"),
        (None, "OSC-2", "proposal P-2: a State Party objects (RU)"),
        (None, "MEM-5", "request of CY to accede, at the next regular meeting"),
        (None, "MEM-12", "review conference 4, from 2020-01-01"),
    ]
    [quotas] = [row for row in read["rows"] if row["rule"] == "QTA-8"]
    assert quotas["then"] == "last year's distribution for BYRU stays"
    shown = ask("pending", "--on", ON, "--case", case).stdout
    assert "due 2018-10-26" in shown
    assert "last year's distribution for BYRU stays" in shown


def test_the_conference_on_a_withdrawal_waits_until_it_met() -> None:
    """Founding facts hold both withdrawals; each waits in its own window."""
    shown = ask("pending", "--on", "2021-07-01").stdout
    assert "due 2021-08-17" in shown
    assert "withdrawal of RU, not before 2021-07-18" in shown
    assert "withdrawal" not in ask("pending", "--on", "2021-12-31").stdout


def test_sessions_of_a_day(case: Path) -> None:
    """Those that opened by then, with agenda, papers and chair; and whose turn is next."""
    read = json.loads(ask("sessions", "--on", ON, "--case", case, "--json").stdout)
    Draft202012Validator(schema_of("commission-sessions")).validate(read)
    assert [row["session"] for row in read["rows"]] == ["70", "X"]
    assert "closes" not in read["rows"][0]
    assert read["rows"][0]["items"] == ["Quotas of 2019"]
    assert read["next_chair"] == "HR"
    shown = ask("sessions", "--on", "2019-02-01", "--case", case).stdout
    assert "to 2018-10-19" in shown
    assert "next in the chair: DK" in shown
    assert ask("sessions", "--on", ON).stdout.startswith("0 sessions")


def test_decisions_and_proposals_of_a_day(case: Path) -> None:
    """What is in force with how much of it was read, and where each proposal stands."""
    read = json.loads(ask("decisions", "--on", ON, "--case", case, "--json").stdout)
    Draft202012Validator(schema_of("commission-decisions")).validate(read)
    states = {row["number"]: row["state"] for row in read["rows"]}
    assert states["P-1"] == "silence runs"
    assert states["4/18"] == "adopted"
    assert states["16/02"] == "in force"
    assert "P-4" not in states
    shown = ask("decisions", "--on", ON, "--case", case).stdout
    assert "a State Party objects (RU)" in shown


def test_a_record_answers_as_its_facts_do(tmp_path: Path) -> None:
    """With a record the record and its cut are named; the answer is the same."""
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
    plain = json.loads(ask("pending", "--on", "2021-07-01", "--json").stdout)
    words = ("pending", "--on", "2021-07-01", "--record", folder, "--json")
    recorded = json.loads(ask(*words).stdout)
    assert recorded["rows"] == plain["rows"]
    assert recorded["facts"].startswith("record joint, cut ")

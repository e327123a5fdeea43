"""``overflight mission``: list, show, judge, docket, act, notice, report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.deadlines import Instant
    from overflight.desk import AsOf
    from overflight.missions import Mission
    from overflight.notifications import Envelope, MissionReport
    from overflight.treaty import Readings

app = typer.Typer(no_args_is_help=True, help="Missions: states, clocks, docket, acts, notices.")

_RECORD = typer.Option(None, "--record", help="Folder of a record.")
_CASE = typer.Option(None, "--case", help="A case as JSON: a list of statements; - reads it in.")
_AT = typer.Option("", "--at", help="Instant as YYYY-MM-DDThh:mmZ; now if not given.")
_PARTY = typer.Option("", "--party", help="Only what this Party must do or may do.")
_READING = typer.Option([], "--reading", help="Reading of an open point, as AMB-2=dispatch.")
_KEY = typer.Argument(help="Mission key, as 2003-OS3001.")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a command was asked about."""

    missions: tuple[Mission, ...]
    at: Instant
    as_of: AsOf
    readings: Readings
    facts: str


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``."""
    from overflight.errors import UsageError

    if str(path) == "-":
        return typer.get_binary_stream("stdin").read()
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UsageError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or str(fault),
            remedy="Check the name of the file.",
        ) from fault


def _asked(
    record: Path | None, case: Path | None, at: str, reading: list[str], key: str = ""
) -> _Asked:
    """Return the missions of a record or of a case, as they stood at an instant.

    Of a record only the mission of the key is folded, where one is asked for.
    """
    from overflight.adapters.clock import SystemClock
    from overflight.cli.facts import as_of, chosen
    from overflight.deadlines import parse_instant
    from overflight.desk.missions import mission_of, missions_at
    from overflight.errors import UsageError
    from overflight.missions import fold_missions
    from overflight.missions.life.mission_cases import read_mission_case

    if (record is None) == (case is None):
        raise UsageError(
            "E-FACTS",
            where="--record and --case",
            expected="one of the two",
            found="none" if record is None else "both",
            remedy="Name a record's folder with --record, or a file of statements with --case.",
        )
    instant = parse_instant(at, where="--at") if at else SystemClock().now()
    held = as_of(record, reading)
    if case is None:
        found = (mission_of(held, key, instant),) if key else missions_at(held, instant)
        return _Asked(found, instant, held, chosen(reading), held.source)
    said = read_mission_case(_bytes(case), where=str(case))
    missions = fold_missions(said, at=instant, units=held.parties.units_on)
    return _Asked(missions, instant, held, chosen(reading), f"case {case.name}, unsigned")


def _one(asked: _Asked, key: str) -> Mission:
    from overflight.desk.missions import no_such_mission

    found = next((mission for mission in asked.missions if mission.key == key), None)
    if found is None:
        raise no_such_mission(key, [mission.key for mission in asked.missions])
    return found


def _parties(asked: _Asked, party: str) -> tuple[str, ...]:
    """Return a Party's code and the units it stands in, so that NL finds what BNL must do."""
    from overflight.deadlines import day_of
    from overflight.desk import code_of

    if not party:
        return ()
    code = code_of(party)
    units = asked.as_of.parties.units_on(day_of(asked.at))
    return (code, *(unit for unit, members in units.items() if code in members))


@app.command("list")
def list_(
    record: Path | None = _RECORD,
    case: Path | None = _CASE,
    at: str = _AT,
    reading: list[str] = _READING,
    as_json: bool = AS_JSON,
) -> None:
    """List the missions known at an instant: key, Parties, state, window."""
    from overflight.cli.mission_views import say_missions
    from overflight.deadlines import show_instant
    from overflight.missions.judging.mission_forms import mission_form
    from overflight.treaty import write_form

    asked = _asked(record, case, at, reading)
    if as_json:
        say_json([write_form(mission_form(m, asked.at, asked.readings)) for m in asked.missions])
        return
    say_missions(asked.missions)
    if not asked.missions:
        say(f"No mission is known by {show_instant(asked.at)} in {asked.facts}.")


@app.command()
def show(
    key: str = _KEY,
    record: Path | None = _RECORD,
    case: Path | None = _CASE,
    at: str = _AT,
    reading: list[str] = _READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show one mission: state, instants, window, plan versions, quota, what did not fit."""
    from overflight.cli.mission_views import say_mission
    from overflight.missions.judging.mission_forms import mission_form
    from overflight.treaty import write_form

    asked = _asked(record, case, at, reading, key)
    mission = _one(asked, key)
    form = mission_form(mission, asked.at, asked.readings)
    if as_json:
        say_json(write_form(form))
        return
    say_mission(form)
    say_findings(mission.findings)


@app.command()
def judge(
    key: str = _KEY,
    record: Path | None = _RECORD,
    case: Path | None = _CASE,
    at: str = _AT,
    reading: list[str] = _READING,
    as_json: bool = AS_JSON,
) -> None:
    """Judge one mission: every clock and rule of its life, with numbers and provision.

    Exit code 0 where all that can be asked by then is kept, 1 where a finding is broken, 3 where
    one is open or contested. What is not yet due is listed apart and bears on no exit code.
    """
    from overflight.cli.mission_views import say_to_come
    from overflight.missions import verdict_on
    from overflight.missions.judging.mission_forms import mission_form
    from overflight.treaty import write_form

    asked = _asked(record, case, at, reading, key)
    mission = _one(asked, key)
    verdict = verdict_on(mission, asked.at, asked.readings)
    if as_json:
        say_json(write_form(mission_form(mission, asked.at, asked.readings)))
    else:
        say_findings(verdict.findings)
        say_to_come(verdict.to_come)
    leave(verdict.outcome.value)


@app.command()
def docket(
    record: Path | None = _RECORD,
    case: Path | None = _CASE,
    at: str = _AT,
    party: str = _PARTY,
    everything: bool = typer.Option(False, "--all", help="Also what is done or no longer due."),
    reading: list[str] = _READING,
    as_json: bool = AS_JSON,
) -> None:
    """Show what is due, by whom, until when and why; what is past due stands first."""
    from overflight.cli.mission_views import say_docket
    from overflight.missions.judging.mission_forms import docket_form
    from overflight.treaty import write_form

    asked = _asked(record, case, at, reading)
    parties = _parties(asked, party)
    form = docket_form(
        asked.missions, asked.at, facts=asked.facts, parties=parties, chosen=asked.readings
    )
    if as_json:
        say_json(write_form(replace(form, cut=asked.as_of.cut)))
        return
    say_docket(form, asked.missions, everything=everything)


@app.command()
def act(
    verb: str = typer.Argument(help="What is done: notify, acknowledge, arrive, submit-plan, ..."),
    file: Path = typer.Argument(help="The fact as JSON; - reads standard input."),
    record: Path = typer.Option(help="Folder of the record."),
    party: str = typer.Option(help="The Party that acts; its author key must be at hand."),
    anyway: bool = typer.Option(False, "--anyway", help="Say it although a condition is broken."),
    passphrase_file: Path | None = typer.Option(None, help="Unlocks the private keys."),
    as_json: bool = AS_JSON,
) -> None:
    """Say a fact of a mission in a Party's log, if the act stands.

    Exit code 0 where it stands, 1 where it is refused; the findings say why.
    """
    from overflight.assembly import Outside, open_record
    from overflight.cli.key.files import passphrase
    from overflight.desk import code_of
    from overflight.desk.answers.missions import act_answer
    from overflight.desk.missions import VERBS
    from overflight.desk.missions import act as do
    from overflight.errors import UsageError
    from overflight.missions import KINDS
    from overflight.treaty import Refusal, read_form, read_json, write_form

    if verb not in VERBS:
        raise UsageError(
            "E-VERB",
            where="verb",
            expected=", ".join(VERBS),
            found=verb,
            remedy="Name one of these acts.",
        )
    fact = read_form(KINDS[VERBS[verb]], read_json(_bytes(file), where=str(file)), where=str(file))
    code = code_of(party)
    with open_record(record, Outside(passphrase=passphrase(passphrase_file))) as opened:
        signer = opened.signers.get(code)
        if signer is None:
            raise UsageError(
                "E-SIGNER",
                where="--party",
                expected="a Party whose author key is at hand",
                found=code,
                remedy=f"Put the key into {record}/keys/{code}, or act on its machine.",
            )
        done = do(opened.desk, signer, fact, anyway=anyway)
    refused = isinstance(done, Refusal)
    if as_json:
        say_json(write_form(act_answer(VERBS[verb], done)))
    else:
        say_findings(done.findings)
        if isinstance(done, Refusal):
            say(f"Refused: {done.act}. Nothing was said.")
        else:
            say(f"Said by {code}: {done.ref.o} {done.ref.i}. {done.mission.state.label}")
    raise typer.Exit(1 if refused else 0)


@app.command()
def notice(
    key: str = _KEY,
    which: str = typer.Option("NTF-3", help="NTF-3 intention, or NTF-6 acknowledgement."),
    record: Path | None = _RECORD,
    case: Path | None = _CASE,
    at: str = _AT,
    as_json: bool = AS_JSON,
) -> None:
    """Write a notice of a mission as OS Formats text, and check what it must say.

    Exit code 0 where every item is there, 1 where one is missing.
    """
    from overflight.desk.answers.missions import notice_answer
    from overflight.desk.notices import notice_of
    from overflight.treaty import overall, write_form

    asked = _asked(record, case, at, [], key)
    text, findings = notice_of(asked.as_of, _one(asked, key), which)
    if as_json:
        say_json(write_form(notice_answer(which, text, findings)))
    else:
        say(text)
        say_findings(findings)
    leave(overall(findings).value)


@app.command()
def report(
    file: Path = typer.Argument(help="A mission report as JSON; - reads standard input."),
    os_format: bool = typer.Option(False, "--os-format", help="OS Formats text, not Markdown."),
    as_json: bool = AS_JSON,
) -> None:
    """Write a mission report with the content of art.VI.I.21, and check that nothing is missing.

    Exit code 0 where everything is there, 1 where something is missing.
    """
    from overflight.desk.answers.missions import notice_answer
    from overflight.notifications import MissionReport, check_report, render_notice, render_report
    from overflight.treaty import overall, read_form, read_json, write_form

    where = str(file)
    form = read_form(MissionReport, read_json(_bytes(file), where=where), where=where)
    findings = check_report(form)
    text = render_notice(_report_envelope(form), form) if os_format else render_report(form)
    if as_json:
        say_json(write_form(notice_answer("NTF-38", text, findings)))
    else:
        say(text)
        say_findings(findings)
    leave(overall(findings).value)


def _report_envelope(form: MissionReport) -> Envelope:
    from overflight.adapters.clock import SystemClock
    from overflight.notifications import Envelope

    at = form.completed_at or SystemClock().now()
    subject = f"MISSION REPORT {form.mission}"
    everybody = ("ALL OTHER STATES PARTIES",)
    return Envelope(form.observing, everybody, subject, f"{form.mission}/NTF-38", at)

"""What every command does alike: faults, exit codes, forms of output, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from overflight.cli import airfield, frame, quota, rules, schema, track
from overflight.cli import record as records
from overflight.cli.facts import number_in
from overflight.cli.output import one_form, run
from overflight.errors import OverflightError, SourceError, UsageError

PROGRAM = Path(sys.executable).with_name("overflight")
OLD = ("--on", "2001-01-01")


def _ask(noun: object, *words: object) -> Result:
    return CliRunner().invoke(noun.app, [str(word) for word in words])  # type: ignore[attr-defined]


def _fault(noun: object, *words: object) -> OverflightError:
    fault = _ask(noun, *words).exception
    assert isinstance(fault, OverflightError)
    return fault


def _broken() -> object:
    return dict[str, object]()["nothing"]


def _interrupted() -> object:
    raise KeyboardInterrupt


def _refused() -> object:
    raise SourceError("E-X", where="w", expected="e", found="f", remedy="r")


@pytest.mark.parametrize(
    ("work", "status", "told"),
    [(_broken, 70, "E-BUG"), (_interrupted, 130, ""), (_refused, 4, "E-X"), (lambda: None, 0, "")],
)
def test_every_end_has_its_exit_code(
    work: object, status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A crash leaves with 70, so that no script takes it for a judgement (1) or bad data (4)."""
    with pytest.raises(SystemExit) as left:
        run(work)  # type: ignore[arg-type]
    assert left.value.code == status
    said = capsys.readouterr().err
    assert told in said
    assert bool(told) == bool(said)
    assert "Traceback" not in said


def test_a_traceback_is_shown_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever mends the program needs the place; nobody else does."""
    monkeypatch.setenv("OVERFLIGHT_TRACEBACK", "1")
    with pytest.raises(SystemExit):
        run(_broken)
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_no_fault_of_the_program() -> None:
    """Output that finds no room is the keeper's to mend."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [PROGRAM, "rules", "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 4
    assert "E-STORE" in done.stderr


def test_two_forms_of_output_are_one_too_many() -> None:
    """None is chosen for the caller."""
    one_form(json=True, csv=False)
    with pytest.raises(UsageError, match="--json and --csv"):
        one_form(json=True, csv=True)
    assert _fault(frame, "footprint", "x", "--json", "--geojson").code == "E-OUTPUT"
    assert _fault(track, "compare", "x", "--plan", "y", "--csv", "--json").code == "E-OUTPUT"


@pytest.mark.parametrize("value", [-1.0, 11.0, float("nan"), float("inf")])
def test_a_number_outside_its_range_names_its_option(value: float) -> None:
    """A slip in a number must not make a judgement surer or softer than it is."""
    with pytest.raises(UsageError, match="E-RANGE at --x"):
        number_in("--x", value, 0, 10, "m")
    assert number_in("--x", 10, 0, 10, "m") == 10


@pytest.mark.parametrize(
    ("option", "value"),
    [("--qnh", 5), ("--tolerance", -5), ("--position-error", "nan"), ("--height-error", "inf"),
     ("--abreast", -1), ("--back", -1), ("--fastest", -1), ("--gap", 0)],
)  # fmt: skip
def test_numbers_of_a_comparison_are_checked(option: str, value: object, tmp_path: Path) -> None:
    """Each is told by its own option."""
    flown = tmp_path / "t.csv"
    flown.write_text("time,lon_deg,lat_deg\n2003-05-06T14:00:00Z,8.7,45.6\n")
    assert _fault(track, "compare", flown, "--plan", "y", option, value).where == option


def test_level_ground_lies_on_the_earth(tmp_path: Path) -> None:
    """Not a number is no height."""
    assert _fault(frame, "footprint", tmp_path / "x.jpg", "--ground", "nan").code == "E-FILE"


def test_empty_lists_are_explained() -> None:
    """A bare heading leaves the reader with a question."""
    assert "enters into force on 2002-01-01" in _ask(airfield, "list", *OLD).stdout
    assert "no site of FI" in _ask(airfield, "list", "--unit", "FI", "--on", "2010-01-01").stdout
    assert "rests on art.XIX.9" in _ask(rules, "list", "--provision", "art.XIX.9").stdout
    assert "enters into force on 2002-01-01" in _ask(quota, "passive", *OLD).stdout


def test_filters_nobody_knows_are_refused() -> None:
    """A slip in a filter is not an empty answer; the option is named."""
    assert _fault(rules, "list", "ZZZ").code == "E-RULE-ID"
    assert _fault(rules, "list", "--provision", "art.ZZ").code == "E-PROVISION"
    assert _fault(airfield, "list", "--unit", "XX").where == "--unit"
    assert _fault(quota, "active", "--observing", "XX").where == "--observing"
    assert _fault(quota, "balance", "--observing", "DE", "--observed", "XX").where == "--observed"


def test_figures_that_are_not_known_leave_with_three() -> None:
    """One rule for every quota: not known is open."""
    assert _ask(quota, "passive", *OLD).exit_code == 3
    assert _ask(quota, "passive", *OLD, "--json").exit_code == 3
    assert _ask(quota, "active", *OLD).exit_code == 3
    assert _ask(quota, "passive", "--on", "2003-01-01").exit_code == 3


@pytest.mark.parametrize("reading", ["amb-4=SAME-YEAR", "AMB-4=same-year"])
def test_readings_are_known_in_letters_of_any_case(reading: str) -> None:
    """What `rules readings amb-4` answers, `--reading amb-4=…` takes."""
    options = _ask(rules, "readings", "amb-4", "--json").stdout
    option = json.loads(options)["readings"][0]["reading"]["options"][0]
    asked = reading.split("=", maxsplit=1)[0] + "=" + option.upper()
    done = _ask(quota, "active", "--on", "2003-01-01", "--reading", asked)
    assert done.exit_code == 0


def test_a_schema_is_json_whether_asked_or_not() -> None:
    """--json is taken by every command."""
    assert json.loads(_ask(schema, "show", "plan", "--json").stdout)["title"]
    assert _ask(schema, "show", "plan").stdout == _ask(schema, "show", "plan", "--json").stdout


def _complete(shell: str, line: str) -> str:
    asked = {"_OVERFLIGHT_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        asked |= {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    else:
        asked["_TYPER_COMPLETE_ARGS"] = line
    begun = time.monotonic()
    done = subprocess.run(
        [PROGRAM], env=os.environ | asked, capture_output=True, text=True, check=False, timeout=60
    )
    assert time.monotonic() - begun < 20
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("line", "found"),
    [("overflight pl", "plan"), ("overflight party li", "list"),
     ("overflight track compare --po", "--position-error")],
)  # fmt: skip
def test_a_shell_completes_nouns_verbs_and_options(shell: str, line: str, found: str) -> None:
    """Only the noun on the line is loaded: about 0.3 s, where all of them took 0.6 s."""
    assert found in _complete(shell, line)


CHAPTERS = ("desk", "flights", "missions", "membership", "quotas", "commission", "geodesy")


def _loaded(*words: object) -> list[str]:
    """Return the chapters that a call loads."""
    code = (
        f"import sys; sys.argv = ['overflight', *{[str(word) for word in words]!r}]\n"
        "from overflight.cli import main\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert left.code == 0, left.code\n"
        f"print([c for c in {CHAPTERS!r} if 'overflight.' + c in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1].replace("'", '"')))


def test_a_record_is_verified_without_any_chapter(tmp_path: Path) -> None:
    """A verifier must not break when a chapter does: only the bodies need the chapters."""
    record = tmp_path / "r"
    founded = _ask(records, "found", record, "--party", "DE", "--party", "CA", "--seed", "x")
    assert founded.exit_code == 0, founded.output
    proven = _ask(records, "prove", "CA:1", "--record", record, "--leaf", tmp_path / "leaf")
    (tmp_path / "proof").write_text(proven.stdout)
    shown = _ask(records, "prove", "CA:1", "--record", record, "--json")
    key = json.loads(shown.stdout)["key"]
    assert _loaded("record", "prove", "CA:1", "--record", record) == []
    assert _loaded("record", "check", tmp_path / "proof", tmp_path / "leaf", "--key", key) == []
    assert _loaded("record", "verify", record, "--no-bodies") == []
    assert "desk" in _loaded("record", "verify", record)
    told = _ask(records, "verify", record, "--no-bodies").stdout
    assert "not checked: whether each body fits" in told

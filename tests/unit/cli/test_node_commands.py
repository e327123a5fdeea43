"""The node from the command line: the ceremony of founding, one machine for all parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.adapters.store.copies import verify_path
from overflight.cli import node as node_commands
from overflight.cli.schema import schema_of
from overflight.errors import OverflightError, UsageError


def ask(*words: object, code: int = 0) -> Result:
    """Run one command in this process."""
    result = CliRunner().invoke(node_commands.app, [str(word) for word in words])
    if isinstance(result.exception, OverflightError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def answer(form: str, *words: object) -> dict[str, object]:
    """Run one command with --json and hold what it says to its schema."""
    said = json.loads(ask(*words, "--json").stdout)
    Draft202012Validator(schema_of(form)).validate(said)
    return dict(said)


def offered(folder: Path, party: str) -> Path:
    """Return the offer of a party that made its keys at home."""
    file = folder / f"{party}.json"
    url = f"https://{party.lower()}.example:7443/"
    keys = folder / "keys" / party
    answer("node-offered", "offer", file, "--party", party, "--keys", keys, "--new", "--url", url)
    return file


def test_founders_far_apart_begin_one_record(tmp_path: Path) -> None:
    """Each makes its keys and its offer, all write one document, each begins its own log."""
    offers = [offered(tmp_path, party) for party in ("HU", "RO", "CA")]
    again = [tmp_path / "RO.json", tmp_path / "CA.json", tmp_path / "HU.json"]
    regimes = set()
    for number, files in enumerate((offers, again)):
        out = tmp_path / f"{number}.json"
        regimes.add(str(answer("node-charter", "charter", *files, "--out", out)["regime"]))
    (regime,) = regimes
    words = ["--genesis", tmp_path / "0.json", "--keys", tmp_path / "keys" / "HU"]
    words += [word for offer in offers for word in ("--offer", offer)]
    begun = answer("node-begun", "init", tmp_path / "hu", "--party", "HU", *words)
    assert (begun["regime"], begun["peers"]) == (regime, ["CA", "RO"])
    report = verify_path(tmp_path / "hu", regime=regime)
    assert {problem.code for problem in report.problems} == {"E-MISSING"}  # the others' logs


def test_a_node_that_listens_says_where(tmp_path: Path) -> None:
    """Others call the address in entry 0: without one they lose a node after the first round."""
    offers = [offered(tmp_path, party) for party in ("HU", "RO")]
    out = tmp_path / "genesis.json"
    ask("charter", *offers, "--out", out)
    words = ["--party", "HU", "--genesis", out, "--keys", tmp_path / "keys" / "HU"]
    words += ["--listen", "127.0.0.1:7443", "--offer", offers[1]]
    with pytest.raises(UsageError, match="E-ADDRESS"):
        ask("init", tmp_path / "hu", *words)
    assert not (tmp_path / "hu").exists()
    ask("init", tmp_path / "hu", *words, "--offer", offers[0])


def test_the_offer_names_no_secret(tmp_path: Path) -> None:
    """It goes through the post; keys that are there are used, never made anew."""
    file = offered(tmp_path, "HU")
    assert "PRIVATE" not in file.read_text()
    said = ask("offer", tmp_path / "again.json", "--party", "HU", "--keys", tmp_path / "keys/HU")
    assert "no secret" in said.stdout
    assert "works by bundles only" in said.stdout
    with pytest.raises(UsageError, match="E-KEYFILE"):
        offered(tmp_path, "HU")


def test_people_are_told_what_to_do_next(tmp_path: Path) -> None:
    """Every step of the ceremony ends with the next one."""
    offers = [offered(tmp_path, party) for party in ("HU", "RO")]
    out = tmp_path / "genesis.json"
    said = ask("charter", *offers, "--out", out).stdout
    assert "on paper" in said
    keys = ("--keys", tmp_path / "keys" / "RO")
    begun = ask("init", tmp_path / "ro", "--party", "RO", "--genesis", out, *keys).stdout
    assert f"overflight node serve {tmp_path / 'ro'}" in begun
    assert "none known yet" in begun


def test_a_name_that_cannot_stand_is_a_fault_of_the_call(tmp_path: Path) -> None:
    """Nothing is written; the message names the option."""
    offers = [offered(tmp_path, party) for party in ("HU", "RO")]
    with pytest.raises(UsageError, match="E-GENESIS"):
        ask("charter", *offers, "--out", tmp_path / "genesis.json", "--base", "Not a base")
    assert not (tmp_path / "genesis.json").exists()


def test_a_network_on_one_machine(tmp_path: Path) -> None:
    """Depositaries first, separate folders, ports in a row, founding facts said."""
    made = answer("network", "network", tmp_path / "a", "--parties", "3")
    nodes = made["nodes"]
    assert isinstance(nodes, list)
    assert [node["listen"] for node in nodes] == [f"127.0.0.1:{7443 + i}" for i in range(3)]
    assert {"CA", "HU"} < {node["party"] for node in nodes}
    assert made["facts"]
    words = ("--party", "HU", "--party", "RO", "--no-facts")
    said = ask("network", tmp_path / "b", *words).stdout
    assert f"overflight node serve {tmp_path / 'b' / 'HU'}" in said
    assert "for trying out only" in said

"""Sticks from the command line: two nodes that never meet hold each other's logs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import Outside
from overflight.assembly.nodes import new_network
from overflight.cli import node as node_commands
from overflight.cli.schema import schema_of
from overflight.desk import Charter

FIRST_PORT = 18_443


def ask(*words: object) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(node_commands.app, [str(word) for word in words])


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folders of three nodes that have just been founded."""
    path = tmp_path_factory.mktemp("sticks") / "network"
    charter = Charter("Trial", "overflight.example/trial", ("HU",), "0" * 64)
    network = new_network(path, charter, ("DE", "HU", "RO"), FIRST_PORT, Outside(seed="sticks"))
    return dict(network.nodes)


def test_two_nodes_by_stick(nodes: dict[str, Path], tmp_path: Path) -> None:
    """What is given is taken, cosigned and given back; the answers have their forms."""
    there, back = tmp_path / "there.ofb", tmp_path / "back.ofb"
    given = ask("give", nodes["HU"], "--for", "RO", "--out", there, "--json")
    assert given.exit_code == 0, given.output
    Draft202012Validator(schema_of("bundle")).validate(json.loads(given.stdout))
    taken = ask("take", nodes["RO"], there, "--json")
    assert taken.exit_code == 0, taken.output
    said = json.loads(taken.stdout)
    Draft202012Validator(schema_of("bundle-taken")).validate(said)
    assert (said["packer"], said["packed"]) == ("HU", True)
    assert "overflight.example/trial/log/hu/1" in said["cosigned"]
    assert ask("give", nodes["RO"], "--for", "HU", "--out", back).exit_code == 0
    shown = ask("take", nodes["HU"], back)
    assert shown.exit_code == 0, shown.output
    assert "packed by RO" in shown.output
    again = json.loads(ask("take", nodes["HU"], back, "--json").stdout)
    assert again["lines"] >= 1
    assert again["faults"] == []


def test_a_stick_that_is_none(nodes: dict[str, Path], tmp_path: Path) -> None:
    """Garbage and half a copy are one clear error, and nothing is taken."""
    file = tmp_path / "a.ofb"
    file.write_bytes(b"BUNDLE\0 and then nothing")
    assert ask("take", nodes["DE"], file).exit_code != 0

"""The commands by which a person brings a node back, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.recovery_world import World, new_world
from typer.testing import CliRunner

from overflight.cli.node.noun import app
from overflight.errors import UsageError

OTHERS = ("DE", "FR", "PL", "RO")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a network of five."""
    world = new_world(tmp_path / "net")
    world.say("HU", 1)
    world.round()
    return world


def typed(*words: object, leaves: int = 0) -> str:
    """Type a command; return what it printed."""
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == leaves, done.output
    return done.output


def sources(world: World, *parties: str) -> list[object]:
    """Return the words that name other nodes' folders."""
    return [word for party in parties for word in ("--from", world.folder(party))]


def test_from_backup_to_confirmation(world: World) -> None:
    """Back up, lose, restore, rebuild, confirm: each command says what comes next."""
    node, out = world.folder("HU"), world.path / "hu.backup"
    assert "not in it" in typed("backup", node, "--out", out)
    world.lose("HU")
    (node / "node.json").unlink()
    assert "signs nothing" in typed("restore", node, "--from", out)
    shown = typed("rebuild", node, "--no-network", *sources(world, "DE"), leaves=3)
    assert "LACKS    the log of HU from 4 mirrors, not only 1" in shown
    shown = typed("rebuild", node, "--no-network", *sources(world, *OTHERS))
    assert "shown    RO   RO: 2 entries" in shown
    assert typed("confirm", node) == shown
    key = world.path / "home" / "HU" / "author-1.pem"
    assert "goes on with entry 2" in typed("confirm", node, "--key", key)
    with pytest.raises(UsageError, match="E-RECOVERING"):
        typed("confirm", node)


def test_every_answer_has_a_form(world: World) -> None:
    """With ``--json`` a program reads the same; mirrors that are gone may be given up."""
    node, out = world.folder("HU"), world.path / "hu.backup"
    assert json.loads(typed("backup", node, "--out", out, "--json"))["keys"] is False
    world.lose("HU")
    assert json.loads(typed("restore", node, "--from", out, "--json"))["party"] == "HU"
    asked = sources(world, "DE", "FR")
    form = json.loads(typed("rebuild", node, "--no-network", *asked, "--json", leaves=3))
    assert (form["size"], len(form["heads"])) == (2, 2)
    assert json.loads(typed("confirm", node, "--json", leaves=3))["why"] == form["why"]
    gone = ["--without", "pl", "--without", "RO"]
    key = world.path / "home" / "HU" / "author-1.pem"
    done = json.loads(typed("confirm", node, "--key", key, *gone, "--json"))
    assert (done["index"], done["again"], done["kept"]) == (2, 0, [])

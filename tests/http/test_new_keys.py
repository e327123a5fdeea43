"""A serving node whose log is handed over to a new key by another program."""

from __future__ import annotations

import io
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from overflight.adapters.keys import AUTHOR, load_key
from overflight.adapters.node.folder import KEYS_FOLDER
from overflight.adapters.node.journal import Journal
from overflight.adapters.node.settings import read_settings, write_settings
from overflight.assembly import Outside, new_network, open_node
from overflight.assembly.serving import ServingNode
from overflight.cli import key as key_commands
from overflight.cli import record as record_commands
from overflight.desk import Charter, Desk, say
from overflight.desk.founding_facts import founding_facts
from overflight.errors import UsageError
from overflight.record import key_id


def done(of: object, *words: object) -> None:
    """Run one command that must succeed."""
    result = CliRunner().invoke(of.app, [str(word) for word in words])  # type: ignore[attr-defined]
    assert result.exit_code == 0, (words, result.output, result.exception)


def rotate(folder: Path, roots: Path, name: str, version: int) -> None:
    """Give a machine key of HU over to a new one, as its officers do."""
    keys, new = folder / KEYS_FOLDER / "HU", f"{name}-new"
    offer, draft = folder.parent / f"{new}.json", folder.parent / f"set-{version}"
    old = key_id(load_key(keys / f"{name}.pem", "HU").public)
    done(key_commands, "create", keys / f"{new}.pem", "--party", "HU")
    genesis = ("--genesis", folder / "genesis.json")
    done(key_commands, "possess", offer, "--use", name, *genesis, "--key", keys / f"{new}.pem")
    words = ("--party", "HU", "--key", old, "--public", offer, "--out", draft)
    done(key_commands, "rotate", folder, *words)
    done(key_commands, "sign", draft, "--key", roots / "root-1.pem", "--yes")
    done(key_commands, "sign", f"{draft}.signed", "--key", roots / "root-2.pem", "--yes")
    done(record_commands, "submit", folder, f"{draft}.signed")


def founded(path: Path) -> tuple[Path, Path]:
    """Found a network of which HU asks nobody; return its node and the keys of its people."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    charter = Charter("Test", "overflight.example/r1", (), "0" * 64)
    made = new_network(path, charter, ("HU", "US"), port, Outside(seed="keys"))
    write_settings(made.nodes["HU"], replace(read_settings(made.nodes["HU"]), peers={}))
    return made.nodes["HU"], path / "home" / "HU"


def test_a_serving_node_takes_up_the_keys_its_log_names(tmp_path: Path) -> None:
    """It refuses to sign while the old file lies there, and goes on under the new keys."""
    folder, roots = founded(tmp_path / "net")
    keys, told = folder / KEYS_FOLDER / "HU", io.StringIO()
    author = load_key(keys / f"{AUTHOR}.pem", "HU")
    facts = iter(fact for _, fact in founding_facts()[:3])
    with open_node(folder) as node:
        serving = ServingNode(node, Journal(told, node.desk.clock.now), 60, seed=1)
        try:

            def speak() -> None:
                desk = serving._desk
                say(Desk(desk.records, desk.clock, desk.ids), author, next(facts))

            serving.do_round()
            before = (keys / "log.pem").read_bytes()
            rotate(folder, roots, "log", 2)
            after = (keys / "log.pem").read_bytes()
            (keys / "log.pem").write_bytes(before)
            serving.do_round()
            serving.do_round()
            assert told.getvalue().count("E-KEY") == 1
            with pytest.raises(UsageError, match="older ones"):
                speak()
            (keys / "log.pem").write_bytes(after)
            serving.do_round()
            assert told.getvalue().count("own-keys") == 1
            speak()

            rotate(folder, roots, "mirror", 3)
            serving.do_round()
            serving.do_round()
            assert told.getvalue().count("own-keys") == 2
            assert serving._desk.by[0].key.public == load_key(keys / "mirror.pem", "HU").public
            speak()
            serving.do_round()
        finally:
            serving.close()
    # US never began its log here; that is the one fault there is.
    shown = CliRunner().invoke(record_commands.app, ["verify", str(folder)]).stdout
    assert "5 signed heads  5 valid" in shown
    assert "newest head cosigned by HU" in shown
    assert shown.count("\nx ") == 1

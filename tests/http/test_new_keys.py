"""A serving node whose log is handed over to a new key by another program."""

from __future__ import annotations

import io
import socket
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from overflight.adapters.keys.pem import AUTHOR, load_key
from overflight.adapters.node.folder import KEYS_FOLDER
from overflight.adapters.node.journal import Journal
from overflight.adapters.node.settings import read_settings, write_settings
from overflight.assembly import Outside, new_network, open_node
from overflight.assembly.serving import ServingNode
from overflight.cli import key as key_commands
from overflight.cli import record as record_commands
from overflight.desk import Charter, Desk, say
from overflight.desk.founding.facts import founding_facts
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


def speak(serving: ServingNode, folder: Path, number: int) -> None:
    """Say something in the log of a node that serves, as the node itself would."""
    desk = serving._desk
    author = load_key(folder / KEYS_FOLDER / "HU" / f"{AUTHOR}.pem", "HU")
    say(Desk(desk.records, desk.clock, desk.ids), author, founding_facts()[number][1])


def rotate_late(serving: ServingNode, folder: Path, roots: Path, what: tuple[str, int]) -> None:
    """Rotate a key whose new file comes two rounds after the entry that names it."""
    name, version = what
    file = folder / KEYS_FOLDER / "HU" / f"{name}.pem"
    before = file.read_bytes()
    rotate(folder, roots, name, version)
    after = file.read_bytes()
    assert after != before
    file.write_bytes(before)
    serving.do_round()
    serving.do_round()
    if name == "log":
        with pytest.raises(UsageError, match="older ones"):
            speak(serving, folder, 0)
    file.write_bytes(after)
    serving.do_round()


def test_a_serving_node_takes_up_the_keys_its_log_names(tmp_path: Path) -> None:
    """It refuses to sign while the old file lies there, and goes on under the new keys."""
    folder, roots = founded(tmp_path / "net")
    told = io.StringIO()
    with open_node(folder) as node, ExitStack() as stack:
        serving = ServingNode(node, Journal(told, node.desk.clock.now), 60, seed=1)
        stack.callback(serving.close)
        serving.do_round()
        for number, name in enumerate(("log", "mirror", "tls")):
            rotate_late(serving, folder, roots, (name, 2 + number))
            assert told.getvalue().count("own-keys") == 1 + number
            speak(serving, folder, number)
        assert told.getvalue().count("E-KEY") == 3
        serving.do_round()
        mirror = load_key(folder / KEYS_FOLDER / "HU" / "mirror.pem", "HU")
        assert serving._desk.by[0].key.public == mirror.public
    # US never began its log here; that is the one fault there is.
    shown = CliRunner().invoke(record_commands.app, ["verify", str(folder)]).stdout
    assert "7 signed heads  7 valid" in shown
    assert "newest head cosigned by HU" in shown
    assert shown.count("\nx ") == 1

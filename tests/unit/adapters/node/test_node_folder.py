"""A node's folder: keys apart, settings held to their form, whole or not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from overflight.adapters.keys.pem import load_key
from overflight.adapters.node.folder import (
    HOME_NAMES,
    home_keys,
    make_home_keys,
    node_founder,
    read_offer,
    write_offer,
)
from overflight.adapters.node.settings import (
    ForeignWitness,
    NodeSettings,
    PeerSettings,
    read_settings,
    write_settings,
)
from overflight.assembly import Beginning, Outside, new_network, new_node, open_node
from overflight.desk import Charter, offer_of
from overflight.errors import OverflightError, SourceError, UsageError
from overflight.record import KeyUse, key_sets_in, read_genesis

CHARTER = Charter("Trial", "overflight.example/trial", ("HU",), "0" * 64)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a network of two."""
    path = tmp_path_factory.mktemp("network") / "trial"
    new_network(path, CHARTER, ("HU", "RO"), 7443, Outside(seed="trial"))
    return path


def test_keys_of_people_and_machine_lie_apart(network: Path) -> None:
    """A stolen server cannot speak for the party: root keys never lie on it."""
    at_home = {file.stem for file in (network / "home" / "HU").iterdir()}
    on_node = {file.stem for file in (network / "HU" / "keys" / "HU").iterdir()}
    assert at_home == set(HOME_NAMES)
    assert on_node == {"log", "mirror", "tls", "watch", "author-1"}  # the last for trying out
    assert not (network / "HU" / "keys" / "RO").exists()


def test_a_node_is_opened_with_its_settings(network: Path) -> None:
    """Party, address, and how the others are reached until their key sets are held."""
    with open_node(network / "RO") as node:
        assert list(node.record.signers) == ["RO"]
        assert [len(node.desk.by), node.desk.own] == [1, "overflight.example/trial/log/ro/1"]
        assert node.tls is not None
        assert node.desk.watch is not None
    with open_node(network / "RO", keys=False) as node:
        assert (node.desk.by, node.tls, node.desk.watch) == ((), None, None)
    assert (node.party, node.settings.address) == ("RO", ("127.0.0.1", 7444))
    peer = node.settings.peers["HU"]
    assert peer.offer_url == "https://127.0.0.1:7443/"
    assert peer.offer_public == load_key(network / "HU/keys/HU/tls.pem", "HU").public
    assert (node.desk.policies, PeerSettings().offer_public) == ((), b"")


def test_the_first_key_set_names_key_and_address(network: Path) -> None:
    """What the network needs stands in the record, signed by the root keys."""
    from overflight.adapters.store.copies import checked_at

    (first,) = [keys for _, keys in key_sets_in(checked_at(network / "HU"))]
    assert first.urls == ("https://127.0.0.1:7443/",)
    (tls,) = first.of_use(KeyUse.TLS)
    assert tls.public == load_key(network / "HU/keys/HU/tls.pem", "HU").public


def test_a_used_folder_is_not_taken(network: Path, tmp_path: Path) -> None:
    """Neither a network nor a node is founded over another."""
    for folder in (network, network / "HU"):
        with pytest.raises(UsageError, match="E-FOLDER"):
            new_network(folder, CHARTER, ("HU", "RO"), 7443)
    with pytest.raises(UsageError, match="E-KEYFILE"):
        make_home_keys(network / "home" / "HU", "HU")
    with pytest.raises(UsageError, match="key of RO"):
        home_keys(network / "home" / "HU", "RO")
    with pytest.raises(UsageError, match="E-FILE"):
        open_node(tmp_path)


def test_a_founding_that_fails_leaves_nothing(network: Path, tmp_path: Path) -> None:
    """No folder, and above all no private keys of a node that will not be."""
    keys = make_home_keys(tmp_path / "home", "RO")
    document = (network / "HU" / "genesis.json").read_bytes()
    with pytest.raises(UsageError, match="E-FOUNDER"):
        new_node(tmp_path / "node", Beginning(document, keys, NodeSettings(1, "RO")))
    assert [file.name for file in tmp_path.iterdir()] == ["home"]


def test_a_node_may_lock_its_keys(network: Path, tmp_path: Path) -> None:
    """The passphrase that opens the keys at home locks those on the node."""
    keys = home_keys(network / "home" / "HU", "HU")
    document = (network / "HU" / "genesis.json").read_bytes()
    begun = Beginning(document, keys, NodeSettings(1, "HU"))
    new_node(tmp_path / "node", begun, Outside(passphrase=b"secret"))
    with pytest.raises(UsageError, match="E-KEYFILE"):
        open_node(tmp_path / "node")
    with open_node(tmp_path / "node", Outside(passphrase=b"secret")) as node:
        assert node.record.signers == {}  # people's keys stay at home
    assert [f.party for f in read_genesis(document).parties] == ["HU", "RO"]


def test_an_offer_is_a_file(network: Path, tmp_path: Path) -> None:
    """It is written, sent and read back."""
    offer = offer_of(node_founder(home_keys(network / "home" / "HU", "HU")))
    write_offer(tmp_path / "hu.json", offer)
    assert read_offer(tmp_path / "hu.json") == offer


FULL = NodeSettings(
    1,
    "HU",
    "[::1]:7443",
    30,
    {"RO": PeerSettings("https://ro.example/")},
    (
        ForeignWitness(
            "https://witness.example/",
            "overflight.example/mirror/xb+10251054+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X",
        ),
    ),
    ("own.policy",),
)


def test_settings_come_back(tmp_path: Path) -> None:
    """What is written is read, an IPv6 address among it."""
    write_settings(tmp_path, FULL)
    assert read_settings(tmp_path) == FULL
    assert FULL.address == ("::1", 7443)
    assert NodeSettings(1, "HU").address is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"party": "Hungary"}, "party"),
        ({"listen": "7443"}, "listen"),
        ({"listen": "127.0.0.1:0"}, "listen"),
        ({"listen": "127.0.0.1:99999"}, "listen"),
        ({"interval_s": 0}, "interval_s"),
        ({"interval_s": 86_400}, "interval_s"),
        ({"peers": {"HU": PeerSettings()}}, "peers.HU"),
        ({"peers": {"../RO": PeerSettings()}}, "peers"),
        ({"peers": {"RO": PeerSettings("http://ro.example/")}}, "peers.RO.url"),
        ({"peers": {"RO": PeerSettings(offer_url="file:///x")}}, "peers.RO.url"),
        ({"peers": {"RO": PeerSettings(offer_tls="AAAA")}}, "peers.RO.offer_tls"),
        ({"peers": {"RO": PeerSettings(offer_tls="?")}}, "peers.RO.offer_tls"),
        ({"witnesses": (ForeignWitness("http://w/", FULL.witnesses[0].key),)}, "witnesses.url"),
        ({"witnesses": (ForeignWitness("https://w/", "no key"),)}, "witnesses.key"),
        ({"policies": ("../../etc/passwd",)}, "policies"),
    ],
)
def test_a_wrong_setting_is_one_clear_fault(
    tmp_path: Path, change: dict[str, object], where: str
) -> None:
    """The message names the setting; nothing is started with a setting half understood."""
    with pytest.raises(SourceError, match=where) as told:
        write_settings(tmp_path, replace(FULL, **change))  # type: ignore[arg-type]
    assert told.value.code == "E-SETTINGS"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"v": 1}',
        b'{"v": 2, "party": "HU"}',
        b'{"v": 1, "party": "HU", "lisen": "x"}',
        b'{"v": 1, "party": "HU", "interval_s": NaN}',
        b'{"v": 1, "party": "HU", "interval_s": 1.5}',
        b"[" * 100_000,
        b" " * (2**20 + 1),
    ],
)
def test_a_broken_settings_file_is_one_clear_fault(tmp_path: Path, text: bytes) -> None:
    """Cut off, misspelled, of another version, hostile."""
    (tmp_path / "node.json").write_bytes(text)
    with pytest.raises(OverflightError):
        read_settings(tmp_path)


def test_settings_of_another_party_are_told(network: Path, tmp_path: Path) -> None:
    """A peer that is no party of the regime is a slip of the pen."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in ("record.sqlite", "genesis.json"):
        (folder / name).write_bytes((network / "HU" / name).read_bytes())
    settings = {"v": 1, "party": "HU", "peers": {"DE": {}}}
    (folder / "node.json").write_text(json.dumps(settings))
    with pytest.raises(UsageError, match="DE"):
        open_node(folder)

"""Policies: their files, and whose cosignatures meet them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.mirror_samples import mirror_key
from tests.record_samples import HU, key

from overflight.errors import RecordError
from overflight.record import (
    Bloc,
    Group,
    NoteKey,
    Policy,
    SignatureKind,
    Witness,
    faults_of,
    quorum_of,
    read_policy,
    regime_policies,
    write_policy,
)
from overflight.record.policies import PolicyLog

LOG = NoteKey(HU, SignatureKind.LOG, key("HU", "log").public)
KEYS = {party: mirror_key(party) for party in ("HU", "RO", "CA", "US", "PL", "FI")}
V = {party: key.vkey for party, key in KEYS.items()}

EXAMPLE = f"""# the example of the specification, with our keys
log {LOG.vkey}

 witness\tX1  {V["HU"]}
witness X2 {V["RO"]} https://x2.example/
witness X3 {V["CA"]}
group X-witnesses 2 X1 X2 X3
\t# a comment after blanks
witness Y1 {V["US"]}
witness Y2 {V["PL"]}
witness Y3 {V["FI"]}
group Y-witnesses any Y1 Y2 Y3 \t

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


@pytest.mark.parametrize(
    ("parties", "met"),
    [
        ("HU RO US", True),
        ("HU RO CA FI", True),
        ("HU RO CA", False),
        ("HU US PL FI", False),
        ("", False),
    ],
)
def test_the_example_of_the_specification(parties: str, met: bool) -> None:
    """Two of the X witnesses and any of the Y witnesses."""
    policy = read_policy(EXAMPLE.encode())
    assert policy.met_by({KEYS[party] for party in parties.split()}) is met


def test_a_policy_is_written_and_read_back() -> None:
    """Comments go; logs, addresses, thresholds and names stay."""
    policy = read_policy(EXAMPLE.encode())
    assert policy.logs == (PolicyLog(LOG),)
    assert policy.witnesses[1].url == "https://x2.example/"
    assert [group.threshold for group in policy.groups] == [2, 1, 2]
    assert read_policy(write_policy(policy)) == policy
    assert b"group X-witnesses 2 X1 X2 X3\n" in write_policy(policy)
    assert b"group X-and-Y all X-witnesses Y-witnesses\n" in write_policy(policy)


def test_a_policy_without_cosigners() -> None:
    """``none`` is met by nothing; logs may be known from elsewhere."""
    policy = read_policy(b"quorum none\n")
    assert policy == Policy("none")
    assert policy.met_by(())


def test_names_are_octets() -> None:
    """A name need not be UTF-8, and the Kelvin sign is not the letter K."""
    data = b"witness \xff " + V["HU"].encode() + b"\nquorum \xff\n"
    assert write_policy(read_policy(data)) == data
    data = "witness K {}\nquorum \u212a\n".format(V["HU"]).encode()
    with pytest.raises(RecordError, match="E-POLICY"):
        read_policy(data)


W = f"witness A {V['HU']}\nwitness B {V['RO']}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none",
        "quorum none\r\n",
        "quorum\u0000 none\n",
        "quorum none\nquorum none\n",
        "quorum A\n" + W,
        W,
        W + "quorum C\n",
        W + "quorum A B\n",
        W + f"witness A {V['CA']}\nquorum A\n",
        W + f"witness C {V['HU']}\nquorum A\n",
        W + f"witness none {V['CA']}\nquorum A\n",
        f"witness A {LOG.vkey}\nquorum A\n",
        f"log {V['HU']}\nquorum none\n",
        f"log {LOG.vkey}\nlog {LOG.vkey}\nquorum none\n",
        f"log {LOG.vkey} https://a b\nquorum none\n",
        W + "group G 3 A B\nquorum G\n",
        W + "group G 0 A B\nquorum G\n",
        W + "group G 01 A B\nquorum G\n",
        W + "group G -1 A B\nquorum G\n",
        W + "group G most A B\nquorum G\n",
        W + "group G all\nquorum G\n",
        W + "group G all A A\nquorum G\n",
        W + "group G all A none\nquorum G\n",
        W + "group G all A C\nquorum G\n",
        W + "group G all A G\nquorum G\n",
        W + "group A all A B\nquorum A\n",
        W + "group G all A\ngroup H all A B\nquorum H\n",
        "mirror A\nquorum none\n",
        "quorum none\n" + "#" * 2**20 + "\n",
    ],
)
def test_policies_that_cannot_stand(text: str) -> None:
    """Each witness counts in one way, under one name, and the file says so or is refused."""
    with pytest.raises(RecordError, match="E-POLICY"):
        read_policy(text.encode())


def test_a_key_line_that_is_none() -> None:
    """A key of another length or id names nobody."""
    for vkey in (V["HU"][:-4], "a+00000000+AAAA", V["HU"].replace("+", "-")):
        with pytest.raises(RecordError, match=r"E-NOTE|E-KEY"):
            read_policy(f"witness A {vkey}\nquorum A\n".encode())
    short = NoteKey("a", SignatureKind.ML_DSA, b"short")
    with pytest.raises(RecordError, match="E-NOTE"):
        read_policy(f"witness A {short.vkey}\nquorum A\n".encode())


def test_more_than_a_policy_may_hold() -> None:
    """256 of each are room for eight times our parties; a flood of lines is refused."""

    def keys(kind: SignatureKind) -> list[NoteKey]:
        return [NoteKey("a", kind, k.to_bytes(2, "big") * 656) for k in range(257)]

    witnesses = tuple(Witness(f"w{k}", key) for k, key in enumerate(keys(SignatureKind.ML_DSA)))
    logs = tuple(PolicyLog(key) for key in keys(SignatureKind.ML_DSA))
    groups = tuple(Group(f"g{k}", 1, (f"w{k}",)) for k in range(256))
    whole = Policy("g255", witnesses[:256], groups, logs[:256])
    assert read_policy(write_policy(whole)) == whole
    for more in (
        replace(whole, witnesses=witnesses),
        replace(whole, logs=logs),
        replace(whole, groups=(*groups, Group("g", 1, ("g255",)))),
    ):
        with pytest.raises(RecordError, match="at most 256"):
            write_policy(more)


def test_a_policy_that_would_read_back_as_another() -> None:
    """A name of two words is no name."""
    with pytest.raises(RecordError, match="E-NOTE"):
        write_policy(Policy("A B", (Witness("A B", KEYS["HU"]),)))
    with pytest.raises(RecordError, match="one word"):
        write_policy(Policy("none", (Witness("A", KEYS["HU"], " "),)))


@pytest.mark.parametrize("parties", range(1, 60))
def test_any_two_quorums_share_an_honest_party(parties: int) -> None:
    """Two sets of q among n overlap in more than f; the honest alone can reach a quorum."""
    f, q = faults_of(parties), quorum_of(parties)
    assert 3 * f < parties <= 3 * f + 3
    assert 2 * q - parties > f
    assert q <= parties - f


def test_policies_of_a_party() -> None:
    """The quorum of all, its own mirror and each bloc, each a strict file of its own."""
    mirrors = {party: (mirror,) for party, mirror in KEYS.items()}
    bloc = Bloc("north", 1, ("CA", "FI"))
    policies = regime_policies(mirrors, "HU", [bloc])
    assert [policy.quorum for policy in policies] == ["parties", "own-mirror", "north"]
    for policy in policies:
        assert read_policy(write_policy(policy)) == policy

    def met(*parties: str) -> list[bool]:
        return [policy.met_by({KEYS[party] for party in parties}) for policy in policies]

    assert quorum_of(6) == 4
    assert met("HU", "RO", "CA", "US") == [True, True, True]
    assert met("RO", "CA", "US", "PL") == [True, False, True]
    assert met("HU", "RO", "US", "PL") == [True, True, False]
    assert met("HU", "RO", "CA") == [False, True, True]
    assert [p.quorum for p in regime_policies(mirrors)] == ["parties"]
    for three in combinations(KEYS, 3):
        assert not regime_policies(mirrors)[0].met_by({KEYS[party] for party in three})


def test_a_party_with_two_keys_counts_where_both_have_signed() -> None:
    """Neither algorithm alone is enough once both are named."""
    secret = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    second = NoteKey(KEYS["HU"].name, SignatureKind.ML_DSA, secret.public_key().public_bytes_raw())
    (policy,) = regime_policies({"HU": (KEYS["HU"], second)})
    assert read_policy(write_policy(policy)) == policy
    assert not policy.met_by({KEYS["HU"]})
    assert policy.met_by({KEYS["HU"], second})


def test_a_party_counts_on_after_it_has_rotated_its_mirror_key() -> None:
    """The old key signs no more, the new one never signed before: either will do."""
    new = NoteKey(KEYS["HU"].name, SignatureKind.COSIGNATURE, KEYS["CA"].public)
    (policy,) = regime_policies({"HU": (KEYS["HU"], new)})
    assert read_policy(write_policy(policy)) == policy
    assert policy.met_by({KEYS["HU"]})
    assert policy.met_by({new})
    secret = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    second = NoteKey(KEYS["HU"].name, SignatureKind.ML_DSA, secret.public_key().public_bytes_raw())
    (policy,) = regime_policies({"HU": (KEYS["HU"], new, second)})
    assert read_policy(write_policy(policy)) == policy
    assert policy.met_by({new, second})
    assert not policy.met_by({KEYS["HU"], new})
    assert not policy.met_by({second})

"""Policies: whose cosignatures make a head count (C2SP tlog-policy; trust.md section 6).

A policy file names logs, witnesses, groups of them and one quorum. Its format lets every witness
count in one way only, so a party that asks for several things at once (a quorum of all parties, its
own mirror, some of each bloc) holds several policies, and all of them must be met.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from overflight.record.faults import refusal
from overflight.record.notes import NoteKey, SignatureKind, read_vkey

__all__ = [
    "Bloc",
    "Group",
    "Policy",
    "PolicyLog",
    "Witness",
    "faults_of",
    "quorum_of",
    "read_policy",
    "regime_policies",
    "write_policy",
]

NONE = "none"
MOST = 256
LARGEST = 2**20
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
_LOG_KINDS = (SignatureKind.LOG, SignatureKind.ML_DSA)
_WITNESS_KINDS = (SignatureKind.COSIGNATURE, SignatureKind.ML_DSA)


def faults_of(parties: int) -> int:
    """Return how many of n parties may lie without harm: (n - 1) / 3, rounded down."""
    return (parties - 1) // 3


def quorum_of(parties: int) -> int:
    """Return how many of n parties any two quorums of which share an honest one."""
    return (parties + faults_of(parties)) // 2 + 1


@dataclass(frozen=True, slots=True)
class PolicyLog:
    """A log the policy speaks of, and where it is served."""

    key: NoteKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """A cosigner under a name of the policy's own, and where it is asked."""

    name: str
    key: NoteKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some witnesses or groups, of which so many must have cosigned."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What it takes for a head to count as witnessed.

    Args:
        quorum: Name of a witness or group, or ``none``.
        witnesses: The witnesses named.
        groups: The groups, each of names that stand before it.
        logs: The logs it speaks of; none where that is known from elsewhere.
    """

    quorum: str
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    logs: tuple[PolicyLog, ...] = ()

    def met_by(self, keys: Collection[NoteKey]) -> bool:
        """Tell whether good cosignatures by these keys meet the quorum."""
        met = {witness.name: witness.key in keys for witness in self.witnesses} | {NONE: True}
        for group in self.groups:
            count = sum(met[member] for member in group.members)
            met[group.name] = count >= group.threshold
        return met[self.quorum]


class _Reader:
    """A policy file while it is being read."""

    def __init__(self) -> None:
        self.names: set[str] = {NONE}
        self.members: set[str] = {NONE}
        self.logs: list[PolicyLog] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum = ""

    def line(self, words: list[str]) -> str:
        """Take one line and return what it should have been, or nothing."""
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                return self._log(read_vkey(vkey), "".join(url))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                return self._witness(Witness(name, read_vkey(vkey), "".join(url)))
            case ["group", name, threshold, *members] if members:
                return self._group(name, threshold, members)
            case ["quorum", name]:
                wrong = "one quorum, of a name that stands before it"
                known = name in self.names and not self.quorum
                self.quorum = name
                return "" if known else wrong
        return "log VKEY [URL], witness NAME VKEY [URL], group NAME K MEMBERS, or quorum NAME"

    def _name(self, name: str) -> str:
        if name in self.names:
            return "a name not used before"
        self.names.add(name)
        return ""

    def _log(self, key: NoteKey, url: str) -> str:
        if key.kind not in _LOG_KINDS or key.public in {log.key.public for log in self.logs}:
            return "a log key, not named before"
        self.logs.append(PolicyLog(key, url))
        return "" if len(self.logs) <= MOST else f"at most {MOST} logs"

    def _witness(self, witness: Witness) -> str:
        known = {each.key.public for each in self.witnesses}
        if witness.key.kind not in _WITNESS_KINDS or witness.key.public in known:
            return "a cosigner's key, not named before"
        self.witnesses.append(witness)
        return self._name(witness.name) if len(known) < MOST else f"at most {MOST} witnesses"

    def _group(self, name: str, threshold: str, members: list[str]) -> str:
        if len(set(members)) != len(members) or not self.members.isdisjoint(members):
            return "members that stand in no group before, and not none"
        if not self.names.issuperset(members):
            return "members that stand before their group"
        counts = {"all": len(members), "any": 1}
        if _COUNT.fullmatch(threshold):
            counts[threshold] = int(threshold)
        if not 1 <= counts.get(threshold, 0) <= len(members):
            return "all, any, or a number of its members"
        self.members.update(members)
        self.groups.append(Group(name, counts[threshold], tuple(members)))
        return self._name(name) if len(self.groups) <= MOST else f"at most {MOST} groups"


def read_policy(data: bytes) -> Policy:
    """Read a tlog-policy file, as people write it: with comments, blank lines and tabs.

    Names are kept as their bytes, also where these are no UTF-8.

    Raises:
        RecordError: ``E-POLICY``: a line of another form, a name or key used twice, a member that
            stands in two groups, no quorum, or too much of anything; ``E-NOTE`` or ``E-KEY``: a
            key line that is none.
    """
    control = _FORBIDDEN.search(data)
    if len(data) > LARGEST or control or (data and not data.endswith(b"\n")):
        expected = f"lines that end with a line feed, at most {LARGEST} bytes in all"
        raise _refuse("policy", expected, control[0] if control else f"{len(data)} bytes")
    reader = _Reader()
    text = data.decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n"), 1):
        words = re.split("[ \t]+", line.strip(" \t"))
        if words == [""] or words[0].startswith("#"):
            continue
        wrong = reader.line(words)
        if wrong:
            raise _refuse(f"policy line {number}", wrong, line)
    if not reader.quorum:
        raise _refuse("policy", "a quorum line", "none")
    return Policy(reader.quorum, tuple(reader.witnesses), tuple(reader.groups), tuple(reader.logs))


def _refuse(where: str, expected: str, found: object) -> Exception:
    remedy = "Mend the policy file; see c2sp.org/tlog-policy."
    return refusal("E-POLICY", where=where, expected=expected, found=found, remedy=remedy)


def write_policy(policy: Policy) -> bytes:
    """Write a policy as its file and read it back.

    Raises:
        RecordError: ``E-POLICY``: it cannot stand.
    """
    lines = [_line("log", log.key.vkey, log.url) for log in policy.logs]
    lines += [_line("witness", w.name, w.key.vkey, w.url) for w in policy.witnesses]
    for group in policy.groups:
        spelled = {1: "any", len(group.members): "all"}.get(group.threshold, str(group.threshold))
        lines.append(_line("group", group.name, spelled, *group.members))
    lines.append(_line("quorum", policy.quorum))
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    if read_policy(data) != policy:
        raise _refuse("policy", "names and addresses of one word", data.decode("utf-8", "replace"))
    return data


def _line(*words: str) -> str:
    return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Bloc:
    """Parties of which so many must have cosigned, beside the quorum of all.

    Args:
        name: Its name in the policy file.
        threshold: How many of them.
        parties: Codes of the parties.
    """

    name: str
    threshold: int
    parties: tuple[str, ...]


def regime_policies(
    mirrors: Mapping[str, Sequence[NoteKey]], own: str = "", blocs: Sequence[Bloc] = ()
) -> tuple[Policy, ...]:
    """Return the policies of a party: the quorum of all, its own mirror, and each bloc.

    A count alone is unsafe: an alliance can be larger than the liars it allows for. A party with
    mirror keys of both algorithms (Ed25519 and ML-DSA-44) counts where one of each has signed; of
    one algorithm any of its keys will do, so that it counts on after a rotation.

    Args:
        mirrors: Mirror keys of every party, by code.
        own: The party whose policies these are; none for an outsider.
        blocs: The blocs it names.
    """
    asked = [Bloc("parties", quorum_of(len(mirrors)), tuple(sorted(mirrors)))]
    asked += [Bloc("own-mirror", 1, (own,))] if own else []
    return tuple(_policy(bloc, mirrors) for bloc in (*asked, *blocs))


def _policy(bloc: Bloc, mirrors: Mapping[str, Sequence[NoteKey]]) -> Policy:
    witnesses: list[Witness] = []
    groups: list[Group] = []
    for party in bloc.parties:
        more, made = _members(party, mirrors[party])
        witnesses += more
        groups += made
    groups.append(Group(bloc.name, bloc.threshold, bloc.parties))
    return Policy(bloc.name, tuple(witnesses), tuple(groups))


def _members(party: str, keys: Sequence[NoteKey]) -> tuple[list[Witness], list[Group]]:
    """Return the keys of a party, and the groups that make them count as one."""
    if len(keys) == 1:
        return [Witness(party, keys[0])], []
    witnesses = [Witness(f"{party}-{key.id.hex()}", key) for key in keys]
    groups, parts = list[Group](), list[str]()
    for kind in dict.fromkeys(key.kind for key in keys):
        names = tuple(w.name for w in witnesses if w.key.kind == kind)
        parts.append(names[0] if len(names) == 1 else f"{party}-any-{kind:02x}")
        groups += [Group(parts[-1], 1, names)] if len(names) > 1 else []
    if len(parts) == 1:
        return witnesses, [Group(party, 1, groups[0].members)]
    return witnesses, [*groups, Group(party, len(parts), tuple(parts))]

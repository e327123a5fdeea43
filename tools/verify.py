#!/usr/bin/env python3
"""Check a copy of an Overflight record without trusting anybody, not even its makers.

    python3 verify.py COPY [--regime ID] [--json]

COPY is an exported folder, a record.sqlite (or its folder), or an .ofb bundle. Exit code: 0 it holds
together, 4 it does not or cannot be read, 2 wrong command line. Needs Python 3.9 or newer and the
`cryptography` package (for Ed25519 alone). It opens no connection and writes no file. It shares no
code with Overflight: it was written a second time from the format, and tests hold the two to the
same verdicts. Read it from the top; each part rests on those above it:
    1 bytes, 2 trees, 3 heads, 4 entries, 5 keys, 6 one log, 7 the record, 8 copies, 9 words.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sqlite3
import stat
import sys
import tarfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Bad(Exception):
    """Something is not as the form of the record says: a code, and what is wrong."""

    def __init__(self, code, what):
        super().__init__(code, what)
        self.code, self.what = code, what


# 1. Bytes: base64 and JSON in their one spelling, forms, keys that may be used, signatures.

SPKI = bytes.fromhex("302a300506032b6570032100")  # what DER writes before an Ed25519 key
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def unbase64(text, code):
    """Read padded standard base64; any other spelling of the same bytes is refused."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if base64.b64encode(data).decode() != text:
        raise Bad(code, f"no canonical base64: {text[:80]}")
    return data


def rewrite(value, depth=1):
    """Write a value as it must stand in a signed object: RFC 8785, without floats."""
    if isinstance(value, str) and not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    if isinstance(value, list) and depth <= 12:
        return "[" + ",".join(rewrite(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict) and depth <= 12 and all(map(MEMBER.fullmatch, value)):
        members = (f'"{name}":{rewrite(value[name], depth + 1)}' for name in sorted(value))
        return "{" + ",".join(members) + "}"
    raise Bad("E-CANON", f"a value, text, name or depth with no place here: {value!r:.80}")


def number(text):
    """Read an integer; floats, NaN and numbers too long to be ours are refused unread."""
    if not re.fullmatch("-?[0-9]{1,16}", text):
        raise ValueError(f"number {text[:20]}")
    return int(text)


def canonical(data):
    """Read a JSON object and refuse it unless these are exactly the bytes it is written in."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_int=number, parse_float=number, parse_constant=number)
    except (ValueError, RecursionError) as why:
        raise Bad("E-CANON", f"no JSON in UTF-8: {why}") from None
    if not isinstance(value, dict) or rewrite(value) != text:
        raise Bad("E-CANON", f"not canonical JSON (RFC 8785): {text[:80]}")
    return value


def fit(value, form, code):
    """Refuse a value unless it has a form: a pattern for text, `int` for counts from 0, a dict for
    an object with exactly these members, [form, most] for an array (its texts all different)."""
    if isinstance(form, dict):
        good = isinstance(value, dict) and value.keys() == form.keys()
        for name in form if good else ():
            fit(value[name], form[name], code)
    elif isinstance(form, list):
        good = isinstance(value, list) and len(value) <= form[1]
        for item in value if good else ():
            fit(item, form[0], code)
        good = good and (isinstance(form[0], dict) or len(set(value)) == len(value))
    elif form is int:
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    else:
        good = isinstance(value, form if form is dict else str)
        good = good and (form is dict or bool(form.fullmatch(value)))
    if not good:
        raise Bad(code, f"not of its form: {value!r:.80}")


def raw_key(spki, code):
    """Return the 32 bytes of an Ed25519 key from its SubjectPublicKeyInfo."""
    if len(spki) != 44 or not spki.startswith(SPKI):
        raise Bad(code, f"no Ed25519 key: {spki.hex()[:80]}")
    return spki[12:]


def usable(key, code):
    """Refuse keys under which one signature could fit many messages, and second spellings."""
    y = int.from_bytes(key, "little") % 2**255
    # On the curve x^2 = (y^2 - 1) / (d y^2 + 1). Points whose order divides 8 have x = 0 (orders 1
    # and 2), y = 0 (order 4), or are doubled to y = 0, which means x^2 + y^2 = 0 (order 8).
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    small = x2 == 0 or y == 0 or (x2 + y * y) % P == 0
    if y >= P or small or pow(x2, (P - 1) // 2, P) != 1:
        raise Bad(code, f"a key nobody may use: {key.hex()}")


def signed(key, signature, message):
    """Tell whether a signature is good."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# 2. Trees: the hash tree over the entries of a log (RFC 6962), and its tiles (C2SP tlog-tiles).


def leaf_hash(leaf):
    """Return the hash of an entry."""
    return sha256(b"\0" + leaf).digest()


class Tree:
    """levels[k][i] is the root over entries i * 2^k to (i + 1) * 2^k: every complete subtree."""

    def __init__(self, hashes):
        self.levels, self.size = [hashes], len(hashes)
        while len(self.levels[-1]) > 1:
            low = self.levels[-1]
            self.levels.append([self.join(low[i], low[i + 1]) for i in range(0, len(low) - 1, 2)])

    @staticmethod
    def join(left, right):
        return sha256(b"\1" + left + right).digest()

    def root(self, size):
        """Return the root of the first entries: their complete subtrees, joined from the right."""
        root, end = None, size
        for k, level in enumerate(self.levels):
            if size >> k & 1:
                end -= 1 << k
                root = level[end >> k] if root is None else self.join(level[end >> k], root)
        return sha256(b"").digest() if root is None else root

    def tiles(self):
        """Yield path, place and bytes of every tile of the tree: each eighth level, by 256."""
        for k in range(0, len(self.levels), 8):
            for path, start, width in tile_paths(k // 8, len(self.levels[k])):
                data = b"".join(self.levels[k][start : start + width])
                yield path, (k // 8, start // 256, width), data


def tile_paths(level, rows):
    """Yield path, first row and width of the tiles of one level: tile/0/x001/234.p/5."""
    for start in range(0, rows, 256):
        width, digits = min(256, rows - start), str(start // 256)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        yield f"tile/{level}/{path}" + ("" if width == 256 else f".p/{width}"), start, width


# 3. Heads: notes in which a log signs how many entries it has, and the root (C2SP checkpoints).


class Head:
    """A signed head: origin, size, root, and the note it stands in, its signatures unchecked."""

    def __init__(self, data):
        self.text, self.lines = read_note(data, 2**18)
        parts = self.text.split("\n")
        if len(parts) != 4 or parts[3] or not re.fullmatch("0|[1-9][0-9]{0,18}", parts[1]):
            raise Bad("E-HEAD", f"not origin, size and root: {self.text[:80]!r}")
        self.origin, self.size, self.root = parts[0], int(parts[1]), unbase64(parts[2], "E-HEAD")
        empty = self.size == 0 and self.root != sha256(b"").digest()
        if self.size >= 2**63 or len(self.root) != 32 or empty or not NAME.fullmatch(self.origin):
            raise Bad("E-HEAD", f"not origin, size and root: {self.text[:80]!r}")

    def signed_by(self, key):
        """Tell whether the log signed it with this key."""
        return note_signed(self.text, self.lines, self.origin, key)

    def cosigned_by(self, name, key):
        """Tell whether a mirror signed it, with a time (type 4)."""
        bodies = [body for line, body in self.lines if line == line_mark(name, 4, key)]
        times = [(int.from_bytes(body[:8], "big"), body[8:]) for body in bodies]
        message = "cosignature/v1\ntime {}\n" + self.text
        return any(t < 2**63 and signed(key, s, message.format(t).encode()) for t, s in times)


def line_mark(name, kind, key):
    """Return what a signature line says of its key: name, and four bytes of a hash."""
    return name, sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def note_signed(text, lines, name, key):
    """Tell whether a text carries a good plain signature (type 1) by a key of this name."""
    mark = line_mark(name, 1, key)
    return any(line == mark and signed(key, body, text.encode()) for line, body in lines)


def read_note(data, most):
    """Read a signed note: its text, and for each signature line its mark and its signature."""
    try:
        whole = data.decode("utf-8")
    except ValueError:
        raise Bad("E-NOTE", "no UTF-8") from None
    text, _, tail = whole.rpartition("\n\n")
    found = [LINE.fullmatch(line) for line in tail[:-1].split("\n")]
    good = text and tail.endswith("\n") and len(found) <= 100 and all(found)
    if not good or len(data) > most or re.search("[\0-\x09\x0b-\x1f\x7f]", whole):
        raise Bad("E-NOTE", f"no text with 1 to 100 signature lines: {whole[:80]!r}")
    raw = [(line[1], unbase64(line[2], "E-NOTE")) for line in found]
    if not all(NAME.fullmatch(name) and len(body) > 4 for name, body in raw):
        raise Bad("E-NOTE", "a signature line without name, key hash or signature")
    return text + "\n", [((name, body[:4]), body[4:]) for name, body in raw]


# 4. Entries: statements in signed envelopes (DSSE), each in its one form.


class Name:
    """The form of the name of a log or signer: printable, no space, no plus."""

    def __init__(self, most):
        self.most = most

    def fullmatch(self, text):
        return 0 < len(text) <= self.most and text.isprintable() and not re.search(r"[\s+]", text)


NAME, ORIGIN, LINE = Name(2**18), Name(200), re.compile("\u2014 ([^ ]+) ([^ ]+)")
MEMBER, WORD = re.compile("[a-z0-9_]{1,40}"), re.compile("[a-z0-9*][a-z0-9./*-]{0,79}")
HEX32, HEX64 = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
PARTY, TEXT = re.compile("[A-Z]{2,4}"), re.compile("[!-~]{0,2000}")
BASE64, MEDIA = re.compile("[A-Za-z0-9+/]+={0,2}"), "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
KIND = "application/vnd.overflight.statement.v1+json"
ENVELOPE = {
    "payload": BASE64,
    "payloadType": re.compile(re.escape(KIND)),
    "signatures": [{"keyid": HEX64, "sig": BASE64}, 8],
}
ATTACHMENT = {
    "h": HEX64,
    "n": int,
    "t": re.compile(f"{MEDIA}/{MEDIA}"),
    "k": re.compile("record|media|sealed"),
    "s": re.compile("([0-9a-f]{64})?"),
}
STATEMENT = {
    "v": int,
    "type": re.compile("[a-z0-9][a-z0-9./-]{2,79}"),
    "log": ORIGIN,
    "id": HEX32,
    "party": PARTY,
    "time": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z"),
    "seen": [{"o": ORIGIN, "n": int, "c": HEX64}, 40],
    "re": [{"o": ORIGIN, "i": int, "h": HEX64}, 40],
    "to": [re.compile(r"\*|[A-Z]{2,4}"), 40],
    "att": [ATTACHMENT, 32],
    "body": dict,
}


def pae(kind, payload):
    """Return what a DSSE signature is over."""
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind.encode(), len(payload), payload)


def read_envelope(leaf):
    """Read an entry: its payload, and (key id, signature) pairs."""
    try:
        value = json.loads(leaf.decode("ascii")) if len(leaf) <= 65_535 else None
    except (ValueError, RecursionError) as why:
        raise Bad("E-LEAF", f"no JSON: {why}") from None
    fit(value, ENVELOPE, "E-LEAF")
    keyids = [line["keyid"] for line in value["signatures"]]
    again = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    payload = unbase64(value["payload"], "E-LEAF")
    if again != leaf or not keyids or keyids != sorted(set(keyids)) or len(payload) > 40_000:
        raise Bad("E-LEAF", "another spelling, unsorted signatures, or too long")
    sigs = [unbase64(line["sig"], "E-LEAF") for line in value["signatures"]]
    return payload, list(zip(keyids, sigs))


def read_statement(payload):
    """Read a statement; it has exactly the members and forms it may have."""
    said = canonical(payload)
    fit(said, STATEMENT, "E-CANON")
    salted = all((att["k"] == "sealed") == bool(att["s"]) for att in said["att"])
    try:
        datetime.strptime(said["time"], "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise Bad("E-CANON", f"no day of the calendar: {said['time']}") from None
    if (
        said["v"] != 1
        or not said["to"]
        or ("*" in said["to"] and len(said["to"]) > 1)
        or not salted
    ):
        raise Bad("E-CANON", "version, addressees or salt of a sealed attachment")
    return said


# 5. Keys: the genesis document, and the key sets that follow one another in each log.

GENESIS, KEYS_SET, CONFIRMED = "record.genesis/1", "record.keys-set/1", "record.keys-confirmed/1"
FOUNDER = {"party": PARTY, "root": [TEXT, 100], "threshold": int, "log": TEXT, "mirror": TEXT}
DOCUMENT = {
    "v": int,
    "regime": re.compile(r"\S(?:.{0,198}\S)?"),
    "base": re.compile("[a-z0-9][a-z0-9.-]{0,80}(?:/[a-z0-9][a-z0-9._-]{0,40}){1,4}"),
    "parties": [FOUNDER, 100],
    "depositaries": [PARTY, 100],
    "rules": HEX64,
}
USE = re.compile("author|log|mirror|enc|tls")
GONE = {"kid": HEX64, "why": re.compile("rotated|lost|stolen"), "since": int}
KEY_SET = {
    "version": int,
    "prev": re.compile("([0-9a-f]{64})?"),
    "threshold": int,
    "root": [TEXT, 100],
    "keys": [{"use": USE, "alg": WORD, "pub": TEXT, "roles": [WORD, 100], "pop": TEXT}, 100],
    "urls": [TEXT, 100],
    "host": re.compile("([A-Z]{2,4})?"),
    "gone": [GONE, 100],
}


class Regime:
    """The genesis document: what all founders agreed on before the first entry."""

    def __init__(self, document):
        value, keys = canonical(document), []
        fit(value, DOCUMENT, "E-GENESIS")
        self.base, self.founders = value["base"], {}
        self.hash = sha256(document).hexdigest()
        for item in value["parties"]:
            spkis = [unbase64(t, "E-GENESIS") for t in (*item["root"], item["log"], item["mirror"])]
            keys += [raw_key(spki, "E-KEY") for spki in spkis]
            item["root"] = dict(zip((sha256(s).hexdigest() for s in spkis), keys[-len(spkis) : -2]))
            item["log"], item["mirror"] = keys[-2:]
            if len(item["root"]) < 3 or not 2 <= item["threshold"] <= len(item["root"]):
                raise Bad("E-GENESIS", f"root keys or threshold of {item['party']}")
            self.founders[f"{self.base}/log/{item['party'].lower()}/1"] = item
        for key in keys:
            usable(key, "E-KEY")
        codes = [item["party"] for item in value["parties"]]
        sound = codes and codes == sorted(set(codes)) and set(value["depositaries"]) <= set(codes)
        if value["v"] != 1 or not sound or len(set(keys)) != len(keys):
            raise Bad(
                "E-GENESIS", "version, order of parties, depositaries, or a key with two uses"
            )


class KeySet:
    """Which keys speak for a party, from one entry of its log on."""

    def __init__(self, value):
        fit(value, KEY_SET, "E-SCHEMA")
        self.version, self.prev, self.threshold = (
            value["version"],
            value["prev"],
            value["threshold"],
        )
        self.gone, self.keys = value["gone"], value["keys"]
        roots = [unbase64(root, "E-SCHEMA") for root in value["root"]]
        self.root = {sha256(root).hexdigest(): raw_key(root, "E-SCHEMA") for root in roots}
        for key in self.keys:
            key["pub"], key["pop"] = (unbase64(key[name], "E-SCHEMA") for name in ("pub", "pop"))
            key["kid"] = sha256(key["pub"]).hexdigest()
        self.signing = [key for key in self.keys if key["use"] in {"author", "log", "mirror"}]

    def of(self, use):
        """Return the raw keys of one use."""
        return [key["pub"][12:] for key in self.keys if key["use"] == use]

    def check(self, regime, party):
        """Refuse a set that breaks a rule on its own; every signing key proves its holder has it."""
        for key in self.signing:
            claim = f"{regime}\n{party}\n{key['use']}\n{key['kid']}".encode()
            claim, public = (
                pae("application/vnd.overflight.pop.v1", claim),
                raw_key(key["pub"], "E-RULE"),
            )
            if key["alg"] != "ed25519" or not signed(public, key["pop"], claim):
                raise Bad("E-RULE", f"no proof of possession by the {key['use']} key")
        for public in [*self.root.values(), *(key["pub"][12:] for key in self.signing)]:
            usable(public, "E-RULE")
        kids = [*self.root, *(key["kid"] for key in self.signing)]
        twice = len(set(kids)) != len(kids) or {gone["kid"] for gone in self.gone} & set(kids)
        if twice or len(self.root) < 3 or not 2 <= self.threshold <= len(self.root):
            raise Bad("E-RULE", "root keys, threshold, a key with two uses, or in force and gone")
        if len(self.of("log")) != 1:
            raise Bad("E-RULE", "not exactly one log key")


# 6. One log: what each entry counts for. The first reason against it makes it void.


class Log:
    """One log while it is checked."""

    def __init__(self, origin, regime):
        self.origin, self.regime = origin, regime
        self.founder = regime.founders.get(origin) if regime else None
        self.party = self.founder["party"] if self.founder else ""
        self.tree, self.heads, self.faults, self.ids = Tree([]), [], [], set()
        self.keys, self.keys_leaf, self.authors, self.gone = None, "", {}, set()
        self.log_keys, self.stolen, self.confirmed = [], [], set()
        self.good, self.void, self.contested, self.cosigners, self.absent = [], [], [], [], 0
        self.att, self.seen = {}, {}  # what entries that are not void name, and the entry

    def tell(self, code, where, what):
        """Add a fault."""
        self.faults.append((code, f"{self.origin} {where}", what))

    def log_key(self, size):
        """Return the key that must sign a head of this size: the newest one set below it."""
        return next((key for entry, key in reversed(self.log_keys) if entry < size), None)

    def judge(self, index, leaf, hash_at):
        """Take the next entry; raise the first reason why it counts for nothing."""
        payload, lines = read_envelope(leaf)
        said, kids = read_statement(payload), {kid for kid, _ in lines}
        again = said["id"] in self.ids
        self.ids.add(said["id"])
        for wrong, code in (
            (said["log"] != self.origin, "E-LOG"),
            (said["party"] != self.party, "E-PARTY"),
            (again, "E-DUP"),
        ):
            if wrong:
                raise Bad(code, f"{said['log']} {said['party']} {said['id']}")
        new = None
        if said["type"] in {GENESIS, KEYS_SET}:
            new, known = self.next_keys(said, kids)
        else:
            fact = said["type"].partition("/")[0]
            roles, known = {"*", fact, fact.partition(".")[0]}, dict(self.authors)
            if not any(roles & set(known[kid]["roles"]) for kid in kids & set(known)):
                raise Bad("E-KEY", f"no author in force with a role for {fact}")
            known = {kid: key["pub"][12:] for kid, key in known.items()}
        for kid, sig in lines:
            if kid not in known or not signed(known[kid], sig, pae(KIND, payload)):
                raise Bad("E-SIG", f"not a good signature by {kid}")
        if said["type"] == CONFIRMED:
            fit(said["body"], {"leaves": [HEX64, 500]}, "E-SCHEMA")
        for ref in said["re"]:
            if hash_at(ref["o"], ref["i"]) != ref["h"]:
                raise Bad("E-REF", f"no entry {ref['i']} of {ref['o']} with hash {ref['h']}")
        if new:
            self.put_in_force(new, index, leaf, said)
        self.confirmed.update(said["body"]["leaves"] if said["type"] == CONFIRMED else ())
        for member, kept in (("att", self.att), ("seen", self.seen)):
            kept.update((tuple(item.values()), (index, item)) for item in said[member])
        self.good.append((index, leaf_hash(leaf).hex(), kids))

    def next_keys(self, said, kids):
        """Read a key set; enough root keys of the set before and of its own must have signed."""
        if said["type"] == GENESIS:
            fit(said["body"], {"document": HEX64, "keys": dict}, "E-SCHEMA")
        elif not self.keys:
            KeySet(said["body"])
            raise Bad("E-KEY", "no keys in force before this entry")
        new = KeySet(said["body"]["keys"] if said["type"] == GENESIS else said["body"])
        old = (self.founder["root"], self.founder["threshold"])
        old = old if said["type"] == GENESIS else (self.keys.root, self.keys.threshold)
        for root, threshold in ((new.root, new.threshold), old):
            if len(kids & set(root)) < threshold:
                raise Bad("E-KEY", f"{len(kids & set(root))} root keys signed, not {threshold}")
        return new, {**old[0], **new.root}

    def put_in_force(self, new, index, leaf, said):
        """Hold a key set against the rules; if it keeps them it counts from the next entry on."""
        new.check(self.regime.hash[:16], self.party)
        if said["type"] == GENESIS:
            first = [
                0,
                1,
                "",
                [],
                self.regime.hash,
                self.founder["root"],
                self.founder["threshold"],
            ]
            found = [index, new.version, new.prev, new.gone, said["body"]["document"], new.root]
            machines = [self.founder["log"], self.founder["mirror"]]
            if [*found, new.threshold] != first or new.of("log") + new.of("mirror") != machines:
                raise Bad("E-RULE", "not at entry 0 the keys the genesis document names")
        else:
            kids = {*new.root, *(key["kid"] for key in new.signing)}
            late = any(gone["since"] > index for gone in new.gone)
            follows = (new.version, new.prev) == (self.keys.version + 1, self.keys_leaf)
            if not follows or kids & self.gone or late:
                raise Bad("E-RULE", "not the next version, or a key that is gone")
        for gone in new.gone:
            if gone["why"] == "stolen" and gone["kid"] not in self.gone:
                self.stolen.append((gone["kid"], gone["since"], index))
            self.gone.add(gone["kid"])
        self.keys, self.keys_leaf = new, leaf_hash(leaf).hex()
        authors = (
            key for key in new.keys if key["use"] == "author" and key["kid"] not in self.gone
        )
        self.authors = {key["kid"]: key for key in authors}
        self.log_keys.append((index, new.of("log")[0]))

    def settle(self):
        """Find the entries a stolen key signed that nobody confirmed: contested, not void."""
        for index, digest, kids in self.good:
            doubt = any(kid in kids and since <= index < end for kid, since, end in self.stolen)
            if doubt and digest not in self.confirmed:
                self.contested.append(index)


# 7. The record: all logs together, and what parties say they saw of each other.


class Record:
    """All logs of a copy, and every fault found in them."""

    def __init__(self, copy):
        self.copy, self.faults, self.regime = copy, [], None
        origins = copy.origins()
        try:
            self.regime = Regime(copy.document or self.named_document(origins))
        except Bad as bad:
            self.faults.append((bad.code, "genesis document", bad.what))
        self.logs = {origin: Log(origin, self.regime) for origin in origins}
        for origin in set(self.regime.founders if self.regime else ()) - set(origins):
            self.faults.append(("E-MISSING", origin, "the log of a founder is not here"))
        # First bytes, then entries, then what can only be told across logs.
        for step in (self.hash, self.judge, self.match_heads, self.find_att, self.match_seen):
            for log in self.logs.values():
                try:
                    step(log)
                except Bad as bad:
                    log.tell(bad.code, "cannot be read", bad.what)
        if isinstance(copy, Bundle):
            self.faults += copy.packer_faults(self.logs.values())

    def all_faults(self):
        """Return the faults of the record as a whole, then those of each log."""
        return self.faults + [fault for log in self.logs.values() for fault in log.faults]

    def named_document(self, origins):
        """Return the genesis document that the first entries of the logs name."""
        named = set()
        for origin in origins:
            try:
                said = read_statement(read_envelope(next(self.copy.leaves(origin))[1])[0])
                fit(said["body"], {"document": HEX64, "keys": dict}, "E-SCHEMA")
                named |= {said["body"]["document"]} if said["type"] == GENESIS else set()
            except (Bad, StopIteration):
                continue
        document = self.copy.blob("".join(named)) if len(named) == 1 else None
        if document is None or {sha256(document).hexdigest()} != named:
            raise Bad("E-GENESIS", "the logs do not name one document that is here")
        return document

    def hash(self, log):
        """Hash every entry, read every head, and hold the tiles against the hashes."""
        hashes = []
        try:
            for index, leaf in self.copy.leaves(log.origin):
                if index != len(hashes):
                    raise Bad("E-GAP", f"entry {index} follows entry {len(hashes) - 1}")
                hashes.append(leaf_hash(leaf))
        except Bad as bad:
            log.tell(bad.code, "entries", bad.what)
        log.tree = Tree(hashes)
        for note in self.copy.heads(log.origin):
            try:
                log.heads.append(Head(note))
            except Bad as bad:
                log.tell(bad.code, "head", bad.what)
        for path, place, data in log.tree.tiles():
            if self.copy.tile(log.origin, path, place) != data:
                log.tell("E-TILE", path, "not the hashes of these entries")

    def judge(self, log):
        """Judge every entry, in order."""

        def hash_at(origin, index):
            hashes = self.logs[origin].tree.levels[0] if origin in self.logs else []
            return hashes[index].hex() if index < len(hashes) else None

        for (index, leaf), known in zip(self.copy.leaves(log.origin), log.tree.levels[0]):
            if leaf_hash(leaf) != known:
                log.tell("E-CHANGED", f"entry {index}", "other bytes when read again")
            try:
                log.judge(index, leaf, hash_at)
            except Bad as bad:
                log.void.append((index, bad.code, bad.what))
        log.settle()
        if log.tree.size and not log.log_keys:
            log.tell("E-GENESIS", "entry 0", "no valid genesis of the party whose log it is")

    def match_heads(self, log):
        """Heads are signed by the log's key, cover exactly these entries, and only ever grow."""
        last, size = -1, log.tree.size
        for head in log.heads:
            where, key = f"head of {head.size}", log.log_key(head.size)
            if head.origin != log.origin:
                log.tell("E-ORIGIN", where, f"a head of {head.origin}")
            elif head.size > size:
                log.tell(
                    "E-ROLLBACK", where, f"the log signed {head.size} entries, {size} are here"
                )
            elif head.root != log.tree.root(head.size):
                log.tell("E-ROOT", where, "not the root of these entries")
            if key and not head.signed_by(key):
                log.tell("E-HEADSIG", where, "no good signature by the log key in force")
            if head.size <= last:
                log.tell("E-HEAD", where, f"not larger than the head before it, {last}")
            last = head.size
        if last < size:
            log.tell("E-HEAD", "newest head", f"does not cover all {size} entries")
        for item in self.regime.founders.values() if self.regime and log.heads else ():
            name = f"{self.regime.base}/mirror/{item['party'].lower()}"
            if log.heads[-1].cosigned_by(name, item["mirror"]):
                log.cosigners.append(item["party"])

    def find_att(self, log):
        """What entries name by hash is here and fits; media and sealed files may be elsewhere."""
        for index, att in log.att.values():
            data = self.copy.blob(att["h"])
            if data is None and att["k"] != "record":
                log.absent += 1
            elif data is None or (len(data), sha256(data).hexdigest()) != (att["n"], att["h"]):
                log.tell(
                    "E-BLOB", f"entry {index}", f"attachment {att['h']} is not here, or differs"
                )

    def match_seen(self, log):
        """A signed head that this party says it saw must fit the log it speaks of."""
        for index, seen in log.seen.values():
            data, other = self.copy.blob(seen["c"]), self.logs.get(seen["o"])
            if data is None or sha256(data).hexdigest() != seen["c"]:
                log.tell("E-BLOB", f"entry {index}", f"head {seen['c']} is not here, or differs")
                continue
            try:
                head = Head(data)
            except Bad:
                continue  # it proves nothing, and is no fault of the log it speaks of
            key = other.log_key(head.size) if other else None
            if (
                (head.origin, head.size) != (seen["o"], seen["n"])
                or not key
                or not head.signed_by(key)
            ):
                continue
            where = f"as entry {index} of {log.origin} saw it"
            if head.size > other.tree.size:
                other.tell("E-ROLLBACK", where, f"it had signed {head.size} entries")
            elif head.root != other.tree.root(head.size):
                other.tell("E-FORK", where, f"it had signed another root, {head.root.hex()}")


# 8. Copies: where the bytes come from. Nothing they say is believed before part 7 has checked it.

MOST = 256 * (2 + 65_535)  # bytes of the largest file of a copy: a full bundle of entries


def read_plain(path, most):
    """Return the bytes of a plain file, or None; links and devices are refused, not followed."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise Bad("E-FILE", f"no plain file of at most {most} bytes: {path}")
        with open(path, "rb") as file:
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        return None


class Files:
    """Logs as files: <log>/checkpoint, <log>/tile/…; `read` and `paths` say where they lie."""

    def at(self, origin, path):
        return f"{origin[len(self.base) + 1 :]}/{path}"

    def origins(self):
        held = (re.fullmatch("(log/[^/]+/[1-9][0-9]{0,5})/checkpoint", p) for p in self.paths())
        return sorted(f"{self.base}/{path[1]}" for path in held if path)

    def heads(self, origin):
        yield self.read(self.at(origin, "checkpoint"), 2**24, needed=True)

    def leaves(self, origin):
        size = Head(next(self.heads(origin))).size
        for path, start, width in tile_paths("entries", size):
            data, at, leaves = self.read(self.at(origin, path), MOST, needed=True), 0, []
            while at < len(data):
                end = at + 2 + int.from_bytes(data[at : at + 2], "big")
                leaves.append(data[at + 2 : end])
                at = end
            if at != len(data) or len(leaves) != width:
                raise Bad("E-BUNDLE", f"{path} does not hold {width} whole entries")
            yield from enumerate(leaves, start)

    def tile(self, origin, path, _place):
        return self.read(self.at(origin, path), MOST)

    def blob(self, digest):
        found = (path for path in self.paths() if path.endswith(f"blob/{digest}"))
        return next((self.read(path, 2**24) for path in found), None)


class Folder(Files):
    """A copy exported to a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.document = self.read("genesis.json", 2**24, needed=True)
        self.base = Regime(self.document).base

    def read(self, path, most, needed=False):
        data = read_plain(os.path.join(self.folder, path), most)
        if data is None and needed:
            raise Bad("E-MISSING", f"no file {path}")
        return data

    def paths(self):
        """Yield where heads and blobs lie; the paths of tiles follow from the heads."""
        for party in self.listed("log"):
            yield from (f"log/{party}/{name}/checkpoint" for name in self.listed(f"log/{party}"))
            yield from (f"log/{party}/blob/{name}" for name in self.listed(f"log/{party}/blob"))

    def listed(self, path):
        path = os.path.join(self.folder, path)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []


class Bundle(Files):
    """A copy in an .ofb bundle: plain files in one form of ustar, the first a signed list."""

    PATH = re.compile("BUNDLE|(log|mirror/[0-9a-f]{64}|blob)/[a-z0-9./]{1,80}")

    def __init__(self, file):
        self.file, self.document, self.places, lines = file, None, {}, []
        header = file.read(512)
        while header != bytes(512):
            path, size = header[:100].rstrip(b"\0").decode("latin-1"), header[124:135]
            size = int(size, 8) if re.fullmatch(b"[0-7]{11}", size) else -1
            good = self.PATH.fullmatch(path) and ".." not in path and "//" not in path
            most = 2**26 if path == "BUNDLE" else MOST
            if not good or not 0 <= size <= most or header != self.header(path, size):
                raise Bad("E-OFB", f"no plain file with a lawful name and size: {path!r}")
            self.places[path], data = (file.tell(), size), file.read(size + -size % 512)
            lines.append(f"{sha256(data[:size]).hexdigest()} {size} {path}")
            if len(data) != size + -size % 512 or any(data[size:]):
                raise Bad("E-OFB", f"cut off, or more than zeros after {path}")
            header = file.read(512)
        paths = [line.split(" ")[2] for line in lines]
        if file.read(513) != bytes(512) or paths[:1] != ["BUNDLE"] or paths != sorted(set(paths)):
            raise Bad("E-OFB", "not BUNDLE, then files sorted and each once, then the end")
        self.note = read_note(self.read("BUNDLE", 2**26), 2**26)
        listed = self.note[0][:-1].split("\n")
        self.packer = "".join(listed[1:2])
        if listed != ["overflight-bundle/v1", self.packer, *lines[1:]]:
            raise Bad("E-OFB", "not the files that BUNDLE lists")
        logs = [path[:-11] for path in paths if re.fullmatch("log/.*/checkpoint", path)]
        heads = [(log, Head(self.read(f"{log}/checkpoint", MOST)).origin) for log in logs]
        bases = {origin[: -len(log) - 1] for log, origin in heads if origin.endswith(f"/{log}")}
        if len(bases) != 1 or not all(origin.endswith(f"/{log}") for log, origin in heads):
            raise Bad("E-OFB", "heads of no log, or of logs that do not belong together")
        self.base = bases.pop()

    @staticmethod
    def header(path, size):
        info = tarfile.TarInfo(path)
        info.size = size
        return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")

    def read(self, path, most, needed=False):
        """Read a file again; it was measured when the bundle was opened."""
        if path not in self.places:
            if needed:
                raise Bad("E-MISSING", f"no file {path} in the bundle")
            return None
        self.file.seek(self.places[path][0])
        return self.file.read(self.places[path][1])

    def paths(self):
        return self.places

    def packer_faults(self, logs):
        """The packer signed the list with its log key: that tells who packed it, no more."""
        own = [log for log in logs if log.party == self.packer]
        keys = [(log.origin, key) for log in own for _, key in log.log_keys]
        if not any(note_signed(*self.note, origin, key) for origin, key in keys):
            yield "E-PACKER", "BUNDLE", f"not signed by a log key of {self.packer[:80]}"


class Database:
    """The record.sqlite of a node; of its tables only the columns that prove are read."""

    COLUMNS = {
        "leaf": "origin TEXT NOT NULL, i INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL, "
        "stmt_id TEXT NOT NULL, PRIMARY KEY(origin, i)",
        "head": "origin TEXT NOT NULL, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, "
        "PRIMARY KEY(origin, n)",
        "tile": "origin TEXT NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, "
        "w INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(origin, level, n, w)",
        "blob": "h TEXT PRIMARY KEY, bytes BLOB NOT NULL, kind TEXT NOT NULL",
    }

    def __init__(self, path):
        folder = os.path.dirname(os.path.abspath(path))
        self.document = read_plain(os.path.join(folder, "genesis.json"), 2**24)
        # Without a journal beside it, the file can be read even where nothing can be written.
        mode = "mode=ro" if os.path.exists(path + "-wal") else "mode=ro&immutable=1"
        self.db = sqlite3.connect(f"{Path(path).absolute().as_uri()}?{mode}", uri=True)
        self.steps = 10_000_000 + 100 * os.path.getsize(path)
        self.db.set_progress_handler(self.tick, 100_000)
        for name, columns in self.COLUMNS.items():
            found = [str(sql) for (sql,) in self.rows("sql FROM sqlite_master WHERE name=?", name)]
            if ["".join(sql.split()) for sql in found] != [
                f"CREATETABLE{name}({columns})STRICT".replace(" ", "")
            ]:
                raise Bad("E-STORE", f"no table {name} of the one form it may have")

    def tick(self):
        """Stop a file that was crafted to be read for ever."""
        self.steps -= 100_000
        return self.steps < 0

    def rows(self, query, *values):
        try:
            yield from self.db.execute("SELECT " + query, values)
        except sqlite3.Error as why:
            raise Bad("E-STORE", f"the database cannot be read: {why}") from None

    def bytes_of(self, key, column, rest, *values):
        """Yield a key and bytes; bytes too many for an honest row are not even fetched."""
        column = f"CASE WHEN length({column}) <= {MOST} THEN {column} END"
        for key_found, data in self.rows(f"{key}, {column} FROM {rest}", *values):
            if not isinstance(data, bytes):
                raise Bad("E-STORE", f"no bytes, or too many, in {rest}")
            yield key_found, data

    def origins(self):
        found = self.rows("origin FROM leaf UNION SELECT origin FROM head ORDER BY 1")
        return [str(origin) for (origin,) in found]

    def leaves(self, origin):
        return self.bytes_of("i", "bytes", "leaf WHERE origin=? ORDER BY i", origin)

    def heads(self, origin):
        return (
            note for _, note in self.bytes_of("n", "note", "head WHERE origin=? ORDER BY n", origin)
        )

    def tile(self, origin, path, place):
        found = self.bytes_of(
            "n", "bytes", "tile WHERE origin=? AND level=? AND n=? AND w=?", origin, *place
        )
        return next((data for _, data in found), None)

    def blob(self, digest):
        return next(
            (data for _, data in self.bytes_of("h", "bytes", "blob WHERE h=?", digest)), None
        )


def open_copy(path):
    """Tell what kind of copy lies at a path, and open it."""
    if os.path.isdir(path) and not os.path.exists(os.path.join(path, "record.sqlite")):
        return Folder(path)
    path = os.path.join(path, "record.sqlite") if os.path.isdir(path) else path
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Bad("E-FILE", f"no plain file: {path}")
    file = open(path, "rb")
    if file.read(16) == b"SQLite format 3\0":
        file.close()
        return Database(path)
    file.seek(0)
    return Bundle(file)


# 9. Words: what is proven and what is not.


def words(record, regime):
    """Return two lists of sentences: what is proven, and what is not."""
    logs = list(record.logs.values())
    alone = [log.origin for log in logs if not set(log.cosigners) - {log.party}]
    void, doubt = sum(len(log.void) for log in logs), sum(len(log.contested) for log in logs)
    absent = sum(log.absent for log in logs)
    proven = [
        f"Each of the {len(logs)} logs holds exactly the entries its own key signed for, in this order:"
        " none was changed, added, taken out or moved.",
        "Each valid entry was signed by a key its party had put in force earlier in the same log; the"
        f" first keys are those of the genesis document, regime {record.regime and record.regime.hash[:16]}.",
        "Each valid entry answers only entries that are here, and its attachments of the record are"
        " here, unchanged.",
        "Each log here contains what the other parties here say they had seen of it, where they"
        " named a head it had signed.",
    ]
    proven += [
        f"{log.origin} is held by {', '.join(log.cosigners)}." for log in logs if log.cosigners
    ]
    missing = [
        "That nothing newer exists: a log may have been cut at an older head that it did sign.",
        "That what is said is true, lawful, or of the form its type asks for: only the bytes and"
        " who signed them were checked.",
        "The times that entries state: they are claims of who signed.",
    ]
    if not regime:
        missing.insert(
            0, "That this is your regime: compare its id with the one on paper (--regime)."
        )
    if alone:
        missing.append(
            f"That nobody was shown another version of {len(alone)} logs: no other party has"
            " cosigned their newest head."
        )
    missing += [f"Anything by {void} void entries: they count for nothing."] * bool(void)
    missing += [f"{doubt} contested entries: their key was stolen, nobody confirmed them."] * bool(
        doubt
    )
    missing += [f"{absent} media or sealed attachments: they are not in this copy."] * bool(absent)
    return proven, missing


def log_answer(log):
    """Return what was found out about one log, as plain values."""
    size = log.tree.size
    answer = {"origin": log.origin, "party": log.party, "entries": size}
    answer.update(root=log.tree.root(size).hex(), heads=len(log.heads), cosigners=log.cosigners)
    answer.update(valid=len(log.good) - len(log.contested), contested=log.contested)
    answer["void"] = [{"i": i, "code": code, "what": what} for i, code, what in log.void]
    return {**answer, "attachments_not_held": log.absent}


def check(path, regime=""):
    """Check a copy; return what it is, every fault, what is proven and what is not."""
    answer = {"copy": path, "regime": "", "genesis": "", "cut": "", "logs": [], "proven": []}
    try:
        record = Record(open_copy(path))
        faults, answer["genesis"] = record.all_faults(), record.regime.hash if record.regime else ""
        answer["regime"] = answer["genesis"][:16]
        answer["logs"] = [log_answer(log) for log in record.logs.values()]
        answer["proven"], answer["not_proven"] = words(record, regime)
        cut = {log["origin"]: {"n": log["entries"], "r": log["root"]} for log in answer["logs"]}
        text = json.dumps(cut, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        answer["cut"] = sha256(text.encode("utf-8", "replace")).hexdigest()
    except (Bad, OSError, MemoryError, sqlite3.Error) as why:
        code, what = (why.code, why.what) if isinstance(why, Bad) else ("E-STORE", str(why))
        faults = [(code, path, what)]
    if regime and regime != answer["regime"]:
        faults.insert(0, ("E-REGIME", "genesis document", f"the regime is not {regime}"))
    if faults:
        broken = "This copy. It does not hold together: trust no entry before it is understood why."
        answer["proven"], answer["not_proven"] = [], [broken]
    answer["faults"] = [{"code": c, "where": where, "what": what} for c, where, what in faults]
    return {"holds": not faults, **answer}


def say(text):
    """Print a line; characters that do not show, or turn the text around, are written out."""
    text = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    print(
        text.encode(sys.stdout.encoding or "ascii", "backslashreplace").decode(
            sys.stdout.encoding or "ascii"
        )
    )


def main():
    """Check the copy named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("copy", help="exported folder, record.sqlite or its folder, or .ofb bundle")
    parser.add_argument("--regime", default="", help="regime id from a source you trust: paper")
    parser.add_argument("--json", action="store_true", help="write the answer as JSON")
    asked = parser.parse_args()
    answer = check(asked.copy, asked.regime)
    if asked.json:
        print(json.dumps(answer, indent=1))
        return 0 if answer["holds"] else 4
    for log in answer["logs"]:
        counts = f"{log['valid']} valid, {len(log['contested'])} contested, {len(log['void'])} void"
        say(f"{log['origin']}: {log['entries']} entries, root {log['root']}, {counts}")
        for void in log["void"]:
            say(f"  entry {void['i']} is void: {void['code']}, {void['what']}")
    for fault in answer["faults"]:
        say(f"FAULT {fault['code']} {fault['where']}: {fault['what']}")
    for title, lines in (("PROVEN", answer["proven"]), ("NOT PROVEN", answer["not_proven"])):
        say(title if lines else "")
        for line in lines:
            say(f"  - {line}")
    say(f"regime {answer['regime'] or 'unknown'}   cut {answer['cut']}")
    say("The copy holds together." if answer["holds"] else "THE COPY DOES NOT HOLD TOGETHER.")
    return 0 if answer["holds"] else 4


if __name__ == "__main__":
    sys.exit(main())

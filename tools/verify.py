#!/usr/bin/env python3
"""Check a copy of an Overflight record without trusting anybody, not even its makers.

    python3 verify.py COPY [--regime ID] [--json]

COPY is an exported folder, a record.sqlite (or its folder), or an .ofb bundle. Exit code: 0 it
holds together, 4 it does not or cannot be read, 2 wrong command line. Needs Python 3.9 or newer and
`cryptography` (for Ed25519 and ML-DSA-44 alone). It opens no connection and writes no file.
It shares no code with Overflight: it was written a second time, from the format, and tests hold the
two to the same verdicts. Read it from the top; each part rests on those above it:
    1 bytes, 2 trees, 3 heads, 4 entries, 5 keys, 6 one log, 7 the record, 8 copies, 9 words.
"""

# Laid out by hand, so that it fits on fewer pages:
# fmt: off
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
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey


class Bad(Exception):
    """Something is not as the form of the record says: a code, and what is wrong."""

    def __init__(self, code, what):
        super().__init__(code, what)
        self.code, self.what = code, what


# 1. Bytes: base64 and JSON in their one spelling, forms, keys that may be used, signatures. ------

# What DER writes before a public key, and how long the key is.
SPKI = bytes.fromhex("302a300506032b6570032100"), 32  # Ed25519
SPKI2 = bytes.fromhex("30820532300b06096086480165030403110382052100"), 1312  # ML-DSA-44
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P

def digest(data):
    """Return the SHA-256 of bytes in hex."""
    return sha256(data).hexdigest()

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
    """Refuse a value unless it has a form.

    A pattern is for text, `int` for counts from 0, `dict` for any object, a dict for an object with
    exactly these members, [form, most] for an array, whose texts must differ.
    """
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
    elif form is dict:
        good = isinstance(value, dict)
    else:
        good = isinstance(value, str) and form.fullmatch(value)
    if not good:
        raise Bad(code, f"not of its form: {value!r:.80}")

def raw_key(spki, code, kind=SPKI):
    """Return the raw key of a SubjectPublicKeyInfo."""
    if len(spki) != len(kind[0]) + kind[1] or not spki.startswith(kind[0]):
        raise Bad(code, f"no key of its kind: {spki.hex()[:80]}")
    return spki[len(kind[0]):]

def usable(key, code):
    """Refuse Ed25519 keys under which one signature fits many messages, and second spellings."""
    y = int.from_bytes(key, "little") % 2**255
    # On the curve x^2 = (y^2 - 1) / (d y^2 + 1). Points whose order divides 8 have x = 0 (orders 1
    # and 2), y = 0 (order 4), or are doubled to y = 0, which means x^2 + y^2 = 0 (order 8).
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    small = x2 == 0 or y == 0 or (x2 + y * y) % P == 0
    if y >= P or small or pow(x2, (P - 1) // 2, P) != 1:
        raise Bad(code, f"a key nobody may use: {key.hex()}")

def signed(key, signature, message):
    """Tell whether a signature is good; the length of the key tells its kind."""
    try:
        kind = Ed25519PublicKey if len(key) == 32 else MLDSA44PublicKey
        kind.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# 2. Trees: the hash tree over the entries of a log (RFC 6962), and its tiles (C2SP tlog-tiles). --

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


# 3. Heads: notes in which a log signs how many entries it has, and the root (C2SP). --------------

def read_note(data, most):
    """Read a signed note: its text, and for each signature line (name, key hash) and the rest."""
    try:
        whole = data.decode("utf-8")
    except ValueError:
        raise Bad("E-NOTE", "no UTF-8") from None
    text, _, tail = whole.rpartition("\n\n")
    found = [re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line) for line in tail[:-1].split("\n")]
    good = text and tail.endswith("\n") and len(found) <= 100 and all(found)
    if not good or len(data) > most or re.search("[\0-\x09\x0b-\x1f\x7f]", whole):
        raise Bad("E-NOTE", f"no text with 1 to 100 signature lines: {whole[:80]!r}")
    raw = [(line[1], unbase64(line[2], "E-NOTE")) for line in found]
    if not all(NAME.fullmatch(name) and len(body) > 4 for name, body in raw):
        raise Bad("E-NOTE", "a signature line without name, key hash or signature")
    return text + "\n", [((name, body[:4]), body[4:]) for name, body in raw]

def line_mark(name, kind, key):
    """Return what a signature line says of its key: name, and four bytes of a hash."""
    return name, sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]

def note_signed(text, lines, name, key):
    """Tell whether a text carries a good plain signature (type 1) by a key of this name."""
    mark = line_mark(name, 1, key)
    return any(line == mark and signed(key, body, text.encode()) for line, body in lines)

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
        """Tell whether the log itself signed it with this key, of either kind."""
        if len(key) == 32:
            return note_signed(self.text, self.lines, self.origin, key)
        return self.cosigned_by(self.origin, key)

    def cosigned_by(self, name, key):
        """Tell whether a name signed it with a time: type 4 for Ed25519, 6 for ML-DSA-44."""
        mark = line_mark(name, 4 if len(key) == 32 else 6, key)
        for body in (body for line, body in self.lines if line == mark):
            when, size = int.from_bytes(body[:8], "big"), self.size.to_bytes(8, "big")
            message = f"cosignature/v1\ntime {when}\n{self.text}".encode()
            if len(key) != 32:
                names = name.encode(), self.origin.encode()
                own, log = (bytes([len(n) % 256]) + n for n in names)
                message = b"subtree/v1\n\0" + own + body[:8] + log + bytes(8) + size + self.root
            if when < 2**63 and signed(key, body[8:], message):
                return True
        return False


# 4. Entries: statements in signed envelopes (DSSE), each in its one form. ------------------------

class Name:
    """The form of the name of a log or signer: printable, no space, no plus."""

    def __init__(self, most):
        self.most = most

    def fullmatch(self, text):
        return 0 < len(text) <= self.most and text.isprintable() and not re.search(r"[\s+]", text)

NAME, ORIGIN, TEXT = Name(2**18), Name(200), re.compile("[!-~]{0,4000}")
MEMBER, WORD = re.compile("[a-z0-9_]{1,40}"), re.compile("[a-z0-9*][a-z0-9./*-]{0,79}")
HEX32, HEX64, HEX0 = (re.compile(f"([0-9a-f]{n})") for n in ("{32}", "{64}", "{64}|"))
PARTY, BASE64 = re.compile("[A-Z]{2,4}"), re.compile("[A-Za-z0-9+/]+={0,2}")
TYPE, MEDIA = re.compile("[a-z0-9][a-z0-9./-]{2,79}"), "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z")
KIND = "application/vnd.overflight.statement.v1+json"
LINE = {"keyid": HEX64, "sig": BASE64}
ENVELOPE = {"payload": BASE64, "payloadType": re.compile(re.escape(KIND)), "signatures": [LINE, 8]}
ATTACHED = {"h": HEX64, "n": int, "t": re.compile(f"{MEDIA}/{MEDIA}"), "s": HEX0,
            "k": re.compile("record|media|sealed")}
STATEMENT = {"v": int, "type": TYPE, "log": ORIGIN, "id": HEX32, "party": PARTY, "time": TIME,
             "seen": [{"o": ORIGIN, "n": int, "c": HEX64}, 40], "body": dict, "att": [ATTACHED, 32],
             "re": [{"o": ORIGIN, "i": int, "h": HEX64}, 40],
             "to": [re.compile("[*]|[A-Z]{2,4}"), 40]}

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
    signatures = [(line["keyid"], line["sig"]) for line in value["signatures"]]
    keyids = [keyid for keyid, _ in signatures]
    again = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    payload = unbase64(value["payload"], "E-LEAF")
    if again != leaf or not keyids or keyids != sorted(set(keyids)) or len(payload) > 40_000:
        raise Bad("E-LEAF", "another spelling, unsorted signatures, or too long")
    return payload, [(keyid, unbase64(sig, "E-LEAF")) for keyid, sig in signatures]

def read_statement(payload):
    """Read a statement; it has exactly the members and forms it may have."""
    said = canonical(payload)
    fit(said, STATEMENT, "E-CANON")
    salted = all((att["k"] == "sealed") == bool(att["s"]) for att in said["att"])
    addressed = said["to"] == ["*"] or (said["to"] and "*" not in said["to"])
    try:
        datetime.strptime(said["time"], "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise Bad("E-CANON", f"no day of the calendar: {said['time']}") from None
    if said["v"] != 1 or not addressed or not salted:
        raise Bad("E-CANON", "version, addressees or salt of a sealed attachment")
    return said


# 5. Keys: the genesis document, and the key sets that follow one another in each log. ------------

GENESIS, KEYS_SET, CONFIRMED = "record.genesis/1", "record.keys-set/1", "record.keys-confirmed/1"
# A log that follows a lost one, and a party that comes back, are not followed here (see E-EPOCH).
FOLLOWING = {"record.log-succeeded/1", "record.re-enrolled/1"}
ASSENTS = {"record.re-enrolment-stated/1", "record.re-enrolment-assented/1"}
FOUNDER = {"party": PARTY, "root": [TEXT, 100], "threshold": int, "log": TEXT, "mirror": TEXT}
BASE = re.compile("[a-z0-9][a-z0-9.-]{0,80}(?:/[a-z0-9][a-z0-9._-]{0,40}){1,4}")
DOCUMENT = {"v": int, "regime": re.compile(r"\S(?:.{0,198}\S)?"), "base": BASE, "rules": HEX64,
            "parties": [FOUNDER, 100], "depositaries": [PARTY, 100]}
KEY = {"use": re.compile("author|log|mirror|enc|tls"), "alg": WORD, "pub": TEXT, "pop": TEXT,
       "roles": [WORD, 100]}
GONE = {"kid": HEX64, "why": re.compile("rotated|lost|stolen"), "since": int}
KEY_SET = {"version": int, "prev": HEX0, "threshold": int, "root": [TEXT, 100], "keys": [KEY, 100],
           "urls": [TEXT, 100], "host": re.compile("([A-Z]{2,4})?"), "gone": [GONE, 100]}

class Regime:
    """The genesis document: what all founders agreed on before the first entry."""

    def __init__(self, document):
        value, keys = canonical(document), []
        fit(value, DOCUMENT, "E-GENESIS")
        self.base, self.hash, self.founders = value["base"], digest(document), {}
        for item in value["parties"]:
            spkis = [unbase64(t, "E-GENESIS") for t in (*item["root"], item["log"], item["mirror"])]
            keys += [raw_key(spki, "E-KEY") for spki in spkis]
            item["root"] = dict(zip(map(digest, spkis), keys[-len(spkis) : -2]))
            item["log"], item["mirror"] = keys[-2:]
            if len(item["root"]) < 3 or not 2 <= item["threshold"] <= len(item["root"]):
                raise Bad("E-GENESIS", f"root keys or threshold of {item['party']}")
            self.founders[f"{self.base}/log/{item['party'].lower()}/1"] = item
        for key in keys:
            usable(key, "E-KEY")
        codes = [item["party"] for item in value["parties"]]
        sound = codes and codes == sorted(set(codes)) and set(value["depositaries"]) <= set(codes)
        if value["v"] != 1 or not sound or len(set(keys)) != len(keys):
            raise Bad("E-GENESIS", "version, order of parties, depositaries, a key with two uses")

class KeySet:
    """Which keys speak for a party, from one entry of its log on."""

    def __init__(self, value):
        fit(value, KEY_SET, "E-SCHEMA")
        self.version, self.prev, self.gone = value["version"], value["prev"], value["gone"]
        self.threshold, self.keys = value["threshold"], value["keys"]
        roots = [unbase64(root, "E-SCHEMA") for root in value["root"]]
        self.root = {digest(root): raw_key(root, "E-SCHEMA") for root in roots}
        for key in self.keys:
            key["pub"], key["pop"] = (unbase64(key[name], "E-SCHEMA") for name in ("pub", "pop"))
            key["kid"] = digest(key["pub"])
        self.signing = [key for key in self.keys if key["use"] in {"author", "log", "mirror"}]

    def of(self, use, alg="ed25519"):
        """Return the raw keys of one use and kind."""
        return [key["raw"] for key in self.signing if (key["use"], key["alg"]) == (use, alg)]

    def check(self, regime, party):
        """Refuse a set that breaks a rule; the holder of each signing key proves to have it."""
        for key in self.signing:
            second = key["alg"] == "ml-dsa-44" and key["use"] != "author"
            key["raw"] = raw_key(key["pub"], "E-RULE", SPKI2 if second else SPKI)
            claim = f"{regime}\n{party}\n{key['use']}\n{key['kid']}".encode()
            proven = signed(key["raw"], key["pop"], pae("application/vnd.overflight.pop.v1", claim))
            if not proven or not (second or key["alg"] == "ed25519"):
                raise Bad("E-RULE", f"no proof of possession by the {key['use']} key")
        for raw in [*self.root.values(), *(key["raw"] for key in self.signing)]:
            if len(raw) == 32:
                usable(raw, "E-RULE")
        kids = [*self.root, *(key["kid"] for key in self.signing)]
        twice = len(set(kids)) != len(kids) or {gone["kid"] for gone in self.gone} & set(kids)
        if twice or len(self.root) < 3 or not 2 <= self.threshold <= len(self.root):
            raise Bad("E-RULE", "root keys, threshold, a key with two uses, or in force and gone")
        if len(self.of("log")) != 1 or len(self.of("log", "ml-dsa-44")) > 1:
            raise Bad("E-RULE", "not exactly one log key, or more than one of the second kind")


# 6. One log: what each entry counts for. The first reason against it makes it void. --------------

class Log:
    """One log while it is checked."""

    def __init__(self, origin, regime):
        self.origin, self.regime = origin, regime
        self.founder = regime.founders.get(origin) if regime else None
        self.party = self.founder["party"] if self.founder else ""
        self.tree, self.heads, self.faults, self.ids = Tree([]), [], [], set()
        self.keys, self.keys_leaf, self.authors, self.gone = None, "", {}, set()  # now in force
        self.log_keys, self.mirrors, self.stolen, self.confirmed = [], {}, [], set()
        self.good, self.void, self.contested, self.cosigners, self.absent = [], [], [], [], 0
        self.att, self.seen = {}, {}  # what good entries name, and which entry does

    def tell(self, code, where, what):
        """Add a fault."""
        self.faults.append((code, f"{self.origin} {where}", what))

    def unsigned(self, head, old=None):
        """Tell whether a head lacks a signature by the log.

        By the keys the newest set below it names; and, where those changed since the head before
        it, by the old ones, too: so nobody takes a log over without whoever held it.
        """
        rows = [[row for row in self.log_keys if row[0] < size] for size in (head.size, old or 0)]
        rows = [below or self.log_keys[:1] for below in rows]
        keys = list(rows[0][-1][1])
        if old is not None and len(rows[0]) > len(rows[1]):
            keys += rows[1][-1][1]
        return not all(head.signed_by(key) for key in keys)

    def judge(self, index, leaf, hash_at):
        """Take the next entry; raise the first reason why it counts for nothing."""
        payload, lines = read_envelope(leaf)
        said, kids, new = read_statement(payload), {kid for kid, _ in lines}, None
        again = said["id"] in self.ids
        self.ids.add(said["id"])
        checks = (said["log"] != self.origin, "E-LOG"), (said["party"] != self.party, "E-PARTY")
        for wrong, code in (*checks, (again, "E-DUP")):
            if wrong:
                raise Bad(code, f"{said['log']} {said['party']} {said['id']}")
        if said["type"] in {GENESIS, KEYS_SET, *FOLLOWING}:
            new, known = self.next_keys(said, kids)
        else:
            fact = said["type"].partition("/")[0]
            roles = {"*", fact, fact.partition(".")[0]}
            if not any(roles & set(self.authors[kid]["roles"]) for kid in kids & set(self.authors)):
                raise Bad("E-KEY", f"no author in force with a role for {fact}")
            known = {kid: key["raw"] for kid, key in self.authors.items()}
        for kid, sig in lines:
            if kid not in known or not signed(known[kid], sig, pae(KIND, payload)):
                raise Bad("E-SIG", f"not a good signature by {kid}")
        if said["type"] == CONFIRMED:
            fit(said["body"], {"leaves": [HEX64, 500]}, "E-SCHEMA")
        if said["type"] in ASSENTS:
            fit(said["body"], {"party": PARTY, "log": ORIGIN, "keys": HEX64}, "E-SCHEMA")
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
        first = said["type"] == GENESIS
        follows, body = said["type"] in FOLLOWING, said["body"]
        if first:
            fit(body, {"document": HEX64, "keys": dict}, "E-SCHEMA")
        if follows:
            fit(body, {"origin": ORIGIN, "n": int, "root": HEX64, "keys": dict}, "E-SCHEMA")
        new = KeySet(body["keys"] if first or follows else body)
        if follows or (not first and not self.keys):
            raise Bad("E-KEY", "no keys in force before this entry")
        old = self.founder["root"], self.founder["threshold"]
        old = old if first else (self.keys.root, self.keys.threshold)
        for root, threshold in ((new.root, new.threshold), old):
            if len(kids & set(root)) < threshold:
                raise Bad("E-KEY", f"{len(kids & set(root))} root keys signed, not {threshold}")
        return new, {**old[0], **new.root}

    def put_in_force(self, new, index, leaf, said):
        """Hold a key set against the rules; if it keeps them it counts from the next entry on."""
        new.check(self.regime.hash[:16], self.party)
        if said["type"] == GENESIS:
            names = [self.founder[name] for name in ("root", "threshold", "log", "mirror")]
            found = [new.root, new.threshold, *new.of("log"), *new.of("mirror")]
            first = index, new.version, new.prev, new.gone, said["body"]["document"]
            if found != names or first != (0, 1, "", [], self.regime.hash):
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
        authors = (key for key in new.keys if key["use"] == "author")
        self.authors = {key["kid"]: key for key in authors if key["kid"] not in self.gone}
        mirrors = (key for key in new.keys if key["use"] == "mirror")
        self.mirrors.update((key["kid"], key["raw"]) for key in mirrors)
        if not self.log_keys or self.log_keys[-1][1] != new.of("log") + new.of("log", "ml-dsa-44"):
            self.log_keys.append((index, new.of("log") + new.of("log", "ml-dsa-44")))

    def settle(self):
        """Find the entries a stolen key signed that nobody confirmed: contested, not void."""
        for index, leaf, kids in self.good:
            doubt = any(kid in kids and since <= index < end for kid, since, end in self.stolen)
            if doubt and leaf not in self.confirmed:
                self.contested.append(index)


# 7. The record: all logs together, and what parties say they saw of each other. ------------------

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
        for origin in origins if self.regime else ():
            if origin.rpartition("/")[2] != "1" and f"{origin.rpartition('/')[0]}/1" in self.logs:
                what = "it follows another log, which this file cannot judge: use `record verify`"
                self.faults.append(("E-EPOCH", origin, what))
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
        if document is None or {digest(document)} != named:
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
        """Heads are signed by the log's keys, cover exactly these entries, and only ever grow."""
        last, size = -1, log.tree.size
        for head in log.heads:
            where, before = f"head of {head.size}", len(log.faults)
            if head.origin != log.origin:
                log.tell("E-ORIGIN", where, f"a head of {head.origin}")
            elif head.size > size:
                log.tell("E-ROLLBACK", where, f"{head.size} entries were signed, {size} are here")
            elif head.root != log.tree.root(head.size):
                log.tell("E-ROOT", where, "not the root of these entries")
            if log.log_keys and log.unsigned(head, None if last < 0 else last):
                log.tell("E-HEADSIG", where, "no good signature by every log key it needs")
            if head.size <= last:
                log.tell("E-HEAD", where, f"not larger than the head before it, {last}")
            last = head.size
            if head.size == size and len(log.faults) == before and log.log_keys:
                parties = [founder["party"] for founder in self.regime.founders.values()]
                log.cosigners = [party for party in parties if self.cosigned(head, party)]
        if last < size:
            log.tell("E-HEAD", "newest head", f"does not cover all {size} entries")

    def cosigned(self, head, party):
        """Tell whether a party cosigned a head with a mirror key of its own that was not stolen."""
        own = [log for log in self.logs.values() if log.party == party]
        first = next(f["mirror"] for f in self.regime.founders.values() if f["party"] == party)
        keys = {digest(SPKI[0] + first): first}
        for log in own:
            keys.update(log.mirrors)
        stolen = {kid for log in own for kid, _, _ in log.stolen}
        name = f"{self.regime.base}/mirror/{party.lower()}"
        return any(head.cosigned_by(name, keys[kid]) for kid in set(keys) - stolen)

    def find_att(self, log):
        """What entries name by hash is here and fits; media and sealed files may be elsewhere."""
        for index, att in log.att.values():
            data = self.copy.blob(att["h"])
            if data is None and att["k"] != "record":
                log.absent += 1
            elif data is None or (len(data), digest(data)) != (att["n"], att["h"]):
                log.tell("E-BLOB", f"entry {index}", f"attachment {att['h']} is missing or differs")

    def match_seen(self, log):
        """A signed head that this party says it saw must fit the log it speaks of."""
        for index, seen in log.seen.values():
            data, other = self.copy.blob(seen["c"]), self.logs.get(seen["o"])
            if data is None or digest(data) != seen["c"]:
                log.tell("E-BLOB", f"entry {index}", f"head {seen['c']} is missing or differs")
                continue
            try:
                head = Head(data)
            except Bad:
                continue  # it proves nothing, and is no fault of the log it speaks of
            named = (head.origin, head.size) == (seen["o"], seen["n"])
            if not named or not other or not other.log_keys or other.unsigned(head):
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
    """Logs as files: <log>/checkpoint, <log>/tile/…; `get` and `paths` say where they lie."""

    def read(self, origin, path):
        data = self.get(f"{origin[len(self.base) + 1 :]}/{path}")
        if data is None:
            raise Bad("E-MISSING", f"no file {path} of {origin}")
        return data

    def origins(self):
        held = (re.fullmatch("(log/[^/]+/[1-9][0-9]{0,5})/checkpoint", p) for p in self.paths())
        return sorted(f"{self.base}/{path[1]}" for path in held if path)

    def heads(self, origin):
        yield self.read(origin, "checkpoint")

    def leaves(self, origin):
        for path, start, width in tile_paths("entries", Head(self.read(origin, "checkpoint")).size):
            data, at, leaves = self.read(origin, path), 0, []
            while at < len(data):
                end = at + 2 + int.from_bytes(data[at : at + 2], "big")
                leaves.append(data[at + 2 : end])
                at = end
            if at != len(data) or len(leaves) != width:
                raise Bad("E-BUNDLE", f"{path} does not hold {width} whole entries")
            yield from enumerate(leaves, start)

    def tile(self, origin, path, _place):
        return self.get(f"{origin[len(self.base) + 1 :]}/{path}")

    def blob(self, name):
        found = [self.get(path) for path in self.paths() if path.endswith(f"blob/{name}")]
        return next((data for data in found if data and digest(data) == name), (*found, None)[0])

class Folder(Files):
    """A copy exported to a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.document = self.get("genesis.json") or b""
        self.base = Regime(self.document).base

    def get(self, path):
        return read_plain(os.path.join(self.folder, path), MOST)

    def paths(self):
        """Yield where heads and blobs lie; the paths of tiles follow from the heads."""
        for party in self.listed("log"):
            heads = [f"log/{party}/{name}/checkpoint" for name in self.listed(f"log/{party}")]
            yield from (p for p in heads if os.path.exists(os.path.join(self.folder, p)))
            yield from (f"log/{party}/blob/{name}" for name in self.listed(f"log/{party}/blob"))

    def listed(self, path):
        path = os.path.join(self.folder, path)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []

    def close(self):
        pass

class Bundle(Files):
    """A copy in an .ofb bundle: plain files in one form of ustar, the first a signed list."""

    PATH = re.compile("BUNDLE|(log|mirror/[0-9a-f]{64}|blob)/[a-z0-9./]{1,80}")

    def __init__(self, path):
        self.file, self.document, self.places = open(path, "rb"), None, {}
        try:
            self.open()
        except BaseException:
            self.close()
            raise

    def open(self):
        lines, header = [], self.file.read(512)
        while header != bytes(512):
            path, size = header[:100].rstrip(b"\0").decode("latin-1"), header[124:135]
            info = tarfile.TarInfo(path)
            info.size = int(size, 8) if re.fullmatch(b"[0-7]{11}", size) else 2**63
            good = self.PATH.fullmatch(path) and ".." not in path and "//" not in path
            good = good and info.size <= (2**26 if path == "BUNDLE" else MOST)
            if not good or header != info.tobuf(tarfile.USTAR_FORMAT):
                raise Bad("E-OFB", f"no plain file with a lawful name and size: {path!r}")
            self.places[path], size = (self.file.tell(), info.size), info.size
            data = self.file.read(size + -size % 512)
            lines.append(f"{digest(data[:size])} {size} {path}")
            if len(data) != size + -size % 512 or any(data[size:]):
                raise Bad("E-OFB", f"cut off, or more than zeros after {path}")
            header = self.file.read(512)
        paths = [line.split(" ")[2] for line in lines]
        ordered = paths[:1] == ["BUNDLE"] and paths == sorted(set(paths))
        if self.file.read(513) != bytes(512) or not ordered:
            raise Bad("E-OFB", "not BUNDLE, then files sorted and each once, then the end")
        self.note = read_note(self.get("BUNDLE"), 2**26)
        listed = self.note[0][:-1].split("\n")
        self.packer = "".join(listed[1:2])
        if listed != ["overflight-bundle/v1", self.packer, *lines[1:]]:
            raise Bad("E-OFB", "not the files that BUNDLE lists")
        logs = [path[:-11] for path in paths if re.fullmatch("log/.*/checkpoint", path)]
        heads = [(log, Head(self.get(f"{log}/checkpoint")).origin) for log in logs]
        bases = {origin[: -len(log) - 1] for log, origin in heads}
        if len(bases) != 1 or not all(origin.endswith(f"/{log}") for log, origin in heads):
            raise Bad("E-OFB", "heads of no log, or of logs that do not belong together")
        self.base = bases.pop()

    def get(self, path):
        start, size = self.places.get(path, (0, None))
        self.file.seek(start)
        return None if size is None else self.file.read(size)

    def paths(self):
        return self.places

    def close(self):
        self.file.close()

    def packer_faults(self, logs):
        """The packer signed the list with its log key: that tells who packed it, no more."""
        own = [log for log in logs if log.party == self.packer]
        keys = [(log.origin, keys[0]) for log in own for _, keys in log.log_keys]
        if not any(note_signed(*self.note, origin, key) for origin, key in keys):
            yield "E-PACKER", "BUNDLE", f"not signed by a log key of {self.packer[:80]}"

class Database:
    """The record.sqlite of a node; of its tables only the columns that prove are read."""

    TABLES = {  # exactly so, or a crafted view or computed column could be read for ever
        "leaf": "origin TEXT NOT NULL, i INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL,"
                "stmt_id TEXT NOT NULL, PRIMARY KEY(origin, i)",
        "head": "origin TEXT NOT NULL, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,"
                "PRIMARY KEY(origin, n)",
        "tile": "origin TEXT NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL,"
                "w INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(origin, level, n, w)",
        "blob": "h TEXT PRIMARY KEY, bytes BLOB NOT NULL, kind TEXT NOT NULL"}

    def __init__(self, path):
        self.document = read_plain(os.path.join(os.path.dirname(path), "genesis.json"), 2**24)
        # Without a journal beside it, the file can be read even where nothing can be written.
        mode = "mode=ro" if os.path.exists(path + "-wal") else "mode=ro&immutable=1"
        self.db = sqlite3.connect(f"{Path(path).absolute().as_uri()}?{mode}", uri=True)
        self.steps = 10_000_000 + 100 * os.path.getsize(path)
        self.db.set_progress_handler(self.tick, 100_000)
        for name, columns in self.TABLES.items():
            wanted = f"CREATE TABLE {name}({columns}) STRICT".split()
            found = [str(sql) for sql, in self.rows("sql FROM sqlite_master WHERE name=?", name)]
            if ["".join(sql.split()) for sql in found] != ["".join(wanted)]:
                self.close()
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
        for found, data in self.rows(f"{key}, {column} FROM {rest}", *values):
            if not isinstance(data, bytes):
                raise Bad("E-STORE", f"no bytes, or too many, in {rest}")
            yield found, data

    def origins(self):
        found = self.rows("origin FROM leaf UNION SELECT origin FROM head ORDER BY 1")
        return [str(origin) for origin, in found]

    def leaves(self, origin):
        return self.bytes_of("i", "bytes", "leaf WHERE origin=? ORDER BY i", origin)

    def heads(self, origin):
        rows = self.bytes_of("n", "note", "head WHERE origin=? ORDER BY n", origin)
        return (note for _, note in rows)

    def tile(self, origin, _path, place):
        where = "tile WHERE origin=? AND level=? AND n=? AND w=?"
        return next((data for _, data in self.bytes_of("n", "bytes", where, origin, *place)), None)

    def blob(self, name):
        return next((data for _, data in self.bytes_of("h", "bytes", "blob WHERE h=?", name)), None)

    def close(self):
        self.db.close()

def open_copy(path):
    """Tell what kind of copy lies at a path, and open it."""
    if os.path.isdir(path) and not os.path.exists(os.path.join(path, "record.sqlite")):
        return Folder(path)
    path = os.path.join(path, "record.sqlite") if os.path.isdir(path) else path
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Bad("E-FILE", f"no plain file: {path}")
    with open(path, "rb") as file:
        kind = Database if file.read(16) == b"SQLite format 3\0" else Bundle
    return kind(path)


# 9. Words: what is proven and what is not. -------------------------------------------------------

def words(record, regime):
    """Return what a copy without faults proves, and what it does not, in sentences."""
    logs = list(record.logs.values())
    alone = [log for log in logs if not set(log.cosigners) - {log.party}]
    proven = [
        f"Each of the {len(logs)} logs holds exactly the entries its own key signed for, in this"
        " order: none was changed, added, taken out or moved.",
        "Each valid entry was signed by a key its party had put in force earlier in the same log;"
        f" the first keys are those of the genesis document, regime {record.regime.hash[:16]}.",
        "Each valid entry answers only entries that are here; what it attaches to the record is"
        " here, unchanged.",
        "Wherever one party named a signed head of another, the log here is the one it saw.",
        *(f"{log.origin} is held by {', '.join(log.cosigners)}." for log in logs if log.cosigners)]
    missing = [
        "That nothing newer exists: a log may have been cut at an older head that it did sign.",
        "That what is said is true, lawful, or of the form its type asks for.",
        "The times that entries state: they are claims of who signed."]
    if not regime:
        missing.insert(0, "That it is your regime: compare the id with that on paper (--regime).")
    for count, what in (
        (len(alone), "logs: nobody else cosigned the newest head; others may see another one."),
        (sum(len(log.void) for log in logs), "void entries: they count for nothing."),
        (sum(len(log.contested) for log in logs), "contested entries: signed by a stolen key."),
        (sum(log.absent for log in logs), "media or sealed attachments: not in this copy."),
    ):
        missing += [f"{count} {what}"] if count else []
    return proven, missing

def check(path, regime=""):
    """Check a copy; return what it is, every fault, what is proven and what is not."""
    answer = {"holds": False, "copy": path, "regime": "", "genesis": "", "cut": "", "logs": []}
    copy, regime = None, "".join(regime.split()).lower()
    try:
        copy = open_copy(path)
        record = Record(copy)
        faults, answer["genesis"] = record.all_faults(), record.regime.hash if record.regime else ""
        answer["regime"] = answer["genesis"][:16]
        for log in record.logs.values():
            answer["logs"].append({
                "origin": log.origin, "party": log.party, "entries": log.tree.size,
                "root": log.tree.root(log.tree.size).hex(), "heads": len(log.heads),
                "valid": len(log.good) - len(log.contested), "contested": log.contested,
                "void": [{"i": i, "code": code, "what": what} for i, code, what in log.void],
                "cosigners": log.cosigners, "attachments_not_held": log.absent})
        cut = {log["origin"]: {"n": log["entries"], "r": log["root"]} for log in answer["logs"]}
        text = json.dumps(cut, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        answer["cut"] = digest(text.encode("utf-8", "replace"))
    except (Bad, OSError, MemoryError, sqlite3.Error) as why:
        faults = [(getattr(why, "code", "E-STORE"), path, getattr(why, "what", str(why)))]
    finally:
        if copy:
            copy.close()
    if regime and regime != answer["regime"]:
        faults.insert(0, ("E-REGIME", "genesis document", f"the regime is not {regime}"))
    broken = "This copy. It does not hold together: trust no entry before it is understood why."
    answer["holds"], answer["proven"], answer["not_proven"] = not faults, [], [broken]
    if not faults:
        answer["proven"], answer["not_proven"] = words(record, regime)
    answer["faults"] = [{"code": c, "where": where, "what": what} for c, where, what in faults]
    return answer

def say(text):
    """Print a line; characters that do not show, or turn the text around, are written out."""
    print("".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text))

def main():
    """Check the copy named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("copy", help="exported folder, record.sqlite or its folder, or .ofb bundle")
    parser.add_argument("--regime", default="", help="regime id from a source you trust: paper")
    parser.add_argument("--json", action="store_true", help="write the answer as JSON")
    asked = parser.parse_args()
    answer = check(asked.copy, asked.regime)
    sys.stdout.reconfigure(errors="backslashreplace")
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
    for title, name in (("PROVEN", "proven"), ("NOT PROVEN", "not_proven")):
        for line in [title, *(f"  - {line}" for line in answer[name])] if answer[name] else []:
            say(line)
    say(f"regime {answer['regime'] or 'unknown'}   cut {answer['cut']}")
    say("The copy holds together." if answer["holds"] else "THE COPY DOES NOT HOLD TOGETHER.")
    return 0 if answer["holds"] else 4


if __name__ == "__main__":
    sys.exit(main())

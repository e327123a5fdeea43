#!/usr/bin/env python3
"""Check a copy of an Overflight record without trusting anybody, not even its makers.

    python3 verify.py COPY [--regime ID]

COPY is a folder written by `overflight record export`, or an .ofb bundle; ID is the regime id, from
paper. Exit code: 0 it holds together, 4 it does not or cannot be read. Needs Python 3.9 or newer
and `cryptography` (for Ed25519 and ML-DSA-44 alone); opens no connection, writes no file. It was
written a second time, from the format, without any code of Overflight, and tests hold the two to
the same verdicts. What it does not check, it says. Each part rests on those above it:
    1 bytes, 2 trees, 3 heads, 4 entries, 5 keys, 6 one log, 7 the record, 8 copies, 9 words.
"""

# fmt: off - laid out by hand, so that it fits on fewer pages
import argparse
import base64
import json
import re
import sys
import tarfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey


class Bad(Exception):
    """Something is not as the format says: a code, and what is wrong."""

def need(good, code, what):
    """Refuse what is being read unless it is good."""
    if not good:
        raise Bad(code, what[:300])

# 1. Bytes: base64 and JSON in their one spelling, forms, keys that may be used, signatures. ------

SPKI = bytes.fromhex("302a300506032b6570032100"), 32  # what DER writes before an Ed25519 key; size
SPKI2 = bytes.fromhex("30820532300b06096086480165030403110382052100"), 1312  # of an ML-DSA-44 key
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f]")

def digest(data): return sha256(data).hexdigest()
def leaf_hash(leaf): return sha256(b"\0" + leaf).digest()
def pae(kind, payload): return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
def form(pattern): return re.compile(pattern).fullmatch

def unbase64(text, code):
    """Read padded standard base64; any other spelling of the same bytes is refused."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    need(base64.b64encode(data).decode() == text, code, f"no canonical base64: {text}")
    return data

def number(text):
    """Read an integer; floats, NaN and numbers too large to be ours are refused."""
    if not re.fullmatch("-?[0-9]{1,16}", text) or abs(int(text)) >= 2**53:
        raise ValueError(f"number {text[:20]}")
    return int(text)

def spelled(value):
    """Write JSON in its one spelling; of what `lawful` lets pass, RFC 8785 has no other."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

def lawful(value, depth=1):
    """Tell whether a value has only the texts, names of members and depth a record may have."""
    if isinstance(value, str):
        return not CONTROL.search(value)
    if isinstance(value, dict):
        return all(map(MEMBER, value)) and lawful(list(value.values()), depth)
    return not isinstance(value, list) or (depth < 13 and all(lawful(v, depth + 1) for v in value))

def canonical(data):
    """Read a JSON object and refuse it unless these are exactly the bytes it is written in."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, parse_int=number, parse_float=number, parse_constant=number)
        good = isinstance(value, dict) and lawful(value) and spelled(value) == text
    except (ValueError, RecursionError) as why:
        raise Bad("E-CANON", f"no JSON in UTF-8: {why}") from None
    need(good, "E-CANON", f"not canonical JSON (RFC 8785): {text}")
    return value

def fits(value, form):
    """Tell whether a value has a form.

    `int` is for counts from 0, `dict` for any object, a dict for one with exactly these members,
    [form, most] for an array, whose texts must differ; any other form is asked of a text.
    """
    if isinstance(form, dict):
        same = isinstance(value, dict) and value.keys() == form.keys()
        return same and all(fits(value[name], form[name]) for name in form)
    if isinstance(form, list):
        good = isinstance(value, list) and len(value) <= form[1]
        good = good and all(fits(item, form[0]) for item in value)
        return good and (isinstance(form[0], dict) or len(set(value)) == len(value))
    if form is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, dict) if form is dict else isinstance(value, str) and bool(form(value))

def raw_key(spki, code, kind=SPKI):
    """Return the raw key of a SubjectPublicKeyInfo."""
    raw = spki[len(kind[0]) :]
    need(spki == kind[0] + raw and len(raw) == kind[1], code, f"no key of its kind: {spki.hex()}")
    return raw

def usable(key, code):
    """Refuse Ed25519 keys under which one signature fits many messages, and second spellings."""
    y = int.from_bytes(key, "little") % 2**255
    # On the curve x^2 = (y^2 - 1) / (d y^2 + 1). Points whose order divides 8 have x = 0 (orders 1
    # and 2), y = 0 (order 4), or are doubled to y = 0, which means x^2 + y^2 = 0 (order 8).
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    small = x2 == 0 or y == 0 or (x2 + y * y) % P == 0
    good = y < P and not small and pow(x2, (P - 1) // 2, P) == 1
    need(good, code, f"a key nobody may use: {key.hex()}")

def signed(key, signature, message):
    """Tell whether a signature is good; the length of the key tells its kind."""
    try:
        kind = Ed25519PublicKey if len(key) == 32 else MLDSA44PublicKey
        kind.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True

# 2. Trees: the hash tree over the entries of a log (RFC 6962). -----------------------------------

class Tree:
    """levels[k][i] is the root over entries i * 2^k to (i + 1) * 2^k: every complete subtree."""
    def __init__(self, hashes):
        self.levels, self.size = [hashes], len(hashes)
        while len(self.levels[-1]) > 1:
            pairs = zip(self.levels[-1][0::2], self.levels[-1][1::2])
            self.levels.append([sha256(b"\1" + left + right).digest() for left, right in pairs])

    def root(self, size):
        """Return the root of the first entries: their complete subtrees, joined from the right."""
        root, end = b"", size
        for k, level in enumerate(self.levels):
            if size >> k & 1:
                end -= 1 << k
                root = sha256(b"\1" + level[end >> k] + root).digest() if root else level[end >> k]
        return root or sha256(b"").digest()

# 3. Heads: notes in which a log signs how many entries it has, and the root (C2SP). --------------

class Head:
    """A signed head: origin, size, root, and signature lines that are not checked yet."""
    def __init__(self, data):
        whole = data.decode("utf-8", "replace")
        text, _, tail = whole.rpartition("\n\n")
        lines = [re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line) for line in tail[:-1].split("\n")]
        good = text and tail.endswith("\n") and len(lines) <= 100 and all(lines)
        good = good and whole.encode() == data and len(data) <= 2**18 and not CONTROL.search(whole)
        need(good, "E-NOTE", f"no text with 1 to 100 signature lines: {whole!r}")
        self.lines = [(line[1], unbase64(line[2], "E-NOTE")) for line in lines]
        good = all(named(name, 2**18) and len(body) > 4 for name, body in self.lines)
        need(good, "E-NOTE", "a signature line without name, key hash or signature")
        parts = re.fullmatch("([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)", text)
        need(parts, "E-HEAD", f"not origin, size and root: {text!r}")
        self.text, self.origin, self.size = text + "\n", parts[1], int(parts[2])
        self.root = unbase64(parts[3], "E-HEAD")
        empty = self.size == 0 and self.root != sha256(b"").digest()
        good = self.size < 2**63 and len(self.root) == 32 and not empty
        need(good and named(self.origin, 2**18), "E-HEAD", f"not a lawful head: {text!r}")

    def signed_by(self, name, key, kind):
        """Tell whether a name signed this: kind 1 plainly, with a time 4 and, by ML-DSA-44, 6."""
        start = sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]
        for body in [body[4:] for line, body in self.lines if (line, body[:4]) == (name, start)]:
            when = int.from_bytes(body[:8], "big") if kind > 1 else 0
            message = b"cosignature/v1\ntime %d\n" % when if kind > 1 else b""
            message += self.text.encode()
            if kind == 6:
                names = (text.encode() for text in (name, self.origin))
                own, log = (bytes([len(text) % 256]) + text for text in names)
                size = bytes(8) + self.size.to_bytes(8, "big")
                message = b"subtree/v1\n\0" + own + body[:8] + log + size + self.root
            if when < 2**63 and signed(key, body[8:] if kind > 1 else body, message):
                return True
        return False

# 4. Entries: statements in signed envelopes (DSSE), each in its one form. ------------------------

def named(text, most=200):  # may it be the name of a log or signer?
    return 0 < len(text) <= most and text.isprintable() and not re.search(r"[\s+]", text)

MEMBER, WORD = form("[a-z0-9_]{1,40}"), form("[a-z0-9*][a-z0-9./*-]{0,79}")
HEX32, HEX64, HEX0 = form("[0-9a-f]{32}"), form("[0-9a-f]{64}"), form("([0-9a-f]{64})?")
TEXT, PARTY, BASE64 = form("[!-~]{0,4000}"), form("[A-Z]{2,4}"), form("[A-Za-z0-9+/]+={0,2}")
TIME = form("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z")
TYPE, MEDIA = form("[a-z0-9][a-z0-9./-]{2,79}"), "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
KIND = "application/vnd.overflight.statement.v1+json"
ENVELOPE = {"payload": BASE64, "payloadType": form(re.escape(KIND)),
            "signatures": [{"keyid": HEX64, "sig": BASE64}, 8]}
ATTACHED = {"h": HEX64, "n": int, "t": form(f"{MEDIA}/{MEDIA}"), "s": HEX0,
            "k": form("record|media|sealed")}
STATEMENT = {"v": int, "type": TYPE, "log": named, "id": HEX32, "party": PARTY, "time": TIME,
             "seen": [{"o": named, "n": int, "c": HEX64}, 40], "body": dict, "att": [ATTACHED, 32],
             "re": [{"o": named, "i": int, "h": HEX64}, 40], "to": [form("[*]|[A-Z]{2,4}"), 40]}

def read_envelope(leaf):
    """Read an entry: its payload, and (key id, signature) pairs."""
    try:
        value = json.loads(leaf.decode("ascii")) if len(leaf) <= 65_535 else None
    except (ValueError, RecursionError) as why:
        raise Bad("E-LEAF", f"no JSON: {why}") from None
    need(fits(value, ENVELOPE), "E-LEAF", "no envelope, or too long")
    lines = [(line["keyid"], unbase64(line["sig"], "E-LEAF")) for line in value["signatures"]]
    payload, kids = unbase64(value["payload"], "E-LEAF"), [kid for kid, _ in lines]
    good = kids and kids == sorted(set(kids)) and len(payload) <= 40_000
    need(good and spelled(value).encode() == leaf, "E-LEAF", "unsorted, too long, or respelled")
    return payload, lines

def read_statement(payload):
    """Read a statement; it has exactly the members and forms it may have."""
    said = canonical(payload)
    need(fits(said, STATEMENT) and said["v"] == 1, "E-CANON", "not the members of a statement")
    salted = all((att["k"] == "sealed") == bool(att["s"]) for att in said["att"])
    addressed = said["to"] == ["*"] or (said["to"] and "*" not in said["to"])
    need(addressed and salted, "E-CANON", "addressees, or the salt of a sealed attachment")
    try:
        datetime.strptime(said["time"], "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise Bad("E-CANON", f"no day of the calendar: {said['time']}") from None
    return said

# 5. Keys: the genesis document, and the key sets that follow one another in each log. ------------

GENESIS, KEYS_SET, CONFIRMED = "record.genesis/1", "record.keys-set/1", "record.keys-confirmed/1"
FOLLOWING = {"record.log-succeeded/1", "record.re-enrolled/1"}
BASE = form("[a-z0-9][a-z0-9.-]{0,80}(?:/[a-z0-9][a-z0-9._-]{0,40}){1,4}")
POP = b"application/vnd.overflight.pop.v1"
FOUNDER = {"party": PARTY, "root": [TEXT, 100], "threshold": int, "log": TEXT, "mirror": TEXT}
DOCUMENT = {"v": int, "regime": form(r"\S(?:.{0,198}\S)?"), "base": BASE, "rules": HEX64,
            "parties": [FOUNDER, 100], "depositaries": [PARTY, 100]}
KEY = {"use": form("author|log|mirror|enc|tls"), "alg": WORD, "pub": TEXT, "pop": TEXT,
       "roles": [WORD, 100]}
GONE = {"kid": HEX64, "why": form("rotated|lost|stolen"), "since": int}
KEY_SET = {"version": int, "prev": HEX0, "threshold": int, "root": [TEXT, 100], "keys": [KEY, 100],
           "urls": [TEXT, 100], "host": form("([A-Z]{2,4})?"), "gone": [GONE, 100]}
ASSENT = {"party": PARTY, "log": named, "keys": HEX64}
BODIES = {GENESIS: {"document": HEX64, "keys": dict}, CONFIRMED: {"leaves": [HEX64, 500]},
          "record.re-enrolment-stated/1": ASSENT, "record.re-enrolment-assented/1": ASSENT}

class Regime:
    """The genesis document: what all founders agreed on before the first entry."""
    def __init__(self, document):
        value, keys = canonical(document), []
        need(fits(value, DOCUMENT) and value["v"] == 1, "E-GENESIS", "no genesis document")
        self.base, self.hash, self.founders = value["base"], digest(document), {}
        for item in value["parties"]:
            spkis = [unbase64(t, "E-GENESIS") for t in (*item["root"], item["log"], item["mirror"])]
            *roots, item["log"], item["mirror"] = raw = [raw_key(spki, "E-KEY") for spki in spkis]
            enough = len(roots) >= 3 and 2 <= item["threshold"] <= len(roots)
            need(enough, "E-GENESIS", f"root keys or threshold of {item['party']}")
            item["root"], keys = dict(zip(map(digest, spkis), roots)), keys + raw
            self.founders[f"{self.base}/log/{item['party'].lower()}/1"] = item
        for key in keys:
            usable(key, "E-KEY")
        codes = [item["party"] for item in value["parties"]]
        sound = codes and codes == sorted(set(codes)) and set(value["depositaries"]) <= set(codes)
        need(sound and len(set(keys)) == len(keys), "E-GENESIS", "parties, or a key with two uses")

class KeySet:
    """Which keys speak for a party, from one entry of its log on."""
    def __init__(self, value):
        need(fits(value, KEY_SET), "E-SCHEMA", "no key set")
        self.version, self.prev, self.gone = value["version"], value["prev"], value["gone"]
        roots, self.threshold = [unbase64(t, "E-SCHEMA") for t in value["root"]], value["threshold"]
        self.root = {digest(root): raw_key(root, "E-SCHEMA") for root in roots}
        for key in value["keys"]:
            key["pub"], key["pop"] = (unbase64(key[name], "E-SCHEMA") for name in ("pub", "pop"))
            key["kid"] = digest(key["pub"])
        self.keys = [key for key in value["keys"] if key["use"] in {"author", "log", "mirror"}]
        self.kids = [*self.root, *(key["kid"] for key in self.keys)]

    def of(self, use, alg="ed25519"):
        """Return the raw keys of one use and kind."""
        return [key["raw"] for key in self.keys if (key["use"], key["alg"]) == (use, alg)]

    def check(self, regime, party):
        """Refuse a set that breaks a rule; the holder of each signing key proves to have it."""
        for key in self.keys:
            second = key["alg"] == "ml-dsa-44" and key["use"] != "author"
            key["raw"] = raw_key(key["pub"], "E-RULE", SPKI2 if second else SPKI)
            claim = f"{regime}\n{party}\n{key['use']}\n{key['kid']}".encode()
            proven = signed(key["raw"], key["pop"], pae(POP, claim))
            good = proven and (second or key["alg"] == "ed25519")
            need(good, "E-RULE", f"no proof of possession by the {key['use']} key")
        for raw in [*self.root.values(), *(key["raw"] for key in self.keys)]:
            if len(raw) == 32:
                usable(raw, "E-RULE")
        once = len(set(self.kids)) == len(self.kids)
        once = once and not {gone["kid"] for gone in self.gone} & set(self.kids)
        enough = len(self.root) >= 3 and 2 <= self.threshold <= len(self.root)
        self.log, self.log2 = self.of("log"), self.of("log", "ml-dsa-44")
        good = once and enough and len(self.log) == 1 and len(self.log2) < 2
        need(good, "E-RULE", "root keys, threshold, log keys, or a key with two uses or gone")

# 6. One log: what each entry counts for. The first reason against it makes it void. --------------

class Log:
    """One log while it is checked; `sets` are its valid key sets: (index, leaf hash, set)."""
    def __init__(self, origin, record):
        self.origin, self.record, self.regime = origin, record, record.regime
        self.founder = self.regime.founders.get(origin) if self.regime else None
        self.party = self.founder["party"] if self.founder else ""
        self.head, self.leaves, self.faults, self.ids, self.sets = None, [], [], set(), []
        self.gone, self.stolen, self.confirmed, self.named = set(), [], set(), {}
        self.good, self.void, self.contested, self.cosigners, self.absent = [], [], [], [], 0

    def need(self, good, code, where, what):
        """Add a fault unless it is good."""
        self.faults += [] if good else [(code, f"{self.origin} {where}", what)]

    def signed(self, head):
        """Tell whether the log signed a head, by each log key of the newest set below it."""
        keys = ([new for index, _, new in self.sets if index < head.size] or [self.sets[0][2]])[-1]
        good = all(head.signed_by(self.origin, key, 6) for key in keys.log2)
        return good and head.signed_by(self.origin, keys.log[0], 1)

    def judge(self, index, leaf):
        """Take the next entry; raise the first reason why it counts for nothing."""
        payload, lines = read_envelope(leaf)
        said, kids = read_statement(payload), {kid for kid, _ in lines}
        kind, body, again = said["type"], said["body"], said["id"] in self.ids
        self.ids.add(said["id"])
        need(said["log"] == self.origin, "E-LOG", f"meant for {said['log']}")
        need(said["party"] == self.party, "E-PARTY", f"a statement of {said['party']}")
        need(not again, "E-DUP", f"id {said['id']} a second time")
        changes = kind in {GENESIS, KEYS_SET}
        new, known = self.next_keys(said, kids) if changes else self.authors(kind, kids, body)
        for kid, sig in lines:
            good = kid in known and signed(known[kid], sig, pae(KIND.encode(), payload))
            need(good, "E-SIG", f"not a good signature by {kid}")
        need(fits(body, BODIES.get(kind, dict)), "E-SCHEMA", f"not the body of {kind}")
        for ref in said["re"]:
            there = self.record.hash_at(ref["o"], ref["i"]) == ref["h"]
            need(there, "E-REF", f"no entry {ref['i']} of {ref['o']} with hash {ref['h']}")
        if new:
            self.put_in_force(new, index, leaf, said)
        self.confirmed.update(body["leaves"] if kind == CONFIRMED else ())
        self.named.update((spelled(item), (index, item)) for item in said["att"] + said["seen"])
        self.good.append((index, leaf_hash(leaf).hex(), kids))

    def authors(self, kind, kids, body):
        """Return the author keys in force; one of those that signed must have a role for this."""
        code = "E-KEY" if "origin" in body else "E-SCHEMA"
        need(kind not in FOLLOWING, code, "how a log follows another is NOT CHECKED here")
        keys, fact = self.sets[-1][2].keys if self.sets else (), kind.partition("/")[0]
        keys = [key for key in keys if key["use"] == "author" and key["kid"] not in self.gone]
        roles = {"*", fact, fact.partition(".")[0]}
        may = any(key["kid"] in kids and roles & set(key["roles"]) for key in keys)
        need(may, "E-KEY", f"no author in force with a role for {fact}")
        return None, {key["kid"]: key["raw"] for key in keys}

    def next_keys(self, said, kids):
        """Read a key set; enough root keys of the set before and of its own must have signed."""
        first = said["type"] == GENESIS
        need(not first or fits(said["body"], BODIES[GENESIS]), "E-SCHEMA", "no genesis")
        new = KeySet(said["body"]["keys"] if first else said["body"])
        need(first or self.sets, "E-KEY", "no keys in force before this entry")
        old = self.founder if first else vars(self.sets[-1][2])
        for root, threshold in ((new.root, new.threshold), (old["root"], old["threshold"])):
            need(len(kids & set(root)) >= threshold, "E-KEY", f"fewer than {threshold} root keys")
        return new, {**old["root"], **new.root}

    def put_in_force(self, new, index, leaf, said):
        """Hold a key set against the rules; if it keeps them it counts from the next entry on."""
        new.check(self.regime.hash[:16], self.party)
        if said["type"] == GENESIS:
            wanted = [self.founder[name] for name in ("root", "threshold", "log", "mirror")]
            same = wanted == [new.root, new.threshold, *new.log, *new.of("mirror")]
            first = (index, new.version, new.prev, new.gone) == (0, 1, "", [])
            same = same and first and said["body"]["document"] == self.regime.hash
            need(same, "E-RULE", "not at entry 0 the keys the genesis document names")
        else:
            follows = (new.version, new.prev) == (self.sets[-1][2].version + 1, self.sets[-1][1])
            late = any(gone["since"] > index for gone in new.gone)
            good = follows and not late and not set(new.kids) & self.gone
            need(good, "E-RULE", "not the next version, or a key that is gone")
        self.stolen += [(gone["kid"], gone["since"], index) for gone in new.gone
                        if gone["why"] == "stolen" and gone["kid"] not in self.gone]
        self.gone |= {gone["kid"] for gone in new.gone}
        self.sets.append((index, leaf_hash(leaf).hex(), new))

    def doubtful(self, index, leaf, kids):
        """Tell whether a key signed an entry that was stolen by then, and nobody confirmed it."""
        theft = any(kid in kids and since <= index < end for kid, since, end in self.stolen)
        return theft and leaf not in self.confirmed

# 7. The record: all logs together, and what parties say they saw of each other. ------------------

class Record:
    """All logs of a copy, and every fault found in them."""
    def __init__(self, copy):
        self.copy, self.faults, self.regime, origins = copy, [], None, copy.origins()
        try:
            self.regime = Regime(copy.document)
        except Bad as bad:
            self.faults.append((bad.args[0], "genesis document", bad.args[1]))
        self.logs = {origin: Log(origin, self) for origin in origins}
        for origin in set(self.regime.founders if self.regime else ()) - set(origins):
            self.faults.append(("E-MISSING", origin, "the log of a founder is not here"))
        for step in (self.read, self.judge, self.find_cosigners, self.match):
            for log in self.logs.values():
                step(log)

    def all_faults(self):
        return self.faults + [fault for log in self.logs.values() for fault in log.faults]

    def hash_at(self, origin, index):
        hashes = self.logs[origin].tree.levels[0] if origin in self.logs else []
        return hashes[index].hex() if index < len(hashes) else None

    def read(self, log):
        """Read the head and every entry, and hash them."""
        try:
            log.head = Head(self.copy.head(log.origin))
            log.leaves.extend(self.copy.leaves(log.origin))
        except Bad as bad:
            log.need(False, bad.args[0], "cannot be read", bad.args[1])
        log.tree = Tree([leaf_hash(leaf) for leaf in log.leaves])
        follows = re.sub("[0-9]+$", "1", log.origin) in set(self.logs) - {log.origin}
        log.need(not follows, "E-EPOCH", "entry 0", "it follows another log: NOT CHECKED here")

    def judge(self, log):
        """Judge every entry, in order; then the head, which covers exactly these entries."""
        for index, leaf in enumerate(log.leaves):
            try:
                log.judge(index, leaf)
            except Bad as bad:
                log.void.append((index, *bad.args))
        log.contested = [entry[0] for entry in log.good if log.doubtful(*entry)]
        size, head = log.tree.size, log.head
        log.need(log.sets or not size, "E-GENESIS", "entry 0", "no valid genesis of its party")
        log.need(head and head.size >= size, "E-HEAD", "head", f"does not cover {size} entries")
        if head:
            ours, here = head.origin == log.origin, head.size <= size
            log.need(ours, "E-ORIGIN", "head", f"a head of {head.origin}")
            log.need(here or not ours, "E-ROLLBACK", "head", f"{head.size} entries were signed")
            same = not ours or not here or head.root == log.tree.root(head.size)
            log.need(same, "E-ROOT", "head", "not the root of these entries")
            log.need(not log.sets or log.signed(head), "E-HEADSIG", "head", "not signed by the log")

    def find_cosigners(self, log):
        """Find which parties cosigned the head with a mirror key of theirs that was not stolen."""
        for first in self.regime.founders.values() if log.sets and not log.faults else ():
            keys, own = {digest(SPKI[0] + first["mirror"]): first["mirror"]}, self.logs.values()
            for new in (new for o in own if o.party == first["party"] for _, _, new in o.sets):
                keys.update((gone["kid"], None) for gone in new.gone if gone["why"] == "stolen")
                keys.update((key["kid"], key["raw"]) for key in new.keys if key["use"] == "mirror")
            name, raws = f"{self.regime.base}/mirror/{first['party'].lower()}", keys.values()
            kinds = [(raw, 4 if len(raw) == 32 else 6) for raw in raws if raw]
            good = any(log.head.signed_by(name, raw, kind) for raw, kind in kinds)
            log.cosigners += [first["party"]] if good else []

    def match(self, log):
        """Hold what entries name by hash against what is here, and heads seen against the logs."""
        for index, item in log.named.values():
            name, where, kind = item.get("h") or item["c"], f"entry {index}", item.get("k", "seen")
            data = self.copy.blob(name)
            if data is None and kind in {"media", "sealed"}:
                log.absent += 1  # they may be elsewhere
                continue
            good = data is not None and digest(data) == name
            good = good and (kind == "seen" or len(data) == item["n"])
            log.need(good, "E-BLOB", where, f"what it names is missing or changed: {name}")
            try:
                head, other = Head(data if good and kind == "seen" else b""), self.logs[item["o"]]
            except (Bad, KeyError):
                continue  # it proves nothing, or the log is not here
            if (head.origin, head.size) != (item["o"], item["n"]) or not other.sets:
                continue
            where = f"as {where} of {log.origin} saw it"
            if other.signed(head):
                here = head.size <= other.tree.size
                other.need(here, "E-ROLLBACK", where, f"it had signed {head.size} entries")
                same = not here or head.root == other.tree.root(head.size)
                other.need(same, "E-FORK", where, f"it had signed root {head.root.hex()}")

# 8. Copies: where the bytes come from. Nothing they say is believed before part 7 has checked it.

MOST = 256 * (2 + 65_535)  # bytes of the largest file of a copy: a full bundle of entries

def load(path):
    """Return the plain files of a folder or bundle by their paths; links are not followed."""
    if Path(path).is_dir():
        plain = (f for f in Path(path).rglob("*") if f.is_file() and not f.is_symlink())
        plain = (file for file in plain if file.stat().st_size <= MOST)
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in plain}
    files = {}
    with tarfile.open(path, "r:") as tar:
        for item in tar:
            good = item.isreg() and item.size <= MOST and item.name not in files
            need(good, "E-OFB", f"no plain file, or twice: {item.name}")
            files[item.name] = tar.extractfile(item).read()
    return files

class Copy:
    """A folder or a bundle: <log>/checkpoint, <log>/tile/entries/…, and blobs."""
    def __init__(self, path, regime):
        self.files, self.blobs = load(path), {}
        for name, data in self.files.items():
            if name not in self.blobs or digest(data) == name.rpartition("/")[2]:
                self.blobs[name.rpartition("blob/")[2]] = data
        found = (re.fullmatch("(log/[^/]+/[1-9][0-9]{0,5})/checkpoint", p) for p in self.files)
        self.blob, self.logs = self.blobs.get, sorted(path[1] for path in found if path)
        pinned = (data for data in self.files.values() if regime and digest(data)[:16] == regime)
        self.document = self.files.get("genesis.json") or next(pinned, b"")
        need(self.document, "E-GENESIS", "no genesis.json, nor a file with the regime id as hash")
        self.base = Regime(self.document).base + "/"

    def origins(self):
        return [self.base + log for log in self.logs]

    def head(self, origin):
        return self.files[f"{origin[len(self.base) :]}/checkpoint"]

    def leaves(self, origin):
        """Yield the entries: tile/entries/x001/234.p/5 holds 5, from number 1234 * 256 on."""
        size = Head(self.head(origin)).size
        for start in range(0, size, 256):
            width, digits = min(256, size - start), str(start // 256)
            digits = digits.zfill(-(-len(digits) // 3) * 3)
            path = "tile/entries/" + re.sub("...(?=.)", r"x\g<0>/", digits)
            path = f"{origin[len(self.base) :]}/{path}" + ("" if width == 256 else f".p/{width}")
            data, at, count = self.files.get(path, b""), 0, 0
            while at < len(data):
                end = at + 2 + int.from_bytes(data[at : at + 2], "big")
                need(end <= len(data), "E-BUNDLE", f"{path} is cut off")
                yield data[at + 2 : end]
                at, count = end, count + 1
            need(count == width, "E-MISSING", f"{path} does not hold {width} entries")

# 9. Words: what is proven and what is not. -------------------------------------------------------

PROVEN = """\
Each log holds exactly the entries its own key signed for, in this order: none was changed, added,
    taken out or moved. Each party that cosigned a head holds these entries.
Each valid entry was signed by a key its party had put in force earlier in the same log; the first
    keys are those of the genesis document.
Each valid entry answers only entries that are here; what it adds to the record is here, unchanged.
Wherever one party named a signed head of another, the log here is the one it saw."""
NOT_PROVEN = """\
That nothing newer exists, and that others were not shown another log where nobody cosigned it.
That what is said is true or lawful. The times that entries state: they are claims of who signed.
Media and sealed attachments that are not in this copy."""
NOT_CHECKED = """\
Logs that follow a lost or forked one (E-EPOCH), evidence of forks, whether a body fits its type,
    when an entry was made by the clocks of mirrors, tiles of hashes, who packed a bundle:
    `overflight record verify` checks all these."""

def check(path, regime=""):
    """Check a copy; return its record, if it can be read, and every fault."""
    try:
        record = Record(Copy(path, regime))
    except (Bad, OSError, MemoryError, tarfile.TarError) as why:
        code, what = why.args if isinstance(why, Bad) else ("E-STORE", str(why))
        return None, [(code, path, what)]
    if regime and regime != record.regime.hash[:16]:
        record.faults.insert(0, ("E-REGIME", "genesis document", f"the regime is not {regime}"))
    return record, record.all_faults()

def say(text):
    """Print a line; characters that do not show, or turn the text around, are written out."""
    print("".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text))

def main():
    """Check the copy named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("copy", help="exported folder, or .ofb bundle")
    parser.add_argument("--regime", default="", help="regime id from a source you trust: paper")
    asked = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    record, faults = check(asked.copy, "".join(asked.regime.split()).lower())
    for log in record.logs.values() if record else ():
        say(f"{log.origin}: {log.tree.size} entries, root {log.tree.root(log.tree.size).hex()}")
        by, doubt = " ".join(log.cosigners) or "nobody", log.contested or "none"
        say(f"  cosigned by {by}; contested: {doubt}; files of media not here: {log.absent}")
        for index, code, what in log.void:
            say(f"  entry {index} is void: {code}, {what}")
    for code, where, what in faults:
        say(f"FAULT {code} {where}: {what}")
    proven = [("PROVEN", PROVEN), ("NOT PROVEN", NOT_PROVEN), ("NOT CHECKED", NOT_CHECKED)]
    for title, text in [] if faults else proven:
        print(f"{title}\n  {text}".replace("\n", "\n  "))
    say(f"regime {record.regime.hash[:16] if record else 'unknown'}: compare it with that on paper")
    print("THE COPY DOES NOT HOLD TOGETHER." if faults else "The copy holds together.")
    return 4 if faults else 0

if __name__ == "__main__":
    sys.exit(main())

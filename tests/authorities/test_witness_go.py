"""A foreign log written in Go gets its heads cosigned by a node: its TLS, HTTP and notes, not ours.

Outside truth: Go's crypto/tls and net/http, and golang.org/x/mod/sumdb from Debian. The C2SP text
says what each answer must be.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.node_samples import NOW, identity, listening, outlets, pin

from overflight.adapters.node.witness_file import WitnessFile
from overflight.desk.network.witnessing import ForeignLog, judge_submission
from overflight.record import NoteKey, NoteSigner, SignatureKind, read_head

GOPATH = Path("/usr/share/gocode")
ORIGIN, NAME = "osce.example/log", "overflight.example/r1/mirror/ro"
SIZES = [1, 2, 5, 255, 256, 257, 1000]


@pytest.fixture(scope="module")
def foreign_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the log in Go, built without network against Debian's x/mod."""
    program = shutil.which("go")
    if program is None or not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("Go's x/mod/sumdb: golang-go or golang-golang-x-mod-dev is not installed")
    place = tmp_path_factory.mktemp("foreign")
    source = Path(__file__).parent / "go_witness" / "main.go"
    around = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": "", "GOPROXY": "off"}
    around |= {"GOCACHE": str(place / "cache"), "CGO_ENABLED": "0", "PATH": os.environ["PATH"]}
    build = [program, "build", "-o", str(place / "log"), str(source)]
    subprocess.run(build, env=around, check=True, timeout=300)
    return place / "log"


def asked(address: tuple[str, int], log: tuple[NoteKey, bytes], witness: NoteKey) -> bytes:
    """Return what the log in Go is told: its keys, and whom to ask."""
    own = identity("OSCE")
    key = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    secret = b64encode(bytes([log[0].kind]) + log[1]).decode()
    said = {
        "URL": f"https://{address[0]}:{address[1]}/add-checkpoint",
        "Cert": own.certificate().decode(),
        "Key": key.decode(),
        "Pin": pin("RO").kid,
        "Signer": f"PRIVATE+KEY+{log[0].name}+{log[0].id.hex()}+{secret}",
        "Log": log[0].vkey,
        "Witness": witness.name,
        "Public": b64encode(witness.public).decode(),
        "Sizes": SIZES,
    }
    return json.dumps(said).encode()


def test_a_log_in_go_is_witnessed(foreign_log: Path, tmp_path: Path) -> None:
    """Go opens every note with our line in it; what is wrong is refused as the text says."""
    seed, mirror_seed = (sha256(name.encode()).digest() for name in (ORIGIN, NAME))
    log_key, mirror = map(Ed25519PrivateKey.from_private_bytes, (seed, mirror_seed))
    log = NoteKey(ORIGIN, SignatureKind.LOG, log_key.public_key().public_bytes_raw())
    own = NoteKey(NAME, SignatureKind.COSIGNATURE, mirror.public_key().public_bytes_raw())
    logs = {ORIGIN: ForeignLog(ORIGIN, (log,))}
    by = [NoteSigner(own, mirror.sign)]
    with (
        WitnessFile(tmp_path / "witness.sqlite") as kept,
        listening(
            outlets(witness=lambda body: judge_submission(body, logs, kept, by, NOW))
        ) as node,
    ):
        ran = subprocess.run(
            [foreign_log],
            input=asked(node.address, (log, seed), own),
            capture_output=True,
            check=False,
            timeout=60,
        )
        last = kept.latest(ORIGIN)
    assert ran.returncode == 0, ran.stderr
    answers = json.loads(ran.stdout)
    want = [200] * len(SIZES) + [409, 400, 403, 404, 422]
    assert [answer["Status"] for answer in answers] == want
    assert answers[len(SIZES)] | {"Status": 409} == {
        "Status": 409,
        "Media": "text/x.tlog.size",
        "Body": "1000\n",
    }
    assert read_head(last or b"")[0].size == 1000

"""TLS between nodes: each side is who its key set says, and no authority stands between.

A key set names a TLS key (``use: tls``) by its SubjectPublicKeyInfo; nothing else is exchanged. A
node shows a certificate it made for its own key: subject the party, issuer the key's id. The other
side makes a trust anchor for each key it knows: subject the key's id, the same public key, signed
by a key that is thrown away. OpenSSL then builds the chain from the certificate to the anchor with
``VERIFY_X509_PARTIAL_CHAIN``, so only the holder of a known key gets through the handshake. After
it the key in the certificate itself is compared, for a known key could also have signed a
certificate for another one.
"""

from __future__ import annotations

import secrets
import ssl
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
)
from cryptography.x509.oid import NameOID

from overflight.errors import SourceError, StoreError

__all__ = [
    "Pin",
    "TlsIdentity",
    "call_context",
    "listen_context",
    "names_of",
    "open_context",
    "shown_key",
]

LIFETIME = timedelta(days=366)
"""How long a certificate is good; a node makes a new one whenever it starts or listens anew."""
SLACK = timedelta(days=1)
_EVER = (datetime(1971, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Pin:
    """A TLS key somebody is known by.

    Args:
        name: Who has the key: code of a party, or a name from the node's settings.
        spki: The public key, as DER SubjectPublicKeyInfo.
    """

    name: str
    spki: bytes

    @property
    def kid(self) -> str:
        """Return the hex SHA-256 of the key: what is compared after the handshake."""
        return sha256(self.spki).hexdigest()


@dataclass(frozen=True, slots=True)
class TlsIdentity:
    """What a node shows of itself.

    Args:
        party: Code of the party.
        key: Its private TLS key.
        now: When the certificate is made; it is good from a day before, for a year.
    """

    party: str
    key: Ed25519PrivateKey
    now: datetime

    def pin(self) -> Pin:
        """Return the key as others know it."""
        return Pin(self.party, _spki(self.key.public_key()))

    def certificate(self) -> bytes:
        """Return the certificate as PEM."""
        public = self.key.public_key()
        times = (self.now - SLACK, self.now + LIFETIME)
        made = _certificate(self.party, self.pin().kid, public, times)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        return made.sign(self.key, None).public_bytes(Encoding.PEM)


def _spki(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _certificate(
    subject: str, issuer: str, public: Ed25519PublicKey, times: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(times[0])
        .not_valid_after(times[1])
    )


def _anchor(pin: Pin) -> bytes:
    """Return a trust anchor for a known key, as DER."""
    try:
        public = load_der_public_key(pin.spki)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise _no_key(pin, str(fault)) from fault
    if not isinstance(public, Ed25519PublicKey) or _spki(public) != pin.spki:
        raise _no_key(pin, type(public).__name__)
    made = _certificate(pin.kid, "overflight throw-away", public, _EVER)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return made.sign(Ed25519PrivateKey.generate(), None).public_bytes(Encoding.DER)


def _no_key(pin: Pin, found: str) -> SourceError:
    return SourceError(
        "E-TLS",
        where=f"TLS key of {pin.name}",
        expected="an Ed25519 public key as DER SubjectPublicKeyInfo",
        found=found,
        remedy="Its holder must name a TLS key of this form in its key set.",
    )


def listen_context(identity: TlsIdentity, pins: Iterable[Pin]) -> ssl.SSLContext:
    """Return how a node listens: only whoever holds a pinned key gets through the handshake.

    Args:
        identity: What the node shows.
        pins: The keys it knows.

    Raises:
        SourceError: ``E-TLS``: a pinned key is no Ed25519 key.
        StoreError: The disk has no room for a temporary file.
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER, pins)
    context.num_tickets = 0  # a key that was taken away must not come back by a ticket
    _show(context, identity)
    return context


def call_context(identity: TlsIdentity, pins: Iterable[Pin]) -> ssl.SSLContext:
    """Return how a node calls: it talks only to whoever holds a pinned key, and shows its own.

    Args:
        identity: What the node shows.
        pins: The keys of the one it means to call.

    Raises:
        SourceError: ``E-TLS``: a pinned key is no Ed25519 key.
        StoreError: The disk has no room for a temporary file.
    """
    context = _context(ssl.PROTOCOL_TLS_CLIENT, pins)
    _show(context, identity)
    return context


def open_context() -> ssl.SSLContext:
    """Return how a node calls a public witness: by its host's name, as any browser does."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _context(protocol: ssl._SSLMethod, pins: Iterable[Pin]) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the key says who it is, wherever it answers from
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    anchors = b"".join({pin.kid: _anchor(pin) for pin in pins}.values())
    if anchors:
        _trust(context, anchors)
    return context


def _trust(context: ssl.SSLContext, anchors: bytes) -> None:
    """Trust some certificates, whatever fault another user of OpenSSL left behind in this thread.

    Python takes the end of the list for a fault where OpenSSL's queue of faults is not empty: a
    token that refused a PIN leaves one there. Raising takes it out, so that the second time tells.
    """
    try:
        context.load_verify_locations(cadata=anchors)
    except ssl.SSLError:
        context.load_verify_locations(cadata=anchors)


def _show(context: ssl.SSLContext, identity: TlsIdentity) -> None:
    """Load what a node shows; on disk the key is only ever locked, under words thrown away."""
    words = secrets.token_bytes(32)
    lock = BestAvailableEncryption(words.hex().encode())
    key = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    try:
        with tempfile.TemporaryDirectory(prefix="overflight-") as folder:
            path = Path(folder) / "identity.pem"
            path.write_bytes(key + identity.certificate())
            context.load_cert_chain(path, password=words.hex())
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where="temporary folder",
            expected="room for a file of 1 KiB",
            found=fault.strerror or fault,
            remedy="Make room, or name another folder in TMPDIR.",
        ) from fault


def shown_key(certificate: bytes | None) -> str:
    """Return the id of the key in a certificate, or nothing where it has none we could know.

    Args:
        certificate: The certificate as DER, as the other side showed it.
    """
    try:
        public = x509.load_der_x509_certificate(certificate or b"").public_key()
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        return ""
    return sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def names_of(pins: Iterable[Pin]) -> Mapping[str, str]:
    """Return who holds each key, by the key's id."""
    return {pin.kid: pin.name for pin in pins}

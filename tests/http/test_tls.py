"""TLS between nodes: who may speak, by the key alone, on both sides."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from tests.node_samples import (
    NOW,
    THERE,
    answered,
    identity,
    listening,
    peer_at,
    pin,
    tls_key,
)

from overflight.adapters.node.http_peer import HttpPeer
from overflight.adapters.node.tls import (
    Pin,
    call_context,
    listen_context,
    names_of,
    open_context,
    shown_key,
)
from overflight.errors import SourceError


def showing(
    folder: pytest.TempPathFactory, protocol: ssl._SSLMethod, key: Ed25519PrivateKey, made: bytes
) -> ssl.SSLContext:
    """Return a context that checks nobody and shows a certificate made elsewhere."""
    path = folder.mktemp("tls") / "identity.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made,
    )
    context = ssl.SSLContext(protocol)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.load_cert_chain(path)
    return context


def certificate(
    issuer: str, subject: str, shown: Ed25519PrivateKey, by: Ed25519PrivateKey
) -> bytes:
    """Return a certificate for one key, signed by another."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(shown.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(by, None)
        .public_bytes(Encoding.PEM)
    )


def test_the_right_keys_on_both_sides() -> None:
    """Each is who its key set says; the answer says who was heard."""
    with listening() as listener, peer_at(listener.address) as peer:
        got = peer.get("log/checkpoint", 100)
        assert (got.data, got.date) == (THERE["log/checkpoint"], NOW)
        assert peer.get("log/checkpoint", 100).data == THERE["log/checkpoint"]


def test_another_partys_server() -> None:
    """Whoever answers at an address is nobody until it shows the key that was meant."""
    context = listen_context(identity("SK"), [pin("HU")])
    with (
        listening(context=context) as listener,
        peer_at(listener.address) as peer,
        pytest.raises(SourceError, match="E-TLS"),
    ):
        peer.get("log/checkpoint", 100)


def test_a_party_that_plays_another() -> None:
    """SK's key is known to the caller, too; it is still not the key of RO."""
    context = call_context(identity("HU"), [pin("RO"), pin("SK")])
    server = listen_context(identity("RO", key="SK"), [pin("HU")])
    with (
        listening(context=server) as listener,
        peer_at(listener.address, context=context) as peer,
        pytest.raises(SourceError, match="E-TLS"),
    ):
        peer.get("log/checkpoint", 100)


def test_a_certificate_signed_by_a_known_party_for_another_key(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A known key may sign certificates as it likes; nobody is known by them."""
    stranger = Ed25519PrivateKey.generate()
    made = certificate(pin("RO").kid, "RO", stranger, tls_key("RO"))
    server = showing(tmp_path_factory, ssl.PROTOCOL_TLS_SERVER, stranger, made)
    with (
        listening(context=server) as listener,
        peer_at(listener.address) as peer,
        pytest.raises(SourceError, match=r"E-TLS.*a certificate for key"),
    ):
        peer.get("log/checkpoint", 100)


@pytest.mark.parametrize("age", [timedelta(days=368), timedelta(days=-2)])
def test_a_certificate_out_of_its_time(age: timedelta) -> None:
    """A year old, or from the day after tomorrow: the other side's clock or node needs a look."""
    server = listen_context(identity("RO", now=datetime.now(UTC) - age), [pin("HU")])
    with (
        listening(context=server) as listener,
        peer_at(listener.address) as peer,
        pytest.raises(SourceError, match="E-TLS"),
    ):
        peer.get("log/checkpoint", 100)


def test_an_older_tls() -> None:
    """TLS 1.2 is not spoken, by neither side."""
    server = listen_context(identity("RO"), [pin("HU")])
    server.minimum_version = server.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        listening(context=server) as listener,
        peer_at(listener.address) as peer,
        pytest.raises(SourceError, match="E-TLS"),
    ):
        peer.get("log/checkpoint", 100)
    client = call_context(identity("HU"), [pin("RO")])
    client.minimum_version = client.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        listening() as listener,
        peer_at(listener.address, context=client) as peer,
        pytest.raises(SourceError, match="E-TLS"),
    ):
        peer.get("log/checkpoint", 100)


def strangers(folder: pytest.TempPathFactory) -> Iterable[ssl.SSLContext]:
    """Yield callers RO's node must not hear."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    yield context  # shows nothing
    unknown = Ed25519PrivateKey.generate()
    for made in (
        certificate("HU", "HU", unknown, unknown),  # signed by itself, under a party's name
        certificate(pin("HU").kid, "HU", unknown, unknown),  # under the id of a known key
        certificate(pin("SK").kid, "HU", unknown, tls_key("SK")),  # by a party unknown here
    ):
        yield showing(folder, ssl.PROTOCOL_TLS_CLIENT, unknown, made)
    # Out of its time, with the right key.
    yield call_context(identity("HU", now=datetime.now(UTC) - timedelta(days=400)), [pin("RO")])


def test_callers_that_are_not_heard(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No certificate, its own word, another's id, another's signature, a year too old."""
    with listening() as listener, peer_at(listener.address) as good:
        for context in strangers(tmp_path_factory):
            with (
                peer_at(listener.address, context=context) as peer,
                pytest.raises(SourceError, match=r"E-TLS|E-PEER"),
            ):
                peer.get("log/checkpoint", 100)
        assert good.get("log/checkpoint", 100).data


def test_a_caller_with_a_certificate_signed_by_a_known_party(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """It gets through the handshake, and is told that no key set names its key."""
    unknown = Ed25519PrivateKey.generate()
    made = certificate(pin("HU").kid, "HU", unknown, tls_key("HU"))
    context = showing(tmp_path_factory, ssl.PROTOCOL_TLS_CLIENT, unknown, made)
    with (
        listening() as listener,
        peer_at(listener.address, context=context) as peer,
        pytest.raises(SourceError, match=r"E-STATUS.*403"),
    ):
        peer.get("log/checkpoint", 100)


def test_a_new_key_is_heard_and_the_old_one_no_more() -> None:
    """When a key set changes, the node listens anew without losing its address."""
    with listening(known=names_of([pin("HU"), pin("SK")])) as listener:
        assert b"200 OK" in answered(
            listener.address,
            b"GET /log/checkpoint HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        )
        with peer_at(listener.address) as kept:
            assert kept.get("log/checkpoint", 100).data
            listener.renew(listen_context(identity("RO"), [pin("SK")]))
            with pytest.raises(SourceError, match=r"E-TLS|E-PEER"):
                kept.get("log/checkpoint", 100)
        with peer_at(listener.address, by="SK") as peer:
            assert peer.get("log/checkpoint", 100).data


def test_a_node_that_knows_nobody() -> None:
    """Without a key set of anybody else, nobody is heard."""
    context = listen_context(identity("RO"), [])
    with (
        listening(context=context) as listener,
        peer_at(listener.address) as peer,
        pytest.raises(SourceError, match=r"E-TLS|E-PEER"),
    ):
        peer.get("log/checkpoint", 100)


@pytest.mark.parametrize(
    "spki",
    [
        b"",
        b"noise",
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        pin("HU").spki + b"\0",
    ],
    ids=["empty", "noise", "another-curve", "too-long"],
)
def test_a_pin_that_is_no_key(spki: bytes) -> None:
    """A key set may name anything as a TLS key; it is refused where it is used, by its name."""
    with pytest.raises(SourceError, match="E-TLS at TLS key of HU"):
        listen_context(identity("RO"), [Pin("HU", spki)])


def test_what_a_certificate_shows() -> None:
    """The id of its key; nothing where it is none."""
    der = ssl.PEM_cert_to_DER_cert(identity("HU").certificate().decode())
    assert shown_key(der) == pin("HU").kid
    assert shown_key(None) == shown_key(b"noise") == ""


def test_a_public_witness_is_known_by_its_host() -> None:
    """Outside the regime the machine's authorities decide; a node of ours is nobody there."""
    context = open_context()
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    with listening() as listener:
        url = f"https://127.0.0.1:{listener.address[1]}/"
        with (
            HttpPeer("OSCE", url, context, None) as peer,
            pytest.raises(SourceError, match="E-TLS"),
        ):
            peer.get("log/checkpoint", 100)

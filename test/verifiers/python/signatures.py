"""Signatures (docs/protocol.md section 4): strict Ed25519, passkey ES256 and RS256, assertions, key proofs."""

import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from canonical import from_base64url, jcs, pae, payload_type, sha256, sha256_hex

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_Y8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
_SMALL_ORDER = {0, 1, _P - 1, _Y8, _P - _Y8}
_ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
_P256_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + b"\x04"
_P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _canonical_point(encoding):
    """Canonical encoding of a y that is not of small order; covers x = 0, which small order includes."""
    y = int.from_bytes(encoding, "little") & ((1 << 255) - 1)
    return y < _P and y not in _SMALL_ORDER


def ed25519_verify(public, signature, message):
    """Section 4.1. OpenSSL recomputes the encoding of S·B − k·A and compares it with R; the rest is checked here."""
    if len(public) != 32 or len(signature) != 64:
        return False
    if not _canonical_point(public) or not _canonical_point(signature[:32]):
        return False
    if int.from_bytes(signature[32:], "little") >= _L:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def ed25519_of_spki(spki):
    """The 32 raw bytes of an Ed25519 SPKI, or None."""
    return spki[12:] if len(spki) == 44 and spki.startswith(_ED25519_SPKI) else None


def _der(data, tag):
    """(content, rest) of one minimal DER element; raises ValueError."""
    if len(data) < 2 or data[0] != tag:
        raise ValueError("tag")
    length, at = data[1], 2
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or len(data) < 2 + count:
            raise ValueError("length")
        length, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
        if length < 0x80 or data[2] == 0:
            raise ValueError("length")
    if len(data) < at + length:
        raise ValueError("short")
    return data[at : at + length], data[at + length :]


def _positive(data):
    """(value, rest) of a minimal positive DER INTEGER; raises ValueError."""
    content, rest = _der(data, 0x02)
    if not content or content[0] & 0x80 or (len(content) > 1 and content[0] == 0 and not content[1] & 0x80):
        raise ValueError("integer")
    return int.from_bytes(content, "big"), rest


def _es256(spki, signature, message):
    if len(spki) != 91 or not spki.startswith(_P256_SPKI):
        return False
    try:
        content, rest = _der(signature, 0x30)
        r, more = _positive(content)
        s, end = _positive(more)
        if rest or end or not 0 < r < _P256_N or not 0 < s <= _P256_N // 2:
            return False
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), spki[26:]).verify(signature, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


_RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def _rs256(spki, signature, message):
    try:
        content, rest = _der(spki, 0x30)
        if rest or not content.startswith(_RSA_ALGORITHM):
            return False
        bits, rest = _der(content[len(_RSA_ALGORITHM) :], 0x03)
        if rest or not bits or bits[0] != 0:
            return False
        pair, rest = _der(bits[1:], 0x30)
        n, more = _positive(pair)
        e, end = _positive(more)
    except ValueError:
        return False
    if rest or end or not 2048 <= n.bit_length() <= 4096 or e < 3 or e % 2 == 0 or e >= 2**32:
        return False
    size = (n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != size or value >= n:
        return False
    tail = b"\x00" + _SHA256_INFO + hashlib.sha256(message).digest()
    return pow(value, e, n).to_bytes(size, "big") == b"\x00\x01" + b"\xff" * (size - 2 - len(tail)) + tail


def _no_constant(name):
    raise ValueError(name)


def _client_data(data):
    try:
        value = json.loads(data.decode("utf-8"), parse_int=str, parse_float=str, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def webauthn_verify(key, members, message):
    """Sections 4.2 and 4.3: `members` hold base64url authenticatorData, clientDataJSON and sig; `key` a KeyStatement."""
    auth, client, sig = (from_base64url(members[m]) for m in ("authenticatorData", "clientDataJSON", "sig"))
    if auth is None or client is None or sig is None or key.credential is None:
        return False
    data = _client_data(client)
    if data is None or data.get("type") != "webauthn.get" or not isinstance(data.get("challenge"), str):
        return False
    if from_base64url(data["challenge"]) != sha256(message):
        return False
    if data.get("origin") not in key.credential["origins"] or data.get("crossOrigin", False) is not False:
        return False
    if len(auth) < 37 or auth[:32] != sha256(key.credential["rpId"].encode("ascii")):
        return False
    flags = auth[32]
    if not flags & 0x01 or not flags & 0x04 or (flags & 0x10 and not flags & 0x08):
        return False
    signed = auth + sha256(client)
    return (_es256 if key.alg == "webauthn-es256" else _rs256)(key.spki, sig, signed)


class KeyStatement:
    """A key as an event states it. `use`: root, registrar, sign, desk, passkey or client."""

    def __init__(self, use, keyid, spki, alg, credential=None, practice=None, person=None, desk=None, index=-1, body=None):
        self.use = use
        self.keyid = keyid
        self.spki = spki
        self.alg = alg
        self.credential = credential
        self.practice = practice
        self.person = person
        self.desk = desk
        self.index = index
        self.body = body
        self.referral = None
        self.first = None
        self.revoked = []
        self.retired = []
        self.since = ""


def record_signature_ok(event, key):
    """Section 4: the record's signature under the stated key."""
    signature = event.signature
    if signature["alg"] != key.alg or signature["keyid"] != sha256_hex(key.spki):
        return False
    message = pae(event.payload_type, event.payload_bytes)
    if key.alg == "ed25519":
        public = ed25519_of_spki(key.spki)
        return public is not None and ed25519_verify(public, from_base64url(signature["sig"]), message)
    if key.credential is None or signature["credential"] != key.credential["id"]:
        return False
    return webauthn_verify(key, signature, message)


def assertion_ok(event, key):
    """Section 4.4, without the question whose passkey it is."""
    assertion = event.payload["assertion"]
    if any(from_base64url(assertion[m]) is None for m in ("authenticatorData", "clientDataJSON", "credential", "sig")):
        return False
    if assertion["alg"] != key.alg or key.credential is None or assertion["credential"] != key.credential["id"]:
        return False
    unsigned = {name: value for name, value in event.payload.items() if name != "assertion"}
    return webauthn_verify(key, assertion, pae(payload_type("assertion"), jcs(unsigned)))


def key_proof_ok(key, proof):
    """Section 5.3: possession of a new key."""
    message = pae(
        payload_type("key-proof"),
        jcs({"desk": key.desk, "key": key.keyid, "person": key.person, "practice": key.practice, "use": key.use}),
    )
    if key.alg == "ed25519":
        public, sig = ed25519_of_spki(key.spki), from_base64url(proof["sig"])
        return "authenticatorData" not in proof and public is not None and sig is not None and ed25519_verify(public, sig, message)
    return "authenticatorData" in proof and webauthn_verify(key, proof, message)

"""HPKE base mode of RFC 9180, opening only: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_KEM = b"KEM" + bytes.fromhex("0020")
_SUITE = b"HPKE" + bytes.fromhex("002000010002")


def _extract(suite, salt, label, key):
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + key, hashlib.sha256).digest()


def _expand(suite, prk, label, info, length):
    """One block of HKDF-Expand is enough: nothing here is longer than a hash."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.new(prk, labelled + b"\x01", hashlib.sha256).digest()[:length]


def hpke_open(private, enc, info, aad, ciphertext):
    """The plaintext, or None."""
    if len(enc) != 32 or len(ciphertext) < 16:
        return None
    key = X25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    except ValueError:
        return None
    secret = _expand(_KEM, _extract(_KEM, b"", b"eae_prk", shared), b"shared_secret", enc + public, 32)
    context = b"\x00" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    base = _extract(_SUITE, secret, b"secret", b"")
    aead = AESGCM(_expand(_SUITE, base, b"key", context, 32))
    try:
        return aead.decrypt(_expand(_SUITE, base, b"base_nonce", context, 12), ciphertext, aad)
    except InvalidTag:
        return None

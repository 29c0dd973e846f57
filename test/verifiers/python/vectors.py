"""The single vectors of docs/vectors: one function for each kind of input."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive import read_zip
from canonical import (
    NotCanonical, Refused, from_base64, from_base64url, jcs, pae, parse_canonical, sha256, sha256_hex, to_base64url,
)
from commission import Uncomputable, compute
from exchange import FileKey, Reader, counting, open_attachment, open_file
from note import check_proof, parse_checkpoint, parse_note, parse_vkey
from pack import check_commitment, check_opening_form, read_checkpoint, read_manifest
from referral import invitation_proof_ok
from register import key_in_order
from schema import read_record
from signatures import KeyStatement, assertion_ok, ed25519_verify, record_signature_ok
from trust import parse_trust


def _jcs(given):
    try:
        parse_canonical(bytes.fromhex(given["hex"]))
    except NotCanonical:
        raise Refused("not-canonical") from None


def _base64(given):
    data = (from_base64 if given["alphabet"] == "base64" else from_base64url)(given["text"])
    if data is None:
        raise Refused("not-base64")
    return data.hex()


def _pae(given):
    return pae(given["type"], bytes.fromhex(given["body"])).hex()


def _ed25519(given):
    public, signature, message = (bytes.fromhex(given[m]) for m in ("publicKey", "signature", "message"))
    if not ed25519_verify(public, signature, message):
        raise Refused("signature.invalid")


def _record(given):
    return {"event": read_record(from_base64(given["record"])).hash}


def _key(part, use, **more):
    spki = from_base64url(part["spki"])
    return KeyStatement(use, part.get("key", sha256_hex(spki)), spki, part["alg"], part["credential"], **more)


def _signature(given):
    if not record_signature_ok(read_record(from_base64(given["record"])), _key(given["key"], "sign")):
        raise Refused("signature.invalid")


def _assertion(given):
    event, key = read_record(from_base64(given["record"])), given["key"]
    if key is None or key["use"] != "passkey" or given["person"] is None or key["person"] != given["person"]:
        raise Refused("assertion.key")
    if not assertion_ok(event, _key(key, "passkey")):
        raise Refused("assertion.invalid")


def _key_proof(given):
    claim, part = given["claim"], given["key"]
    key = _key(part, claim["use"], practice=claim["practice"], person=claim["person"], desk=claim["desk"])
    if part["key"] != sha256_hex(key.spki) or claim["key"] != part["key"] or not key_in_order(key, given["proof"]):
        raise Refused("key.proof")


def _invite(given):
    seed = sha256(b"flip360 invite v1" + bytes.fromhex(given["salt"]) + given["code"].encode("utf-8"))
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    if to_base64url(public) != given["key"] or not invitation_proof_ok(given["key"], given["claim"], given["proof"]):
        raise Refused("client.invitation")


def _exchange(given):
    data = from_base64(given["file"])
    if "pad" in given:
        data = data[:-1] + b"A" * given["pad"] + b"\n"
    key = given["key"]
    if key is not None:
        key = FileKey(from_base64url(key["spki"]), key["use"], key["practice"], key["desk"], key["status"] != "current", key.get("since", ""))
    reader = Reader(given["net"], given["practice"], bytes.fromhex(given["sealKey"]), given["sender"], key, given["introduced"])
    opened = open_file(data, reader)
    return {"body": opened.plaintext.decode("utf-8"), "id": opened.id}


def _attachment(given):
    plaintext = open_attachment(given["attachment"], given["from"], given["to"], bytes.fromhex(given["sealKey"]))
    openings, documents = counting(plaintext, given["net"], set(given["named"]), given["batch"])
    return {"documents": documents, "openings": openings}


def _opening(given):
    check_opening_form(given["opening"])
    check_commitment(given["opening"], given["net"])


def _calculation(given):
    try:
        result = compute(given["rule"], given["trigger"], given["number"], given["earlierCommission"], given["gst"])
    except Uncomputable as e:
        raise Refused(str(e)) from None
    return jcs(result).decode("utf-8")


def _trust(given):
    parse_trust(given["trust"].encode("utf-8"))


def _zip(given):
    return {path: data.hex() for path, data in read_zip(from_base64(given["zip"])).items()}


def _manifest(given):
    return [path for _, path in read_manifest(from_base64(given["manifest"]), parse_vkey(given["key"]))]


def _checkpoint(given):
    read_checkpoint(from_base64(given["checkpoint"]), parse_vkey(given["key"]), given["claim"])


def _proof(given):
    checkpoint = from_base64(given["checkpoint"])
    _, size, root = parse_checkpoint(parse_note(checkpoint).text)
    check_proof(from_base64(given["proof"]), checkpoint, given["index"], given["event"], size, root)


_KINDS = {
    "jcs.json": _jcs, "base64.json": _base64, "pae.json": _pae, "ed25519-edge.json": _ed25519, "record.json": _record,
    "signature.json": _signature, "assertion.json": _assertion, "key-proof.json": _key_proof, "invite.json": _invite,
    "exchange.json": _exchange, "attachment.json": _attachment, "opening.json": _opening, "calculation.json": _calculation, "trust.json": _trust, "zip.json": _zip,
    "manifest.json": _manifest, "checkpoint.json": _checkpoint, "proof.json": _proof,
}


def judge(file, given):
    """(`ok` or the named failure, output) of one input of a vector file."""
    if file not in _KINDS:
        return "no such kind of vector", None
    try:
        return "ok", _KINDS[file](given)
    except Refused as e:
        return e.code, None

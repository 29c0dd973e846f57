"""Exchange files and attachments (docs/protocol.md section 10)."""

from collections import namedtuple

from canonical import (
    NotCanonical, Refused, from_base64, from_base64url, is_hash, jcs, pae, parse_canonical, payload_type, sha256_hex,
)
from hpke import hpke_open
from note import inclusion_ok, leaf_hash
from pack import check_commitment
from schema import SCHEMAS, fits, read_envelope
from signatures import ed25519_of_spki, ed25519_verify

_MOST = 64 * 1024 * 1024

# What a register states of the key of a file; `gone`: revoked or retired; `since`: of a recovery, else empty.
FileKey = namedtuple("FileKey", "spki use practice desk gone since")
# `sender`: the register has the practice of `from`; `introduced`: it states `key` only with the records of the file itself.
Reader = namedtuple("Reader", "net practice seal_key sender key introduced")
Opened = namedtuple("Opened", "id header plaintext body")


def _split(data):
    lines = data.split(b"\n")
    if len(lines) != 4 or lines[3] != b"" or lines[0] != b"flip360-exchange/1":
        raise Refused("exchange.syntax")
    return lines[1], lines[2]


def _check_key(reader, header, signature, message):
    key = reader.key
    if not reader.sender:
        raise Refused("exchange.sender-unknown")
    if key is None or key.use != "desk" or key.practice != header["from"] or key.desk != header["desk"]:
        raise Refused("exchange.key-unknown")
    if header["at"] < key.since:
        raise Refused("exchange.key-unknown")
    if key.gone:
        raise Refused("exchange.key-revoked")
    public = ed25519_of_spki(key.spki)
    if public is None or sha256_hex(key.spki) != signature["keyid"]:
        raise Refused("exchange.signature")
    if not ed25519_verify(public, from_base64url(signature["sig"]), message):
        raise Refused("exchange.signature")


def _seen_in_form(seen):
    whole = (isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in seen.values())
    return all(is_hash(stream) for stream in seen) and all(whole)


def _read(plaintext, schema, code):
    try:
        value = parse_canonical(plaintext)
    except NotCanonical as e:
        raise Refused(code, str(e)) from None
    if len(plaintext) > _MOST or not fits(SCHEMAS[schema], value):
        raise Refused(code)
    return value


def open_file(data, reader):
    """Checks 1 to 15 of section 10.1; raises Refused."""
    if len(data) > _MOST:
        raise Refused("exchange.too-large")
    record, text = _split(data)
    kind = payload_type("exchange")
    try:
        signature, payload_bytes, header = read_envelope(record, kind)
    except Refused as e:
        raise Refused("exchange.record", e.code) from None
    if signature["alg"] != "ed25519":
        raise Refused("exchange.record", "alg")
    if not fits(SCHEMAS["exchangeHeader"], header):
        raise Refused("exchange.header")
    ciphertext = from_base64(text.decode("ascii")) if text.isascii() else None
    if ciphertext is None:
        raise Refused("exchange.syntax", "base64")
    if sha256_hex(ciphertext) != header["body"]:
        raise Refused("exchange.body-hash")
    if header["net"] != reader.net:
        raise Refused("exchange.other-network")
    if header["from"] == reader.practice:
        raise Refused("exchange.own-file")
    if header["to"] != reader.practice:
        raise Refused("exchange.other-practice")
    message = pae(kind, payload_bytes)
    late = reader.introduced or reader.key is None
    if not late:
        _check_key(reader, header, signature, message)
    enc = from_base64url(header["enc"])
    aad = jcs({name: header[name] for name in ("desk", "from", "net", "seq", "to")})
    plaintext = None if enc is None else hpke_open(reader.seal_key, enc, b"flip360 exchange v1", aad, ciphertext)
    if plaintext is None:
        raise Refused("exchange.seal")
    body = _read(plaintext, "exchangeBody", "exchange.body")
    if not _seen_in_form(body["seen"]):
        raise Refused("exchange.body", "seen")
    if late:
        _check_key(reader, header, signature, message)
    return Opened(sha256_hex(record), header, plaintext, body)


def open_attachment(attachment, sender, recipient, seal_key):
    """Section 10.2: the plaintext's value; raises Refused."""
    enc, body = from_base64url(attachment["enc"]), from_base64(attachment["body"])
    aad = jcs({"event": attachment["event"], "from": sender, "to": recipient})
    plaintext = None
    if enc is not None and body is not None:
        plaintext = hpke_open(seal_key, enc, b"flip360 attachment v1", aad, body)
    if plaintext is None:
        raise Refused("attachment.seal")
    return _read(plaintext, "attachment", "attachment.body")


def _opens(opening, net):
    if from_base64url(opening["salt"]) is None:
        return False
    try:
        check_commitment(opening, net)
    except Refused:
        return False
    return True


def _in_batch(line, batch):
    if batch is None or line["size"] != batch["lines"]:
        return False
    proof = [bytes.fromhex(part) for part in line["proof"]]
    leaf = leaf_hash(bytes.fromhex(line["commitment"]))
    return inclusion_ok(line["index"], line["size"], leaf, proof, bytes.fromhex(batch["root"]))


def counting(plaintext, net, named, batch):
    """(commitments of the openings, names of the documents) that count."""
    lines = {line["commitment"]: line for line in plaintext.get("lines", [])}
    openings, hashes = [], set()
    for opening in plaintext["openings"]:
        commitment, purpose = opening["commitment"], opening["for"]
        proven = purpose == "batch-line" and commitment in lines and _in_batch(lines[commitment], batch)
        if not _opens(opening, net) or (commitment not in named and not proven):
            continue
        openings.append(commitment)
        if purpose == "document" and isinstance(opening["data"], dict) and isinstance(opening["data"].get("sha256"), str):
            hashes.add(opening["data"]["sha256"])
    documents = []
    for document in plaintext.get("documents", []):
        data = from_base64(document["bytes"])
        if data is not None and sha256_hex(data) in hashes:
            documents.append(document["name"])
    return openings, documents

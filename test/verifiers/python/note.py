"""Signed notes, checkpoints, proofs, Merkle trees (docs/protocol.md section 7; C2SP signed-note, tlog-checkpoint, tlog-proof)."""

import re

from canonical import Refused, from_base64, sha256
from signatures import ed25519_verify


class VerifierKey:
    """A C2SP verifier key of type 0x01."""

    def __init__(self, name, key_id, public):
        self.name = name
        self.key_id = key_id
        self.public = public


def _name_ok(name):
    return name != "" and "+" not in name and not any(c.isspace() for c in name)


def parse_vkey(text):
    """A VerifierKey, or None: strict base64, key id recomputed, Ed25519 only."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _name_ok(parts[0]) or re.fullmatch(r"[0-9a-f]{8}", parts[1]) is None:
        return None
    data = from_base64(parts[2])
    if data is None or len(data) != 33 or data[0] != 1:
        return None
    key_id = sha256(parts[0].encode("utf-8") + b"\n" + data)[:4]
    return VerifierKey(parts[0], key_id, data[1:]) if key_id.hex() == parts[1] else None


class Note:
    """`text` with its final line feed, and the signature lines as (name, key id, signature)."""

    def __init__(self, text, lines):
        self.text = text
        self.lines = lines

    def by(self, key):
        """Signatures of the lines that name this key."""
        return [sig for name, key_id, sig in self.lines if name == key.name and key_id == key.key_id]

    def verifies(self, key):
        """At least one line by the key, and each of them verifies."""
        found = self.by(key)
        return bool(found) and all(ed25519_verify(key.public, sig, self.text.encode("utf-8")) for sig in found)


def parse_note(data):
    """A Note in strict form, or None."""
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(c < " " and c != "\n" for c in whole):
        return None
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        return None
    text, block = whole[: at + 1], whole[at + 2 :]
    if block == "":
        return None
    lines = []
    for line in block[:-1].split("\n"):
        if not line.startswith("\u2014 "):
            return None
        parts = line[2:].split(" ")
        if len(parts) != 2 or not _name_ok(parts[0]):
            return None
        sig = from_base64(parts[1])
        if sig is None or len(sig) < 5:
            return None
        lines.append((parts[0], sig[:4], sig[4:]))
    return Note(text, lines)


def parse_decimal(text):
    """An ASCII decimal without sign or leading zero, or None."""
    return int(text) if len(text) <= 16 and re.fullmatch(r"0|[1-9][0-9]*", text) else None


def parse_checkpoint(text):
    """(origin, size, root bytes) of a three-line text, or None."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] != "" or not _name_ok(lines[0]):
        return None
    size, root = parse_decimal(lines[1]), from_base64(lines[2])
    if size is None or root is None or len(root) != 32 or (size == 0 and root != sha256(b"")):
        return None
    return lines[0], size, root


def leaf_hash(entry):
    """RFC 6962 leaf."""
    return sha256(b"\x00" + entry)


def inclusion_ok(index, size, leaf, proof, root):
    """RFC 9162 section 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r)
            while fn & 1 == 0 and fn != 0:
                fn >>= 1
                sn >>= 1
        else:
            r = sha256(b"\x01" + r + p)
        fn >>= 1
        sn >>= 1
    return sn == 0 and r == root


def check_proof(data, checkpoint, name_index, event_hash, size, root):
    """Check 16 of section 12.1 for one file; raises Refused."""
    head, found, rest = data.partition(b"\n\n")
    try:
        data.decode("utf-8")
        lines = head.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Refused("proof.syntax") from None
    if not found or len(lines) < 2 or lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("index "):
        raise Refused("proof.syntax")
    index = parse_decimal(lines[1][6:])
    hashes = [from_base64(line) for line in lines[2:]]
    if index is None or any(h is None or len(h) != 32 for h in hashes):
        raise Refused("proof.syntax")
    if rest != checkpoint:
        raise Refused("proof.checkpoint")
    if index != name_index:
        raise Refused("proof.index")
    if not inclusion_ok(index, size, leaf_hash(bytes.fromhex(event_hash)), hashes, root):
        raise Refused("proof.inclusion")

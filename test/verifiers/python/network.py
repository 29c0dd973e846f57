"""Network proof of a pack (docs/protocol.md sections 12.1 check 27, 12.4, 14.7). Time-stamps are judged by the openssl program."""

import os
import re
import subprocess
import tempfile

from canonical import Refused, sha256, sha256_hex
from note import check_proof, parse_checkpoint, parse_decimal, parse_note
from signatures import ed25519_verify

PROOF = re.compile(r"network/([0-9]{8})\.tlog-proof")
CHECKPOINT, TIME_STAMP = "network/checkpoint", "network/time-stamp.tsr"


def is_network_path(path):
    """True for a file of the table in section 12."""
    return path in (CHECKPOINT, TIME_STAMP) or PROOF.fullmatch(path) is not None


def check_files(files, claims, events):
    """Check 27: the note when the pack is of version 2, else None; raises Refused."""
    present = [path for path in files if is_network_path(path)]
    claim = claims.get("network")
    if (claims["v"] == 2) != (claim is not None):
        raise Refused("network.claim", "v")
    if claim is None:
        if present:
            raise Refused("network.files", present[0])
        return None
    if CHECKPOINT not in files:
        raise Refused("network.files", CHECKPOINT)
    note = parse_note(files[CHECKPOINT])
    checkpoint = parse_checkpoint(note.text) if note is not None else None
    if checkpoint is None:
        raise Refused("network.checkpoint")
    origin, size, root = checkpoint
    proofs = sorted(path for path in present if PROOF.fullmatch(path))
    stated = {
        "origin": origin, "size": size, "root": root.hex(), "events": len(proofs), "timeStamped": TIME_STAMP in files,
    }
    if stated != claim:
        raise Refused("network.claim")
    hashes = {event.index: event.hash for event in events}
    for path in proofs:
        index = int(PROOF.fullmatch(path)[1])
        if index not in hashes:
            raise Refused("network.files", path)
        data = files[path]
        second = data.split(b"\n", 2)[1] if data.count(b"\n") > 1 else b""
        place = parse_decimal(second[6:].decode("ascii", "replace")) if second.startswith(b"index ") else None
        try:
            # The place is the file's own claim here: it is not that of the file's name.
            check_proof(data, files[CHECKPOINT], place, hashes[index], size, root)
        except Refused as e:
            code = {"proof.checkpoint": "network.proof-checkpoint", "proof.inclusion": "network.inclusion"}
            raise Refused(code.get(e.code, "network.proof-syntax"), path) from None
    return note


def places_of(files):
    """Where the network log holds events, by index in the pack's log; the proofs passed check 27."""
    found = {}
    for path, data in files.items():
        proof = PROOF.fullmatch(path)
        if proof is not None:
            found[int(proof[1])] = int(data.split(b"\n", 2)[1][6:])
    return found


def is_cosigned(note, trust):
    """Whether checks 1 and 2 of section 12.4 hold."""
    try:
        _cosigned(note, trust.policy)
    except Refused:
        return False
    return bool(trust.policy.logs)


def judge(files, note, trust):
    """Section 12.4 under a trust file; raises Refused."""
    if not trust.policy.logs:
        return
    _cosigned(note, trust.policy)
    digest = sha256(note.text.encode("utf-8"))
    if TIME_STAMP in files and trust.authorities and not _stamped(files[TIME_STAMP], digest, trust.authorities):
        raise Refused("network.time-stamp")


def _cosigned(note, policy):
    origin = parse_checkpoint(note.text)[0]
    text = note.text.encode("utf-8")
    logged, cosigned = False, set()
    for name, key_id, sig in note.lines:
        for log in policy.logs:
            if (name, key_id) == log[:2]:
                if not ed25519_verify(log[2], sig, text):
                    raise Refused("network.log", name)
                logged = logged or name == origin
        for place, witness in enumerate(policy.witnesses):
            if (name, key_id) == witness[:2]:
                time = int.from_bytes(sig[:8], "big")
                message = b"cosignature/v1\ntime %d\n" % time + text
                if len(sig) != 72 or time >= 2**63 or not ed25519_verify(witness[2], sig[8:], message):
                    raise Refused("network.log", name)
                cosigned.add(place)
    if not logged:
        raise Refused("network.log", origin)
    if policy.met(set(), policy.quorum) or not policy.met(cosigned, policy.quorum):
        raise Refused("network.quorum")


def _run(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, check=False)


def _stamped(reply, digest, pinned):
    """True when openssl accepts the reply over the digest by a chain to a pinned certificate."""
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        with open(at("reply"), "wb") as f:
            f.write(reply)
        _run("ts", "-reply", "-in", at("reply"), "-token_out", "-out", at("token"))
        listed = _run("pkcs7", "-inform", "DER", "-in", at("token"), "-print_certs").stdout.decode("ascii", "replace")
        blocks = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", listed, re.DOTALL)
        trusted, others = [], []
        for block in blocks:
            with open(at("one"), "w", encoding="ascii") as f:
                f.write(block)
            der = _run("x509", "-in", at("one"), "-outform", "DER").stdout
            (trusted if sha256_hex(der) in pinned else others).append(block)
        if not trusted:
            return False
        for name, group in (("trusted", trusted), ("others", others)):
            with open(at(name), "w", encoding="ascii") as f:
                f.write("".join(group))
        chain = ["-untrusted", at("others")] if others else []
        verified = _run(
            "ts", "-verify", "-digest", digest.hex(), "-in", at("reply"), "-CAfile", at("trusted"), *chain,
            "-partial_chain", "-no_check_time",
        )
        return verified.returncode == 0

#!/usr/bin/python3
"""Independent verifier of Flip 360 evidence packs, after docs/protocol.md alone.

verify.py pack PATH [--trust FILE]   one JSON line with the three verdicts; exit code 1 on any named failure
verify.py packs                      the same for each JSON line {"path", "trust": text or null} of standard input
verify.py vectors DIR                one JSON line {"file", "name", "got", ...} for each vector
"""

import json
import os
import sys

sys.dont_write_bytecode = True

from canonical import NotCanonical, Refused, from_base64, from_base64url, pae, parse_canonical  # noqa: E402
from pack import verify_pack  # noqa: E402
from schema import read_record  # noqa: E402
from signatures import ed25519_verify  # noqa: E402


def _jcs(given):
    try:
        parse_canonical(bytes.fromhex(given["hex"]))
    except NotCanonical:
        return "not-canonical", None
    return "ok", None


def _base64(given):
    data = (from_base64 if given["alphabet"] == "base64" else from_base64url)(given["text"])
    return ("not-base64", None) if data is None else ("ok", data.hex())


def _pae(given):
    return "ok", pae(given["type"], bytes.fromhex(given["body"])).hex()


def _ed25519(given):
    public, signature, message = (bytes.fromhex(given[m]) for m in ("publicKey", "signature", "message"))
    return ("ok" if ed25519_verify(public, signature, message) else "signature.invalid"), None


def _record(given):
    try:
        event = read_record(from_base64(given["record"]))
    except Refused as e:
        return e.code, None
    return "ok", {"event": event.hash}


FILES = {
    "jcs.json": _jcs, "base64.json": _base64, "pae.json": _pae, "ed25519-edge.json": _ed25519, "record.json": _record,
}


def _print(value):
    print(json.dumps(value, ensure_ascii=False), flush=False)


def _vectors(folder):
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".json")):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            vectors = json.load(f)
        for i, vector in enumerate(vectors):
            line = {"file": name, "index": i, "name": vector["name"]}
            if name == "packs.json":
                trust = vector["trust"]
                got = verify_pack(os.path.join(folder, vector["file"]), None if trust is None else trust.encode("utf-8"))
                _print({**line, "got": got})
            elif name in FILES:
                got, output = FILES[name](vector["input"])
                _print({**line, "got": got, "output": output})
            else:
                _print({**line, "got": "no such kind of vector"})


def main(arguments):
    """Run the command line; returns the exit code."""
    if len(arguments) >= 2 and arguments[0] == "pack" and (len(arguments) == 2 or arguments[2:3] == ["--trust"]):
        trust = None
        if len(arguments) == 4:
            with open(arguments[3], "rb") as f:
                trust = f.read()
        verdict = verify_pack(arguments[1], trust)
        _print(verdict)
        return 0 if verdict["failure"] is None else 1
    if arguments == ["packs"]:
        for line in sys.stdin:
            asked = json.loads(line)
            trust = asked["trust"]
            _print(verify_pack(asked["path"], None if trust is None else trust.encode("utf-8")))
        return 0
    if len(arguments) == 2 and arguments[0] == "vectors":
        _vectors(arguments[1])
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

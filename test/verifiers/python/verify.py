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

from pack import verify_pack  # noqa: E402
from vectors import judge  # noqa: E402


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
            else:
                got, output = judge(name, vector["input"])
                _print({**line, "got": got, "output": output})


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

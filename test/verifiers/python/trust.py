"""The trust file (docs/protocol.md section 11; C2SP tlog-policy)."""

import re

from canonical import Refused, from_base64, sha256
from note import parse_vkey


class Trust:
    """Network, test mark, founding hash and root keys that a verifier was told out of band."""

    def __init__(self, network, test, net, roots, authorities, policy):
        self.network = network
        self.test = test
        self.net = net
        self.roots = roots
        self.authorities = authorities
        self.policy = policy


def parse_trust(data):
    """A Trust; raises Refused."""
    bad = Refused("trust.syntax")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise bad from None
    if not text.endswith("\n"):
        raise bad
    lines = text[:-1].split("\n")
    if len(lines) < 6 or lines[0] != "flip360-trust/1":
        raise bad
    network = re.fullmatch("network ([^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,200})", lines[1])
    test = re.fullmatch("test (true|false)", lines[2])
    net = re.fullmatch("net ([0-9a-f]{64})", lines[3])
    if not network or not test or not net:
        raise bad
    roots, at = [], 4
    while at < len(lines) and lines[at].startswith("root "):
        key = parse_vkey(lines[at][5:])
        if key is None or key.name != f"flip360/root/{len(roots) + 1}":
            raise bad
        roots.append(key.public)
        at += 1
    if not 1 <= len(roots) <= 3:
        raise bad
    authorities = []
    while at < len(lines) and lines[at].startswith("authority "):
        stated = lines[at][10:]
        if not re.fullmatch("[0-9a-f]{64}", stated) or len(authorities) == 16 or (authorities and authorities[-1] >= stated):
            raise bad
        authorities.append(stated)
        at += 1
    policy = _policy(lines[at:], bad)
    return Trust(network[1], test[1] == "true", net[1], roots, authorities, policy)


class Policy:
    """Logs and witnesses as (name, key id, public key), and the rule that cosignatures have to meet."""

    def __init__(self):
        self.logs = []
        self.witnesses = []
        # Of each name: None for `none`, the place of a witness, or (k, members).
        self.rules = {"none": None}
        self.quorum = None

    def met(self, cosigned, rule):
        """True when the places of the witnesses in `cosigned` meet a rule."""
        if rule is None:
            return True
        if isinstance(rule, int):
            return rule in cosigned
        return sum(self.met(cosigned, member) for member in rule[1]) >= rule[0]


# Types of signed-note keys: Ed25519 of a log, cosignature/v1 of a witness.
_TYPES = {"log": 1, "witness": 4}


def _policy(lines, bad):
    names, members, keys, quorums, entries = set(), set(), set(), 0, {}
    policy = Policy()

    def define(name):
        if name == "none" or name in names:
            raise bad
        names.add(name)

    def key(kind, text):
        parts = text.split("+", 2)
        data = from_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[0] != _TYPES[kind] or any(c.isspace() for c in parts[0]) or not parts[0]:
            raise bad
        if sha256(parts[0].encode("utf-8") + b"\n" + data)[:4].hex() != parts[1] or data[1:] in keys:
            raise bad
        keys.add(data[1:])
        return parts[0], bytes.fromhex(parts[1]), data[1:]

    for line in lines:
        if any(c < " " and c != "\t" or c == "\x7f" for c in line):
            raise bad
        items = [i for i in re.split(r"[ \t]+", line) if i]
        if not items or items[0].startswith("#"):
            continue
        kind = items[0]
        entries[kind] = entries.get(kind, 0) + 1
        if entries[kind] > 128:
            raise bad
        if kind == "log" and len(items) in (2, 3):
            policy.logs.append(key(kind, items[1]))
        elif kind == "witness" and len(items) in (3, 4):
            define(items[1])
            policy.rules[items[1]] = len(policy.witnesses)
            policy.witnesses.append(key(kind, items[2]))
        elif kind == "group" and len(items) >= 4:
            rest = items[3:]
            if any(m not in names or m in members for m in rest) or len(set(rest)) != len(rest):
                raise bad
            if items[2] not in ("all", "any") and not (
                re.fullmatch("[1-9][0-9]*", items[2]) and int(items[2]) <= len(rest)
            ):
                raise bad
            members.update(rest)
            define(items[1])
            needed = {"all": len(rest), "any": 1}.get(items[2]) or int(items[2])
            policy.rules[items[1]] = (needed, [policy.rules[m] for m in rest])
        elif kind == "quorum" and len(items) == 2:
            quorums += 1
            if items[1] != "none" and items[1] not in names:
                raise bad
            policy.quorum = policy.rules[items[1]]
        else:
            raise bad
    if quorums != 1:
        raise bad
    return policy

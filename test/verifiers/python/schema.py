"""The subset of JSON Schema that docs/schemas/events.v1.json uses, and the order of record checks (section 3)."""

import json
import os
import re

from canonical import NotCanonical, Refused, from_base64, from_base64url, is_hash, parse_canonical, payload_type, sha256_hex

_HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(_HERE, "..", "..", "..", "docs", "schemas", "events.v1.json"), encoding="utf-8") as _file:
    SCHEMAS = json.load(_file)

_KNOWN = {
    "type", "properties", "required", "additionalProperties", "enum", "const", "pattern",
    "maxLength", "minLength", "minimum", "maximum", "minItems", "maxItems", "items", "anyOf", "$comment",
}
_PATTERNS = {}


def _is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": _is_integer,
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


def _same(a, b):
    return type(a) is type(b) and a == b


def _matches(pattern, text):
    compiled = _PATTERNS.get(pattern)
    if compiled is None:
        compiled = _PATTERNS[pattern] = re.compile(pattern)
    return compiled.fullmatch(text) is not None


def fits(schema, value):
    """Whether the value satisfies the schema."""
    unknown = set(schema) - _KNOWN
    if unknown:
        raise AssertionError(f"schema keyword {unknown}")
    if "type" in schema and not _TYPES[schema["type"]](value):
        return False
    if "const" in schema and not _same(schema["const"], value):
        return False
    if "enum" in schema and not any(_same(item, value) for item in schema["enum"]):
        return False
    if "anyOf" in schema and not any(fits(item, value) for item in schema["anyOf"]):
        return False
    if isinstance(value, str):
        if "pattern" in schema and not _matches(schema["pattern"], value):
            return False
        if len(value) > schema.get("maxLength", len(value)) or len(value) < schema.get("minLength", 0):
            return False
    if _is_integer(value) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        if "items" in schema and not all(fits(schema["items"], item) for item in value):
            return False
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        if any(name not in value for name in schema.get("required", [])):
            return False
        for name, item in value.items():
            if name in properties:
                if not fits(properties[name], item):
                    return False
            elif schema.get("additionalProperties") is False:
                return False
    return True


def in_calendar(date):
    """Whether a date of the right form exists (proleptic Gregorian)."""
    year, month, day = int(date[0:4]), int(date[5:7]), int(date[8:10])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


class Event:
    """A record that passed section 3; `index` is its place in the log."""

    def __init__(self, data, payload_bytes, payload, signature, kind):
        self.data = data
        self.index = -1
        self.hash = sha256_hex(data)
        self.payload_bytes = payload_bytes
        self.payload = payload
        self.signature = signature
        self.payload_type = kind
        self.type = payload.get("type") if isinstance(payload, dict) else None
        self.known = self.type in SCHEMAS["events"]
        self.body = payload.get("body") if isinstance(payload, dict) else None
        self.about = payload.get("about", []) if isinstance(payload, dict) else []
        self.step = payload.get("step") if self.known else None
        self.keyid = signature["keyid"]

    @property
    def subject(self):
        """The first event this one speaks of, or None."""
        return self.about[0] if self.about else None


_WEBAUTHN = {"alg", "authenticatorData", "clientDataJSON", "credential", "keyid", "sig"}
_MEMBERS = {"ed25519": {"alg", "keyid", "sig"}, "webauthn-es256": _WEBAUTHN, "webauthn-rs256": _WEBAUTHN}


def read_envelope(data, expected):
    """Checks 1 to 9 of section 3: (signature, payload bytes, payload); raises Refused."""
    if len(data) > 65536:
        raise Refused("record.too-large")
    try:
        record = parse_canonical(data)
    except NotCanonical as e:
        raise Refused("record.not-canonical", str(e)) from None
    if not isinstance(record, dict) or set(record) != {"payload", "payloadType", "signatures"}:
        raise Refused("record.shape")
    payload64, kind, signatures = record["payload"], record["payloadType"], record["signatures"]
    if not isinstance(payload64, str) or not isinstance(kind, str):
        raise Refused("record.shape")
    if not isinstance(signatures, list) or len(signatures) != 1 or not isinstance(signatures[0], dict):
        raise Refused("record.shape")
    signature = signatures[0]
    if not isinstance(signature.get("alg"), str):
        raise Refused("record.shape")
    if signature["alg"] not in _MEMBERS:
        raise Refused("record.alg-unknown")
    if set(signature) != _MEMBERS[signature["alg"]]:
        raise Refused("record.shape")
    if not all(isinstance(v, str) for v in signature.values()) or not is_hash(signature["keyid"]):
        raise Refused("record.shape")
    payload_bytes = from_base64(payload64)
    if payload_bytes is None:
        raise Refused("record.base64")
    for name, value in signature.items():
        if name not in ("alg", "keyid") and from_base64url(value) is None:
            raise Refused("record.base64", name)
    if kind != expected:
        raise Refused("record.payload-type")
    if len(payload_bytes) > 32768:
        raise Refused("payload.too-large")
    try:
        payload = parse_canonical(payload_bytes)
    except NotCanonical as e:
        raise Refused("payload.not-canonical", str(e)) from None
    return signature, payload_bytes, payload


def read_record(data, expected=payload_type("event")):
    """Checks 1 to 14 of section 3; raises Refused."""
    signature, payload_bytes, payload = read_envelope(data, expected)
    if not fits(SCHEMAS["payload"], payload):
        raise Refused("payload.shape")
    if payload["stream"] != signature["keyid"]:
        raise Refused("payload.stream")
    if (payload["n"] == 0) != (payload["prev"] == "0" * 64):
        raise Refused("payload.prev")
    event = Event(data, payload_bytes, payload, signature, expected)
    if event.known:
        _check_known(event)
    return event


def _check_known(event):
    entry, payload = SCHEMAS["events"][event.type], event.payload
    if not fits(entry["body"], event.body):
        raise Refused("payload.body", event.type)
    least, most = entry["about"]
    if not least <= len(event.about) <= most or len(set(event.about)) != len(event.about):
        raise Refused("payload.body", "about")
    if ("referral" in payload) != entry["referral"]:
        raise Refused("payload.body", "referral")
    if payload.get("step") != entry.get("step"):
        raise Refused("payload.body", "step")
    if ("prevStep" in payload) != (entry.get("step", 0) >= 1):
        raise Refused("payload.body", "prevStep")
    if entry["asserted"] and "assertion" not in payload:
        raise Refused("payload.assertion")

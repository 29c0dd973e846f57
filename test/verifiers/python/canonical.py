"""Bytes: canonical JSON (docs/protocol.md section 2.1), strict base64 (section 1), DSSE encoding (section 2.2)."""

import base64
import hashlib
import json
import re

MAX_SAFE = 2**53 - 1
MAX_DEPTH = 16


class Refused(Exception):
    """A check that failed; `code` is its name in the protocol text."""

    def __init__(self, code, why=""):
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code
        self.why = why


class NotCanonical(Exception):
    """A value or a byte string outside canonical JSON."""


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _text(value):
    return '"' + "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'


def _write(value, depth, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE:
            raise NotCanonical("integer out of range")
        out.append(str(value))
    elif isinstance(value, str):
        out.append(_text(value))
    elif isinstance(value, (list, dict)):
        if depth == MAX_DEPTH:
            raise NotCanonical("too deep")
        if isinstance(value, list):
            out.append("[")
            for i, item in enumerate(value):
                if i:
                    out.append(",")
                _write(item, depth + 1, out)
            out.append("]")
        else:
            out.append("{")
            try:
                names = sorted(value, key=lambda name: name.encode("utf-16-be"))
            except UnicodeEncodeError:
                raise NotCanonical("lone surrogate") from None
            for i, name in enumerate(names):
                if name == "__proto__":
                    raise NotCanonical("__proto__")
                if i:
                    out.append(",")
                out.append(_text(name))
                out.append(":")
                _write(value[name], depth + 1, out)
            out.append("}")
    else:
        raise NotCanonical("not a JSON value of the protocol")


def jcs(value):
    """RFC 8785 bytes of a restricted value; raises NotCanonical."""
    out = []
    _write(value, 0, out)
    try:
        return "".join(out).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("lone surrogate") from None


def _refuse_number(text):
    raise NotCanonical("number " + text[:20])


def _integer(text):
    if len(text) > 17:
        raise NotCanonical("integer out of range")
    return int(text)


def parse_canonical(data):
    """The value of canonical bytes; raises NotCanonical."""
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=_refuse_number, parse_constant=_refuse_number, parse_int=_integer
        )
    except (ValueError, RecursionError):
        raise NotCanonical("not JSON") from None
    if jcs(value) != data:
        raise NotCanonical("other bytes")
    return value


def from_base64(text):
    """Strict RFC 4648 section 4 with padding; None when refused."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, UnicodeEncodeError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def from_base64url(text):
    """Strict RFC 4648 section 5 without padding; None when refused."""
    if re.fullmatch(r"[A-Za-z0-9_-]*", text) is None or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if to_base64url(data) == text else None


def to_base64url(data):
    """RFC 4648 section 5 without padding."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def sha256(data):
    """SHA-256, raw bytes."""
    return hashlib.sha256(data).digest()


def sha256_hex(data):
    """SHA-256 in lower-case hex: a hash of the protocol."""
    return hashlib.sha256(data).hexdigest()


def is_hash(value):
    """64 lower-case hex digits."""
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def pae(kind, body):
    """DSSE v1.0.2 pre-authentication encoding."""
    name = kind.encode("utf-8")
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def payload_type(name):
    """Media type of a payload of the protocol, e.g. `event`."""
    return f"application/vnd.flip360.{name}.v1+json"

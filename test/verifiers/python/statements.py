"""Keys as the events of a pack state them (docs/protocol.md section 12.1, check 17)."""

from datetime import datetime, timedelta

from canonical import from_base64url, sha256_hex
from signatures import KeyStatement


def recovery_since(event):
    """72 hours after a practice.recovered, in the time format of section 1; None for a time that a recovery cannot have."""
    text = event.payload["at"]
    if not "2000" <= text < "3000":
        return None
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ") + timedelta(hours=72)
    except ValueError:
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + text[20:23] + "Z"


def stated_by(event):
    """Keys that a register event states, in the order of its body, without judging them."""
    b, at = event.body, event.index
    out = []

    def add(use, part, keyid=None, **more):
        spki = from_base64url(part["spki"])
        if spki is not None and (keyid is None or keyid == sha256_hex(spki)):
            alg = part.get("alg", "ed25519")
            out.append(KeyStatement(use, sha256_hex(spki), spki, alg, part.get("credential"), index=at, body=b, **more))

    if event.type == "registrar.appointed":
        for root in b["roots"]:
            add("root", root)
        add("registrar", b["registrar"], b["registrar"]["key"])
    elif event.type == "registrar.replaced":
        add("registrar", b["registrar"], b["registrar"]["key"])
    elif event.type == "practice.registered":
        person = b["person"]["person"]
        add("sign", b["personKey"], b["personKey"]["key"], practice=b["practice"], person=person, desk=b["desk"])
        add("desk", b["deskKey"], b["deskKey"]["key"], practice=b["practice"], desk=b["desk"])
    elif event.type == "practice.recovered":
        add("sign", b["personKey"], b["personKey"]["key"], practice=b["practice"], person=b["person"], desk=b["desk"])
        add("desk", b["deskKey"], b["deskKey"]["key"], practice=b["practice"], desk=b["desk"])
        for key in out:
            key.since = recovery_since(event) or ""
    elif event.type == "key.registered":
        add(b["use"], b, b["key"], practice=b["practice"], person=b["person"], desk=b["desk"])
    return out


def client_key(event):
    """The key that a first event states for its own stream, or None."""
    if not event.known or event.payload["n"] != 0 or "clientKey" not in event.body:
        return None
    part = event.body["clientKey"]
    spki = from_base64url(part["spki"])
    if spki is None or sha256_hex(spki) != event.keyid:
        return None
    key = KeyStatement("client", event.keyid, spki, part["alg"], part.get("credential"), index=event.index, body=part)
    key.referral = event.payload.get("referral")
    key.first = event
    return key


def stated_keys(events):
    """Map of key id to the first statement; a client's after all others."""
    keys = {}
    for event in events:
        if event.known:
            for key in stated_by(event):
                keys.setdefault(key.keyid, key)
    for event in events:
        key = client_key(event)
        if key is not None:
            keys.setdefault(key.keyid, key)
    return keys

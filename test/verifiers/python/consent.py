"""Consents outside a referral (docs/protocol.md section 6.6), and what happens to any consent afterwards."""

from canonical import Refused
from schema import SCHEMAS

ROOTS = ("consent.granted", "standing.granted", "standing.refused")
VERSIONS = ("consent.granted", "standing.granted", "consent.amended")
ANSWERS = {
    "standing.delivered": ("standing.used",),
    "disclosure.deleted": ("standing.used", "consent.used"),
    "introduction.answered": ("introduction.offered",),
}


def of_consent(event):
    """Whether an event is of section 6.6."""
    return event.known and SCHEMAS["events"][event.type]["consent"]


def consent_of(events, event):
    """The root of the consent that an event is, or speaks of; or None."""
    hops = 0
    while event is not None and event.known and hops <= 64:
        if event.type in ROOTS:
            return event
        hops += 1
        event = events.get(event.body["consents"][0] if event.type == "consent.used" else event.subject)
    return None


def label_of(root):
    """What commitments and invitation proofs of a consent are bound to."""
    return root.payload["referral"] if root.type == "consent.granted" else root.body["consent"]


def holders(events, root):
    """Practices that speak for the person."""
    if root.type != "consent.granted":
        return (root.body["discloser"],)
    intent = events.reached(root)
    return () if intent is None else (intent.body["referrer"], intent.body["receiver"])


def _subject(events, event, also=()):
    """The consent that all of `about` are versions of, or None."""
    root = consent_of(events, event)
    for position, name in enumerate(event.payload.get("about", ())):
        named = events.get(name)
        fits = named is not None and (named.type in VERSIONS or (position > 0 and named.type in also))
        if not fits or root is None or consent_of(events, named) is not root:
            return None
    return root


def may_on_consent(events, author, event):
    """Section 5.5 for the types of section 6.6."""
    kind, b, client = event.type, event.body, author.kind == "client"
    if not client and "artefact" in b and b["artefact"] is None:
        return False
    if kind in ("standing.granted", "standing.refused"):
        return client or author.practice == b["discloser"]
    if kind in ("standing.used", "introduction.offered"):
        return all(_rests_on(events, author, b, name) for name in event.payload["about"])
    if kind in ANSWERS:
        subject = events.get(event.subject)
        return subject is not None and subject.type in ANSWERS[kind] and subject.body["recipient"] == author.practice
    if kind == "standing.invited" and not event.payload.get("about"):
        return True
    root = _subject(events, event, ("consent.narrowed",) if kind == "consent.amended" else ())
    if root is None:
        return False
    if kind == "standing.invited":
        return author.practice in holders(events, root)
    if kind == "consent.amended":
        if root.type == "standing.refused" or b["purpose"] != root.body["purpose"]:
            return False
        if not set(b["recipients"]) <= set(root.body["recipients"]):
            return False
        return client or author.practice in holders(events, root)
    if kind == "standing.withdrawn" and root.type != "standing.granted":
        return False
    return client or author.practice in (*holders(events, root), *root.body["recipients"])


def _rests_on(events, author, body, name):
    version = events.get(name)
    if version is None or version.type not in VERSIONS:
        return False
    root = consent_of(events, version)
    if root is None or root.type != "standing.granted" or root.body["discloser"] != author.practice:
        return False
    return body["recipient"] in version.body["recipients"]


def check_client(referral, event, proof_ok):
    """Client key and invitation of one event about a consent; raises Refused."""
    events, stated = referral.events, referral.keys[event.keyid]
    if ("clientKey" in event.body) != (event.payload["n"] == 0):
        raise Refused("client.key", "clientKey outside a first event")
    root = consent_of(events, event)
    first = consent_of(events, stated.first) if of_consent(stated.first) else None
    bound = stated.referral if first is None else label_of(first)
    if root is None or bound != label_of(root):
        raise Refused("client.key", "another consent")
    key = stated.body
    if (key["kind"] == "software") != (key["alg"] == "ed25519"):
        raise Refused("client.key", "kind")
    if (key["device"]["practice"] is None) != (key["device"]["owner"] == "client"):
        raise Refused("client.key", "device")
    if "invite" not in event.body:
        return
    label = label_of(root)
    invitation = events.get(event.body["invite"], "standing.invited")
    if invitation is None or invitation.index >= event.index or invitation.body["consent"] != label:
        raise Refused("client.invitation", event.hash)
    signer = referral.practice_person(invitation)
    if signer is None or signer[0] not in holders(events, root):
        raise Refused("client.invitation", event.hash)
    claim = {"invite": invitation.hash, "key": event.keyid, "referral": label, "step": 1}
    if not proof_ok(invitation.body["key"], claim, event.body["inviteProof"]):
        raise Refused("client.invitation", event.hash)

"""One referral in a pack (docs/protocol.md section 6): spine, client keys, invitations, consents, completeness."""

from canonical import Refused, from_base64url, jcs, pae, payload_type
from consent import check_client, of_consent
from signatures import ed25519_verify

CONSENT, REFUSAL, ACK, OUTCOME = "consent.granted", "consent.refused", "referral.acknowledgement", "referral.outcome"
WITHDRAWAL = "consent.withdrawn"


def invitation_proof_ok(key, claim, proof):
    """Section 6.3: the proof, by the invitation's key, that a client answers it."""
    public, sig = from_base64url(key), from_base64url(proof) if proof is not None else None
    return public is not None and sig is not None and ed25519_verify(public, sig, pae(payload_type("invite"), jcs(claim)))


class Events:
    """The events of a pack by hash and in index order."""

    def __init__(self, ordered):
        self.ordered = ordered
        self.by_signer = sorted(ordered, key=lambda event: (event.payload["at"], event.hash))
        self.by_hash = {event.hash: event for event in ordered}

    def get(self, event_hash, kind=None):
        """The event of that hash (and type), or None."""
        event = self.by_hash.get(event_hash)
        return event if event is not None and (kind is None or event.type == kind) else None

    def reached(self, event):
        """The intent an event reaches (section 6.1), or None."""
        hops = 0
        while event is not None and event.known and not of_consent(event):
            if event.type == "referral.intent":
                return event
            if hops == 16:
                return None
            hops += 1
            event = self.by_hash.get(event.payload.get("prevStep", event.subject))
        return None


class Referral:
    """The intent of a pack with everything that reaches it."""

    def __init__(self, events, intent, keys):
        self.events = events
        self.intent = intent
        self.keys = keys
        self.referrer = intent.body["referrer"]
        self.receiver = intent.body["receiver"]
        self.reaching = [e for e in events.ordered if e.known and events.reached(e) is intent]
        self.spine = self._spine()

    def practice_person(self, event):
        """(practice, person) when a member's person signed the event, else None."""
        key = self.keys.get(event.keyid)
        return (key.practice, key.person) if key is not None and key.use == "sign" else None

    def by_client(self, event):
        """Whether the pack states the signer's key as a client's."""
        key = self.keys.get(event.keyid)
        return key is not None and key.use == "client"

    def _path(self, event):
        """Events from the intent up to this step event, or None when there is no such path."""
        path = [event]
        while path[0].step != 0:
            below = self.events.get(path[0].payload["prevStep"])
            if below is None or below.step != path[0].step - 1:
                return None
            path.insert(0, below)
        return path if path[0] is self.intent else None

    def _spine(self):
        for step in (4, 3, 2, 1):
            for event in self.events.ordered:
                if event.step == step:
                    path = self._path(event)
                    if path is not None:
                        return path
        return [self.intent]

    def check(self):
        """The rows of section 6.4; raises Refused."""
        for event in self.reaching:
            self._check_event(event)
        for event in self.events.ordered:
            if of_consent(event) and self.by_client(event):
                check_client(self, event, invitation_proof_ok)

    def _check_event(self, event):
        intent = self.intent
        if "referral" in event.payload and event.payload["referral"] != intent.payload["referral"]:
            raise Refused("spine.label", event.hash)
        if event.step:
            below = self.events.get(event.payload["prevStep"])
            if below is None or below.step != event.step - 1:
                raise Refused("spine.link", event.hash)
        if event.step is not None:
            if event.step in (1, 4):
                right = self.by_client(event)
            else:
                signer = self.practice_person(event)
                right = signer is not None and signer[0] == (self.referrer if event.step == 0 else self.receiver)
            if not right:
                raise Refused("spine.party", event.hash)
        if self.by_client(event):
            self._check_client_key(event)
            if event.type in (CONSENT, REFUSAL, ACK, OUTCOME) or (event.type == WITHDRAWAL and event.payload["n"] == 0):
                self._check_invitation(event)
        if event.type in (ACK, OUTCOME) and event.body["client"] != intent.body["client"]:
            raise Refused("client.commitment", event.hash)
        if event.type == ACK:
            self._check_consents(event)
        if event.type == "referral.intake" and event.body["rule"] != intent.body["rule"]["hash"]:
            raise Refused("rule.pinned", event.hash)

    def _check_client_key(self, event):
        stated = "clientKey" in event.body
        if stated != (event.payload["n"] == 0):
            raise Refused("client.key", "clientKey outside a first event")
        key = self.keys[event.keyid].body
        if (key["kind"] == "software") != (key["alg"] == "ed25519"):
            raise Refused("client.key", "kind")
        if (key["device"]["practice"] is None) != (key["device"]["owner"] == "client"):
            raise Refused("client.key", "device")
        if event.payload.get("referral") != self.keys[event.keyid].referral:
            raise Refused("client.key", "another referral")
        if event.type == WITHDRAWAL:
            self._check_replacement(event)
        if event.type == OUTCOME:
            path = self._path(event)
            acknowledged = path[1].keyid if path is not None else None
            if event.body["replaces"] != (None if acknowledged == event.keyid else acknowledged):
                raise Refused("client.key", "replaces")

    def _check_replacement(self, event):
        new = event.payload["n"] == 0
        if any((name in event.body) != new for name in ("invite", "inviteProof", "replaces")):
            raise Refused("client.key", "replacement outside a first event")
        if new:
            given = self.events.get(event.subject, CONSENT)
            if given is None or given.body["invite"] is None or given.keyid != event.body["replaces"]:
                raise Refused("client.key", "replaces")

    def _is_for(self, event, invitation):
        subject = self.events.get(invitation.subject, CONSENT)
        if event.type != WITHDRAWAL:
            return subject is None
        if subject is None or subject.hash != event.subject:
            return False
        first = self.events.get(subject.body["invite"], "client.invited")
        return first is not None and first.body["contactPoint"] == invitation.body["contactPoint"]

    def _check_invitation(self, event):
        body, label = event.body, event.payload["referral"]
        invitation = self.events.get(body["invite"], "client.invited")
        step = 4 if event.type == OUTCOME else 1
        if invitation is None or invitation.payload["referral"] != label or invitation.index >= event.index:
            raise Refused("client.invitation", event.hash)
        if not self._is_for(event, invitation):
            raise Refused("client.invitation", event.hash)
        signer = self.practice_person(invitation)
        if signer is None or signer[0] not in (self.referrer, self.receiver) or invitation.body["step"] != step:
            raise Refused("client.invitation", event.hash)
        claim = {"invite": invitation.hash, "key": event.keyid, "referral": label, "step": step}
        if not invitation_proof_ok(invitation.body["key"], claim, body["inviteProof"]):
            raise Refused("client.invitation", event.hash)

    def _check_consents(self, event):
        intent, at = self.intent, event.payload["at"]
        for consent_hash in event.body["consents"]:
            consent = self.events.get(consent_hash, CONSENT)
            if (
                consent is None
                or consent.subject != intent.hash
                or consent.body["client"] != intent.body["client"]
                or self.receiver not in consent.body["recipients"]
                or consent.body["purpose"] != intent.body["purpose"]
                or not consent.body["validFrom"] <= at < consent.body["validUntil"]
            ):
                raise Refused("consent.scope", consent_hash)

    def agrees(self, practice, event):
        """Whether the latest attestation by a person of the practice about the event agrees."""
        latest = False
        for e in self.events.by_signer:
            if e.type == "attestation" and e.subject == event.hash:
                signer = self.practice_person(e)
                if signer is not None and signer[0] == practice:
                    latest = e.body["agrees"]
        return latest

    def counting(self):
        """The counting statement (section 8), or None."""
        if len(self.spine) < 4:
            return None
        settlement, found = self.spine[3], None
        for e in self.events.by_signer:
            if e is settlement or (e.type == "settlement.corrected" and e.subject == settlement.hash):
                if self.agrees(self.referrer, e):
                    found = e
        return found

    def entitlement(self):
        """The entitlement of the counting statement, or None."""
        statement = self.counting()
        if statement is None:
            return None
        return next(
            (e for e in self.events.by_signer if e.type == "entitlement.computed" and e.subject == statement.hash), None
        )

    def missing(self):
        """What section 12.3 still asks for; empty when the referral is complete."""
        if len(self.spine) < 5:
            return ["handshakes"]
        out, outcome = [], self.spine[4]
        if any(e.step == 4 and e is not outcome and self._path(e) for e in self.events.ordered):
            out.append("one outcome only")
        if self.counting() is None:
            out.append("counting statement")
        if outcome.body["replaces"] is not None:
            out += [f"attestation by {p}" for p in (self.referrer, self.receiver) if not self.agrees(p, outcome)]
        for event in (self.spine[1], outcome):
            device = self.keys[event.keyid].body["device"]
            if device["owner"] != "desk" or (event.step == 1 and device["practice"] == self.referrer):
                continue
            for party in (self.referrer, self.receiver):
                if party != device["practice"] and not self.agrees(party, event):
                    out.append(f"attestation by {party}")
        return out

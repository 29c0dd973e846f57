"""The register and who may sign what (docs/protocol.md section 5), as a timeline over the log indexes of a pack."""

from canonical import Refused, from_base64url, sha256_hex
from consent import may_on_consent, of_consent
from note import parse_vkey
from schema import SCHEMAS
from signatures import key_proof_ok
from statements import recovery_since, stated_by

REGISTER_TYPES = tuple(
    t for t in SCHEMAS["events"]
    if t.startswith((
        "registrar.", "practice.", "person.", "key.", "rule.", "membership.", "vertical.", "product.", "community.",
        "partner.", "honour.", "training.",
    )) or t in ("role.changed", "till.assigned")
)


class Author:
    """Who signed an event. `kind`: root, registrar, desk, person or client."""

    def __init__(self, kind, key=None, roles=()):
        self.kind = kind
        self.key = key
        self.practice = key.practice if key is not None else None
        self.person = key.person if key is not None else None
        self.roles = roles


class Moment:
    """Where an event stands against the register (section 5.4): statements go by index, what ends or changes something by place."""

    def __init__(self, register, event):
        self.register, self.event, self.index = register, event, event.index

    def after(self, entry):
        """Whether the register event with this index stands before this event."""
        if entry == self.index:
            return False
        other = self.register.places.get(entry)
        own = self.register.position(self.event) if other is not None else None
        return entry < self.index if own is None else other <= own


class OwnPlace:
    """The moment of an event by its own place alone."""

    def __init__(self, register, event):
        self.register, self.index = register, event.index

    def after(self, entry):
        return entry != self.index and self.register.stands_before(entry, self.index)


class Register:
    """State after the register events applied so far; every question names a position."""

    def __init__(self, founding, events, places):
        self.founding = founding
        self.places = places  # index in the pack's log: place in the network log, as far as it is believed
        self.events = events
        self.office = founding.body["office"]
        self.keys = {}
        self.practices = {}
        self.people = {}
        self.stated_people = set()
        self.roles = []
        self.left = {}  # of each, every index
        self.tills = []
        self.standing = []  # (index, practice, status)
        self.note_keys = []  # (practice, desk, log, pack, since when; empty for always)
        self.votes = {}
        self.registrar = None

    # -- statements

    def _state(self, keys):
        for key in keys:
            self.keys.setdefault(key.keyid, key)

    def apply(self, event):
        """Take in a register event that passed its checks."""
        b, at = event.body, event.index
        if event is self.founding:
            self._state(stated_by(event))
            self.registrar = b["registrar"]["key"]
        elif event.type == "registrar.replaced":
            self._vote(event)
        elif event.type == "practice.registered":
            if b["practice"] not in self.practices:
                self._state(stated_by(event))
                self.practices[b["practice"]] = event
                self._person(at, b["practice"], b["person"])
                self._notes(b)
        elif event.type == "practice.recovered":
            self._state(stated_by(event))
            self._notes(b, recovery_since(event))
        elif event.type == "person.registered":
            self._person(at, b["practice"], b)
        elif event.type == "role.changed":
            self.roles.append((at, b["practice"], b["person"], b["roles"]))
        elif event.type == "person.left":
            self.left.setdefault((b["practice"], b["person"]), []).append(at)
        elif event.type == "key.registered":
            self._state(stated_by(event))
        elif event.type == "key.deskRegistered":
            self._notes(b)
        elif event.type in ("key.revoked", "key.retired"):
            key = self.keys.get(b["key"])
            if key is not None and key.practice == b["practice"]:
                if event.type == "key.retired":
                    key.retired.append((at, b["n"]))
                else:
                    key.revoked.append(at)
        elif event.type == "key.barred":
            for keyid in b["keys"]:
                key = self.keys.get(keyid)
                if key is not None and key.practice == b["practice"]:
                    key.revoked.append(at)
        elif event.type == "till.assigned":
            self.tills.append((at, b["practice"], b["desk"]))
        elif event.type.startswith("membership.") and event.type != "membership.tiered":
            status = {"activated": "active", "reinstated": "active"}.get(event.type[11:], event.type[11:])
            self.standing.append((at, b["practice"], status))

    def _notes(self, b, since=""):
        self.note_keys.append((b["practice"], b["desk"], b["log"], b["pack"], since))

    def _person(self, at, practice, part):
        # A person is stated once in the network: a second practice cannot state it again.
        if part["person"] not in self.stated_people:
            self.stated_people.add(part["person"])
            self.people[(practice, part["person"])] = at
            self.roles.append((at, practice, part["person"], part["roles"]))

    def _vote(self, event):
        candidate = event.body["registrar"]["key"]
        voters = self.votes.setdefault(candidate, set())
        voters.add(event.keyid)
        if len(voters) == self.founding.body["threshold"] and candidate != self.registrar:
            former = self.keys.get(self.registrar)
            if former is not None and not former.revoked:
                former.revoked.append(event.index)
            self._state(stated_by(event))
            self.registrar = candidate

    # -- places

    def stands_before(self, one, other):
        """Whether one index stands before another, each by its own place where both have one."""
        places = (self.places.get(one), self.places.get(other))
        return one < other if None in places else places[0] < places[1]

    def _party(self, keyid):
        key = self.keys.get(keyid)
        return keyid if key is None else key.practice or self.office

    def position(self, event):
        """The lowest of its own place and those of events by other parties that name it; None without any."""
        found = [self.places.get(event.index)]
        for other in self.events.ordered:
            names = [*other.payload.get("about", []), other.payload.get("prevStep")]
            place = self.places.get(other.index)
            if event.hash not in names or place is None or not other.known or self._party(other.keyid) == self._party(event.keyid):
                continue
            try:
                self.author(other, OwnPlace(self, other))
            except Refused:
                continue
            found.append(place)
        return min((place for place in found if place is not None), default=None)

    def last_of(self, entries, at, stated):
        """The last of (index, value) that stands before a moment; the first `stated` go by index."""
        held = None
        for position, entry in enumerate(entries):
            if not (entry[0] < at.index if position < stated else at.after(entry[0])):
                continue
            if held is None or position < stated or entries.index(held) < stated or self.stands_before(held[0], entry[0]):
                held = entry
        return held

    # -- questions

    def counting_key(self, keyid, at, n, signed):
        """The statement of a key that counts at a position; raises Refused."""
        key = self.keys.get(keyid)
        if key is None or at.index < key.index or (at.index == key.index and key.use != "root"):
            raise Refused("key.unknown", keyid)
        if signed < key.since:
            raise Refused("key.unknown", keyid)
        if any(at.after(index) for index in key.revoked):
            raise Refused("key.revoked", keyid)
        first = None
        for entry in key.retired:
            first = entry if first is None or self.stands_before(entry[0], first[0]) else first
        if n is not None and first is not None and n > first[1] and at.after(first[0]):
            raise Refused("key.revoked", keyid)
        return key

    def roles_at(self, practice, person, at):
        """Roles of a person just before a position."""
        left = self.left.get((practice, person), [])
        if any(at.after(index) for index in left) or self.people.get((practice, person), at.index) >= at.index:
            return []
        held = self.last_of([(i, r) for i, p, q, r in self.roles if (p, q) == (practice, person)], at, 1)
        return held[1] if held is not None else []

    def active(self, practice, at):
        """People of a practice with roles just before a position."""
        return [person for p, person in self.people if p == practice and self.roles_at(p, person, at)]

    def author(self, event, at=None):
        """The author of an event at its own position, or at another moment; raises Refused."""
        at = at or Moment(self, event)
        entry = SCHEMAS["events"][event.type]["author"]
        if event.keyid not in self.keys:
            if entry["kind"] in ("client", "client-or-person"):
                return Author("client")
            raise Refused("key.unknown", event.keyid)
        key = self.counting_key(event.keyid, at, event.payload["n"], event.payload["at"])
        if key.use == "passkey":
            raise Refused("authority.refused", "a passkey signs no event")
        if key.use != "sign":
            return Author(key.use, key)
        roles = self.roles_at(key.practice, key.person, at)
        if not roles:
            raise Refused("authority.refused", "no roles")
        return Author("person", key, roles)

    def author_of(self, event_hash):
        """The author of a named event, or None when there is none that counts."""
        event = self.events.get(event_hash)
        if event is None or not event.known:
            return None
        try:
            return self.author(event)
        except Refused:
            return None

    def check(self, event, with_keys):
        """Author, passkey, authority and (register events) stated keys of one event; raises Refused."""
        author = self.author(event)
        if "assertion" in event.payload:
            self.counting_key(event.payload["assertion"]["keyid"], Moment(self, event), None, event.payload["at"])
        if not self._kind_ok(author, event) or not self._may(author, event):
            raise Refused("authority.refused", event.type)
        if with_keys:
            check_keys(event)

    def _kind_ok(self, author, event):
        entry = SCHEMAS["events"][event.type]["author"]
        kinds = ("client", "person") if entry["kind"] == "client-or-person" else (entry["kind"],)
        return author.kind in kinds and (author.kind != "person" or any(r in entry["roles"] for r in author.roles))

    def _may(self, author, event):
        kind, b = event.type, event.body
        if kind == "registrar.appointed":
            return event is self.founding
        if of_consent(event):
            return may_on_consent(self.events, author, event)
        if kind == "practice.recovered":
            known = any(note[:2] == (b["practice"], b["desk"]) for note in self.note_keys)
            return recovery_since(event) is not None and known and bool(self.roles_at(b["practice"], b["person"], Moment(self, event)))
        if kind in ("rule.proposed", "rule.approved", "setting.ratified", "key.barred"):
            return author.practice == self.office
        if kind == "training.passed":
            return author.practice == b["practice"] and author.person == b["person"]
        if kind == "honour.awarded":
            return author.practice == b["practice"] and author.practice != b["to"]
        if kind.startswith(("practice.", "person.", "role.", "key.", "till.", "product.", "partner.")) and kind != "practice.registered":
            return author.practice == b["practice"] and self._may_key(author, event)
        if kind in ("agreement.ended", "invoice.rejected"):
            return self.events.get(event.subject) is not None
        if kind == "invoice.issued":
            return author.practice == b["recipient"]
        if kind == "batch.approved":
            prepared, by = self.events.get(event.subject, "batch.prepared"), self.author_of(event.subject)
            if prepared is None or by is None or by.practice != author.practice:
                return False
            return by.person != author.person or self.active(author.practice, Moment(self, event)) == [author.person]
        if kind in ("batch.cancelled", "batch.released", "bankline.matched") or kind.startswith("line."):
            by = self.author_of(event.subject)
            if by is None or by.practice != author.practice:
                return False
            return kind != "batch.released" or author.key.desk == self._till(author.practice, Moment(self, event))
        if SCHEMAS["events"][kind]["referral"]:
            return self._may_referral(author, event)
        return True

    def may_start(self, practice, at):
        """Section 5.7: whether the last decision about a practice before a position leaves it an active member."""
        decided = [(i, status) for i, p, status in self.standing if p == practice]
        entering = next((k for k, (_, status) in enumerate(decided) if status in ("active", "suspended", "resigned")), len(decided))
        if entering < len(decided) and decided[entering][1] == "active" and entering > 0:
            entering += 1
        held = self.last_of(decided, at, entering)
        return held is None or held[1] == "active"

    def _may_key(self, author, event):
        kind, b = event.type, event.body
        if kind not in ("key.registered", "key.revoked", "key.retired"):
            return True
        if kind == "key.registered":
            owner = b["person"]
            if owner is not None:
                since = self.people.get((b["practice"], owner))
                if since is None or since >= event.index:
                    return False
        else:
            key = self.keys.get(b["key"])
            owner = key.person if key is not None and key.practice == b["practice"] else None
        return "principal" in author.roles or (owner is not None and owner == author.person)

    def _till(self, practice, at):
        held = self.last_of([(i, desk) for i, p, desk in self.tills if p == practice], at, 0)
        registered = self.practices.get(practice)
        return held[1] if held is not None else registered.body["desk"] if registered is not None else None

    def _may_referral(self, author, event):
        kind = event.type
        intent = self.events.reached(event)
        if intent is None:
            return False
        referrer, receiver = intent.body["referrer"], intent.body["receiver"]
        parties = (referrer, receiver)
        if kind == "referral.intent":
            return author.practice == referrer and all(self.may_start(party, Moment(self, event)) for party in parties)
        if kind in (
            "referral.intake", "referral.settlement", "settlement.corrected", "referral.qualified",
            "referral.unqualified", "referral.declined",
        ) or kind.startswith("entitlement."):
            return author.practice == receiver
        if kind == "referral.withdrawn":
            return author.kind == "client" or author.practice == referrer
        if kind in ("client.invited", "consent.used"):
            return author.practice in parties
        if kind == "disclosure.delivered":
            used = self.events.get(event.subject, "consent.used")
            return used is not None and used.body["recipient"] == author.practice
        if kind == "attestation":
            by = self.author_of(event.subject)
            if by is None or author.practice not in parties:
                return False
            return by.kind == "client" or (by.practice in parties and by.practice != author.practice)
        if kind.startswith("consent."):
            return author.kind == "client" or author.practice in parties
        return True

    def published(self, content):
        """Whether a rule.published that counts (section 5.5) states the hash of a rule version."""
        return any(
            e.type == "rule.published" and e.body["content"] == content and self._publication_counts(e)
            for e in self.events.ordered
        )

    def _publication_counts(self, event):
        content = event.body["content"]
        same = (e for e in self.events.ordered if e.type == "rule.proposed" and e.body["content"] == content)
        proposal = next(same, None)
        if proposal is None or proposal.hash != event.subject or proposal.index > event.index:
            return False
        counting, people = set(), set()
        proposer = self.author_of(proposal.hash)
        if proposer is None or proposer.practice != self.office:
            return False
        people.add(proposer.person)
        for e in self.events.ordered:
            if not proposal.index < e.index < event.index or e.type != "rule.approved":
                continue
            if e.subject != proposal.hash or e.body["content"] != proposal.body["content"]:
                continue
            by = self.author_of(e.hash)
            if by is not None and by.practice == self.office and by.person not in people:
                people.add(by.person)
                counting.add(e.hash)
        approvals = event.body["approvals"]
        return len(approvals) >= 2 and len(set(approvals)) == len(approvals) and set(approvals) <= counting


def check_keys(event):
    """Section 5.3, code key.proof; raises Refused."""
    b, ok = event.body, True
    if event.type == "registrar.appointed":
        spkis = {root["spki"] for root in b["roots"]}
        ok = _hash_ok(b["registrar"]) and len(spkis) == len(b["roots"]) and len(spkis) >= b["threshold"]
    elif event.type == "registrar.replaced":
        ok = _hash_ok(b["registrar"])
    elif event.type in ("practice.registered", "practice.recovered"):
        ok = _hash_ok(b["personKey"]) and _hash_ok(b["deskKey"]) and _note_keys_ok(b)
        if ok:
            person, desk = stated_by(event)
            ok = key_proof_ok(person, b["personKey"]["proof"]) and key_proof_ok(desk, b["deskKey"]["proof"])
    elif event.type == "key.registered":
        ok = _hash_ok(b) and key_in_order(stated_by(event)[0], b["proof"])
    elif event.type == "key.deskRegistered":
        ok = _note_keys_ok(b)
    if not ok:
        raise Refused("key.proof", event.hash)


def key_in_order(key, proof):
    """A key of key.registered: alg, credential and person go with its use, and the proof verifies."""
    passkey = key.use == "passkey"
    return (
        (key.alg != "ed25519") == passkey
        and (key.credential is not None) == passkey
        and (key.person is None) == (key.use == "desk")
        and key_proof_ok(key, proof)
    )


def _hash_ok(part):
    spki = from_base64url(part["spki"])
    return spki is not None and sha256_hex(spki) == part["key"]


def _note_keys_ok(b):
    log, pack = parse_vkey(b["log"]), parse_vkey(b["pack"])
    prefix = f"flip360/{b['practice']}/{b['desk']}/"
    return log is not None and pack is not None and log.name == prefix + "log" and pack.name == prefix + "pack"

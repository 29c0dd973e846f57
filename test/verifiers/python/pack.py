"""Verification of an evidence pack in the order of docs/protocol.md section 12."""

import json
import re

from archive import path_ok, read_pack_files
from canonical import NotCanonical, Refused, from_base64url, jcs, parse_canonical, sha256, sha256_hex
from commission import Uncomputable, compute
from network import check_files, is_cosigned, is_network_path, judge as judge_network, places_of
from note import check_proof, inclusion_ok, leaf_hash, parse_checkpoint, parse_note, parse_vkey
from referral import Events, Referral
from register import REGISTER_TYPES, Register
from schema import SCHEMAS, fits, in_calendar, read_record
from signatures import assertion_ok, ed25519_of_spki, record_signature_ok
from statements import stated_keys
from trust import parse_trust

FIXED = {
    "MANIFEST", "README.txt", "rule.json", "checkpoint", "evidence.pdf", "keys.txt",
    "openings.json", "pack.json", "verify.html",
}
EVENT, PROOF = re.compile(r"events/([0-9]{8})\.json"), re.compile(r"proofs/([0-9]{8})\.tlog-proof")
DOCUMENT = re.compile(r"documents/[A-Za-z0-9._-]+\.pdf")
MAX_JSON = 16 * 1024 * 1024


def _json(data, schema, code):
    if len(data) > MAX_JSON:
        raise Refused(code, "size")
    try:
        value = parse_canonical(data)
    except NotCanonical as e:
        raise Refused(code, str(e)) from None
    if schema is not None and not fits(schema, value):
        raise Refused(code, "shape")
    return value


def read_manifest(data, pack_key):
    """Checks 4 to 6: the listed (hash, path) pairs; raises Refused."""
    note = parse_note(data)
    if note is None or len(note.lines) != 1:
        raise Refused("manifest.syntax")
    if not note.verifies(pack_key):
        raise Refused("manifest.signature")
    listed = []
    for line in note.text[:-1].split("\n"):
        found = re.fullmatch(r"([0-9a-f]{64})  ([^ ]+)", line)
        if found is None or not path_ok(found[2]) or found[2] == "MANIFEST":
            raise Refused("manifest.syntax", line)
        if listed and listed[-1][1] >= found[2]:
            raise Refused("manifest.syntax", "order")
        listed.append((found[1], found[2]))
    return listed


def read_checkpoint(data, log_key, claim):
    """Check 10: (size, root bytes); raises Refused."""
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text) if note is not None else None
    if checkpoint is None:
        raise Refused("checkpoint.syntax")
    origin, size, root = checkpoint
    if origin != log_key.name or not note.verifies(log_key):
        raise Refused("checkpoint.signature")
    if claim != {"origin": origin, "size": size, "root": root.hex()}:
        raise Refused("checkpoint.size")
    return size, root


def check_opening_form(opening):
    """Schema and strict salt of one opening; raises Refused."""
    if not fits(SCHEMAS["opening"], opening) or from_base64url(opening["salt"]) is None:
        raise Refused("opening.syntax")


def check_commitment(opening, net):
    """Section 6.2; raises Refused."""
    fact = {"data": opening["data"], "for": opening["for"], "net": net, "referral": opening["referral"]}
    try:
        digest = sha256_hex(from_base64url(opening["salt"]) + jcs(fact))
    except NotCanonical:
        digest = None
    if digest != opening["commitment"]:
        raise Refused("opening.mismatch", opening["commitment"])


class Pack:
    """The files of a pack and what the checks of section 12.1 found in them."""

    def __init__(self, files):
        self.files = files

    def verify(self):
        """Checks 2 to 27; raises Refused."""
        self._file_table()
        self._manifest()
        self.claims = _json(self.files["pack.json"], SCHEMAS["pack"], "pack.shape")
        size, root = self._checkpoint()
        self._events()
        self._proofs(size, root)
        self._signatures()
        self._openings()
        self._lines()
        claims = self.claims
        intent = self.events.get(claims["intent"], "referral.intent")
        if intent is None or intent.payload["referral"] != claims["referral"] or intent.body["label"] != claims["label"]:
            raise Refused("pack.intent")
        self.referral = Referral(self.events, intent, self.keys)
        self.referral.check()
        self.missing = self.referral.missing()
        spine = [e.hash for e in self.referral.spine]
        spine += [None] * (5 - len(spine))
        if claims["spine"] != spine or claims["interim"] != bool(self.missing):
            raise Refused("spine.claim", json.dumps({"spine": spine, "interim": bool(self.missing)}))
        self._rule(intent)
        self._calculation(intent)
        self._claims()
        self.network = check_files(self.files, self.claims, self.events.ordered)

    def _file_table(self):
        files = self.files
        numbered = lambda pattern: {m[1]: p for p in files if (m := pattern.fullmatch(p))}
        self.event_files, self.proof_files = numbered(EVENT), numbered(PROOF)
        if not FIXED <= set(files) or not self.event_files or not self.proof_files:
            raise Refused("pack.file-missing", str(sorted(FIXED - set(files))))
        known = FIXED | {"calculation.json"} | set(self.event_files.values()) | set(self.proof_files.values())
        for path in files:
            if path not in known and DOCUMENT.fullmatch(path) is None and not is_network_path(path):
                raise Refused("pack.file-unknown", path)

    def _manifest(self):
        keys = re.fullmatch(r"log ([^\n]+)\npack ([^\n]+)\n", self.files["keys.txt"].decode("utf-8", "replace"))
        if keys is None:
            raise Refused("keys.syntax")
        self.vkeys = (keys[1], keys[2])
        self.log_key, self.pack_key = parse_vkey(keys[1]), parse_vkey(keys[2])
        if self.log_key is None or self.pack_key is None:
            raise Refused("keys.syntax")
        listed = read_manifest(self.files["MANIFEST"], self.pack_key)
        if {path for _, path in listed} != set(self.files) - {"MANIFEST"}:
            raise Refused("manifest.files")
        for digest, path in listed:
            if sha256_hex(self.files[path]) != digest:
                raise Refused("manifest.hash", path)

    def _checkpoint(self):
        return read_checkpoint(self.files["checkpoint"], self.log_key, self.claims["log"])

    def _events(self):
        ordered = []
        for index, path in sorted(self.event_files.items()):
            event = read_record(self.files[path])
            event.index = int(index)
            ordered.append(event)
        net = self.claims["net"]
        for event in ordered:
            if event.payload["net"] != net and not (event.hash == net and event.payload["net"] == "0" * 64):
                raise Refused("event.net", event.hash)
        places = {}
        hashes = set()
        for event in ordered:
            place = (event.payload["stream"], event.payload["n"])
            if event.hash in hashes or place in places:
                raise Refused("event.conflict", event.hash)
            hashes.add(event.hash)
            places[place] = event
        for (stream, n), event in places.items():
            before = places.get((stream, n - 1))
            if before is not None and event.payload["prev"] != before.hash:
                raise Refused("stream.link", event.hash)
        self.events = Events(ordered)

    def _proofs(self, size, root):
        if set(self.event_files) != set(self.proof_files):
            raise Refused("proof.files")
        for event in self.events.ordered:
            data = self.files[self.proof_files[f"{event.index:08d}"]]
            check_proof(data, self.files["checkpoint"], event.index, event.hash, size, root)

    def _signatures(self):
        self.keys = stated_keys(self.events.ordered)
        for event in self.events.ordered:
            key = self.keys.get(event.keyid)
            if key is None:
                raise Refused("key.missing", event.hash)
            if not record_signature_ok(event, key):
                raise Refused("signature.invalid", event.hash)
            if "assertion" in event.payload:
                passkey = self.keys.get(event.payload["assertion"]["keyid"])
                if passkey is None or passkey.use != "passkey" or key.use != "sign" or passkey.person != key.person:
                    raise Refused("assertion.key", event.hash)
                if not assertion_ok(event, passkey):
                    raise Refused("assertion.invalid", event.hash)

    def _openings(self):
        file = _json(self.files["openings.json"], None, "opening.syntax")
        if not isinstance(file, dict) or set(file) != {"openings", "v"} or file["v"] != 1 or file["v"] is True:
            raise Refused("opening.syntax")
        if not isinstance(file["openings"], list):
            raise Refused("opening.syntax")
        for opening in file["openings"]:
            check_opening_form(opening)
        commitments = [o["commitment"] for o in file["openings"]]
        if any(a >= b for a, b in zip(commitments, commitments[1:])):
            raise Refused("opening.syntax", "order")
        texts = {line["commitment"] for line in self.claims["lines"]}
        for event in self.events.ordered:
            _collect(event.body, texts)
        self.openings = {}
        for opening in file["openings"]:
            check_commitment(opening, self.claims["net"])
            if opening["commitment"] not in texts:
                raise Refused("opening.unused", opening["commitment"])
            self.openings[opening["commitment"]] = opening

    def _lines(self):
        for line in self.claims["lines"]:
            batch = self.events.get(line["batch"], "batch.prepared")
            if batch is None or batch.body["lines"] <= line["line"]:
                raise Refused("batch.line", line["commitment"])
            leaf = leaf_hash(bytes.fromhex(line["commitment"]))
            proof = [bytes.fromhex(h) for h in line["proof"]]
            if not inclusion_ok(line["line"], batch.body["lines"], leaf, proof, bytes.fromhex(batch.body["root"])):
                raise Refused("batch.line", "proof")
            opening = self.openings.get(line["commitment"])
            data = opening["data"] if opening is not None and opening["for"] == "batch-line" else None
            if not isinstance(data, dict) or data.get("batch") != batch.body["batch"]:
                raise Refused("batch.line", "opening")
            if data.get("line") != line["line"] or isinstance(data["line"], bool):
                raise Refused("batch.line", "number")

    def _rule(self, intent):
        rule = _json(self.files["rule.json"], SCHEMAS["ruleVersion"], "rule.hash")
        pinned = intent.body["rule"]
        if not in_calendar(rule["effectiveFrom"]):
            raise Refused("rule.hash", "effectiveFrom")
        if (rule["rule"], rule["version"]) != (pinned["id"], pinned["version"]):
            raise Refused("rule.hash")
        if sha256_hex(self.files["rule.json"]) != pinned["hash"]:
            raise Refused("rule.hash")
        self.rule = rule

    def _calculation(self, intent):
        event = self.referral.entitlement()
        if ("calculation.json" in self.files) != (event is not None):
            raise Refused("calculation.missing")
        if event is None:
            return
        wrong = Refused("calculation.mismatch", event.hash)
        data, body = self.files["calculation.json"], event.body
        value = _json(data, None, "calculation.mismatch")
        opening = self.openings.get(body["calculation"])
        if opening is None or opening["for"] != "calculation" or jcs(opening["data"]) != data:
            raise wrong
        gst = value.get("gst") if isinstance(value, dict) else None
        if not isinstance(gst, dict) or set(gst) != {"referrer", "receiver", "office"}:
            raise wrong
        if any(status not in ("registered", "not-registered") for status in gst.values()):
            raise wrong
        statement = self.referral.counting()
        if self.referral.spine[3].body["trigger"] == "settled":
            trigger = {"gross": statement.body["gross"], "kind": "settled", "net": statement.body["net"]}
        else:
            trigger = {"kind": "qualified"}
        try:
            expected = compute(self.rule, trigger, 0, 0, gst)
        except Uncomputable:
            raise wrong from None
        if jcs(expected) != data:
            raise wrong
        result, referrer = expected["result"], intent.body["referrer"]
        label = {"beneficiary": referrer, "kind": "settlement", "net": self.claims["net"], "number": 0, "referral": intent.hash}
        stated = {
            "key": sha256(jcs(label)).hex(), "beneficiary": referrer, "kind": "settlement", "number": 0,
            "base": result["base"], "commission": result["commission"], "platform": result["platform"],
            "gstEstimate": result["gstEstimate"]["commission"], "calculation": body["calculation"],
        }
        if stated != body:
            raise wrong

    def payments(self):
        """How far each of the pack's lines is (section 9), in their order."""
        counting = self.referral.entitlement()
        stated = set()
        if counting is not None:
            for event in self.events.ordered:
                if event.type == "entitlement.computed" and event.body["key"] == counting.body["key"]:
                    stated.add(event.hash)
        return [self._payment(line, stated) for line in self.claims["lines"]]

    def _payment(self, line, stated):
        data = self.openings[line["commitment"]]["data"]
        entitlement = data.get("entitlement")
        if not isinstance(entitlement, str) or entitlement not in stated:
            return "other"
        kinds = set()
        for event in self.events.ordered:
            of_line = event.type in ("line.settled", "line.failed") and event.body["line"] == line["line"]
            if (of_line or event.type == "batch.released") and self._batch_of(event) == line["batch"]:
                kinds.add(event.type)
        if "line.settled" in kinds:
            return "confirmed" if self._confirmed(data.get("beneficiary"), stated) else "paid"
        if "line.failed" in kinds:
            return "failed"
        return "released" if "batch.released" in kinds else "prepared"

    def _confirmed(self, payee, stated):
        for event in self.events.ordered:
            if event.type == "attestation" and event.subject in stated and event.body["agrees"]:
                signer = self.referral.practice_person(event)
                if event.body["reason"] == "payment.received" and signer is not None and signer[0] == payee:
                    return True
        return False

    def _batch_of(self, event):
        for _ in range(16):
            if event is None:
                return None
            if event.type == "batch.prepared":
                return event.hash
            event = self.events.get(event.subject)
        return None

    def founding(self):
        """The event whose hash is `net`, when it is a registrar.appointed of the pack."""
        return self.events.get(self.claims["net"], "registrar.appointed")

    def register_events(self):
        """Register events of the pack in index order."""
        return [e for e in self.events.ordered if e.type in REGISTER_TYPES]

    def _claims(self):
        founding = self.founding()
        if founding is not None and founding.body["test"] != self.claims["test"]:
            raise Refused("pack.claim", "test")
        register = self.register_events()
        last = {"index": register[-1].index, "at": register[-1].payload["at"]} if register else None
        if self.claims["register"] != last:
            raise Refused("pack.claim", "register")

    def _believed(self, trust):
        """Places of a checkpoint that logs and witnesses of the trust file have signed (section 12.4); none else."""
        if self.network is None or not is_cosigned(self.network, trust):
            return {}
        return places_of(self.files)

    def recognise(self, trust_bytes):
        """Section 12.2; raises Refused."""
        trust = parse_trust(trust_bytes)
        if trust.net != self.claims["net"]:
            raise Refused("trust.net")
        founding = self.founding()
        if founding is None or founding.payload["n"] != 0 or founding.payload["net"] != "0" * 64:
            raise Refused("trust.root")
        spkis = [from_base64url(root["spki"]) for root in founding.body["roots"]]
        roots = [ed25519_of_spki(spki) if spki is not None else None for spki in spkis]
        if (founding.body["network"], founding.body["test"], roots) != (trust.network, trust.test, trust.roots):
            raise Refused("trust.root")
        if founding.keyid not in [sha256_hex(spki) for spki in spkis]:
            raise Refused("trust.root")
        register = Register(founding, self.events, self._believed(trust))
        # The founding event is judged under the roots that it states itself.
        register.apply(founding)
        types = self.register_events()
        for event in types:
            register.check(event, True)
            if event is not founding:
                register.apply(event)
        if register.places:
            for event in types:
                if event is not founding:
                    register.check(event, False)
        exporter = self.claims["exporter"]
        stated = (exporter["practice"], exporter["desk"], *self.vkeys)
        if not any(note[:4] == stated and self.claims["exportedAt"] >= note[4] for note in register.note_keys):
            raise Refused("key.exporter")
        if not register.published(self.referral.intent.body["rule"]["hash"]):
            raise Refused("rule.unpublished")
        for event in self.events.ordered:
            if event.known and event.type not in REGISTER_TYPES:
                register.check(event, False)


def _collect(value, into):
    if isinstance(value, str):
        into.add(value)
    elif isinstance(value, list):
        for item in value:
            _collect(item, into)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, into)


def verify_pack(path, trust_bytes=None):
    """The three verdicts on the pack at a path, as printed by the command line."""
    try:
        pack = Pack(read_pack_files(path))
        pack.verify()
    except Refused as e:
        return {
            "intact": {"ok": False, "code": e.code}, "recognised": {"verdict": "not-judged", "code": None},
            "complete": {"verdict": "not-judged", "signed": []}, "failure": e.code, "payments": [], "why": e.why,
        }
    verdict, code, why = "self-consistent", None, ""
    if trust_bytes is not None:
        try:
            pack.recognise(trust_bytes)
            verdict = "recognised"
        except Refused as e:
            verdict, code, why = "not-recognised", e.code, e.why
    failure = code
    if trust_bytes is not None and pack.network is not None and code != "trust.syntax":
        try:
            judge_network(pack.files, pack.network, parse_trust(trust_bytes))
        except Refused as e:
            failure, why = (code, why) if code is not None else (e.code, e.why)
    return {
        "intact": {"ok": True, "code": None}, "recognised": {"verdict": verdict, "code": code},
        "complete": {
            "verdict": "interim" if pack.missing else "complete",
            "signed": [e.step for e in pack.referral.spine], "missing": pack.missing,
        },
        "failure": failure, "payments": pack.payments(), "why": why,
    }

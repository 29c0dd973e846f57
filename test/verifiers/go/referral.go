package main

// eventSet is the events of a pack in index order, by the signers' clocks then hash, and by hash.
type eventSet struct {
	ordered  []*event
	bySigner []*event
	byHash   map[string]*event
}

func (s *eventSet) find(hash, kind string) *event {
	if e := s.byHash[hash]; e != nil && (kind == "" || e.kind == kind) {
		return e
	}
	return nil
}

// intentOf follows prevStep, else the first of about, through events of known types, at most 16 times (section 6.1).
func (s *eventSet) intentOf(e *event) *event {
	for hops := 0; e != nil && e.known && !e.ofConsent(); hops++ {
		if e.kind == "referral.intent" {
			return e
		}
		if hops == 16 {
			return nil
		}
		next := e.subject()
		if has(e.payload, "prevStep") {
			next = text(e.payload, "prevStep")
		}
		e = s.byHash[next]
	}
	return nil
}

// referral is what the pack says about its intent.
type referral struct {
	set                *eventSet
	intent             *event
	keys               map[string]*statedKey
	referrer, receiver string
	spine              []*event
}

func newReferral(set *eventSet, intent *event, keys map[string]*statedKey) *referral {
	r := &referral{set: set, intent: intent, keys: keys}
	r.referrer, r.receiver = text(intent.body, "referrer"), text(intent.body, "receiver")
	highest := int64(-1)
	for _, e := range set.ordered {
		if e.step() > highest {
			if path := r.path(e); path != nil {
				highest, r.spine = e.step(), path
			}
		}
	}
	return r
}

// path lists the events from the intent up to e by prevStep; nil when there is no such path.
func (r *referral) path(e *event) []*event {
	if e == nil || e.step() < 0 {
		return nil
	}
	if e.step() == 0 {
		if e != r.intent {
			return nil
		}
		return []*event{e}
	}
	below := r.set.byHash[text(e.payload, "prevStep")]
	if below == nil || below.step() != e.step()-1 {
		return nil
	}
	if path := r.path(below); path != nil {
		return append(append([]*event{}, path...), e)
	}
	return nil
}

// member returns the practice whose person signed the event; "" for anyone else.
func (r *referral) member(e *event) string {
	if key := r.keys[e.keyid]; key.use == "sign" {
		return key.practice
	}
	return ""
}

func (r *referral) isParty(practice string) bool {
	return practice != "" && (practice == r.referrer || practice == r.receiver)
}

// check makes the checks of section 6.4.
func (r *referral) check() error {
	for _, e := range r.set.ordered {
		if r.set.intentOf(e) == r.intent {
			if code := r.judge(e); code != "" {
				return refuse(code, e.hash)
			}
		}
	}
	return r.checkConsents()
}

func (r *referral) judge(e *event) string {
	client := r.keys[e.keyid].use == "client"
	if has(e.payload, "referral") && text(e.payload, "referral") != text(r.intent.payload, "referral") {
		return "spine.label"
	}
	if step := e.step(); step >= 1 {
		below := r.set.byHash[text(e.payload, "prevStep")]
		if below == nil || below.step() != step-1 {
			return "spine.link"
		}
	}
	switch e.step() {
	case 0:
		if r.member(e) != r.referrer {
			return "spine.party"
		}
	case 2, 3:
		if r.member(e) != r.receiver {
			return "spine.party"
		}
	case 1, 4:
		if !client {
			return "spine.party"
		}
	}
	acknowledgement, outcome := e.kind == "referral.acknowledgement", e.kind == "referral.outcome"
	if client && !r.clientKeyInOrder(e) {
		return "client.key"
	}
	newKey := e.kind == "consent.withdrawn" && e.n == 0
	answers := newKey || acknowledgement || outcome || e.kind == "consent.granted" || e.kind == "consent.refused"
	if client && answers && !r.invited(e) {
		return "client.invitation"
	}
	if (acknowledgement || outcome) && text(e.body, "client") != text(r.intent.body, "client") {
		return "client.commitment"
	}
	if acknowledgement && !r.consentsCover(e) {
		return "consent.scope"
	}
	if e.kind == "referral.intake" && text(e.body, "rule") != text(r.intent.body, "rule", "hash") {
		return "rule.pinned"
	}
	return ""
}

func (r *referral) clientKeyInOrder(e *event) bool {
	if has(e.body, "clientKey") != (e.n == 0) {
		return false
	}
	key := r.keys[e.keyid].statement
	software := text(key, "alg") == "ed25519"
	if (text(key, "kind") == "software") != software || text(e.payload, "referral") != r.keys[e.keyid].referral {
		return false
	}
	if (member(key, "device", "practice") == nil) != (text(key, "device", "owner") == "client") {
		return false
	}
	if e.kind == "consent.withdrawn" {
		return r.replacesGiver(e)
	}
	if e.kind != "referral.outcome" {
		return true
	}
	path := r.path(e)
	if path == nil {
		return false
	}
	if path[1].keyid == e.keyid {
		return e.body["replaces"] == nil
	}
	return text(e.body, "replaces") == path[1].keyid
}

// replacesGiver: a new key that takes a consent back names the key that gave it; another key names nothing.
func (r *referral) replacesGiver(e *event) bool {
	for _, name := range []string{"invite", "inviteProof", "replaces"} {
		if has(e.body, name) != (e.n == 0) {
			return false
		}
	}
	if e.n > 0 {
		return true
	}
	given := r.set.find(e.subject(), "consent.granted")
	return given != nil && given.body["invite"] != nil && given.keyid == text(e.body, "replaces")
}

// isFor: an invitation about a consent is for taking that consent back alone, at the contact point by which it was given.
func (r *referral) isFor(e, invitation *event) bool {
	subject := r.set.find(invitation.subject(), "consent.granted")
	if e.kind != "consent.withdrawn" {
		return subject == nil
	}
	if subject == nil || subject.hash != e.subject() {
		return false
	}
	first := r.set.find(text(subject.body, "invite"), "client.invited")
	return first != nil && text(first.body, "contactPoint") == text(invitation.body, "contactPoint")
}

func (r *referral) invited(e *event) bool {
	step := int64(1)
	if e.kind == "referral.outcome" {
		step = 4
	}
	label := text(e.payload, "referral")
	invitation := r.set.find(text(e.body, "invite"), "client.invited")
	if invitation == nil || invitation.index >= e.index || text(invitation.payload, "referral") != label {
		return false
	}
	if !r.isFor(e, invitation) || number(invitation.body, "step") != step || !r.isParty(r.member(invitation)) {
		return false
	}
	claim := map[string]any{"invite": invitation.hash, "key": e.keyid, "referral": label, "step": step}
	return invitationProven(text(invitation.body, "key"), claim, text(e.body, "inviteProof"))
}

// invitationProven is the signature by an invitation's key over the claim that answers it.
func invitationProven(key string, claim any, proof string) bool {
	public, okKey := fromBase64url(key)
	sig, okProof := fromBase64url(proof)
	return okKey && okProof && ed25519Verify(public, sig, pae(mediaType("invite"), jcs(claim)))
}

func (r *referral) consentsCover(e *event) bool {
	at, want := text(e.payload, "at"), r.intent.body
	for _, hash := range items(e.body, "consents") {
		consent := r.set.find(hash.(string), "consent.granted")
		if consent == nil || consent.subject() != r.intent.hash {
			return false
		}
		c := consent.body
		if text(c, "client") != text(want, "client") || text(c, "purpose") != text(want, "purpose") {
			return false
		}
		if !contains(items(c, "recipients"), r.receiver) || at < text(c, "validFrom") || at >= text(c, "validUntil") {
			return false
		}
	}
	return true
}

// agreed says whether the latest attestation about an event by a person of the practice agrees.
func (r *referral) agreed(practice string, about *event) bool {
	for i := len(r.set.bySigner) - 1; i >= 0; i-- {
		e := r.set.bySigner[i]
		if e.kind == "attestation" && e.subject() == about.hash && r.member(e) == practice {
			return flag(e.body, "agrees")
		}
	}
	return false
}

// counting is the counting statement of section 8, or nil.
func (r *referral) counting() *event {
	if len(r.spine) < 4 {
		return nil
	}
	for i := len(r.set.bySigner) - 1; i >= 0; i-- {
		e := r.set.bySigner[i]
		correction := e.kind == "settlement.corrected" && e.subject() == r.spine[3].hash
		if (correction || e == r.spine[3]) && r.agreed(r.referrer, e) {
			return e
		}
	}
	return nil
}

// entitlement is that of the counting statement, or nil.
func (r *referral) entitlement() *event {
	if statement := r.counting(); statement != nil {
		for _, e := range r.set.bySigner {
			if e.kind == "entitlement.computed" && e.subject() == statement.hash {
				return e
			}
		}
	}
	return nil
}

// complete is section 12.3.
func (r *referral) complete() bool {
	if len(r.spine) < 5 || r.counting() == nil {
		return false
	}
	outcome := r.spine[4]
	for _, e := range r.set.ordered {
		if e.step() == 4 && e != outcome && r.path(e) != nil {
			return false
		}
	}
	if outcome.body["replaces"] != nil && !(r.agreed(r.referrer, outcome) && r.agreed(r.receiver, outcome)) {
		return false
	}
	return r.vouched(r.spine[1]) && r.vouched(outcome)
}

// vouched says whether a client's step under a key made at a practice's desk has the other member's attestation.
func (r *referral) vouched(e *event) bool {
	device := member(r.keys[e.keyid].statement, "device")
	practice := text(device, "practice")
	if text(device, "owner") != "desk" || (e.step() == 1 && practice == r.referrer) {
		return true
	}
	return (practice == r.referrer || r.agreed(r.referrer, e)) && (practice == r.receiver || r.agreed(r.receiver, e))
}

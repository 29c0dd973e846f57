package main

// The events of section 6.6: consents that stand outside a referral, and what happens to any consent afterwards.

func (e *event) ofConsent() bool { return e.known && flag(e.entry(), "consent") }

func isVersion(e *event) bool {
	return e != nil && (e.kind == "consent.granted" || e.kind == "standing.granted" || e.kind == "consent.amended")
}

// consentOf is the root of the consent that an event is, or speaks of; nil when there is none.
func (s *eventSet) consentOf(e *event) *event {
	for hops := 0; e != nil && e.known && hops <= 64; hops++ {
		switch e.kind {
		case "consent.granted", "standing.granted", "standing.refused":
			return e
		case "consent.used":
			e = s.byHash[items(e.body, "consents")[0].(string)]
		default:
			e = s.byHash[e.subject()]
		}
	}
	return nil
}

func consentLabel(root *event) string {
	if root.kind == "consent.granted" {
		return text(root.payload, "referral")
	}
	return text(root.body, "consent")
}

// holders are the practices that speak for the person.
func (s *eventSet) holders(root *event) []any {
	if root.kind != "consent.granted" {
		return []any{text(root.body, "discloser")}
	}
	if intent := s.intentOf(root); intent != nil {
		return []any{text(intent.body, "referrer"), text(intent.body, "receiver")}
	}
	return nil
}

// versions is the consent an event is about; nil when one of about is no version of it. Beyond the first, narrowings may be named where allowed.
func (s *eventSet) versions(e *event, narrowings bool) *event {
	root := s.consentOf(e)
	if root == nil {
		return nil
	}
	for i, hash := range items(e.payload, "about") {
		named := s.byHash[hash.(string)]
		fits := isVersion(named) || (narrowings && i > 0 && named != nil && named.kind == "consent.narrowed")
		if !fits || s.consentOf(named) != root {
			return nil
		}
	}
	return root
}

// mayOnConsent is section 5.5 for the types of section 6.6.
func (g *register) mayOnConsent(who *author, e *event) bool {
	client := who.kind == "client"
	if !client && has(e.body, "artefact") && e.body["artefact"] == nil {
		return false
	}
	switch e.kind {
	case "standing.granted", "standing.refused":
		return client || who.practice == text(e.body, "discloser")
	case "standing.invited":
		if len(items(e.payload, "about")) == 0 {
			return true
		}
		root := g.set.versions(e, false)
		return root != nil && contains(g.set.holders(root), who.practice)
	case "consent.amended":
		root := g.set.versions(e, true)
		if root == nil || root.kind == "standing.refused" || text(e.body, "purpose") != text(root.body, "purpose") {
			return false
		}
		for _, recipient := range items(e.body, "recipients") {
			if !contains(items(root.body, "recipients"), recipient.(string)) {
				return false
			}
		}
		return client || contains(g.set.holders(root), who.practice)
	case "consent.narrowed", "standing.withdrawn", "consent.deletionRequested":
		root := g.set.versions(e, false)
		if root == nil || (e.kind == "standing.withdrawn" && root.kind != "standing.granted") {
			return false
		}
		return client || contains(g.set.holders(root), who.practice) || contains(items(root.body, "recipients"), who.practice)
	case "standing.used", "introduction.offered":
		for _, hash := range items(e.payload, "about") {
			version := g.set.byHash[hash.(string)]
			if !isVersion(version) {
				return false
			}
			root := g.set.consentOf(version)
			if root == nil || root.kind != "standing.granted" || text(root.body, "discloser") != who.practice ||
				!contains(items(version.body, "recipients"), text(e.body, "recipient")) {
				return false
			}
		}
		return true
	}
	subject := g.set.byHash[e.subject()]
	if subject == nil || text(subject.body, "recipient") != who.practice {
		return false
	}
	switch e.kind {
	case "standing.delivered":
		return subject.kind == "standing.used"
	case "disclosure.deleted":
		return subject.kind == "standing.used" || subject.kind == "consent.used"
	}
	return subject.kind == "introduction.offered"
}

// checkConsents makes the client checks of section 6.6.
func (r *referral) checkConsents() error {
	for _, e := range r.set.ordered {
		if !e.ofConsent() || r.keys[e.keyid].use != "client" {
			continue
		}
		if code := r.judgeConsent(e); code != "" {
			return refuse(code, e.hash)
		}
	}
	return nil
}

func (r *referral) judgeConsent(e *event) string {
	stated := r.keys[e.keyid]
	if has(e.body, "clientKey") != (e.n == 0) {
		return "client.key"
	}
	root := r.set.consentOf(e)
	if root == nil || stated.bound != consentLabel(root) {
		return "client.key"
	}
	key := stated.statement
	if (text(key, "kind") == "software") != (text(key, "alg") == "ed25519") {
		return "client.key"
	}
	if (member(key, "device", "practice") == nil) != (text(key, "device", "owner") == "client") {
		return "client.key"
	}
	if !has(e.body, "invite") {
		return ""
	}
	invitation := r.set.find(text(e.body, "invite"), "standing.invited")
	label := consentLabel(root)
	if invitation == nil || invitation.index >= e.index || text(invitation.body, "consent") != label ||
		!contains(r.set.holders(root), r.member(invitation)) {
		return "client.invitation"
	}
	claim := map[string]any{"invite": invitation.hash, "key": e.keyid, "referral": label, "step": int64(1)}
	if !invitationProven(text(invitation.body, "key"), claim, text(e.body, "inviteProof")) {
		return "client.invitation"
	}
	return ""
}

// boundTo is the label of the referral or consent of a client key's first event.
func boundTo(set *eventSet, e *event) string {
	if !e.ofConsent() {
		return text(e.payload, "referral")
	}
	if root := set.consentOf(e); root != nil {
		return consentLabel(root)
	}
	return ""
}

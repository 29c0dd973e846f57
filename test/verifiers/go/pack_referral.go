package main

func (p *evidence) packIntent() error {
	intent := p.set.find(text(p.claims, "intent"), "referral.intent")
	if intent == nil || intent.payload["referral"] != p.claims["referral"] || intent.body["label"] != p.claims["label"] {
		return refuse("pack.intent")
	}
	p.referral = newReferral(p.set, intent, p.keys)
	return p.referral.check()
}

func (p *evidence) spineClaim() error {
	for step, claimed := range items(p.claims, "spine") {
		var hash any
		if step < len(p.referral.spine) {
			hash = p.referral.spine[step].hash
		}
		if claimed != hash {
			return refuse("spine.claim", step)
		}
	}
	if flag(p.claims, "interim") == p.referral.complete() {
		return refuse("spine.claim", "interim")
	}
	return nil
}

func (p *evidence) rule() error {
	rule, err := p.jsonFile("rule.json", "rule.hash")
	if err != nil {
		return err
	}
	pinned := p.referral.intent.body["rule"]
	if !fits(schemaOf("ruleVersion"), rule) || !inCalendar(text(rule, "effectiveFrom")) ||
		member(rule, "rule") != member(pinned, "id") || member(rule, "version") != member(pinned, "version") ||
		shaHex(p.files["rule.json"]) != text(pinned, "hash") {
		return refuse("rule.hash")
	}
	return nil
}

func (p *evidence) calculation() error {
	_, present := p.files["calculation.json"]
	entitled := p.referral.entitlement()
	if present != (entitled != nil) {
		return refuse("calculation.missing")
	}
	if !present {
		return nil
	}
	value, err := p.jsonFile("calculation.json", "calculation.mismatch")
	if err != nil {
		return err
	}
	data, b := string(p.files["calculation.json"]), entitled.body
	opening := p.openings[text(b, "calculation")]
	if opening == nil || text(opening, "for") != "calculation" || string(jcs(member(opening, "data"))) != data {
		return refuse("calculation.mismatch", "opening")
	}
	gst, _ := member(value, "gst").(map[string]any)
	if !exactly(gst, []string{"office", "receiver", "referrer"}) {
		return refuse("calculation.mismatch", "gst")
	}
	for _, status := range gst {
		if status != "registered" && status != "not-registered" {
			return refuse("calculation.mismatch", "gst")
		}
	}
	statement, trigger := p.referral.counting(), map[string]any{"kind": "qualified"}
	if text(p.referral.spine[3].body, "trigger") == "settled" {
		trigger = map[string]any{"gross": statement.body["gross"], "kind": "settled", "net": statement.body["net"]}
	}
	rule, _ := parseCanonical(p.files["rule.json"])
	computed, refused := compute(rule.(map[string]any), trigger, gst, 0, 0)
	if refused != "" || string(jcs(computed)) != data {
		return refuse("calculation.mismatch", "recomputation")
	}
	referrer, result := p.referral.referrer, computed["result"]
	identity := map[string]any{"beneficiary": referrer, "kind": "settlement", "net": p.net, "number": 0, "referral": p.referral.intent.hash}
	expected := map[string]any{
		"key": shaHex(jcs(identity)), "beneficiary": referrer, "kind": "settlement", "number": 0, "calculation": b["calculation"],
		"base": member(result, "base"), "commission": member(result, "commission"), "platform": member(result, "platform"),
		"gstEstimate": member(result, "gstEstimate", "commission"),
	}
	if string(jcs(expected)) != string(jcs(b)) {
		return refuse("calculation.mismatch", "event")
	}
	return nil
}

func (p *evidence) packClaims() error {
	if p.founding != nil && flag(p.founding.body, "test") != flag(p.claims, "test") {
		return refuse("pack.claim", "test")
	}
	var last *event
	for _, e := range p.set.ordered {
		if isRegisterEvent(e) {
			last = e
		}
	}
	if last == nil || number(p.claims, "register", "index") != last.index || text(p.claims, "register", "at") != text(last.payload, "at") {
		return refuse("pack.claim", "register")
	}
	return nil
}

// recognised makes the checks of section 12.2.
func (p *evidence) recognised(trustText []byte) error {
	trust, err := parseTrust(trustText)
	if err != nil {
		return err
	}
	if trust.net != p.net {
		return refuse("trust.net")
	}
	f := p.founding
	if f == nil || f.n != 0 || text(f.payload, "net") != zeros || text(f.body, "network") != trust.network || flag(f.body, "test") != trust.test {
		return refuse("trust.root")
	}
	roots, signed := items(f.body, "roots"), false
	for i, root := range roots {
		spki, _ := fromBase64url(text(root, "spki"))
		public, ok := ed25519Public(spki)
		if !ok || i >= len(trust.roots) || string(public) != trust.roots[i] {
			return refuse("trust.root", i)
		}
		signed = signed || shaHex(spki) == f.keyid
	}
	if !signed || len(roots) != len(trust.roots) {
		return refuse("trust.root", "signature")
	}
	g := newRegister(f, p.set, p.believedPlaces(trust))
	for _, e := range p.set.ordered {
		if isRegisterEvent(e) {
			if err := g.check(e); err != nil {
				return err
			}
			g.take(e)
		}
	}
	if len(g.places) > 0 {
		for _, e := range p.set.ordered {
			if isRegisterEvent(e) && e != f {
				if err := g.check(e); err != nil {
					return err
				}
			}
		}
	}
	exporter := p.claims["exporter"]
	since, stated := g.notes[deskNotes{text(exporter, "practice"), text(exporter, "desk"), p.logLine, p.packLine}]
	if !stated || text(p.claims, "exportedAt") < since {
		return refuse("key.exporter")
	}
	if !g.publishes(text(p.referral.intent.body, "rule", "hash")) {
		return refuse("rule.unpublished")
	}
	for _, e := range p.set.ordered {
		if e.known && !isRegisterEvent(e) {
			if err := g.check(e); err != nil {
				return err
			}
		}
	}
	return nil
}

package main

// payments says how far each of the pack's lines is (section 9), in their order.
func (p *evidence) payments() []string {
	stated := map[string]bool{}
	if counting := p.referral.entitlement(); counting != nil {
		for _, e := range p.set.ordered {
			if e.kind == "entitlement.computed" && e.body["key"] == counting.body["key"] {
				stated[e.hash] = true
			}
		}
	}
	found := []string{}
	for _, line := range items(p.claims, "lines") {
		found = append(found, p.payment(line, stated))
	}
	return found
}

func (p *evidence) payment(line any, stated map[string]bool) string {
	data := member(p.openings[text(line, "commitment")], "data")
	entitlement, _ := member(data, "entitlement").(string)
	if !stated[entitlement] {
		return "other"
	}
	kinds := map[string]bool{}
	for _, e := range p.set.ordered {
		ofLine := e.kind == "batch.released" || ((e.kind == "line.settled" || e.kind == "line.failed") && number(e.body, "line") == number(line, "line"))
		if ofLine && p.batchOf(e) == text(line, "batch") {
			kinds[e.kind] = true
		}
	}
	switch {
	case kinds["line.settled"] && p.confirmed(member(data, "beneficiary"), stated):
		return "confirmed"
	case kinds["line.settled"]:
		return "paid"
	case kinds["line.failed"]:
		return "failed"
	case kinds["batch.released"]:
		return "released"
	}
	return "prepared"
}

// confirmed says whether a person of the payee attests that the payment came, about any statement of the entitlement.
func (p *evidence) confirmed(payee any, stated map[string]bool) bool {
	for _, e := range p.set.ordered {
		if e.kind == "attestation" && stated[e.subject()] && flag(e.body, "agrees") && e.body["reason"] == "payment.received" && any(p.referral.member(e)) == payee {
			return true
		}
	}
	return false
}

// batchOf is the batch.prepared that an event leads to by the first of about, at most 16 events on; empty where it leads to none.
func (p *evidence) batchOf(e *event) string {
	for hops := 0; e != nil && hops < 16; hops++ {
		if e.kind == "batch.prepared" {
			return e.hash
		}
		e = p.set.find(e.subject(), "")
	}
	return ""
}

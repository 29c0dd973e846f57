package main

import "strings"

// kindAllowed compares an author with the table `author` of the schema file.
func (g *register) kindAllowed(who *author, e *event) bool {
	row := member(e.entry(), "author")
	switch wanted := text(row, "kind"); {
	case wanted == "client-or-person" && who.kind == "client":
		return true
	case wanted == "client-or-person" || wanted == "person":
		if who.kind != "person" {
			return false
		}
		for _, role := range who.roles {
			if contains(items(row, "roles"), role.(string)) {
				return true
			}
		}
		return false
	default:
		return who.kind == wanted
	}
}

// may is the list of section 5.5.
func (g *register) may(who *author, e *event) bool {
	about := g.set.byHash[e.subject()]
	same := who.practice == text(e.body, "practice")
	switch e.kind {
	case "registrar.appointed":
		return e == g.founding
	case "registrar.replaced", "practice.registered", "rule.published":
		return true
	case "practice.recovered":
		if recoverySince(e) == "" {
			return false
		}
		person := personID{text(e.body, "practice"), text(e.body, "person")}
		return len(g.rolesOf(person, g.at(e))) > 0 && g.hasDesk(person.practice, text(e.body, "desk"))
	case "practice.changed", "person.registered", "person.left", "role.changed", "key.deskRegistered", "till.assigned",
		"practice.located", "product.listed", "partner.linked", "partner.unlinked":
		return same
	case "training.passed":
		return same && who.person == text(e.body, "person")
	case "honour.awarded":
		return same && who.practice != text(e.body, "to")
	case "key.registered":
		return same && g.mayRegisterKey(who, e)
	case "key.revoked", "key.retired":
		key := g.keys[text(e.body, "key")]
		own := key != nil && key.practice == who.practice && key.person != "" && key.person == who.person
		return same && (own || contains(who.roles, "principal"))
	case "rule.proposed", "rule.approved", "setting.ratified", "key.barred":
		return who.practice == text(g.founding.body, "office")
	case "agreement.ended", "invoice.rejected":
		return about != nil
	case "invoice.issued":
		return who.practice == text(e.body, "recipient")
	case "batch.approved":
		by, _ := g.authorOf(about)
		if by == nil || about.kind != "batch.prepared" || by.practice != who.practice {
			return false
		}
		return by.person != who.person || g.soleActive(personID{who.practice, who.person}, g.at(e))
	case "batch.cancelled", "line.settled", "line.failed", "bankline.matched":
		by, _ := g.authorOf(about)
		return by != nil && by.practice == who.practice
	case "batch.released":
		by, _ := g.authorOf(about)
		return by != nil && by.practice == who.practice && who.desk == g.tillDesk(who.practice, g.at(e))
	}
	if e.ofConsent() {
		return g.mayOnConsent(who, e)
	}
	if flag(e.entry(), "referral") {
		return g.mayOnReferral(who, e, about)
	}
	return true
}

func (g *register) mayRegisterKey(who *author, e *event) bool {
	owner, named := e.body["person"].(string)
	if !named {
		return contains(who.roles, "principal")
	}
	p := g.people[personID{who.practice, owner}]
	if p == nil || p.since >= e.index {
		return false
	}
	return owner == who.person || contains(who.roles, "principal")
}

func (g *register) tillDesk(practice string, at moment) string {
	var entries []int64
	var desks []string
	for _, t := range g.tills {
		if t.practice == practice {
			entries, desks = append(entries, t.at), append(desks, t.desk)
		}
	}
	if held := g.lastOf(entries, at, 0); held >= 0 {
		return desks[held]
	}
	return g.firstDesk[practice]
}

func (g *register) mayOnReferral(who *author, e, about *event) bool {
	intent := g.set.intentOf(e)
	if intent == nil {
		return false
	}
	referrer, receiver := text(intent.body, "referrer"), text(intent.body, "receiver")
	client := who.kind == "client"
	party := !client && (who.practice == referrer || who.practice == receiver)
	switch e.kind {
	case "referral.intent":
		return who.practice == referrer && g.mayStart(referrer, g.at(e)) && g.mayStart(receiver, g.at(e))
	case "referral.acknowledgement", "referral.outcome":
		return client
	case "referral.withdrawn":
		return client || who.practice == referrer
	case "client.invited", "consent.used":
		return party
	case "disclosure.delivered":
		return about != nil && about.kind == "consent.used" && text(about.body, "recipient") == who.practice
	case "attestation":
		by, _ := g.authorOf(about)
		if by == nil || !party {
			return false
		}
		other := referrer
		if who.practice == referrer {
			other = receiver
		}
		return by.kind == "client" || (by.practice == other && by.practice != who.practice)
	case "consent.granted", "consent.withdrawn", "consent.refused":
		return client || party
	}
	// What is left belongs to the receiver: intake, settlement, corrections, qualification, entitlements.
	return strings.Contains("referral.intake referral.settlement settlement.corrected referral.qualified "+
		"referral.unqualified referral.declined entitlement.computed entitlement.approved entitlement.rejected", e.kind) &&
		who.practice == receiver
}

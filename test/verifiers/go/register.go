package main

import (
	"strings"
	"time"
)

// statedBy lists the keys that a register event states, in the order of its body.
func statedBy(e *event) []*statedKey {
	var keys []*statedKey
	b := e.body
	take := func(use string, part any, person any, desk string) {
		spki, ok := fromBase64url(text(part, "spki"))
		if !ok || (use != "root" && text(part, "key") != shaHex(spki)) {
			return
		}
		alg := text(part, "alg")
		if use == "root" {
			alg = "ed25519"
		}
		name, _ := person.(string)
		keys = append(keys, &statedKey{
			use: use, id: shaHex(spki), alg: alg, spki: spki, credential: member(part, "credential"), practice: text(b, "practice"),
			person: name, noPerson: person == nil, desk: desk, index: e.index,
		})
	}
	switch e.kind {
	case "registrar.appointed":
		for _, root := range items(b, "roots") {
			take("root", root, nil, "")
		}
		take("registrar", b["registrar"], nil, "")
	case "registrar.replaced":
		take("registrar", b["registrar"], nil, "")
	case "practice.registered":
		take("sign", b["personKey"], text(b, "person", "person"), text(b, "desk"))
		take("desk", b["deskKey"], nil, text(b, "desk"))
	case "practice.recovered":
		take("sign", b["personKey"], b["person"], text(b, "desk"))
		take("desk", b["deskKey"], nil, text(b, "desk"))
		for _, key := range keys {
			key.since = recoverySince(e)
		}
	case "key.registered":
		take(text(b, "use"), b, b["person"], text(b, "desk"))
	}
	return keys
}

// recoverySince is 72 hours after a practice.recovered, in the time format of section 1; empty for a time that a recovery cannot have.
func recoverySince(e *event) string {
	const form = "2006-01-02T15:04:05.000Z"
	stated := text(e.payload, "at")
	at, err := time.Parse(form, stated)
	if err != nil || stated < "2000" || stated >= "3000" {
		return ""
	}
	return at.Add(72 * time.Hour).Format(form)
}

// statedKeys is what check 17 of section 12.1 takes as stated: the first by index, a client's after all others.
func statedKeys(set *eventSet) map[string]*statedKey {
	keys := map[string]*statedKey{}
	for _, e := range set.ordered {
		for _, key := range statedBy(e) {
			if keys[key.id] == nil {
				keys[key.id] = key
			}
		}
	}
	for _, e := range set.ordered {
		if !e.known || e.n != 0 || !has(e.body, "clientKey") || keys[e.keyid] != nil {
			continue
		}
		part := e.body["clientKey"]
		if spki, ok := fromBase64url(text(part, "spki")); ok && shaHex(spki) == e.keyid {
			keys[e.keyid] = &statedKey{
				use: "client", id: e.keyid, alg: text(part, "alg"), spki: spki, credential: member(part, "credential"),
				noPerson: true, index: e.index, statement: part, referral: text(e.payload, "referral"), bound: boundTo(set, e),
			}
		}
	}
	return keys
}

func isRegisterEvent(e *event) bool {
	if !e.known {
		return false
	}
	area, _, _ := strings.Cut(e.kind, ".")
	switch area {
	case "registrar", "practice", "person", "key", "rule", "membership", "vertical", "product", "community", "partner", "honour", "training":
		return true
	}
	return e.kind == "role.changed" || e.kind == "till.assigned"
}

type personID struct{ practice, person string }

type personState struct {
	since int64
	left  []int64
	roles []roleChange
}

type roleChange struct {
	at    int64
	roles []any
}

type deskNotes struct{ practice, desk, log, pack string }

type till struct {
	practice, desk string
	at             int64
}

// standing is a status of a practice from a position on.
type standing struct {
	at     int64
	status string
}

// register is the state after the register events taken in so far; each question names its position in the log.
type register struct {
	founding  *event
	set       *eventSet
	places    map[int64]int64 // by index in the pack's log, as far as they are believed
	keys      map[string]*statedKey
	people    map[personID]*personState
	stated    map[string]bool // people, each once in the network
	firstDesk map[string]string
	notes     map[deskNotes]string // since when; empty for always
	tills     []till
	standing  map[string][]standing // by practice
	votes     map[string]map[string]bool
	registrar string
}

func newRegister(founding *event, set *eventSet, places map[int64]int64) *register {
	g := &register{
		founding: founding, set: set, places: places, keys: map[string]*statedKey{}, people: map[personID]*personState{}, stated: map[string]bool{},
		firstDesk: map[string]string{}, notes: map[deskNotes]string{}, votes: map[string]map[string]bool{},
		registrar: text(founding.body, "registrar", "key"), standing: map[string][]standing{},
	}
	g.state(founding)
	return g
}

func (g *register) state(e *event) {
	for _, key := range statedBy(e) {
		if g.keys[key.id] == nil {
			g.keys[key.id] = key
		}
	}
}

func (g *register) addPerson(at int64, practice string, part any) {
	id := personID{practice, text(part, "person")}
	if !g.stated[id.person] {
		g.stated[id.person] = true
		g.people[id] = &personState{since: at, roles: []roleChange{{at, items(part, "roles")}}}
	}
}

// take brings in a register event that passed its checks.
func (g *register) take(e *event) {
	b, at := e.body, e.index
	practice := text(b, "practice")
	id := personID{practice, text(b, "person")}
	switch e.kind {
	case "registrar.replaced":
		g.vote(e, text(b, "registrar", "key"))
	case "practice.registered":
		if _, again := g.firstDesk[practice]; !again {
			g.state(e)
			g.firstDesk[practice] = text(b, "desk")
			g.addPerson(at, practice, b["person"])
			g.note(e, "")
		}
	case "practice.recovered":
		g.state(e)
		g.note(e, recoverySince(e))
	case "person.registered":
		g.addPerson(at, practice, b)
	case "role.changed":
		if p := g.people[id]; p != nil {
			p.roles = append(p.roles, roleChange{at, items(b, "roles")})
		}
	case "person.left":
		if p := g.people[id]; p != nil {
			p.left = append(p.left, at)
		}
	case "key.registered":
		g.state(e)
	case "key.deskRegistered":
		g.note(e, "")
	case "key.revoked":
		if key := g.keys[text(b, "key")]; key != nil && key.practice == practice {
			key.revoked = append(key.revoked, at)
		}
	case "key.barred":
		for _, id := range items(b, "keys") {
			if key := g.keys[id.(string)]; key != nil && key.practice == practice {
				key.revoked = append(key.revoked, at)
			}
		}
	case "key.retired":
		if key := g.keys[text(b, "key")]; key != nil && key.practice == practice {
			key.retired = append(key.retired, retirement{at, number(b, "n")})
		}
	case "till.assigned":
		g.tills = append(g.tills, till{practice, text(b, "desk"), at})
	case "membership.vetted":
		status := "declined"
		if flag(b, "accepted") {
			status = "vetted"
		}
		g.stands(practice, at, status)
	case "membership.activated", "membership.reinstated":
		g.stands(practice, at, "active")
	case "membership.applied", "membership.suspended", "membership.resigned":
		g.stands(practice, at, strings.TrimPrefix(e.kind, "membership."))
	}
}

func (g *register) stands(practice string, at int64, status string) {
	g.standing[practice] = append(g.standing[practice], standing{at, status})
}

// mayStart is section 5.7: false where the last decision about a practice before a position is not that it is active.
func (g *register) mayStart(practice string, at moment) bool {
	decided := g.standing[practice]
	entering := len(decided)
	for i, s := range decided {
		if s.status == "active" || s.status == "suspended" || s.status == "resigned" {
			entering = i
			if s.status == "active" && i > 0 {
				entering = i + 1
			}
			break
		}
	}
	var entries []int64
	for _, s := range decided {
		entries = append(entries, s.at)
	}
	held := g.lastOf(entries, at, entering)
	return held < 0 || decided[held].status == "active"
}

// note keeps the keys by which a desk signs its notes; of several statements of the same keys the earliest to count stands.
func (g *register) note(e *event, since string) {
	id := deskNotes{text(e.body, "practice"), text(e.body, "desk"), text(e.body, "log"), text(e.body, "pack")}
	if held, found := g.notes[id]; !found || since < held {
		g.notes[id] = since
	}
}

func (g *register) hasDesk(practice, desk string) bool {
	for id := range g.notes {
		if id.practice == practice && id.desk == desk {
			return true
		}
	}
	return false
}

func (g *register) vote(e *event, candidate string) {
	if g.votes[candidate] == nil {
		g.votes[candidate] = map[string]bool{}
	}
	before := len(g.votes[candidate])
	g.votes[candidate][e.keyid] = true
	reached := int64(len(g.votes[candidate])) == number(g.founding.body, "threshold") && len(g.votes[candidate]) > before
	if !reached || candidate == g.registrar {
		return
	}
	if former := g.keys[g.registrar]; former != nil && len(former.revoked) == 0 {
		former.revoked = append(former.revoked, e.index)
	}
	g.state(e)
	g.registrar = candidate
}

// rolesOf are the roles of a person just before a position.
func (g *register) rolesOf(id personID, at moment) []any {
	p := g.people[id]
	if p == nil {
		return nil
	}
	for _, left := range p.left {
		if at.after(left) {
			return nil
		}
	}
	var entries []int64
	for _, change := range p.roles {
		entries = append(entries, change.at)
	}
	if held := g.lastOf(entries, at, 1); held >= 0 {
		return p.roles[held].roles
	}
	return nil
}

// soleActive says whether a person is the one active person of its practice just before a position.
func (g *register) soleActive(id personID, at moment) bool {
	active := 0
	for other := range g.people {
		if other.practice == id.practice && len(g.rolesOf(other, at)) > 0 {
			active++
		}
	}
	return active == 1 && len(g.rolesOf(id, at)) > 0
}

// counts is section 5.4: the code, or "" for a key that counts at a position; n is -1 for a passkey.
func (g *register) counts(keyid string, at moment, n int64, signed string) string {
	key := g.keys[keyid]
	if key == nil || at.e.index < key.index || (at.e.index == key.index && key.use != "root") {
		return "key.unknown"
	}
	if signed < key.since {
		return "key.unknown"
	}
	for _, revoked := range key.revoked {
		if at.after(revoked) {
			return "key.revoked"
		}
	}
	var first *retirement
	for i, r := range key.retired {
		if first == nil || g.standsBefore(r.since, first.since) {
			first = &key.retired[i]
		}
	}
	if first != nil && n > first.last && at.after(first.since) {
		return "key.revoked"
	}
	return ""
}

// author is who signed an event: kind root, registrar, desk, person or client.
type author struct {
	kind, practice, person, desk string
	roles                        []any
}

// authorOf returns the author at the event's own position, or the code why it does not count.
func (g *register) authorOf(e *event) (*author, string) {
	if e == nil || !e.known {
		return nil, "authority.refused"
	}
	return g.authorAt(e, g.at(e))
}

// authorAt is authorOf at a moment.
func (g *register) authorAt(e *event, at moment) (*author, string) {
	key := g.keys[e.keyid]
	if key == nil {
		if kind := text(e.entry(), "author", "kind"); kind == "client" || kind == "client-or-person" {
			return &author{kind: "client"}, ""
		}
		return nil, "key.unknown"
	}
	if code := g.counts(e.keyid, at, e.n, text(e.payload, "at")); code != "" {
		return nil, code
	}
	who := &author{kind: key.use, practice: key.practice, person: key.person, desk: key.desk}
	switch key.use {
	case "passkey":
		return nil, "authority.refused"
	case "sign":
		who.kind, who.roles = "person", g.rolesOf(personID{key.practice, key.person}, at)
		if len(who.roles) == 0 {
			return nil, "authority.refused"
		}
	}
	return who, ""
}

// check judges author, passkey, authority and, for register events, the keys that the event states.
func (g *register) check(e *event) error {
	who, code := g.authorOf(e)
	if code == "" && has(e.payload, "assertion") {
		code = g.counts(text(e.payload, "assertion", "keyid"), g.at(e), -1, text(e.payload, "at"))
	}
	if code == "" && !(g.kindAllowed(who, e) && g.may(who, e)) {
		code = "authority.refused"
	}
	if code == "" && isRegisterEvent(e) && !keysInOrder(e) {
		code = "key.proof"
	}
	if code != "" {
		return refuse(code, e.index, " ", e.kind)
	}
	return nil
}

// publishes says whether a rule.published that counts states this hash of a rule version.
func (g *register) publishes(content string) bool {
	for _, e := range g.set.ordered {
		if e.kind == "rule.published" && text(e.body, "content") == content && g.publicationCounts(e, content) {
			return true
		}
	}
	return false
}

func (g *register) publicationCounts(e *event, content string) bool {
	office := text(g.founding.body, "office")
	var proposal *event
	for _, other := range g.set.ordered {
		if other.kind == "rule.proposed" && text(other.body, "content") == content {
			proposal = other
			break
		}
	}
	if proposal == nil || proposal.hash != e.subject() {
		return false
	}
	proposer, _ := g.authorOf(proposal)
	if proposer == nil || proposal.index > e.index || proposer.practice != office {
		return false
	}
	taken := map[string]bool{proposer.person: true}
	counting := map[any]bool{}
	for _, a := range g.set.ordered {
		if a.index < proposal.index || a.index > e.index {
			continue
		}
		if a.kind != "rule.approved" || a.subject() != proposal.hash || text(a.body, "content") != content {
			continue
		}
		who, _ := g.authorOf(a)
		if who != nil && who.practice == office && !taken[who.person] {
			taken[who.person], counting[a.hash] = true, true
		}
	}
	different := map[any]bool{}
	for _, hash := range items(e.body, "approvals") {
		if !counting[hash] || different[hash] {
			return false
		}
		different[hash] = true
	}
	return len(different) >= 2
}

// keysInOrder is section 5.3, code key.proof.
func keysInOrder(e *event) bool {
	b, stated := e.body, statedBy(e)
	notes := func() bool {
		prefix := "flip360/" + text(b, "practice") + "/" + text(b, "desk") + "/"
		log, okLog := parseVkey(text(b, "log"))
		packKey, okPack := parseVkey(text(b, "pack"))
		return okLog && okPack && log.name == prefix+"log" && packKey.name == prefix+"pack"
	}
	switch e.kind {
	case "registrar.appointed":
		roots, different := items(b, "roots"), map[string]bool{}
		for _, root := range roots {
			different[text(root, "spki")] = true
		}
		stating := len(stated) > 0 && stated[len(stated)-1].use == "registrar"
		return stating && len(different) == len(roots) && int64(len(roots)) >= number(b, "threshold")
	case "registrar.replaced":
		return len(stated) == 1
	case "practice.registered", "practice.recovered":
		if len(stated) != 2 || !notes() {
			return false
		}
		return possessionOK(stated[0], member(b, "personKey", "proof")) && possessionOK(stated[1], member(b, "deskKey", "proof"))
	case "key.registered":
		return len(stated) == 1 && keyInOrder(stated[0], b["proof"])
	case "key.deskRegistered":
		return notes()
	}
	return true
}

// keyInOrder says whether alg, credential and person of a registered key go with its use, and the proof verifies.
func keyInOrder(key *statedKey, proof any) bool {
	passkey := key.use == "passkey"
	if (key.alg != "ed25519") != passkey || (key.credential != nil) != passkey || key.noPerson != (key.use == "desk") {
		return false
	}
	return possessionOK(key, proof)
}

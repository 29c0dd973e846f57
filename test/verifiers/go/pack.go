package main

import (
	"encoding/hex"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

var (
	eventPath    = regexp.MustCompile(`^events/([0-9]{8})\.json$`)
	proofPath    = regexp.MustCompile(`^proofs/([0-9]{8})\.tlog-proof$`)
	documentPath = regexp.MustCompile(`^documents/[A-Za-z0-9._-]+\.pdf$`)
	manifestLine = regexp.MustCompile(`^([0-9a-f]{64})  ([A-Za-z0-9._/-]+)$`)
	keysFile     = regexp.MustCompile(`^log ([^\n]+)\npack ([^\n]+)\n$`)
	fixedFiles   = []string{"MANIFEST", "README.txt", "checkpoint", "evidence.pdf", "keys.txt", "openings.json", "pack.json", "rule.json", "verify.html"}
)

// evidence is a pack with what the checks of section 12.1 found in it.
type evidence struct {
	files    map[string][]byte
	logLine  string
	packLine string
	logKey   *verifierKey
	packKey  *verifierKey
	claims   map[string]any
	net      string
	point    *checkpoint
	set      *eventSet
	openings map[string]any
	keys     map[string]*statedKey
	referral *referral
	founding *event
}

// jsonFile parses a JSON file of the table; code names the failure.
func (p *evidence) jsonFile(path, code string) (any, error) {
	data := p.files[path]
	value, err := parseCanonical(data)
	if err != nil || len(data) > 16<<20 {
		return nil, refuse(code, path)
	}
	return value, nil
}

// intact makes checks 2 to 26 in order.
func (p *evidence) intact() error {
	for _, check := range []func() error{
		p.fileTable, p.keysText, p.manifest, p.packJSON, p.checkpoint, p.records, p.relations, p.proofs, p.signatures,
		p.openingsFile, p.batchLines, p.packIntent, p.spineClaim, p.rule, p.calculation, p.packClaims,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (p *evidence) fileTable() error {
	events, proofs, unknown := 0, 0, ""
	allowed := map[string]bool{"calculation.json": true}
	for _, path := range fixedFiles {
		if _, present := p.files[path]; !present {
			return refuse("pack.file-missing", path)
		}
		allowed[path] = true
	}
	for path := range p.files {
		switch {
		case eventPath.MatchString(path):
			events++
		case proofPath.MatchString(path):
			proofs++
		case !allowed[path] && !documentPath.MatchString(path):
			unknown = path
		}
	}
	if events == 0 || proofs == 0 {
		return refuse("pack.file-missing", "events or proofs")
	}
	if unknown != "" {
		return refuse("pack.file-unknown", unknown)
	}
	return nil
}

func (p *evidence) keysText() error {
	found := keysFile.FindSubmatch(p.files["keys.txt"])
	if found == nil {
		return refuse("keys.syntax")
	}
	p.logLine, p.packLine = string(found[1]), string(found[2])
	logKey, okLog := parseVkey(p.logLine)
	packKey, okPack := parseVkey(p.packLine)
	if !okLog || !okPack {
		return refuse("keys.syntax")
	}
	p.logKey, p.packKey = logKey, packKey
	return nil
}

func (p *evidence) manifest() error {
	listed, err := readManifest(p.files["MANIFEST"], p.packKey)
	if err != nil {
		return err
	}
	same := len(listed) == len(p.files)-1
	for _, line := range listed {
		_, present := p.files[line[2]]
		same = same && present
	}
	if !same {
		return refuse("manifest.files")
	}
	for _, line := range listed {
		if shaHex(p.files[line[2]]) != line[1] {
			return refuse("manifest.hash", line[2])
		}
	}
	return nil
}

// readManifest makes checks 4 to 6; each listed line is whole, hash, path.
func readManifest(data []byte, key *verifierKey) ([][]string, error) {
	signed, ok := parseNote(data)
	if !ok || len(signed.lines) != 1 {
		return nil, refuse("manifest.syntax")
	}
	if !signed.verifies(key) {
		return nil, refuse("manifest.signature")
	}
	var listed [][]string
	for _, line := range strings.Split(strings.TrimSuffix(signed.text, "\n"), "\n") {
		found := manifestLine.FindStringSubmatch(line)
		if found == nil || !pathAllowed(found[2]) || found[2] == "MANIFEST" {
			return nil, refuse("manifest.syntax", line)
		}
		if len(listed) > 0 && listed[len(listed)-1][2] >= found[2] {
			return nil, refuse("manifest.syntax", "order")
		}
		listed = append(listed, found)
	}
	return listed, nil
}

func (p *evidence) packJSON() error {
	value, err := p.jsonFile("pack.json", "pack.shape")
	if err != nil {
		return err
	}
	if !fits(schemaOf("pack"), value) {
		return refuse("pack.shape")
	}
	p.claims = value.(map[string]any)
	p.net = text(value, "net")
	return nil
}

func (p *evidence) checkpoint() (err error) {
	p.point, err = readCheckpoint(p.files["checkpoint"], p.logKey, p.claims["log"])
	return err
}

// readCheckpoint is check 10.
func readCheckpoint(data []byte, key *verifierKey, claim any) (*checkpoint, error) {
	signed, ok := parseNote(data)
	if !ok {
		return nil, refuse("checkpoint.syntax")
	}
	point, ok := parseCheckpoint(signed.text)
	if !ok {
		return nil, refuse("checkpoint.syntax", "text")
	}
	if point.origin != key.name || !signed.verifies(key) {
		return nil, refuse("checkpoint.signature")
	}
	if text(claim, "origin") != point.origin || number(claim, "size") != point.size || text(claim, "root") != hex.EncodeToString(point.root[:]) {
		return nil, refuse("checkpoint.size")
	}
	return point, nil
}

func (p *evidence) records() error {
	p.set = &eventSet{byHash: map[string]*event{}}
	for _, path := range sortedPaths(p.files) {
		found := eventPath.FindStringSubmatch(path)
		if found == nil {
			continue
		}
		e, err := readRecord(p.files[path], mediaType("event"))
		if err != nil {
			return err
		}
		e.index, _ = strconv.ParseInt(found[1], 10, 64)
		p.set.ordered = append(p.set.ordered, e)
	}
	return nil
}

// relations makes checks 12 to 14.
func (p *evidence) relations() error {
	for _, e := range p.set.ordered {
		if net := text(e.payload, "net"); net != p.net && !(e.hash == p.net && net == zeros) {
			return refuse("event.net", e.index)
		}
	}
	seen := map[any]bool{}
	type place struct {
		stream string
		n      int64
	}
	at := map[place]*event{}
	for _, e := range p.set.ordered {
		here := place{e.keyid, e.n}
		if p.set.byHash[e.hash] != nil || seen[e.payload["id"]] || at[here] != nil {
			return refuse("event.conflict", e.index)
		}
		p.set.byHash[e.hash], at[here], seen[e.payload["id"]] = e, e, true
	}
	for _, e := range p.set.ordered {
		if before := at[place{e.keyid, e.n - 1}]; before != nil && text(e.payload, "prev") != before.hash {
			return refuse("stream.link", e.index)
		}
	}
	p.founding = p.set.find(p.net, "registrar.appointed")
	return nil
}

func (p *evidence) proofs() error {
	files := map[int64][]byte{}
	for path, data := range p.files {
		if found := proofPath.FindStringSubmatch(path); found != nil {
			index, _ := strconv.ParseInt(found[1], 10, 64)
			files[index] = data
		}
	}
	for _, e := range p.set.ordered {
		if _, present := files[e.index]; !present {
			return refuse("proof.files", e.index)
		}
	}
	if len(files) != len(p.set.ordered) {
		return refuse("proof.files")
	}
	for _, e := range p.set.ordered {
		if err := checkProof(files[e.index], p.files["checkpoint"], e.index, e.hash, p.point); err != nil {
			return err
		}
	}
	return nil
}

func (p *evidence) signatures() error {
	p.keys = statedKeys(p.set)
	for _, e := range p.set.ordered {
		key := p.keys[e.keyid]
		if key == nil {
			return refuse("key.missing", e.index)
		}
		if !signatureOK(e, key) {
			return refuse("signature.invalid", e.index)
		}
		if !has(e.payload, "assertion") {
			continue
		}
		passkey := p.keys[text(e.payload, "assertion", "keyid")]
		if passkey == nil || passkey.use != "passkey" || key.use != "sign" || passkey.person != key.person {
			return refuse("assertion.key", e.index)
		}
		if !assertionOK(e, passkey) {
			return refuse("assertion.invalid", e.index)
		}
	}
	return nil
}

func collectTexts(value any, into map[string]bool) {
	switch v := value.(type) {
	case string:
		into[v] = true
	case []any:
		for _, item := range v {
			collectTexts(item, into)
		}
	case map[string]any:
		for _, item := range v {
			collectTexts(item, into)
		}
	}
}

func openingInForm(opening any) bool {
	_, ok := fromBase64url(text(opening, "salt"))
	return ok && fits(schemaOf("opening"), opening)
}

// opens recomputes the commitment of an opening (section 6.2).
func opens(opening any, net string) bool {
	salt, _ := fromBase64url(text(opening, "salt"))
	fact := map[string]any{"data": member(opening, "data"), "for": text(opening, "for"), "net": net, "referral": text(opening, "referral")}
	return shaHex(salt, jcs(fact)) == text(opening, "commitment")
}

func (p *evidence) openingsFile() error {
	value, err := p.jsonFile("openings.json", "opening.syntax")
	if err != nil {
		return err
	}
	file, _ := value.(map[string]any)
	list, isList := file["openings"].([]any)
	if !exactly(file, []string{"openings", "v"}) || !isList || file["v"] != int64(1) {
		return refuse("opening.syntax")
	}
	before := ""
	for _, opening := range list {
		if !openingInForm(opening) || text(opening, "commitment") <= before {
			return refuse("opening.syntax", "form or order")
		}
		before = text(opening, "commitment")
	}
	held := map[string]bool{}
	for _, line := range items(p.claims, "lines") {
		held[text(line, "commitment")] = true
	}
	for _, e := range p.set.ordered {
		collectTexts(e.body, held)
	}
	p.openings = map[string]any{}
	for _, opening := range list {
		commitment := text(opening, "commitment")
		if !opens(opening, p.net) {
			return refuse("opening.mismatch", commitment)
		}
		if !held[commitment] {
			return refuse("opening.unused", commitment)
		}
		p.openings[commitment] = opening
	}
	return nil
}

func (p *evidence) batchLines() error {
	for _, line := range items(p.claims, "lines") {
		prepared, index := p.set.find(text(line, "batch"), "batch.prepared"), number(line, "line")
		commitment := text(line, "commitment")
		if prepared == nil || number(prepared.body, "lines") <= index {
			return refuse("batch.line", commitment)
		}
		var proof = hashes(items(line, "proof"))
		if !included(index, number(prepared.body, "lines"), unhex(commitment), proof, hashOf(unhex(text(prepared.body, "root")))) {
			return refuse("batch.line", "proof")
		}
		opening := p.openings[commitment]
		data := member(opening, "data")
		if text(opening, "for") != "batch-line" || member(data, "line") != any(index) || member(data, "batch") != prepared.body["batch"] {
			return refuse("batch.line", "opening")
		}
	}
	return nil
}

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
	g := newRegister(f, p.set)
	for _, e := range p.set.ordered {
		if isRegisterEvent(e) {
			if err := g.check(e); err != nil {
				return err
			}
			g.take(e)
		}
	}
	exporter := p.claims["exporter"]
	if !g.notes[deskNotes{text(exporter, "practice"), text(exporter, "desk"), p.logLine, p.packLine}] {
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

func hashes(list []any) (out []tlogHash) {
	for _, item := range list {
		out = append(out, hashOf(unhex(item.(string))))
	}
	return out
}

// signedSteps are the handshakes on the spine.
func (p *evidence) signedSteps() []int64 {
	steps := []int64{}
	for _, e := range p.referral.spine {
		steps = append(steps, e.step())
	}
	sort.Slice(steps, func(i, j int) bool { return steps[i] < steps[j] })
	return steps
}

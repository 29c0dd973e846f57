package main

import (
	"sort"
	"strconv"
)

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
	p.set.bySigner = append([]*event{}, p.set.ordered...)
	sort.Slice(p.set.bySigner, func(i, j int) bool {
		a, b := p.set.bySigner[i], p.set.bySigner[j]
		if x, y := text(a.payload, "at"), text(b.payload, "at"); x != y {
			return x < y
		}
		return a.hash < b.hash
	})
	return nil
}

// relations makes checks 12 to 14.
func (p *evidence) relations() error {
	for _, e := range p.set.ordered {
		if net := text(e.payload, "net"); net != p.net && !(e.hash == p.net && net == zeros) {
			return refuse("event.net", e.index)
		}
	}
	type place struct {
		stream string
		n      int64
	}
	at := map[place]*event{}
	for _, e := range p.set.ordered {
		here := place{e.keyid, e.n}
		if p.set.byHash[e.hash] != nil || at[here] != nil {
			return refuse("event.conflict", e.index)
		}
		p.set.byHash[e.hash], at[here] = e, e
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

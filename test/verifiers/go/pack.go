package main

import (
	"encoding/hex"
	"regexp"
	"sort"
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
	// The network checkpoint of a pack of version 2.
	network *signedNote
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

// intact makes checks 2 to 27 in order.
func (p *evidence) intact() error {
	for _, check := range []func() error{
		p.fileTable, p.keysText, p.manifest, p.packJSON, p.checkpoint, p.records, p.relations, p.proofs, p.signatures,
		p.openingsFile, p.batchLines, p.packIntent, p.spineClaim, p.rule, p.calculation, p.packClaims, p.networkFiles,
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
		case !allowed[path] && !documentPath.MatchString(path) && !isNetworkPath(path):
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

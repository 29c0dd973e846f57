package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

type trustFile struct {
	network string
	test    bool
	net     string
	roots   []string
	// Fingerprints of the time-stamp authorities that are believed.
	authorities []string
	policy      *policy
}

// policyKey is a key of a log or witness with what a signature line names it by.
type policyKey struct {
	name   string
	id     string
	public []byte
}

// rule is what cosignatures have to meet: a witness by its place, or k of the members; nothing when both are empty.
type rule struct {
	witness int
	k       int
	members []*rule
}

// met says whether the witnesses whose places are in cosigned meet the rule.
func (r *rule) met(cosigned map[int]bool) bool {
	if len(r.members) == 0 {
		return r.witness < 0 || cosigned[r.witness]
	}
	count := 0
	for _, member := range r.members {
		if member.met(cosigned) {
			count++
		}
	}
	return count >= r.k
}

type policy struct {
	logs      []policyKey
	witnesses []policyKey
	quorum    *rule
}

var (
	trustName    = regexp.MustCompile("^[^\\x00-\\x1f\\x7f-\u009f\u2028\u2029]{1,200}$")
	policyOctets = regexp.MustCompile(`^[^\x00-\x08\x0b-\x1f\x7f]*$`)
)

// parseTrust reads the trust file of section 11.
func parseTrust(data []byte) (*trustFile, error) {
	bad := refuse("trust.syntax")
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if !strings.HasSuffix(string(data), "\n") || !utf8.Valid(data) || len(lines) < 6 || lines[0] != "flip360-trust/1" {
		return nil, bad
	}
	network, net := strings.TrimPrefix(lines[1], "network "), strings.TrimPrefix(lines[3], "net ")
	if len(network) == len(lines[1]) || len(net) == len(lines[3]) || !trustName.MatchString(network) || !isHash(net) || (lines[2] != "test true" && lines[2] != "test false") {
		return nil, bad
	}
	trust := &trustFile{network: network, test: lines[2] == "test true", net: net}
	rest := lines[4:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "root ") {
		key, ok := parseVkey(rest[0][len("root "):])
		if !ok || key.name != fmt.Sprintf("flip360/root/%d", len(trust.roots)+1) {
			return nil, bad
		}
		trust.roots = append(trust.roots, string(key.public))
		rest = rest[1:]
	}
	for len(rest) > 0 && strings.HasPrefix(rest[0], "authority ") {
		last, count := rest[0][len("authority "):], len(trust.authorities)
		if !isHash(last) || count == 16 || (count > 0 && trust.authorities[count-1] >= last) {
			return nil, bad
		}
		trust.authorities = append(trust.authorities, last)
		rest = rest[1:]
	}
	if len(trust.roots) < 1 || len(trust.roots) > 3 {
		return nil, bad
	}
	if trust.policy = parsePolicy(rest); trust.policy == nil {
		return nil, bad
	}
	return trust, nil
}

// parsePolicy reads the lines of a C2SP tlog-policy; nil when they are not in form.
func parsePolicy(lines []string) *policy {
	read := &policy{}
	rules := map[string]*rule{"none": {witness: -1}}
	defined, grouped, keys, quorums := map[string]bool{"none": true}, map[string]bool{"none": true}, map[string]bool{}, 0
	entries := map[string]int{}
	takeKey := func(kind byte, line string, into *[]policyKey) bool {
		parts := strings.SplitN(line, "+", 3)
		if len(parts) != 3 || !isKeyName(parts[0]) {
			return false
		}
		raw, ok := fromBase64(parts[2])
		if !ok || len(raw) != 33 || raw[0] != kind || shaHex([]byte(parts[0]+"\n"), raw)[:8] != parts[1] || keys[string(raw[1:])] {
			return false
		}
		keys[string(raw[1:])] = true
		*into = append(*into, policyKey{parts[0], parts[1], raw[1:]})
		return true
	}
	takeName := func(name string) bool {
		fresh := !defined[name]
		defined[name] = true
		return fresh
	}
	for _, line := range lines {
		if !policyOctets.MatchString(line) {
			return nil
		}
		words := strings.FieldsFunc(line, func(c rune) bool { return c == ' ' || c == '\t' })
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		entries[words[0]]++
		ok := false
		switch {
		case words[0] == "log" && (len(words) == 2 || len(words) == 3):
			ok = takeKey(1, words[1], &read.logs)
		case words[0] == "witness" && (len(words) == 3 || len(words) == 4):
			ok = takeName(words[1]) && takeKey(4, words[2], &read.witnesses)
			rules[words[1]] = &rule{witness: len(read.witnesses) - 1}
		case words[0] == "group" && len(words) >= 4:
			k, err := strconv.Atoi(words[2])
			ok = words[2] == "all" || words[2] == "any" || (err == nil && strconv.Itoa(k) == words[2] && k >= 1 && k <= len(words)-3)
			group := &rule{witness: -1, k: k}
			if words[2] == "all" {
				group.k = len(words) - 3
			} else if words[2] == "any" {
				group.k = 1
			}
			for _, name := range words[3:] {
				ok = ok && defined[name] && !grouped[name]
				grouped[name] = true
				group.members = append(group.members, rules[name])
			}
			ok = ok && takeName(words[1])
			rules[words[1]] = group
		case words[0] == "quorum" && len(words) == 2:
			quorums++
			ok = defined[words[1]]
			read.quorum = rules[words[1]]
		}
		if !ok || entries[words[0]] > 128 {
			return nil
		}
	}
	if quorums != 1 {
		return nil
	}
	return read
}

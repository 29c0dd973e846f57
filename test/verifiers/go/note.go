package main

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// verifierKey is a C2SP verifier key of type 0x01.
type verifierKey struct {
	name   string
	id     uint32
	public []byte
}

// parseVkey is strict where x/mod is not: canonical base64, exactly one Ed25519 key, lower-case key id.
func parseVkey(line string) (*verifierKey, bool) {
	known, err := note.NewVerifier(line)
	if err != nil {
		return nil, false
	}
	parts := strings.SplitN(line, "+", 3)
	raw, ok := fromBase64(parts[2])
	if !ok || len(raw) != 33 || raw[0] != 1 || parts[1] != strings.ToLower(parts[1]) || len(parts[1]) != 8 || !utf8.ValidString(line) {
		return nil, false
	}
	return &verifierKey{known.Name(), known.KeyHash(), raw[1:]}, true
}

type noteLine struct {
	name string
	id   uint32
	sig  []byte
}

type signedNote struct {
	text  string
	lines []noteLine
}

func isKeyName(name string) bool {
	return name != "" && !strings.ContainsRune(name, '+') && strings.IndexFunc(name, unicode.IsSpace) < 0
}

// parseNote reads a C2SP signed note in strict form.
func parseNote(data []byte) (*signedNote, bool) {
	if !utf8.Valid(data) || !bytes.HasSuffix(data, []byte("\n")) {
		return nil, false
	}
	for _, c := range data {
		if c < 0x20 && c != '\n' {
			return nil, false
		}
	}
	split := bytes.LastIndex(data, []byte("\n\n"))
	if split < 0 || split+2 == len(data) {
		return nil, false
	}
	parsed := &signedNote{text: string(data[:split+1])}
	for _, line := range strings.Split(string(data[split+2:len(data)-1]), "\n") {
		if !strings.HasPrefix(line, "— ") {
			return nil, false
		}
		name, encoded, found := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		raw, ok := fromBase64(encoded)
		if !found || !isKeyName(name) || !ok || len(raw) < 5 {
			return nil, false
		}
		parsed.lines = append(parsed.lines, noteLine{name, binary.BigEndian.Uint32(raw), raw[4:]})
	}
	return parsed, true
}

// verifies says whether at least one line is by the key and every such line verifies.
func (n *signedNote) verifies(key *verifierKey) bool {
	found := false
	for _, line := range n.lines {
		if line.name == key.name && line.id == key.id {
			if !ed25519Verify(key.public, line.sig, []byte(n.text)) {
				return false
			}
			found = true
		}
	}
	return found
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func decimal(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && n <= maxSafe && strconv.FormatInt(n, 10) == s
}

func hashOf(raw []byte) (h tlog.Hash) {
	copy(h[:], raw)
	return h
}

func parseCheckpoint(text string) (*checkpoint, bool) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || !isKeyName(lines[0]) {
		return nil, false
	}
	size, okSize := decimal(lines[1])
	root, okRoot := fromBase64(lines[2])
	if !okSize || !okRoot || len(root) != 32 || (size == 0 && string(root) != string(sha())) {
		return nil, false
	}
	return &checkpoint{lines[0], size, hashOf(root)}, true
}

// included checks an RFC 6962 inclusion proof with x/mod.
func included(index, size int64, entry []byte, proof []tlog.Hash, root tlog.Hash) bool {
	return index < size && tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)) == nil
}

// checkProof is check 16 of section 12.1 for one file.
func checkProof(data, point []byte, name int64, hash string, c *checkpoint) error {
	head, rest, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || !utf8.Valid(data) || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return refuse("proof.syntax")
	}
	index, ok := decimal(strings.TrimPrefix(lines[1], "index "))
	if !ok || !strings.HasPrefix(lines[1], "index ") {
		return refuse("proof.syntax", "index")
	}
	var proof []tlog.Hash
	for _, line := range lines[2:] {
		raw, ok := fromBase64(line)
		if !ok || len(raw) != 32 {
			return refuse("proof.syntax", "hash")
		}
		proof = append(proof, hashOf(raw))
	}
	if rest != string(point) {
		return refuse("proof.checkpoint")
	}
	if index != name {
		return refuse("proof.index")
	}
	if !included(index, c.size, unhex(hash), proof, c.root) {
		return refuse("proof.inclusion")
	}
	return nil
}

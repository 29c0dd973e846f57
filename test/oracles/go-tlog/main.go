// Command go-tlog answers, with the Merkle log and signed notes of golang.org/x/mod/sumdb, the same questions as the
// product. It shares no code with it. Requests are JSON lines on standard input, answers JSON lines on standard output.
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type request struct {
	Do    string   `json:"do"`
	Sizes int64    `json:"sizes"`
	Size  int64    `json:"size"`
	Other int64    `json:"other"`
	Root  string   `json:"root"`
	Hash  string   `json:"hash"`
	Proof []string `json:"proof"`
	Note  string   `json:"note"`
	Keys  []string `json:"keys"`
	Seed  string   `json:"seed"`
	Name  string   `json:"name"`
	Text  string   `json:"text"`
}

type answer struct {
	OK          bool         `json:"ok"`
	Error       string       `json:"error,omitempty"`
	Roots       []string     `json:"roots,omitempty"`
	Inclusion   [][][]string `json:"inclusion,omitempty"`
	Consistency [][][]string `json:"consistency,omitempty"`
	Text        string       `json:"text,omitempty"`
	Verified    []string     `json:"verified,omitempty"`
	Unverified  []string     `json:"unverified,omitempty"`
	Note        string       `json:"note,omitempty"`
	VKey        string       `json:"vkey,omitempty"`
	AppendNs    float64      `json:"appendNs,omitempty"`
	CheckNs     float64      `json:"checkNs,omitempty"`
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func hexes(hashes []tlog.Hash) []string {
	out := make([]string, len(hashes))
	for i, h := range hashes {
		out[i] = hex.EncodeToString(h[:])
	}
	return out
}

func hash(text string) (h tlog.Hash, err error) {
	raw, err := hex.DecodeString(text)
	if err == nil && len(raw) != len(h) {
		err = fmt.Errorf("hash of %d bytes", len(raw))
	}
	copy(h[:], raw)
	return h, err
}

func hashes(texts []string) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		h, err := hash(text)
		if err != nil {
			return nil, err
		}
		out[i] = h
	}
	return out, nil
}

// proofs gives every root, inclusion proof and consistency proof of the logs leaf-0 ... of 1 to sizes entries.
func proofs(sizes int64) answer {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	a := answer{OK: true}
	for size := int64(1); size <= sizes; size++ {
		more, err := tlog.StoredHashes(size-1, []byte(fmt.Sprintf("leaf-%d", size-1)), reader)
		must(err)
		stored = append(stored, more...)
		root, err := tlog.TreeHash(size, reader)
		must(err)
		a.Roots = append(a.Roots, hex.EncodeToString(root[:]))
		var inclusion, consistency [][]string
		for index := int64(0); index < size; index++ {
			record, err := tlog.ProveRecord(size, index, reader)
			must(err)
			inclusion = append(inclusion, hexes(record))
			tree, err := tlog.ProveTree(size, index+1, reader)
			must(err)
			consistency = append(consistency, hexes(tree))
		}
		a.Inclusion = append(a.Inclusion, inclusion)
		a.Consistency = append(a.Consistency, consistency)
	}
	return a
}

// bench measures appending size leaves of 32 bytes to a log in memory, and checking other inclusion proofs of it.
func bench(size, samples int64) answer {
	stored := make([]tlog.Hash, 0, 2*size)
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	entry := make([]byte, 32)
	start := time.Now()
	for n := int64(0); n < size; n++ {
		binary.BigEndian.PutUint32(entry, uint32(n))
		more, err := tlog.StoredHashes(n, entry, reader)
		must(err)
		stored = append(stored, more...)
	}
	a := answer{OK: true, AppendNs: float64(time.Since(start).Nanoseconds()) / float64(size)}
	root, err := tlog.TreeHash(size, reader)
	must(err)
	proofs := make([]tlog.RecordProof, samples)
	leaves := make([]tlog.Hash, samples)
	for i := range proofs {
		index := int64(i) * 7919 % size
		proofs[i], err = tlog.ProveRecord(size, index, reader)
		must(err)
		leaves[i] = stored[tlog.StoredHashIndex(0, index)]
	}
	start = time.Now()
	for round := 0; round < 5; round++ {
		for i, proof := range proofs {
			must(tlog.CheckRecord(proof, size, root, int64(i)*7919%size, leaves[i]))
		}
	}
	a.CheckNs = float64(time.Since(start).Nanoseconds()) / float64(5*samples)
	return a
}

func check(r request) error {
	proof, err := hashes(r.Proof)
	if err != nil {
		return err
	}
	root, err := hash(r.Root)
	if err != nil {
		return err
	}
	h, err := hash(r.Hash)
	if err != nil {
		return err
	}
	if r.Do == "inclusion" {
		return tlog.CheckRecord(proof, r.Size, root, r.Other, h)
	}
	return tlog.CheckTree(proof, r.Size, root, r.Other, h)
}

// cosigner verifies cosignature/v1 (C2SP tlog-cosignature), which the note package does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func verifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) == 3 {
		raw, err := base64.StdEncoding.DecodeString(parts[2])
		if err == nil && len(raw) == 33 && raw[0] == 4 {
			sum := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
			if hex.EncodeToString(sum[:4]) != parts[1] {
				return nil, fmt.Errorf("key id of %s", vkey)
			}
			return cosigner{parts[0], binary.BigEndian.Uint32(sum[:4]), raw[1:]}, nil
		}
	}
	return note.NewVerifier(vkey)
}

func names(signatures []note.Signature) []string {
	out := []string{}
	for _, s := range signatures {
		out = append(out, fmt.Sprintf("%s+%08x", s.Name, s.Hash))
	}
	return out
}

func open(r request) (a answer) {
	var known []note.Verifier
	for _, key := range r.Keys {
		v, err := verifier(key)
		if err != nil {
			return answer{Error: err.Error()}
		}
		known = append(known, v)
	}
	raw, err := base64.StdEncoding.DecodeString(r.Note)
	must(err)
	opened, err := note.Open(raw, note.VerifierList(known...))
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{OK: true, Text: opened.Text, Verified: names(opened.Sigs), Unverified: names(opened.UnverifiedSigs)}
}

type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

func sign(r request) answer {
	seed, err := hex.DecodeString(r.Seed)
	must(err)
	key := ed25519.NewKeyFromSeed(seed)
	vkey, err := note.NewEd25519VerifierKey(r.Name, key.Public().(ed25519.PublicKey))
	must(err)
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return answer{Error: err.Error()}
	}
	signed, err := note.Sign(&note.Note{Text: r.Text}, signer{v, key})
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{OK: true, VKey: vkey, Note: base64.StdEncoding.EncodeToString(signed)}
}

func reply(r request) answer {
	switch r.Do {
	case "proofs":
		return proofs(r.Sizes)
	case "inclusion", "consistency":
		if err := check(r); err != nil {
			return answer{Error: err.Error()}
		}
		return answer{OK: true}
	case "bench":
		return bench(r.Size, r.Other)
	case "open":
		return open(r)
	case "sign":
		return sign(r)
	}
	return answer{Error: "unknown request " + r.Do}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for decoder.More() {
		var r request
		must(decoder.Decode(&r))
		must(encoder.Encode(reply(r)))
	}
}

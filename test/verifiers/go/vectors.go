package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// answer is the line printed for one vector.
type answer struct {
	File   string `json:"file"`
	Index  int    `json:"index"`
	Name   string `json:"name"`
	Got    any    `json:"got"`
	Output any    `json:"output"`
}

// answers judges every vector of one file of docs/vectors.
func answers(path string) (all []answer) {
	decoder := json.NewDecoder(bytes.NewReader(must(os.ReadFile(path))))
	decoder.UseNumber()
	var raw []any
	if err := decoder.Decode(&raw); err != nil {
		fail(err)
	}
	file := filepath.Base(path)
	judge := kinds[file]
	for i, v := range whole(any(raw)).([]any) {
		one := answer{File: file, Index: i, Name: text(v, "name")}
		switch {
		case file == "packs.json":
			var trust []byte
			if member(v, "trust") != nil {
				trust = []byte(text(v, "trust"))
			}
			one.Got = verifyPack(filepath.Join(filepath.Dir(path), text(v, "file")), trust)
		case judge == nil:
			one.Got = "no such kind of vector"
		default:
			output, err := judge(member(v, "input"))
			one.Got, one.Output = "ok", output
			if err != nil {
				one.Got, one.Output = *codeOf(err), nil
			}
		}
		all = append(all, one)
	}
	return all
}

func inHex(given any, name string) []byte { return must(hex.DecodeString(text(given, name))) }

func in64(given any, name string) []byte {
	return must(base64.StdEncoding.DecodeString(text(given, name)))
}

func unless(ok bool, code string) error {
	if ok {
		return nil
	}
	return refuse(code)
}

func inVkey(given any) *verifierKey {
	key, ok := parseVkey(text(given, "key"))
	if !ok {
		fail(errors.New("a vector names a key that is none"))
	}
	return key
}

func inKey(part any, use string) *statedKey {
	spki, _ := fromBase64url(text(part, "spki"))
	return &statedKey{use: use, id: shaHex(spki), alg: text(part, "alg"), spki: spki, credential: member(part, "credential")}
}

var kinds = map[string]func(given any) (any, error){
	"jcs.json": func(given any) (any, error) {
		_, err := parseCanonical(inHex(given, "hex"))
		return nil, unless(err == nil, "not-canonical")
	},
	"base64.json": func(given any) (any, error) {
		decode := fromBase64
		if text(given, "alphabet") == "base64url" {
			decode = fromBase64url
		}
		data, ok := decode(text(given, "text"))
		return hex.EncodeToString(data), unless(ok, "not-base64")
	},
	"pae.json": func(given any) (any, error) {
		return hex.EncodeToString(pae(text(given, "type"), inHex(given, "body"))), nil
	},
	"ed25519-edge.json": func(given any) (any, error) {
		ok := ed25519Verify(inHex(given, "publicKey"), inHex(given, "signature"), inHex(given, "message"))
		return nil, unless(ok, "signature.invalid")
	},
	"record.json": func(given any) (any, error) {
		e, err := readRecord(in64(given, "record"), mediaType("event"))
		if err != nil {
			return nil, err
		}
		return map[string]any{"event": e.hash}, nil
	},
	"signature.json": func(given any) (any, error) {
		e, err := readRecord(in64(given, "record"), mediaType("event"))
		if err != nil {
			return nil, err
		}
		return nil, unless(signatureOK(e, inKey(member(given, "key"), "sign")), "signature.invalid")
	},
	"assertion.json": func(given any) (any, error) {
		e, err := readRecord(in64(given, "record"), mediaType("event"))
		if err != nil {
			return nil, err
		}
		part, person := member(given, "key"), text(given, "person")
		if text(part, "use") != "passkey" || person == "" || text(part, "person") != person {
			return nil, refuse("assertion.key")
		}
		return nil, unless(assertionOK(e, inKey(part, "passkey")), "assertion.invalid")
	},
	"key-proof.json": func(given any) (any, error) {
		claim, part := member(given, "claim"), member(given, "key")
		key := inKey(part, text(claim, "use"))
		key.practice, key.person, key.desk = text(claim, "practice"), text(claim, "person"), text(claim, "desk")
		key.noPerson = member(claim, "person") == nil
		ok := text(part, "key") == key.id && text(claim, "key") == key.id && keyInOrder(key, member(given, "proof"))
		return nil, unless(ok, "key.proof")
	},
	"invite.json": func(given any) (any, error) {
		seed := sha([]byte("flip360 invite v1"), inHex(given, "salt"), []byte(text(given, "code")))
		derived := base64.RawURLEncoding.EncodeToString(ed25519.NewKeyFromSeed(seed)[32:])
		ok := derived == text(given, "key") && invitationProven(derived, member(given, "claim"), text(given, "proof"))
		return nil, unless(ok, "client.invitation")
	},
	"exchange.json":   judgeExchange,
	"attachment.json": judgeAttachment,
	"opening.json": func(given any) (any, error) {
		opening := member(given, "opening")
		if !openingInForm(opening) {
			return nil, refuse("opening.syntax")
		}
		return nil, unless(opens(opening, text(given, "net")), "opening.mismatch")
	},
	"calculation.json": func(given any) (any, error) {
		object := func(name string) map[string]any { return member(given, name).(map[string]any) }
		result, refused := compute(object("rule"), object("trigger"), object("gst"), number(given, "number"), number(given, "earlierCommission"))
		return string(jcs(result)), unless(refused == "", refused)
	},
	"trust.json": func(given any) (any, error) {
		_, err := parseTrust([]byte(text(given, "trust")))
		return nil, err
	},
	"zip.json": func(given any) (any, error) {
		files, err := readZip(in64(given, "zip"))
		output := map[string]string{}
		for path, data := range files {
			output[path] = hex.EncodeToString(data)
		}
		return output, err
	},
	"manifest.json": func(given any) (any, error) {
		listed, err := readManifest(in64(given, "manifest"), inVkey(given))
		var paths []string
		for _, line := range listed {
			paths = append(paths, line[2])
		}
		return paths, err
	},
	"checkpoint.json": func(given any) (any, error) {
		_, err := readCheckpoint(in64(given, "checkpoint"), inVkey(given), member(given, "claim"))
		return nil, err
	},
	"proof.json": func(given any) (any, error) {
		note, _ := parseNote(in64(given, "checkpoint"))
		point, ok := parseCheckpoint(note.text)
		if !ok {
			return nil, refuse("checkpoint.syntax")
		}
		return nil, checkProof(in64(given, "proof"), in64(given, "checkpoint"), number(given, "index"), text(given, "event"), point)
	},
}

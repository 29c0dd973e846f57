// Command verify is an independent verifier of Flip 360 evidence packs, written after docs/protocol.md alone.
//
//	verify pack PATH [--trust FILE]  one JSON line with the three verdicts; exit code 1 on any named failure
//	verify packs                     the same for each JSON line {"path", "trust": text or null} of standard input
//	verify vectors DIR               one JSON line {"file", "name", "got", ...} for each vector
//
// FLIP360_SCHEMAS names docs/schemas/events.v1.json; the default is relative to the working directory.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

type tlogHash = tlog.Hash

type verdict struct {
	Intact struct {
		OK   bool    `json:"ok"`
		Code *string `json:"code"`
	} `json:"intact"`
	Recognised struct {
		Verdict string  `json:"verdict"`
		Code    *string `json:"code"`
	} `json:"recognised"`
	Complete struct {
		Verdict string  `json:"verdict"`
		Signed  []int64 `json:"signed"`
	} `json:"complete"`
	Failure  *string  `json:"failure"`
	Payments []string `json:"payments"`
	Why      string   `json:"why"`
}

// codeOf returns the named failure; any other error is a fault of this program or machine.
func codeOf(err error) *string {
	var r refusal
	if !errors.As(err, &r) {
		fail(err)
	}
	return &r.code
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}

// verifyPack gives the three verdicts; trust is nil without a trust file.
func verifyPack(path string, trust []byte) (v verdict) {
	v.Recognised.Verdict, v.Complete.Verdict, v.Complete.Signed = "not-judged", "not-judged", []int64{}
	v.Payments = []string{}
	files, err := readFiles(path)
	p := &evidence{files: files}
	if err == nil {
		err = p.intact()
	}
	if err != nil {
		v.Intact.Code = codeOf(err)
		v.Failure, v.Why = v.Intact.Code, err.Error()
		return v
	}
	v.Intact.OK = true
	v.Complete.Verdict, v.Complete.Signed = "interim", p.signedSteps()
	if p.referral.complete() {
		v.Complete.Verdict = "complete"
	}
	v.Payments = p.payments()
	v.Recognised.Verdict = "self-consistent"
	if trust == nil {
		return v
	}
	v.Recognised.Verdict = "recognised"
	if err := p.recognised(trust); err != nil {
		v.Recognised.Verdict, v.Recognised.Code, v.Why = "not-recognised", codeOf(err), err.Error()
		v.Failure = v.Recognised.Code
	}
	if given, err := parseTrust(trust); err == nil && v.Failure == nil {
		if err := p.witnessed(given); err != nil {
			v.Failure, v.Why = codeOf(err), err.Error()
		}
	}
	return v
}

func trustOf(text *string) []byte {
	if text == nil {
		return nil
	}
	return []byte(*text)
}

func must(raw []byte, err error) []byte {
	if err != nil {
		fail(err)
	}
	return raw
}

func main() {
	schemaPath := os.Getenv("FLIP360_SCHEMAS")
	if schemaPath == "" {
		schemaPath = "docs/schemas/events.v1.json"
	}
	if err := loadSchemas(schemaPath); err != nil {
		fail(err)
	}
	out := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	arguments := os.Args[1:]
	switch {
	case len(arguments) >= 2 && arguments[0] == "pack" && (len(arguments) == 2 || (len(arguments) == 4 && arguments[2] == "--trust")):
		var trust []byte
		if len(arguments) == 4 {
			trust = must(os.ReadFile(arguments[3]))
		}
		v := verifyPack(arguments[1], trust)
		_ = lines.Encode(v)
		out.Flush()
		if v.Failure != nil {
			os.Exit(1)
		}
	case len(arguments) == 1 && arguments[0] == "packs":
		asked := json.NewDecoder(os.Stdin)
		for asked.More() {
			var one struct {
				Path  string
				Trust *string
			}
			if err := asked.Decode(&one); err != nil {
				fail(err)
			}
			_ = lines.Encode(verifyPack(one.Path, trustOf(one.Trust)))
		}
	case len(arguments) == 2 && arguments[0] == "vectors":
		files, _ := filepath.Glob(filepath.Join(arguments[1], "*.json"))
		for _, path := range files {
			for _, one := range answers(path) {
				_ = lines.Encode(one)
			}
		}
	default:
		fail(errors.New("usage: verify pack PATH [--trust FILE] | packs | vectors DIR"))
	}
	out.Flush()
}

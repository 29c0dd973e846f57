package main

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

const mostExchangeBytes = 64 << 20

// fileReader is who reads a file, and what its register states of the file's key.
type fileReader struct {
	net, practice string
	seal          []byte
	sender        bool // the register has the practice of `from`
	introduced    bool // it states the key only with the records of the file itself
	key           any  // as the vectors state it, nil for none
}

// openFile makes checks 1 to 15 of section 10.1; it returns the hash of the header record and the plaintext.
func openFile(data []byte, reader *fileReader) (string, []byte, error) {
	if len(data) > mostExchangeBytes {
		return "", nil, refuse("exchange.too-large")
	}
	lines := bytes.Split(data, []byte("\n"))
	if string(lines[0]) != "flip360-exchange/1" || len(lines) != 4 || len(lines[3]) != 0 {
		return "", nil, refuse("exchange.syntax")
	}
	record, header, err := readEnvelope(lines[1], mediaType("exchange"))
	if err != nil || text(record.signature, "alg") != "ed25519" {
		return "", nil, refuse("exchange.record")
	}
	if !fits(schemaOf("exchangeHeader"), header) {
		return "", nil, refuse("exchange.header")
	}
	sealed, ok := fromBase64(string(lines[2]))
	if !ok {
		return "", nil, refuse("exchange.syntax", "base64")
	}
	if shaHex(sealed) != text(header, "body") {
		return "", nil, refuse("exchange.body-hash")
	}
	switch {
	case text(header, "net") != reader.net:
		return "", nil, refuse("exchange.other-network")
	case text(header, "from") == reader.practice:
		return "", nil, refuse("exchange.own-file")
	case text(header, "to") != reader.practice:
		return "", nil, refuse("exchange.other-practice")
	}
	late := reader.introduced || reader.key == nil
	if !late {
		if err := reader.checkKey(record, header); err != nil {
			return "", nil, err
		}
	}
	enc, ok := fromBase64url(text(header, "enc"))
	address := map[string]any{}
	for _, name := range []string{"desk", "from", "net", "seq", "to"} {
		address[name] = member(header, name)
	}
	var plain []byte
	if ok {
		plain, ok = hpkeOpen(reader.seal, enc, []byte("flip360 exchange v1"), jcs(address), sealed)
	}
	if !ok {
		return "", nil, refuse("exchange.seal")
	}
	body, err := parseCanonical(plain)
	if err != nil || len(plain) > mostExchangeBytes || !fits(schemaOf("exchangeBody"), body) || !seenInForm(member(body, "seen")) {
		return "", nil, refuse("exchange.body")
	}
	if late {
		err = reader.checkKey(record, header)
	}
	return record.hash, plain, err
}

// checkKey is checks 10 to 13.
func (r *fileReader) checkKey(record *event, header any) error {
	if !r.sender {
		return refuse("exchange.sender-unknown")
	}
	if r.key == nil || text(r.key, "use") != "desk" || text(r.key, "practice") != text(header, "from") || text(r.key, "desk") != text(header, "desk") {
		return refuse("exchange.key-unknown")
	}
	if text(header, "at") < text(r.key, "since") {
		return refuse("exchange.key-unknown")
	}
	if text(r.key, "status") != "current" {
		return refuse("exchange.key-revoked")
	}
	spki, ok := fromBase64url(text(r.key, "spki"))
	if !ok || !signatureOK(record, &statedKey{alg: "ed25519", spki: spki}) {
		return refuse("exchange.signature")
	}
	return nil
}

func seenInForm(seen any) bool {
	streams, ok := seen.(map[string]any)
	for stream, highest := range streams {
		n, whole := highest.(int64)
		ok = ok && whole && n >= 0 && isHash(stream)
	}
	return ok
}

// openAttachment is section 10.2.
func openAttachment(attachment any, from, to string, private []byte) (any, error) {
	enc, okEnc := fromBase64url(text(attachment, "enc"))
	body, okBody := fromBase64(text(attachment, "body"))
	aad := jcs(map[string]any{"event": text(attachment, "event"), "from": from, "to": to})
	if !okEnc || !okBody {
		return nil, refuse("attachment.seal", "base64")
	}
	plain, ok := hpkeOpen(private, enc, []byte("flip360 attachment v1"), aad, body)
	if !ok {
		return nil, refuse("attachment.seal")
	}
	value, err := parseCanonical(plain)
	if err != nil || !fits(schemaOf("attachment"), value) {
		return nil, refuse("attachment.body")
	}
	return value, nil
}

// counting lists the commitments of the openings and the names of the documents that count.
func counting(plain any, net string, named []any, batch any) (openings, documents []string) {
	openings, documents = []string{}, []string{}
	lines := map[string]any{}
	for _, line := range items(plain, "lines") {
		lines[text(line, "commitment")] = line
	}
	stated := map[string]bool{}
	for _, opening := range items(plain, "openings") {
		commitment, purpose := text(opening, "commitment"), text(opening, "for")
		if _, ok := fromBase64url(text(opening, "salt")); !ok || !opens(opening, net) {
			continue
		}
		if !contains(named, commitment) && (purpose != "batch-line" || !inBatch(lines[commitment], batch)) {
			continue
		}
		openings = append(openings, commitment)
		if hash, ok := member(opening, "data", "sha256").(string); ok && purpose == "document" {
			stated[hash] = true
		}
	}
	for _, document := range items(plain, "documents") {
		if data, ok := fromBase64(text(document, "bytes")); ok && stated[shaHex(data)] {
			documents = append(documents, text(document, "name"))
		}
	}
	return openings, documents
}

func inBatch(line, batch any) bool {
	if line == nil || batch == nil || number(line, "size") != number(batch, "lines") {
		return false
	}
	var proof []tlog.Hash
	for _, part := range items(line, "proof") {
		proof = append(proof, hashOf(unhex(part.(string))))
	}
	return included(number(line, "index"), number(line, "size"), unhex(text(line, "commitment")), proof, hashOf(unhex(text(batch, "root"))))
}

func judgeExchange(given any) (any, error) {
	data := in64(given, "file")
	if has(given, "pad") {
		data = append(append(data[:len(data)-1], bytes.Repeat([]byte("A"), int(number(given, "pad")))...), '\n')
	}
	reader := &fileReader{
		net: text(given, "net"), practice: text(given, "practice"), seal: inHex(given, "sealKey"),
		sender: flag(given, "sender"), introduced: flag(given, "introduced"), key: member(given, "key"),
	}
	id, plain, err := openFile(data, reader)
	if err != nil || !utf8.Valid(plain) {
		return nil, err
	}
	return map[string]string{"body": string(plain), "id": id}, nil
}

func judgeAttachment(given any) (any, error) {
	plain, err := openAttachment(member(given, "attachment"), text(given, "from"), text(given, "to"), inHex(given, "sealKey"))
	if err != nil {
		return nil, err
	}
	openings, documents := counting(plain, text(given, "net"), items(given, "named"), member(given, "batch"))
	return map[string]any{"documents": documents, "openings": openings}, nil
}

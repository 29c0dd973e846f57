package main

// event is a record that passed section 3.
type event struct {
	index     int64
	hash      string
	payload   map[string]any
	bytes     []byte
	signature map[string]any
	mediaType string
	kind      string
	known     bool
	body      map[string]any
	about     []any
	keyid     string
	n         int64
}

// entry is the row of the event table for the event's type; nil for an unknown type.
func (e *event) entry() map[string]any {
	row, _ := member(schemas, "events", e.kind).(map[string]any)
	return row
}

// step is the handshake number, or -1.
func (e *event) step() int64 {
	if e.known && has(e.payload, "step") {
		return number(e.payload, "step")
	}
	return -1
}

func (e *event) subject() string {
	if len(e.about) == 0 {
		return ""
	}
	return e.about[0].(string)
}

var webauthnMembers = []string{"alg", "authenticatorData", "clientDataJSON", "credential", "keyid", "sig"}

var signatureMembers = map[string][]string{
	"ed25519":        {"alg", "keyid", "sig"},
	"webauthn-es256": webauthnMembers,
	"webauthn-rs256": webauthnMembers,
}

func exactly(object map[string]any, names []string) bool {
	for _, name := range names {
		if !has(object, name) {
			return false
		}
	}
	return len(object) == len(names)
}

// readRecord makes checks 1 to 14 of section 3.
func readRecord(data []byte, expected string) (*event, error) {
	e, value, err := readEnvelope(data, expected)
	if err != nil {
		return e, err
	}
	return e, e.readPayload(value)
}

// readEnvelope makes checks 1 to 9 and returns the payload's value.
func readEnvelope(data []byte, expected string) (*event, any, error) {
	if len(data) > 65536 {
		return nil, nil, refuse("record.too-large")
	}
	value, err := parseCanonical(data)
	if err != nil {
		return nil, nil, refuse("record.not-canonical")
	}
	record, ok := value.(map[string]any)
	if !ok || !exactly(record, []string{"payload", "payloadType", "signatures"}) {
		return nil, nil, refuse("record.shape")
	}
	payload64, isText := record["payload"].(string)
	media, isMedia := record["payloadType"].(string)
	list, isList := record["signatures"].([]any)
	if !isText || !isMedia || !isList || len(list) != 1 {
		return nil, nil, refuse("record.shape")
	}
	signature, ok := list[0].(map[string]any)
	if !ok || typeOf(signature["alg"]) != "string" {
		return nil, nil, refuse("record.shape")
	}
	names, ok := signatureMembers[text(signature, "alg")]
	if !ok {
		return nil, nil, refuse("record.alg-unknown")
	}
	if !exactly(signature, names) {
		return nil, nil, refuse("record.shape", "members")
	}
	for _, name := range names {
		if typeOf(signature[name]) != "string" {
			return nil, nil, refuse("record.shape", name)
		}
	}
	if !isHash(text(signature, "keyid")) {
		return nil, nil, refuse("record.shape", "keyid")
	}
	payload, ok := fromBase64(payload64)
	for _, name := range names {
		if name != "alg" && name != "keyid" && ok {
			_, ok = fromBase64url(text(signature, name))
		}
	}
	if !ok {
		return nil, nil, refuse("record.base64")
	}
	if media != expected {
		return nil, nil, refuse("record.payload-type")
	}
	e := &event{hash: shaHex(data), bytes: payload, signature: signature, mediaType: media, keyid: text(signature, "keyid")}
	if len(payload) > 32768 {
		return nil, nil, refuse("payload.too-large")
	}
	content, err := parseCanonical(payload)
	if err != nil {
		return nil, nil, refuse("payload.not-canonical")
	}
	return e, content, nil
}

func (e *event) readPayload(value any) error {
	if !fits(schemaOf("payload"), value) {
		return refuse("payload.shape")
	}
	e.payload = value.(map[string]any)
	e.kind, e.n = text(value, "type"), number(value, "n")
	e.body = e.payload["body"].(map[string]any)
	e.about = items(value, "about")
	if text(value, "stream") != e.keyid {
		return refuse("payload.stream")
	}
	if (e.n == 0) != (text(value, "prev") == zeros) {
		return refuse("payload.prev")
	}
	entry := e.entry()
	if entry == nil {
		return nil
	}
	e.known = true
	return e.checkBody(entry)
}

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

func (e *event) checkBody(entry map[string]any) error {
	if !fits(entry["body"].(map[string]any), e.body) {
		return refuse("payload.body", e.kind)
	}
	bounds := items(entry, "about")
	if count := int64(len(e.about)); count < bounds[0].(int64) || count > bounds[1].(int64) {
		return refuse("payload.body", "about")
	}
	different := map[any]bool{}
	for _, hash := range e.about {
		different[hash] = true
	}
	if len(different) != len(e.about) {
		return refuse("payload.body", "about twice")
	}
	if has(e.payload, "referral") != flag(entry, "referral") {
		return refuse("payload.body", "referral")
	}
	if e.payload["step"] != entry["step"] {
		return refuse("payload.body", "step")
	}
	if has(e.payload, "prevStep") != (number(entry, "step") >= 1) {
		return refuse("payload.body", "prevStep")
	}
	if flag(entry, "asserted") && !has(e.payload, "assertion") {
		return refuse("payload.assertion")
	}
	return nil
}

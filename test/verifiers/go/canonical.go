package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// refusal is a check that failed; code is its name in the protocol text.
type refusal struct{ code, why string }

func (r refusal) Error() string { return r.code + ": " + r.why }

func refuse(code string, why ...any) error { return refusal{code, fmt.Sprint(why...)} }

const (
	maxSafe  = 1<<53 - 1
	maxDepth = 16
)

// reader recognises canonical JSON (section 2.1) directly: any byte that the canonical form would not have is an error.
type reader struct {
	data []byte
	at   int
}

var errCanonical = fmt.Errorf("not canonical")

// parseCanonical returns the value of canonical bytes as nil, bool, int64, string, []any or map[string]any.
func parseCanonical(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errCanonical
	}
	r := &reader{data: data}
	value, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if r.at != len(data) {
		return nil, errCanonical
	}
	return value, nil
}

func (r *reader) take(token string) bool {
	if bytes.HasPrefix(r.data[r.at:], []byte(token)) {
		r.at += len(token)
		return true
	}
	return false
}

func (r *reader) value(depth int) (any, error) {
	if r.at >= len(r.data) {
		return nil, errCanonical
	}
	switch c := r.data[r.at]; {
	case c == '"':
		return r.text()
	case c == '{' || c == '[':
		if depth == maxDepth {
			return nil, errCanonical
		}
		r.at++
		if c == '{' {
			return r.object(depth + 1)
		}
		return r.array(depth + 1)
	case c == '-' || (c >= '0' && c <= '9'):
		return r.integer()
	case r.take("true"):
		return true, nil
	case r.take("false"):
		return false, nil
	case r.take("null"):
		return nil, nil
	}
	return nil, errCanonical
}

func (r *reader) integer() (any, error) {
	start := r.at
	if r.data[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.at++
	}
	token := string(r.data[start:r.at])
	n, err := strconv.ParseInt(token, 10, 64)
	if err != nil || n > maxSafe || n < -maxSafe || strconv.FormatInt(n, 10) != token {
		return nil, errCanonical
	}
	return n, nil
}

func (r *reader) text() (string, error) {
	r.at++
	var out []byte
	for r.at < len(r.data) {
		c := r.data[r.at]
		r.at++
		switch {
		case c == '"':
			return string(out), nil
		case c < 0x20:
			return "", errCanonical
		case c != '\\':
			out = append(out, c)
		default:
			if r.at >= len(r.data) {
				return "", errCanonical
			}
			e := r.data[r.at]
			r.at++
			if i := bytes.IndexByte([]byte(`"\btnfr`), e); i >= 0 {
				out = append(out, "\"\\\b\t\n\f\r"[i])
				continue
			}
			if e != 'u' || len(r.data) < r.at+4 {
				return "", errCanonical
			}
			code := string(r.data[r.at : r.at+4])
			r.at += 4
			n, err := strconv.ParseUint(code, 16, 16)
			if err != nil || n >= 0x20 || fmt.Sprintf("%04x", n) != code || bytes.IndexByte([]byte("\b\t\n\f\r"), byte(n)) >= 0 {
				return "", errCanonical
			}
			out = append(out, byte(n))
		}
	}
	return "", errCanonical
}

func (r *reader) array(depth int) (any, error) {
	list := []any{}
	if r.take("]") {
		return list, nil
	}
	for {
		item, err := r.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
		if r.take("]") {
			return list, nil
		}
		if !r.take(",") {
			return nil, errCanonical
		}
	}
}

func (r *reader) object(depth int) (any, error) {
	members := map[string]any{}
	if r.take("}") {
		return members, nil
	}
	for before, first := "", true; ; first = false {
		if r.at >= len(r.data) || r.data[r.at] != '"' {
			return nil, errCanonical
		}
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		if name == "__proto__" || (!first && !utf16Less(before, name)) || !r.take(":") {
			return nil, errCanonical
		}
		if members[name], err = r.value(depth); err != nil {
			return nil, err
		}
		before = name
		if r.take("}") {
			return members, nil
		}
		if !r.take(",") {
			return nil, errCanonical
		}
	}
}

func utf16Less(a, b string) bool {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// jcs writes RFC 8785 bytes of a value that parseCanonical could have returned. Depth is the caller's concern.
func jcs(value any) []byte {
	var b bytes.Buffer
	writeCanonical(&b, value)
	return b.Bytes()
}

func writeCanonical(b *bytes.Buffer, value any) {
	switch v := value.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		fmt.Fprint(b, v)
	case int64:
		fmt.Fprint(b, v)
	case int:
		fmt.Fprint(b, v)
	case string:
		writeText(b, v)
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeCanonical(b, item)
		}
		b.WriteByte(']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		for i := range names {
			for j := i; j > 0 && utf16Less(names[j], names[j-1]); j-- {
				names[j], names[j-1] = names[j-1], names[j]
			}
		}
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			writeText(b, name)
			b.WriteByte(':')
			writeCanonical(b, v[name])
		}
		b.WriteByte('}')
	default:
		panic(fmt.Sprintf("not a JSON value of the protocol: %T", value))
	}
}

func writeText(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if k := bytes.IndexByte([]byte("\"\\\b\t\n\f\r"), c); k >= 0 {
			b.WriteByte('\\')
			b.WriteByte(`"\btnfr`[k])
		} else if c < 0x20 {
			fmt.Fprintf(b, "\\u%04x", c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}

func strict(encoding *base64.Encoding, text string) ([]byte, bool) {
	data, err := encoding.Strict().DecodeString(text)
	return data, err == nil && encoding.EncodeToString(data) == text
}

// fromBase64 is strict RFC 4648 section 4, with padding.
func fromBase64(text string) ([]byte, bool) { return strict(base64.StdEncoding, text) }

// fromBase64url is strict RFC 4648 section 5, without padding.
func fromBase64url(text string) ([]byte, bool) { return strict(base64.RawURLEncoding, text) }

func sha(data ...[]byte) []byte {
	h := sha256.New()
	for _, d := range data {
		h.Write(d)
	}
	return h.Sum(nil)
}

func shaHex(data ...[]byte) string { return hex.EncodeToString(sha(data...)) }

func isHash(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == 32 && hex.EncodeToString(raw) == text
}

func unhex(text string) []byte {
	raw, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

// pae is the DSSE v1.0.2 pre-authentication encoding (section 2.2).
func pae(kind string, body []byte) []byte {
	return append([]byte(fmt.Sprintf("DSSEv1 %d %s %d ", len(kind), kind, len(body))), body...)
}

func mediaType(name string) string { return "application/vnd.flip360." + name + ".v1+json" }

// Access to values whose shape a schema has already settled.

func member(value any, path ...string) any {
	for _, name := range path {
		m, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = m[name]
	}
	return value
}

func text(value any, path ...string) string {
	s, _ := member(value, path...).(string)
	return s
}

func number(value any, path ...string) int64 {
	n, _ := member(value, path...).(int64)
	return n
}

func flag(value any, path ...string) bool {
	b, _ := member(value, path...).(bool)
	return b
}

func items(value any, path ...string) []any {
	list, _ := member(value, path...).([]any)
	return list
}

func has(value any, name string) bool {
	m, ok := value.(map[string]any)
	if !ok {
		return false
	}
	_, found := m[name]
	return found
}

func contains(list []any, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}

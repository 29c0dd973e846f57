package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/json"
	"math/big"
	"strings"
	"unicode/utf8"
)

// statedKey is a key as an event states it. use: root, registrar, sign, desk, passkey or client.
type statedKey struct {
	use, id, alg           string
	spki                   []byte
	credential             any
	practice, person, desk string
	noPerson               bool
	index                  int64
	statement              any
	referral, bound        string // label of the referral, and of the referral or consent, that a client's key serves

	revoked []int64
	retired []retirement
	since   string // a key of a recovery signs nothing before this instant; empty for all others
}

type retirement struct{ since, last int64 }

var ed25519Prefix = unhex("302a300506032b6570032100")
var p256Prefix = unhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")

func ed25519Public(spki []byte) ([]byte, bool) {
	if len(spki) != 44 || !bytes.HasPrefix(spki, ed25519Prefix) {
		return nil, false
	}
	return spki[12:], true
}

func es256Verify(spki, signature, message []byte) bool {
	if len(spki) != 91 || !bytes.HasPrefix(spki, p256Prefix) {
		return false
	}
	curve := elliptic.P256()
	x, y := elliptic.Unmarshal(curve, spki[26:])
	if x == nil {
		return false
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(signature, &rs); err != nil || len(rest) != 0 {
		return false
	}
	if again, err := asn1.Marshal(rs); err != nil || !bytes.Equal(again, signature) {
		return false
	}
	n := curve.Params().N
	if rs.R.Sign() <= 0 || rs.R.Cmp(n) >= 0 || rs.S.Sign() <= 0 || rs.S.Cmp(new(big.Int).Rsh(n, 1)) > 0 {
		return false
	}
	return ecdsa.Verify(&ecdsa.PublicKey{Curve: curve, X: x, Y: y}, sha(message), rs.R, rs.S)
}

func rs256Verify(spki, signature, message []byte) bool {
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return false
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok || key.N.BitLen() < 2048 || key.N.BitLen() > 4096 || key.E < 3 || key.E%2 == 0 {
		return false
	}
	if again, err := x509.MarshalPKIXPublicKey(key); err != nil || !bytes.Equal(again, spki) {
		return false
	}
	if new(big.Int).SetBytes(signature).Cmp(key.N) >= 0 {
		return false
	}
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sha(message), signature) == nil
}

// webauthnVerify is sections 4.2 and 4.3; members hold authenticatorData, clientDataJSON and sig.
func webauthnVerify(key *statedKey, members any, message []byte) bool {
	auth, okAuth := fromBase64url(text(members, "authenticatorData"))
	client, okClient := fromBase64url(text(members, "clientDataJSON"))
	sig, okSig := fromBase64url(text(members, "sig"))
	if !okAuth || !okClient || !okSig || key.credential == nil || !utf8.Valid(client) {
		return false
	}
	var data map[string]any
	decoder := json.NewDecoder(bytes.NewReader(client))
	decoder.UseNumber()
	if !json.Valid(client) || decoder.Decode(&data) != nil {
		return false
	}
	challenge, ok := fromBase64url(text(data, "challenge"))
	if !ok || !bytes.Equal(challenge, sha(message)) || text(data, "type") != "webauthn.get" {
		return false
	}
	if !contains(items(key.credential, "origins"), text(data, "origin")) {
		return false
	}
	if cross, present := data["crossOrigin"]; present && cross != false {
		return false
	}
	if len(auth) < 37 || !bytes.Equal(auth[:32], sha([]byte(text(key.credential, "rpId")))) {
		return false
	}
	if flags := auth[32]; flags&0x05 != 0x05 || flags&0x18 == 0x10 {
		return false
	}
	signed := append(append([]byte{}, auth...), sha(client)...)
	switch key.alg {
	case "webauthn-es256":
		return es256Verify(key.spki, sig, signed)
	case "webauthn-rs256":
		return rs256Verify(key.spki, sig, signed)
	}
	return false
}

// signatureOK judges a record's signature under the stated key (section 4).
func signatureOK(e *event, key *statedKey) bool {
	if text(e.signature, "alg") != key.alg || e.keyid != shaHex(key.spki) {
		return false
	}
	message := pae(e.mediaType, e.bytes)
	if key.alg != "ed25519" {
		return text(e.signature, "credential") == text(key.credential, "id") && webauthnVerify(key, e.signature, message)
	}
	public, isKey := ed25519Public(key.spki)
	sig, isSig := fromBase64url(text(e.signature, "sig"))
	return isKey && isSig && ed25519Verify(public, sig, message)
}

// assertionOK is section 4.4 without the question whose passkey it is.
func assertionOK(e *event, key *statedKey) bool {
	assertion := e.payload["assertion"]
	if _, ok := fromBase64url(text(assertion, "credential")); !ok || text(assertion, "alg") != key.alg {
		return false
	}
	if text(assertion, "credential") != text(key.credential, "id") {
		return false
	}
	unsigned := map[string]any{}
	for name, value := range e.payload {
		if name != "assertion" {
			unsigned[name] = value
		}
	}
	return webauthnVerify(key, assertion, pae(mediaType("assertion"), jcs(unsigned)))
}

// possessionOK is section 5.3: a proof made with the new key.
func possessionOK(key *statedKey, proof any) bool {
	var person any
	if !key.noPerson {
		person = key.person
	}
	message := pae(mediaType("key-proof"), jcs(map[string]any{
		"desk": key.desk, "key": key.id, "person": person, "practice": key.practice, "use": key.use,
	}))
	if has(proof, "authenticatorData") == (key.alg == "ed25519") {
		return false
	}
	if strings.HasPrefix(key.alg, "webauthn-") {
		return webauthnVerify(key, proof, message)
	}
	public, isKey := ed25519Public(key.spki)
	sig, isSig := fromBase64url(text(proof, "sig"))
	return isKey && isSig && ed25519Verify(public, sig, message)
}

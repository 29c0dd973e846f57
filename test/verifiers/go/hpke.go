package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"math/big"
)

// HPKE base mode of RFC 9180, opening only: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.

var (
	kemSuite  = "KEM\x00\x20"
	hpkeSuite = "HPKE\x00\x20\x00\x01\x00\x02"
)

// x25519 is RFC 7748 section 5 over big integers: slow and not constant in time, which a verifier of test vectors may be.
func x25519(private, point []byte) []byte {
	k := append([]byte{}, private...)
	k[0] &= 248
	k[31] = k[31]&127 | 64
	u := append([]byte{}, point...)
	u[31] &= 127
	add := func(a, b *big.Int) *big.Int { return mod(new(big.Int).Add(a, b)) }
	sub := func(a, b *big.Int) *big.Int { return mod(new(big.Int).Sub(a, b)) }
	x1, scalar := mod(littleEndian(u)), littleEndian(k)
	x2, z2, x3, z3 := big.NewInt(1), big.NewInt(0), x1, big.NewInt(1)
	swapped := uint(0)
	for t := 254; t >= 0; t-- {
		if bit := scalar.Bit(t); bit != swapped {
			x2, x3, z2, z3, swapped = x3, x2, z3, z2, bit
		}
		a, b, c, d := add(x2, z2), sub(x2, z2), add(x3, z3), sub(x3, z3)
		aa, bb, da, cb := mulMod(a, a), mulMod(b, b), mulMod(d, a), mulMod(c, b)
		e, sum, difference := sub(aa, bb), add(da, cb), sub(da, cb)
		x3, z3 = mulMod(sum, sum), mulMod(x1, mulMod(difference, difference))
		x2, z2 = mulMod(aa, bb), mulMod(e, add(aa, mulMod(big.NewInt(121665), e)))
	}
	if swapped == 1 {
		x2, z2 = x3, z3
	}
	out := make([]byte, 32)
	mulMod(x2, new(big.Int).Exp(z2, new(big.Int).Sub(fieldP, big.NewInt(2)), fieldP)).FillBytes(out)
	for i, j := 0, 31; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func hmacSha256(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

func labelledExtract(suite string, salt []byte, label string, key []byte) []byte {
	return hmacSha256(salt, []byte("HPKE-v1"+suite+label), key)
}

// labelledExpand gives at most one block, which is all that is needed here.
func labelledExpand(suite string, key []byte, label string, info []byte, length int) []byte {
	return hmacSha256(key, []byte{byte(length >> 8), byte(length)}, []byte("HPKE-v1"+suite+label), info, []byte{1})[:length]
}

func joinBytes(parts ...[]byte) (whole []byte) {
	for _, part := range parts {
		whole = append(whole, part...)
	}
	return whole
}

// hpkeOpen returns the plaintext and whether the text opens.
func hpkeOpen(private, enc, info, aad, sealed []byte) ([]byte, bool) {
	if len(private) != 32 || len(enc) != 32 {
		return nil, false
	}
	base := make([]byte, 32)
	base[0] = 9
	shared := x25519(private, enc)
	if string(shared) == string(make([]byte, 32)) {
		return nil, false
	}
	extracted := labelledExtract(kemSuite, nil, "eae_prk", shared)
	secret := labelledExpand(kemSuite, extracted, "shared_secret", joinBytes(enc, x25519(private, base)), 32)
	context := joinBytes([]byte{0}, labelledExtract(hpkeSuite, nil, "psk_id_hash", nil), labelledExtract(hpkeSuite, nil, "info_hash", info))
	key := labelledExtract(hpkeSuite, secret, "secret", nil)
	block, err := aes.NewCipher(labelledExpand(hpkeSuite, key, "key", context, 32))
	if err != nil {
		return nil, false
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, false
	}
	plain, err := gcm.Open(nil, labelledExpand(hpkeSuite, key, "base_nonce", context, 12), sealed, aad)
	return plain, err == nil
}

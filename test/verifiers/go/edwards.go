package main

import (
	"crypto/sha512"
	"math/big"
)

// Edwards25519 in plain big integers (RFC 8032 section 5.1). Slow and simple; nothing here is secret.

func num(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 0)
	if !ok {
		panic(s)
	}
	return n
}

var (
	one     = big.NewInt(1)
	fieldP  = new(big.Int).Sub(new(big.Int).Lsh(one, 255), big.NewInt(19))
	orderL  = new(big.Int).Add(new(big.Int).Lsh(one, 252), num("27742317777372353535851937790883648493"))
	curveD  = mod(new(big.Int).Mul(big.NewInt(-121665), new(big.Int).ModInverse(big.NewInt(121666), fieldP)))
	curve2D = mod(new(big.Int).Lsh(curveD, 1))
	sqrtM1  = new(big.Int).Exp(big.NewInt(2), new(big.Int).Rsh(new(big.Int).Sub(fieldP, one), 2), fieldP)
	baseB   = mustPoint("5866666666666666666666666666666666666666666666666666666666666666")
)

func mod(n *big.Int) *big.Int { return n.Mod(n, fieldP) }

// mulMod multiplies in the field.
func mulMod(a, b *big.Int) *big.Int { return mod(new(big.Int).Mul(a, b)) }

// point is in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
type point struct{ x, y, z, t *big.Int }

func affine(x, y *big.Int) point { return point{x, y, big.NewInt(1), mulMod(x, y)} }

func identity() point { return affine(big.NewInt(0), big.NewInt(1)) }

// add is complete: it also doubles.
func add(p, q point) point {
	a := mulMod(new(big.Int).Sub(p.y, p.x), new(big.Int).Sub(q.y, q.x))
	b := mulMod(new(big.Int).Add(p.y, p.x), new(big.Int).Add(q.y, q.x))
	c := mulMod(mulMod(p.t, curve2D), q.t)
	d := mod(new(big.Int).Lsh(mulMod(p.z, q.z), 1))
	e, f := new(big.Int).Sub(b, a), new(big.Int).Sub(d, c)
	g, h := new(big.Int).Add(d, c), new(big.Int).Add(b, a)
	return point{mulMod(e, f), mulMod(g, h), mulMod(f, g), mulMod(e, h)}
}

func negate(p point) point {
	return point{mod(new(big.Int).Neg(p.x)), p.y, p.z, mod(new(big.Int).Neg(p.t))}
}

// doubleMultiply returns s·p + k·q.
func doubleMultiply(s *big.Int, p point, k *big.Int, q point) point {
	both, r := add(p, q), identity()
	for i := 255; i >= 0; i-- {
		r = add(r, r)
		switch s.Bit(i)<<1 | k.Bit(i) {
		case 3:
			r = add(r, both)
		case 2:
			r = add(r, p)
		case 1:
			r = add(r, q)
		}
	}
	return r
}

func littleEndian(b []byte) *big.Int {
	r := make([]byte, len(b))
	for i, c := range b {
		r[len(b)-1-i] = c
	}
	return new(big.Int).SetBytes(r)
}

func encodePoint(p point) []byte {
	inverse := new(big.Int).ModInverse(p.z, fieldP)
	x, y := mulMod(p.x, inverse), mulMod(p.y, inverse)
	out := make([]byte, 32)
	for i, c := range y.FillBytes(make([]byte, 32)) {
		out[31-i] = c
	}
	out[31] |= byte(x.Bit(0)) << 7
	return out
}

// decodePoint accepts canonical encodings of points on the curve only.
func decodePoint(encoding []byte) (point, bool) {
	y := littleEndian(encoding)
	sign := y.Bit(255)
	y.SetBit(y, 255, 0)
	if y.Cmp(fieldP) >= 0 {
		return point{}, false
	}
	yy := mulMod(y, y)
	u := mod(new(big.Int).Sub(yy, one))
	v := mod(new(big.Int).Add(mulMod(curveD, yy), one))
	square := mulMod(u, new(big.Int).ModInverse(v, fieldP))
	exponent := new(big.Int).Rsh(new(big.Int).Add(fieldP, big.NewInt(3)), 3)
	x := new(big.Int).Exp(square, exponent, fieldP)
	if mulMod(x, x).Cmp(square) != 0 {
		x = mulMod(x, sqrtM1)
	}
	if mulMod(x, x).Cmp(square) != 0 || (x.Sign() == 0 && sign == 1) {
		return point{}, false
	}
	if x.Bit(0) != sign {
		x = mod(new(big.Int).Neg(x))
	}
	return affine(x, y), true
}

func mustPoint(hexText string) point {
	p, ok := decodePoint(unhex(hexText))
	if !ok {
		panic(hexText)
	}
	return p
}

// smallOrder says whether 8·p is the neutral element.
func smallOrder(p point) bool {
	for i := 0; i < 3; i++ {
		p = add(p, p)
	}
	return p.x.Sign() == 0 && p.y.Cmp(p.z) == 0
}

var verified = map[[64]byte]bool{}

// ed25519Verify is section 4.1. Answers are remembered, because packs of one network share most of their events.
func ed25519Verify(public, signature, message []byte) bool {
	if len(public) != 32 || len(signature) != 64 {
		return false
	}
	question := sha512.Sum512(append(append(append([]byte{}, public...), signature...), message...))
	answer, known := verified[question]
	if !known {
		answer = ed25519Judge(public, signature, message)
		verified[question] = answer
	}
	return answer
}

func ed25519Judge(public, signature, message []byte) bool {
	s := littleEndian(signature[32:])
	a, okA := decodePoint(public)
	r, okR := decodePoint(signature[:32])
	if s.Cmp(orderL) >= 0 || !okA || !okR || smallOrder(a) || smallOrder(r) {
		return false
	}
	digest := sha512.Sum512(append(append(append([]byte{}, signature[:32]...), public...), message...))
	k := new(big.Int).Mod(littleEndian(digest[:]), orderL)
	return string(encodePoint(doubleMultiply(s, baseB, k, negate(a)))) == string(signature[:32])
}

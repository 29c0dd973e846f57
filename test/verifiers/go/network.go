package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

const (
	networkCheckpoint = "network/checkpoint"
	networkTimeStamp  = "network/time-stamp.tsr"
)

var networkProof = regexp.MustCompile(`^network/([0-9]{8})\.tlog-proof$`)

func isNetworkPath(path string) bool {
	return path == networkCheckpoint || path == networkTimeStamp || networkProof.MatchString(path)
}

// networkFiles is check 27 of section 12.1.
func (p *evidence) networkFiles() error {
	var present, proofs []string
	for path := range p.files {
		if isNetworkPath(path) {
			present = append(present, path)
		}
		if networkProof.MatchString(path) {
			proofs = append(proofs, path)
		}
	}
	sort.Strings(proofs)
	claim, claimed := p.claims["network"]
	if (number(p.claims, "v") == 2) != claimed {
		return refuse("network.claim", "v")
	}
	if !claimed {
		if len(present) > 0 {
			return refuse("network.files", present[0])
		}
		return nil
	}
	data, there := p.files[networkCheckpoint]
	if !there {
		return refuse("network.files", networkCheckpoint)
	}
	signed, ok := parseNote(data)
	if !ok {
		return refuse("network.checkpoint")
	}
	point, ok := parseCheckpoint(signed.text)
	if !ok {
		return refuse("network.checkpoint", "text")
	}
	_, stamped := p.files[networkTimeStamp]
	if text(claim, "origin") != point.origin || number(claim, "size") != point.size || text(claim, "root") != hex.EncodeToString(point.root[:]) ||
		number(claim, "events") != int64(len(proofs)) || claim.(map[string]any)["timeStamped"] != stamped {
		return refuse("network.claim")
	}
	hashes := map[string]string{}
	for _, e := range p.set.ordered {
		hashes[fmt.Sprintf("network/%08d.tlog-proof", e.index)] = e.hash
	}
	for _, path := range proofs {
		hash, known := hashes[path]
		if !known {
			return refuse("network.files", path)
		}
		// The place is the file's own claim here: it is not that of the file's name.
		lines := strings.SplitN(string(p.files[path]), "\n", 3)
		place := int64(-1)
		if len(lines) == 3 {
			place, _ = decimal(strings.TrimPrefix(lines[1], "index "))
		}
		if err := checkProof(p.files[path], data, place, hash, point); err != nil {
			switch *codeOf(err) {
			case "proof.checkpoint":
				return refuse("network.proof-checkpoint", path)
			case "proof.inclusion":
				return refuse("network.inclusion", path)
			}
			return refuse("network.proof-syntax", path)
		}
	}
	p.network = signed
	return nil
}

// believedPlaces are those of a checkpoint that logs and witnesses of the trust file have signed, by index in the pack's log; none else.
func (p *evidence) believedPlaces(trust *trustFile) map[int64]int64 {
	places := map[int64]int64{}
	if p.network == nil || len(trust.policy.logs) == 0 || p.cosigned(trust) != nil {
		return places
	}
	for path, data := range p.files {
		name := networkProof.FindStringSubmatch(path)
		if name == nil {
			continue
		}
		index, _ := strconv.ParseInt(name[1], 10, 64)
		lines := strings.SplitN(string(data), "\n", 3)
		place, _ := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		places[index] = place
	}
	return places
}

// witnessed makes the checks of section 12.4 under a trust file.
func (p *evidence) witnessed(trust *trustFile) error {
	if p.network == nil || len(trust.policy.logs) == 0 {
		return nil
	}
	if err := p.cosigned(trust); err != nil {
		return err
	}
	reply, there := p.files[networkTimeStamp]
	if there && len(trust.authorities) > 0 && !timeStamped(reply, sha256.Sum256([]byte(p.network.text)), trust.authorities) {
		return refuse("network.time-stamp")
	}
	return nil
}

// cosigned makes the first two of them.
func (p *evidence) cosigned(trust *trustFile) error {
	point, _ := parseCheckpoint(p.network.text)
	signed, logged, cosigned := []byte(p.network.text), false, map[int]bool{}
	for _, line := range p.network.lines {
		id := fmt.Sprintf("%08x", line.id)
		for _, log := range trust.policy.logs {
			if log.name == line.name && log.id == id {
				if !ed25519Verify(log.public, line.sig, signed) {
					return refuse("network.log", line.name)
				}
				logged = logged || line.name == point.origin
			}
		}
		for place, witness := range trust.policy.witnesses {
			if witness.name == line.name && witness.id == id {
				if len(line.sig) != 72 {
					return refuse("network.log", line.name)
				}
				time := binary.BigEndian.Uint64(line.sig)
				message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), signed...)
				if time > 1<<63-1 || !ed25519Verify(witness.public, line.sig[8:], message) {
					return refuse("network.log", line.name)
				}
				cosigned[place] = true
			}
		}
	}
	if !logged {
		return refuse("network.log", point.origin)
	}
	if trust.policy.quorum.met(map[int]bool{}) || !trust.policy.quorum.met(cosigned) {
		return refuse("network.quorum")
	}
	return nil
}

// timeStamped asks the openssl program whether the reply is over the digest, by a chain to a pinned certificate.
func timeStamped(reply []byte, digest [32]byte, pinned []string) bool {
	folder, err := os.MkdirTemp("", "flip360-stamp")
	if err != nil {
		fail(err)
	}
	defer os.RemoveAll(folder)
	at := func(name string) string { return filepath.Join(folder, name) }
	write := func(name string, data []byte) {
		if err := os.WriteFile(at(name), data, 0o600); err != nil {
			fail(err)
		}
	}
	write("reply", reply)
	_ = exec.Command("openssl", "ts", "-reply", "-in", at("reply"), "-token_out", "-out", at("token")).Run()
	listed, _ := exec.Command("openssl", "pkcs7", "-inform", "DER", "-in", at("token"), "-print_certs").Output()
	var trusted, others []byte
	for {
		block, rest := pem.Decode(listed)
		if block == nil {
			break
		}
		listed = rest
		fingerprint, known := shaHex(block.Bytes), false
		for _, pin := range pinned {
			known = known || pin == fingerprint
		}
		if known {
			trusted = append(trusted, pem.EncodeToMemory(block)...)
		} else {
			others = append(others, pem.EncodeToMemory(block)...)
		}
	}
	if len(trusted) == 0 {
		return false
	}
	write("trusted", trusted)
	arguments := []string{"ts", "-verify", "-digest", hex.EncodeToString(digest[:]), "-in", at("reply"), "-CAfile", at("trusted"), "-partial_chain", "-no_check_time"}
	if len(others) > 0 {
		write("others", others)
		arguments = append(arguments, "-untrusted", at("others"))
	}
	return exec.Command("openssl", arguments...).Run() == nil
}

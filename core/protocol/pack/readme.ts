import type { PackJson } from './pack-json.ts';

/**
 * Text of README.txt: what the folder is and how to check it with a POSIX shell, coreutils, OpenSSL 3 and jq, without any
 * program of ours. Nothing in it is specific to people; `exporterName` is the practice's registered name.
 */
export const packReadme = (pack: PackJson, exporterName: string): string => `FLIP 360 EVIDENCE PACK
${pack.label}${pack.interim ? '   INTERIM: not all handshakes are signed yet' : ''}
${pack.test ? 'TEST NETWORK: nothing in this pack counts outside a test.\n' : ''}
Exported by ${exporterName} at ${pack.exportedAt} (the exporter's clock),
from its own log of ${String(pack.log.size)} entries.

What is what
  evidence.pdf    for people; says nothing that the other files do not say
  verify.html     open it in a browser and drop this folder's ZIP on it; it needs no network
  events/         the signed records, named by their place in the exporter's log
  proofs/         proof that each record is in that log
  checkpoint      the exporter's signed statement of its log
${
  pack.network === undefined
    ? ''
    : `  network/        proof that ${String(pack.network.events)} of the records are in the network's log, with the cosignatures
                  of its witnesses${pack.network.timeStamped ? ' and a time-stamp (RFC 3161) over the text of its checkpoint' : ''}
`
}  openings.json   what some of the hashes in the records stand for
  rule.json, calculation.json   the commission rule that was agreed, and the sum
  keys.txt        the exporter's log key and pack key
  pack.json       what the exporter says this pack is
  MANIFEST        every file with its SHA-256, signed by the pack key

Three questions, three answers
  Intact?      Nothing was altered since it was signed. The pack alone answers this.
  Recognised?  The keys belong to whom they say. For this you need the network's trust
               file, which never comes with a pack: ask the network office for it, and
               compare its fingerprint by another way.
  Complete?    All five handshakes are signed.
${
  pack.network === undefined
    ? ''
    : `Witnessed?   The network's log showed everyone the same history. The trust file says which
               log and which witnesses to believe; the answer stands beside the other three.
`
}The rules are in protocol.md, "Evidence pack"; anyone can write a verifier from it.
This shows that the records were not altered after signing.
It does not show that what people said was true.

By hand: the files (bash, coreutils, OpenSSL 3)
Run in this folder. It must print "Signature Verified Successfully", then OK for each file.
--- begin files
set -euo pipefail
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
V=$(sed -n 's/^pack //p' keys.txt); K=\${V#*+}; K=\${K#*+}
awk '{l[NR]=$0} END{for(i=NR;i>0&&l[i]!="";i--); for(j=1;j<i;j++) print l[j]}' MANIFEST > "$W/text"
{ printf '\\x30\\x2a\\x30\\x05\\x06\\x03\\x2b\\x65\\x70\\x03\\x21\\x00'; printf %s "$K" | base64 -d | tail -c +2; } |
  openssl pkey -pubin -inform DER -out "$W/key.pem"
awk -v n="\${V%%+*}" '$1=="—" && $2==n {print $3}' MANIFEST | base64 -d | tail -c +5 > "$W/sig"
openssl pkeyutl -verify -pubin -inkey "$W/key.pem" -rawin -in "$W/text" -sigfile "$W/sig"
sha256sum --strict -c "$W/text"
find . -type f ! -path ./MANIFEST | sed 's|^./||' | LC_ALL=C sort > "$W/found"
sed 's/^.\\{66\\}//' "$W/text" | diff - "$W/found"
--- end files

By hand: the records (also jq)
For each record that a person's or a desk's own key signed, its signature is checked with
the key that the register entries in this pack state. Records by clients, by passkeys and
by the network's root are counted but left to verify.html.
--- begin records
set -euo pipefail
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
T=application/vnd.flip360.event.v1+json; OTHER=0
b64() { local s; s=$(tr -- '-_' '+/'); while [ $((\${#s} % 4)) -ne 0 ]; do s="$s="; done; printf %s "$s" | base64 -d; }
for F in events/*.json; do jq -r .payload "$F" | base64 -d; echo; done > "$W/all"
for F in events/*.json; do
  KEY=$(jq -r '.signatures[0].keyid' "$F")
  SPKI=$(jq -r --arg k "$KEY" '.body | .. | objects | select(.key? == $k and has("spki")) | .spki' "$W/all" | head -n 1)
  if [ -z "$SPKI" ] || [ "$(jq -r '.signatures[0].alg' "$F")" != ed25519 ]; then OTHER=$((OTHER + 1)); continue; fi
  printf %s "$SPKI" | b64 > "$W/spki"
  [ "$(sha256sum < "$W/spki" | cut -c1-64)" = "$KEY" ]
  openssl pkey -pubin -inform DER -in "$W/spki" -out "$W/key.pem"
  jq -r .payload "$F" | base64 -d > "$W/payload"
  { printf 'DSSEv1 %d %s %d ' "\${#T}" "$T" "$(wc -c < "$W/payload")"; cat "$W/payload"; } > "$W/message"
  jq -r '.signatures[0].sig' "$F" | tr -d '\\n' | b64 > "$W/sig"
  openssl pkeyutl -verify -pubin -inkey "$W/key.pem" -rawin -in "$W/message" -sigfile "$W/sig" > "$W/answer"
  printf '%s %s\\n' "$F" "$(cat "$W/answer")"
done
printf '%d records by other keys: not checked by this script\\n' "$OTHER"
--- end records
`;

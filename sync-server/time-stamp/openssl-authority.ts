import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { MAX_BODY, readBody } from '../witness/read-body.ts';

/** A time-stamp authority of one's own, for demonstrations and tests: it proves that the way works, and no time to anybody else. */
export type OpensslAuthority = {
  /** Where its keys and certificates stand until `remove`. */
  readonly folder: string;
  /** PEM of the certificate that signed the authority's, and its SHA-256: what a trust file pins. */
  readonly root: string;
  readonly rootFingerprint: string;
  readonly certificate: string;
  readonly fingerprint: string;
  /** The DER answer to a DER request (RFC 3161); null when openssl refuses it. */
  readonly reply: (request: Uint8Array) => Uint8Array | null;
  /** Serves it by HTTP (RFC 3161 §3.4) on the loopback address; port 0 takes a free one. */
  readonly serve: (port: number) => Promise<{ readonly url: string; readonly server: Server }>;
  readonly remove: () => void;
};

export type AuthorityKind = 'rsa' | 'ec';

const configuration = (folder: string, usage: string): string => `[req]
distinguished_name = dn
prompt = no
[dn]
CN = Local time-stamp authority
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[tsa]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = ${usage}
[ts]
default_tsa = tsa_default
[tsa_default]
dir = ${folder}
serial = ${folder}/serial
crypto_device = builtin
signer_cert = ${folder}/tsa.pem
certs = ${folder}/ca.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

/**
 * Makes a root and a time-stamp authority in a folder of their own with the openssl program, and answers with it. `usage` is the extended key
 * usage of its certificate. Throws when openssl is not there.
 */
export const opensslAuthority = (kind: AuthorityKind, usage = 'critical,timeStamping'): OpensslAuthority => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-tsa-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('conf'), configuration(folder, usage));
  writeFileSync(at('serial'), '01\n');
  const openssl = (...parts: readonly string[]): void => {
    execFileSync('openssl', parts, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const algorithm = kind === 'rsa' ? ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] : ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  for (const name of ['ca', 'tsa']) openssl('genpkey', '-algorithm', ...algorithm, '-out', at(`${name}.key`));
  const common = ['-new', '-x509', '-config', at('conf'), '-days', '3650', '-sha256'];
  openssl('req', ...common, '-extensions', 'ca', '-key', at('ca.key'), '-subj', '/CN=Local time-stamp root', '-out', at('ca.pem'));
  openssl('req', '-new', '-config', at('conf'), '-key', at('tsa.key'), '-out', at('tsa.csr'));
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('conf'), '-extensions', 'tsa'];
  openssl('x509', '-req', '-in', at('tsa.csr'), ...signing, '-days', '3650', '-sha256', '-out', at('tsa.pem'));
  const root = readFileSync(at('ca.pem'), 'utf8');
  const certificate = readFileSync(at('tsa.pem'), 'utf8');
  const reply = (request: Uint8Array): Uint8Array | null => {
    writeFileSync(at('query'), request);
    const answered = spawnSync('openssl', ['ts', '-reply', '-config', at('conf'), '-section', 'tsa_default', '-queryfile', at('query')], {
      maxBuffer: MAX_BODY,
    });
    return answered.status === 0 && answered.stdout.length > 0 ? Uint8Array.from(answered.stdout) : null;
  };
  return {
    folder,
    root,
    rootFingerprint: fingerprintOf(root),
    certificate,
    fingerprint: fingerprintOf(certificate),
    reply,
    serve: async (port) => {
      const server = createServer((request, response) => {
        void readBody(request, MAX_BODY).then((body) => {
          const answer = body === null ? null : reply(body);
          response.writeHead(answer === null ? 400 : 200, { 'content-type': 'application/timestamp-reply' });
          response.end(answer ?? '');
        });
      });
      await new Promise<void>((resolve) => {
        server.listen(port, '127.0.0.1', resolve);
      });
      const address = server.address();
      return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}/`, server };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

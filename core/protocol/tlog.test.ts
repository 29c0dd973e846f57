import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { bytesToBase64, concatBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { leafHash } from './merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, frontierRoot, inclusionProof } from './merkle-log.ts';
import { formatSignatureLine, formatVerifierKey, type KeyType, makeVerifierKey, signNote } from './note.ts';
import { evaluatePolicy, MAX_POLICY_BYTES, MAX_POLICY_ENTRIES, parsePolicy } from './tlog-policy.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts';

const primitives = nodePrimitives();
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const codeOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }) =>
  result.ok ? 'ok' : result.error.code;
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
};
const actor = (name: string, type: KeyType, seedByte: number) => {
  const seed = new Uint8Array(32).fill(seedByte);
  const key = valueOf(makeVerifierKey(primitives, name, type, ed25519.getPublicKey(seed)));
  return { key, vkey: formatVerifierKey(key), sign: (message: Uint8Array) => ed25519.sign(message, seed) };
};

const log = actor('log.example/1', 'ed25519', 2);
const otherLog = actor('log.example/2', 'ed25519', 4);
const w1 = actor('witness.example/w1', 'cosignature/v1', 11);
const w2 = actor('witness.example/w2', 'cosignature/v1', 12);
const w3 = actor('witness.example/w3', 'cosignature/v1', 13);
const TIME = 1767323045n;

const leaves = Array.from({ length: 11 }, (_, index) => leafHash(primitives, utf8Encode(`leaf-${index}`)));
const nodes = createPackedNodes();
let frontier = EMPTY_FRONTIER;
for (const leaf of leaves) {
  const appended = appendLeaf(primitives, frontier, leaf);
  appended.nodes.forEach((node) => nodes.put(node));
  frontier = appended.frontier;
}
const text = formatCheckpoint({ origin: log.key.name, size: 11, root: frontierRoot(primitives, frontier) });
const checkpointBy = (logs: readonly (typeof log)[], witnesses: readonly (typeof log)[]) => {
  const signed = valueOf(signNote(text, at(logs, 0).key, at(logs, 0).sign));
  const more = [
    ...logs.slice(1).map(({ key, sign }) => ({ name: key.name, keyId: key.keyId, signature: sign(utf8Encode(text)) })),
    ...witnesses.map(({ key, sign }) => valueOf(cosign(utf8Encode(text), key, TIME, sign))),
  ];
  return concatBytes(signed, ...more.map((line) => utf8Encode(formatSignatureLine(line))));
};
const policyOf = (...lines: readonly string[]) => parsePolicy(primitives, utf8Encode(lines.map((l) => `${l}\n`).join('')));
const LOG = `log ${log.vkey}`;
const W1 = `witness w1 ${w1.vkey}`;
const W2 = `witness w2 ${w2.vkey}`;
const W3 = `witness w3 ${w3.vkey}`;

describe('policy files', () => {
  it('are read with URLs, comments, tabs and groups of groups', () => {
    const policy = valueOf(
      policyOf(
        '# trusted since 2026',
        `  ${LOG}\thttps://log.example/ `,
        '',
        W1,
        `${W2} https://witness.example/`,
        W3,
        ' \t',
        'group pair any w1 w2',
        'group both all pair w3',
        '  # the rule',
        'quorum both',
      ),
    );
    expect(policy.logs).toEqual([{ key: log.key, url: 'https://log.example/' }]);
    expect(policy.witnesses.map(({ key }) => key)).toEqual([w1.key, w2.key, w3.key]);
    expect(policy.quorum).toEqual({
      kind: 'group',
      threshold: 2,
      members: [
        {
          kind: 'group',
          threshold: 1,
          members: [
            { kind: 'witness', position: 0 },
            { kind: 'witness', position: 1 },
          ],
        },
        { kind: 'witness', position: 2 },
      ],
    });
  });

  it.each<[string, readonly string[], string, number | undefined]>([
    ['no quorum', [LOG], 'no-quorum', undefined],
    ['nothing', [], 'no-quorum', undefined],
    ['two quorums', ['quorum none', 'quorum none'], 'duplicate-quorum', 2],
    ['an unknown quorum', [LOG, 'quorum w1'], 'unknown-name', 2],
    ['a quorum before its witness', ['quorum w1', W1], 'unknown-name', 1],
    ['a quorum without a name', ['quorum'], 'bad-item-count', 1],
    ['a quorum of two names', ['quorum none none'], 'bad-item-count', 1],
    ['another keyword', ['Log x'], 'unknown-keyword', 1],
    ['a log without key', ['log'], 'bad-item-count', 1],
    ['a log with four items', [`${LOG} a b`], 'bad-item-count', 1],
    ['a witness without key', ['witness w1'], 'bad-item-count', 1],
    ['a witness with five items', [`${W1} a b`], 'bad-item-count', 1],
    ['a witness key as log', [`log ${w1.vkey}`], 'wrong-key-type', 1],
    ['a log key as witness', [`witness w ${log.vkey}`], 'wrong-key-type', 1],
    ['a broken key', [`${LOG}A`], 'bad-vkey', 1],
    ['a log twice', [LOG, LOG], 'duplicate-public-key', 2],
    ['a key under another name', [LOG, `log ${actor('x', 'ed25519', 2).vkey}`], 'duplicate-public-key', 2],
    ['a log witnessing itself', [LOG, `witness w ${actor('x', 'cosignature/v1', 2).vkey}`], 'duplicate-public-key', 2],
    ['a witness twice', [W1, `witness w2 ${w1.vkey}`], 'duplicate-public-key', 2],
    ['a name twice', [W1, `witness w1 ${w2.vkey}`], 'duplicate-name', 2],
    ['a witness named none', [`witness none ${w1.vkey}`], 'reserved-name', 1],
    ['a group named none', [W1, 'group none any w1'], 'reserved-name', 2],
    ['a group named like a witness', [W1, 'group w1 any w1'], 'duplicate-name', 2],
    ['a group of nobody', [W1, 'group g any'], 'bad-item-count', 2],
    ['a group of none', [W1, 'group g any none'], 'reserved-name', 2],
    ['a group of strangers', [W1, 'group g any w2'], 'unknown-name', 2],
    ['a group of itself', [W1, 'group g any g'], 'unknown-name', 2],
    ['a member twice', [W1, 'group g any w1 w1'], 'member-reused', 2],
    ['a member of two groups', [W1, 'group g any w1', 'group h any w1'], 'member-reused', 3],
    ['k = 0', [W1, 'group g 0 w1'], 'bad-threshold', 2],
    ['k > n', [W1, 'group g 2 w1'], 'bad-threshold', 2],
    ['k with a leading zero', [W1, 'group g 01 w1'], 'bad-threshold', 2],
    ['k as a word', [W1, 'group g most w1'], 'bad-threshold', 2],
  ])('refuse %s', (_, lines, code, line) => {
    const parsed = policyOf(...lines);
    expect(codeOf(parsed)).toBe(code);
    expect(!parsed.ok && 'line' in parsed.error ? parsed.error.line : undefined).toBe(line);
  });

  it('refuse octets, sizes and endings that are not allowed', () => {
    expect(codeOf(parsePolicy(primitives, utf8Encode('quorum none')))).toBe('no-final-newline');
    expect(codeOf(parsePolicy(primitives, utf8Encode('quorum none\r\n')))).toBe('bad-octet');
    expect(codeOf(parsePolicy(primitives, utf8Encode('quorum none\n\u007f\n')))).toBe('bad-octet');
    expect(codeOf(parsePolicy(primitives, utf8Encode('quorum none\n\u0000\n')))).toBe('bad-octet');
    expect(codeOf(parsePolicy(primitives, new Uint8Array(MAX_POLICY_BYTES + 1)))).toBe('policy-too-large');
  });

  it('compare names as octets, valid UTF-8 or not', () => {
    const line = (name: readonly number[], rest: string) => [...name, ...utf8Encode(rest)];
    const file = Uint8Array.from([
      ...line([...utf8Encode('witness '), 0xff], ` ${w1.vkey}\n`),
      ...line([...utf8Encode('witness '), 0xfe], ` ${w2.vkey}\n`),
      ...line([...utf8Encode('# '), 0xfd], '\n'),
      ...line([...utf8Encode('quorum '), 0xfe], '\n'),
    ]);
    expect(valueOf(parsePolicy(primitives, file)).quorum).toEqual({ kind: 'witness', position: 1 });
  });

  it.each(['logs', 'witnesses', 'groups'])('hold as many %s as promised', (what) => {
    const type: KeyType = what === 'logs' ? 'ed25519' : 'cosignature/v1';
    const many = (count: number) => [
      ...Array.from({ length: count }, (_, index) => {
        const key = valueOf(makeVerifierKey(primitives, `key${index}`, type, new Uint8Array(32).fill(index)));
        if (what === 'logs') return `log ${formatVerifierKey(key)}`;
        if (what === 'witnesses') return `witness w${index} ${formatVerifierKey(key)}`;
        return `group g${index + 1} any g${index}`;
      }),
      'quorum none',
    ];
    const file = (count: number) => (what === 'groups' ? [`witness g0 ${w1.vkey}`, ...many(count)] : many(count));
    expect(MAX_POLICY_ENTRIES).toBeGreaterThanOrEqual(32);
    expect(codeOf(policyOf(...file(MAX_POLICY_ENTRIES)))).toBe('ok');
    expect(codeOf(policyOf(...file(MAX_POLICY_ENTRIES + 1)))).toBe('too-many-entries');
  });

  it('may be as long as promised', () => {
    const padded = (length: number) => utf8Encode(`#${' '.repeat(length - 14)}\nquorum none\n`);
    expect(codeOf(parsePolicy(primitives, padded(MAX_POLICY_BYTES)))).toBe('ok');
    expect(codeOf(parsePolicy(primitives, padded(MAX_POLICY_BYTES + 1)))).toBe('policy-too-large');
  });
});

describe('judging a checkpoint', () => {
  const strict = valueOf(policyOf(LOG, `log ${otherLog.vkey}`, W1, W2, W3, 'group g 2 w1 w2 w3', 'quorum g'));
  const judge = (logs: readonly (typeof log)[], witnesses: readonly (typeof log)[]) =>
    codeOf(evaluatePolicy(primitives, strict, checkpointBy(logs, witnesses)));

  it('counts witnesses by key', () => {
    expect(judge([log], [])).toBe('quorum-not-met');
    expect(judge([log], [w1])).toBe('quorum-not-met');
    expect(judge([log], [w1, w1, w1])).toBe('quorum-not-met');
    expect(judge([log], [w1, w3])).toBe('ok');
    expect(judge([log], [w1, w2, w3])).toBe('ok');
    expect(judge([log], [w1, actor('witness.example/w9', 'cosignature/v1', 19)])).toBe('quorum-not-met');
    const accepted = valueOf(evaluatePolicy(primitives, strict, checkpointBy([log], [w3, w1])));
    expect(accepted.checkpoint.size).toBe(11);
    expect(accepted.witnesses).toEqual([
      { name: 'witness.example/w3', time: TIME },
      { name: 'witness.example/w1', time: TIME },
    ]);
  });

  it('needs the log whose name is the origin', () => {
    expect(judge([otherLog], [w1, w2])).toBe('no-log-signature');
    expect(judge([otherLog, log], [w1, w2])).toBe('ok');
    expect(judge([actor('log.example/1', 'ed25519', 99)], [w1, w2])).toBe('no-log-signature');
    const elsewhere = valueOf(policyOf(`log ${otherLog.vkey}`, 'quorum none'));
    expect(codeOf(evaluatePolicy(primitives, elsewhere, checkpointBy([log], [])))).toBe('unknown-log');
  });

  it('asks no witness where the quorum is none, yet refuses a false one', () => {
    const open = valueOf(policyOf(LOG, W1, 'quorum none'));
    expect(codeOf(evaluatePolicy(primitives, open, checkpointBy([log], [])))).toBe('ok');
    const forged = { ...w1.key, signature: new Uint8Array(72) };
    const note = concatBytes(checkpointBy([log], []), utf8Encode(formatSignatureLine(forged)));
    expect(codeOf(evaluatePolicy(primitives, open, note))).toBe('bad-signature');
  });

  it('needs a checkpoint of three lines', () => {
    const open = valueOf(policyOf(LOG, 'quorum none'));
    const extended = valueOf(signNote(`${text}more\n`, log.key, log.sign));
    expect(codeOf(evaluatePolicy(primitives, open, extended))).toBe('checkpoint-not-three-lines');
    expect(codeOf(evaluatePolicy(primitives, open, utf8Encode(text)))).toBe('no-signature-block');
  });
});

const policy = valueOf(policyOf(LOG, W1, 'quorum w1'));
const checkpoint = checkpointBy([log], [w1]);
const proofOf = (index: number) => ({
  index,
  hashes: valueOf(inclusionProof(primitives, nodes, index, 11)),
  checkpoint,
});
const fileOf = (index: number) => formatTlogProof(proofOf(index));
const fileText = (index: number) => valueOf(utf8Decode(fileOf(index)));

describe('tlog-proofs', () => {
  it('prove every entry and come back as they were written', () => {
    for (const [index, leaf] of leaves.entries()) {
      const parsed = valueOf(parseTlogProof(fileOf(index)));
      expect(formatTlogProof(parsed)).toEqual(fileOf(index));
      expect(codeOf(verifyTlogProof(primitives, policy, parsed, leaf))).toBe('ok');
      expect(codeOf(verifyTlogProof(primitives, policy, parsed, at(leaves, (index + 1) % 11)))).toBe('root-mismatch');
    }
  });

  it('keep extra data, which nothing vouches for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (extra) => {
        const file = formatTlogProof({ ...proofOf(3), extra });
        expect(valueOf(parseTlogProof(file))).toEqual({ ...proofOf(3), extra });
      }),
    );
  });

  const hashLine = bytesToBase64(at(leaves, 0));
  it.each([
    ['an older format', (file: string) => file.replace(/^.*\n/, ''), 'bad-proof-header'],
    ['another version', (file: string) => file.replace('@v1', '@v2'), 'bad-proof-header'],
    ['a header with a blank', (file: string) => file.replace('@v1', '@v1 '), 'bad-proof-header'],
    ['no checkpoint', (file: string) => file.slice(0, file.indexOf('\n\n') + 1), 'no-checkpoint'],
    ['extra that is not base64', (file: string) => file.replace('index', 'extra A\nindex'), 'bad-extra'],
    ['two extras', (file: string) => file.replace('index', 'extra AA==\nextra AA==\nindex'), 'bad-index'],
    ['no index', (file: string) => file.replace(/index.*\n/, ''), 'bad-index'],
    ['an index with a leading zero', (file: string) => file.replace('index ', 'index 0'), 'bad-index'],
    ['a negative index', (file: string) => file.replace('index ', 'index -'), 'bad-index'],
    ['an index beyond 2^53', (file: string) => file.replace('index 3', 'index 9007199254740992'), 'bad-index'],
    ['a short hash', (file: string) => file.replace('index 3\n', `index 3\n${hashLine.slice(4)}\n`), 'bad-hash'],
    ['a hash in the URL alphabet', (file: string) => file.replace('index 3\n', `index 3\n${'_'.repeat(43)}=\n`), 'bad-hash'],
    ['54 hashes', (file: string) => file.replace('index 3\n', `index 3\n${`${hashLine}\n`.repeat(50)}`), 'too-many-hashes'],
    ['an index after the hashes', (file: string) => file.replace(/(index 3\n)([^\n]*\n)/, '$2$1'), 'bad-index'],
    ['CRLF', (file: string) => file.replaceAll('\n', '\r\n'), 'bad-proof-header'],
  ])('refuse %s', (_, change, code) => {
    const changed = change(fileText(3));
    expect(changed).not.toBe(fileText(3));
    expect(codeOf(parseTlogProof(utf8Encode(changed)))).toBe(code);
  });

  it('say which line holds the bad hash', () => {
    const lines = fileText(3).split('\n').with(4, 'AA==');
    expect(parseTlogProof(utf8Encode(lines.join('\n')))).toEqual({
      ok: false,
      error: { code: 'bad-hash', line: 5 },
    });
    expect(codeOf(parseTlogProof(new Uint8Array([0xff])))).toBe('bad-utf8');
    expect(codeOf(parseTlogProof(new Uint8Array(5 * 1024 * 1024)))).toBe('proof-too-large');
  });

  it('judge the checkpoint before the inclusion', () => {
    const bad = { ...proofOf(3), index: 11, checkpoint: checkpointBy([log], []) };
    expect(codeOf(verifyTlogProof(primitives, policy, bad, at(leaves, 3)))).toBe('quorum-not-met');
    expect(codeOf(verifyTlogProof(primitives, policy, { ...bad, checkpoint }, at(leaves, 3)))).toBe('index-outside-tree');
  });

  it('are not accepted with one bit turned over', () => {
    const file = fileOf(3);
    const accepted: number[] = [];
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const mutant = file.slice();
      mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parsed = parseTlogProof(mutant);
      if (parsed.ok && verifyTlogProof(primitives, policy, parsed.value, at(leaves, 3)).ok) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });
});

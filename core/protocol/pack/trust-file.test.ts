import { describe, expect, it } from 'vitest';
import { noteSigner, primitives } from '../../../test/story/keys.ts';
import { trustFile } from '../../../test/story/network.ts';
import { formatVerifierKey, makeVerifierKey } from '../note.ts';
import { formatTrustFile, parseTrustFile } from './trust-file.ts';

const witnessKey = (name: string): string => {
  const key = makeVerifierKey(primitives, name, 'cosignature/v1', primitives.sha256(new TextEncoder().encode(name)));
  if (!key.ok) throw new Error(key.error.code);
  return formatVerifierKey(key.value);
};

describe('the trust file', () => {
  it('is written as it is read', () => {
    const logLine = `log ${noteSigner('flip360/network/log').vkey} https://log.example/\n`;
    const stamps = `authority ${'0'.repeat(64)}\nauthority ${'a'.repeat(64)}\n`;
    const witnesses = ['w1', 'w2', 'w3'].map((name) => `witness ${name} ${witnessKey(name)} https://${name}.example/\n`).join('');
    const rule = 'group g1 1 w1 w2\ngroup g2 2 g1 w3\nquorum g2\n';
    const root2 = `root ${noteSigner('flip360/root/2').vkey}\n`;
    const plain = trustFile('b'.repeat(64), false);
    for (const text of [
      trustFile('a'.repeat(64), true),
      plain.replace('quorum', `${root2}${logLine}quorum`),
      plain.replace('quorum none\n', `${root2}${stamps}${logLine}${witnesses}${rule}`),
      plain.replace('quorum none\n', `${logLine}witness w1 ${witnessKey('w1')}\nquorum w1\n`),
    ]) {
      const trust = parseTrustFile(primitives, text);
      if (!trust.ok) throw new Error(`line ${String(trust.error.line)}`);
      expect(formatTrustFile(trust.value)).toBe(text);
    }
  });

  it('names the line that is wrong', () => {
    const good = trustFile('a'.repeat(64), true);
    const lineOf = (text: string): number | null => {
      const trust = parseTrustFile(primitives, text);
      return trust.ok ? null : trust.error.line;
    };
    expect(
      good
        .split('\n')
        .slice(0, 6)
        .map((line) => lineOf(good.replace(`${line}\n`, `${line} \n`))),
    ).toEqual([1, null, 3, 4, 5, null]);
    expect(lineOf(good.replace('quorum none', 'quorum many'))).toBe(6);
    expect(lineOf('\ud800')).toBe(1);
    const stamp = (text: string): string => good.replace('quorum', `${text}\nquorum`);
    expect(lineOf(stamp(`authority ${'A'.repeat(64)}`))).toBe(6);
    expect(lineOf(stamp(`authority ${'b'.repeat(64)}\nauthority ${'a'.repeat(64)}`))).toBe(7);
    expect(lineOf(stamp(`authority ${'b'.repeat(64)}\nauthority ${'b'.repeat(64)}`))).toBe(7);
  });
});

import { describe, expect, it } from 'vitest';
import { noteSigner, primitives } from '../../../test/story/keys.ts';
import { trustFile } from '../../../test/story/network.ts';
import { formatTrustFile, parseTrustFile } from './trust-file.ts';

describe('the trust file', () => {
  it('is written as it is read', () => {
    const logLine = `log ${noteSigner('flip360/network/log').vkey} https://log.example/\nquorum`;
    for (const text of [
      trustFile('a'.repeat(64), true),
      trustFile('b'.repeat(64), false).replace('quorum', `root ${noteSigner('flip360/root/2').vkey}\n${logLine}`),
    ]) {
      const trust = parseTrustFile(primitives, text);
      if (!trust.ok) throw new Error(`line ${String(trust.error.line)}`);
      expect(formatTrustFile({ ...trust.value, policy: { ...trust.value.policy, quorum: { kind: 'none' } } })).toBe(text);
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
  });
});

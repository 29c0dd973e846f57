import { describe, expect, it } from 'vitest';
import { walkWords, type WalkResult } from './walkWords.ts';

const result: WalkResult = {
  ok: true,
  events: 57,
  streams: 14,
  spines: 1,
  ms: 412,
  root: 'ab'.repeat(32),
  failure: null,
};

describe('the result of a chain walk', () => {
  it('says what was read when everything holds', () => {
    expect(walkWords(result, 57)).toEqual({
      tone: 'ok',
      lead: 'The whole chain holds.',
      words: '57 entries by 14 keys, 1 referral: bytes, signatures, order, handshakes, place in the log and root, in 412 ms.',
    });
    expect(walkWords({ ...result, ms: 2449 }, 57).words).toContain('in 2.4 s');
  });

  it('never calls a walk that was stopped a whole one', () => {
    expect(walkWords({ ...result, events: 12 }, 57)).toMatchObject({
      tone: 'mute',
      lead: 'Stopped before the end.',
    });
    expect(walkWords({ ...result, events: 56 }, 57).words).toContain('1 entry was not read');
  });

  it('names the first failure and where it is', () => {
    const failed = walkWords(
      {
        ...result,
        ok: false,
        failure: {
          code: 'signature.invalid',
          words: 'The signature of entry 9 does not verify.',
          index: 9,
          hash: 'cd'.repeat(32),
        },
      },
      57,
    );
    expect(failed).toMatchObject({ tone: 'bad', lead: 'The signature of entry 9 does not verify.' });
    expect(failed.words).toContain('entry 9 (signature.invalid)');
  });
});

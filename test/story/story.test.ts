import { describe, expect, it } from 'vitest';
import { readEvent } from '../../core/protocol/event/read.ts';
import { primitives } from './keys.ts';
import { buildStory } from './story.ts';

describe('the story', () => {
  it('is a function of its options', () => {
    expect(buildStory({ client: 'passkey' })).toEqual({
      ...buildStory({ client: 'passkey' }),
      hash: expect.any(Function),
    });
  });

  it('consists of records that read', () => {
    for (const options of [
      {},
      { client: 'passkey' },
      { correction: 'agreed', outcomeKey: 'replaced', outcomeAttestedBy: ['referrer', 'receiver'] },
    ] as const) {
      const failures = buildStory(options).entries.flatMap((entry) => {
        const read = readEvent(entry.bytes, primitives);
        return read.ok ? [] : [[entry.name, read.error]];
      });
      expect(failures).toEqual([]);
    }
  });

  it('ends where it is told to and leaves out what it is told to', () => {
    const story = buildStory({ until: 'acknowledgement', omit: ['consent'] });
    expect(story.entries.at(-1)?.name).toBe('acknowledgement');
    expect(story.entries.some((entry) => entry.name === 'consent')).toBe(false);
    expect(story.calculation).toBe(null);
  });
});

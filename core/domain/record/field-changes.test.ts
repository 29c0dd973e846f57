import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterChanges, changesBetween, inverseOf, sameValue, stale, valueAt } from './field-changes.ts';
import type { RecordDocument } from './operation.ts';

const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null));
const field = fc.constantFrom('name', 'stage', 'tags', 'note');
const document: fc.Arbitrary<RecordDocument> = fc
  .tuple(
    fc.dictionary(field, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxKeys: 4, noNullPrototype: true }),
    fc.dictionary(fc.constantFrom('deceased', 'assurance'), fc.boolean(), { noNullPrototype: true }),
  )
  .map(([fields, flags]) => ({ ...fields, flags }));
const NESTED = ['flags'];

/** Absent and null say the same in a document. */
const full = (held: RecordDocument): RecordDocument => ({
  name: null,
  stage: null,
  tags: null,
  note: null,
  ...held,
  flags: { deceased: null, assurance: null, ...(held['flags'] as object) },
});

describe('changes of a document', () => {
  it('lead from the one to the other and back', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const changes = changesBetween(before, after, NESTED);
        expect(full(afterChanges(before, changes))).toEqual(full(after));
        expect(full(afterChanges(after, inverseOf(changes)))).toEqual(full(before));
        expect(stale(before, changes)).toEqual([]);
      }),
    );
  });

  it('name a member of an object alone, so that two people may change two of them', () => {
    const before = { flags: { deceased: false, doNotContact: false } };
    const changes = changesBetween(before, { flags: { deceased: true, doNotContact: false } }, NESTED);
    expect(changes).toEqual([{ field: 'flags.deceased', before: false, after: true }]);
    const meanwhile = { flags: { deceased: false, doNotContact: true } };
    expect(afterChanges(meanwhile, changes)).toEqual({ flags: { deceased: true, doNotContact: true } });
  });

  it('are stale where the field was changed since', () => {
    const changes = [{ field: 'name', before: 'a', after: 'b' }];
    expect(stale({ name: 'c' }, changes)).toEqual(changes);
    expect(stale({ name: 'a' }, changes)).toEqual([]);
  });

  it('compare as canonical JSON, not by the order of members', () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(valueAt({ flags: 'text' }, 'flags.deceased')).toBe(null);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactCents, MAX_CENTS } from '../money/cents.ts';
import { batchReference, composeBatch, type FeePayee, lineReference, type PayableEntitlement } from './batch-lines.ts';

const office: FeePayee = {
  practice: 'office',
  account: 'office account',
  accountEvent: 'e',
  registered: true,
};
const item = (index: number, commission: number, platform: number, more: Partial<PayableEntitlement> = {}): PayableEntitlement => ({
  entitlement: `entitlement ${String(index)}`,
  intent: `intent ${String(index)}`,
  beneficiary: `payee ${String(index % 3)}`,
  commission: exactCents(commission),
  platform: exactCents(platform),
  document: 'rcti',
  issuedGst: null,
  account: 'account',
  accountEvent: 'event',
  feeElsewhere: false,
  ...more,
});

describe('the lines of a batch', () => {
  it('pay each entitlement once and the office once, with GST of each entitlement rounded half up', () => {
    const made = composeBatch([item(0, 1005, 15), item(1, 1005, 25, { document: 'statement' }), item(2, 1004, 0)], office, 'AF');
    expect(made).toMatchObject({
      ok: true,
      value: {
        lines: [
          { kind: 'commission', exGst: 1005, gst: 101, cents: 1106 },
          { kind: 'commission', exGst: 1005, gst: 0, cents: 1005 },
          { kind: 'commission', exGst: 1004, gst: 100, cents: 1104 },
          { kind: 'platform-fee', beneficiary: 'office', exGst: 40, gst: 5, cents: 45 },
        ],
        total: 3260,
      },
    });
  });

  it('pays again under the document that was issued, and no fee that stands on another batch', () => {
    const made = composeBatch([item(0, 1005, 15, { document: 'issued', issuedGst: exactCents(77), feeElsewhere: true })], office, 'AF');
    expect(made).toMatchObject({
      ok: true,
      value: { lines: [{ gst: 77, cents: 1082 }], fees: [], total: 1082 },
    });
  });

  it('adds up to the cent for any batch, or says why not', () => {
    const entitlement = fc.record({
      commission: fc.integer({ min: 1, max: MAX_CENTS }),
      platform: fc.nat(1_000_000),
      statement: fc.boolean(),
      elsewhere: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entitlement, { maxLength: 30 }), fc.boolean(), (given, registered) => {
        const items = given
          .filter((entry) => entry.commission + Math.floor((entry.commission + 5) / 10) <= MAX_CENTS)
          .map((entry, index) =>
            item(index, entry.commission, entry.platform, {
              document: entry.statement ? 'statement' : 'rcti',
              feeElsewhere: entry.elsewhere,
            }),
          );
        const made = composeBatch(items, { ...office, registered }, 'ABCFPB260001');
        const ex = items.reduce(
          (sum, entry) => sum + entry.commission + (entry.document === 'rcti' ? Math.floor((entry.commission + 5) / 10) : 0),
          0,
        );
        const fees = items
          .filter((entry) => !entry.feeElsewhere)
          .reduce((sum, entry) => sum + entry.platform + (registered ? Math.floor((entry.platform + 5) / 10) : 0), 0);
        if (!made.ok) expect(made.error.code).toBe(items.length === 0 ? 'no-lines' : 'over-limit');
        if (!made.ok) return items.length === 0 || ex + fees > MAX_CENTS;
        expect(made.value.total).toBe(ex + fees);
        expect(made.value.lines.map((line) => line.line)).toEqual(made.value.lines.map((_line, index) => index));
        return new Set(made.value.lines.map((line) => line.reference)).size === made.value.lines.length;
      }),
    );
  });

  it('names batches and lines within the fields of the file, and no line is taken for its batch', () => {
    expect(batchReference('ABCF-PB-2026-0001')).toBe('ABCFPB260001');
    expect(batchReference('A-PB-2026-0012')).toBe('APB260012');
    expect(lineReference('ABCFPB260001', 499)).toBe('ABCFPB260001L500');
    expect(lineReference('ABCFPB260001', 499).length).toBeLessThanOrEqual(18);
  });
});

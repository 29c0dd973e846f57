import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { fontPath } from './fonts.ts';
import { textWidth } from './measure.ts';
import { mono, plain, strong, type, wrap } from './rich.ts';

const textOf = (lines: ReturnType<typeof wrap>): string => lines.map((line) => line.runs.map((run) => run.text).join('')).join('');

describe('wrap', () => {
  it('keeps every line inside the room and every character of the text', () => {
    const words = fc.array(
      fc.string({
        minLength: 1,
        maxLength: 24,
        unit: fc.constantFrom(...Array.from('abcdefgXYZ0123456789.,-&$')),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 400 }), (list, room) => {
        const text = list.join(' ');
        const lines = wrap(text, type.table, room);
        expect(textOf(lines).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(line.width).toBeLessThanOrEqual(room + 0.02);
      }),
      { numRuns: 60 },
    );
  });

  it('breaks at line feeds and never inside a date with no-break spaces', () => {
    const lines = wrap('Given\n4\u00a0Aug\u00a02026', type.table, 200);
    expect(lines.map((line) => line.runs.map((run) => run.text).join(''))).toEqual(['Given', '4\u00a0Aug\u00a02026']);
    expect(wrap('on 4\u00a0August\u00a02026', type.table, 60)).toHaveLength(2);
  });

  it('cuts a hash that is wider than its column', () => {
    const lines = wrap([mono('a'.repeat(64))], type.table, 100);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(100);
  });

  it('keeps marks apart within a word', () => {
    const [line] = wrap([strong('Given'), plain(', valid')], type.table, 200);
    expect(line?.runs.map((run) => run.face)).toEqual(['sansBold', 'sans']);
  });

  it('sets tabular figures only where no hyphen would widen', () => {
    const [amount] = wrap('1,238.25', type.table, 200);
    const [number] = wrap('ABCF-2627-0043', type.table, 200);
    expect(amount?.runs[0]?.tabular).toBe(true);
    expect(number?.runs[0]?.tabular).toBe(false);
    expect(textWidth('1', 'sans', 10, true)).toBe(textWidth('8', 'sans', 10, true));
    expect(textWidth('1', 'sans', 10, false)).not.toBe(textWidth('8', 'sans', 10, false));
  });

  it('knows the width of the monospaced face without shaping', () => {
    const doc = new PDFDocument({ autoFirstPage: false, font: fontPath('mono') });
    const sample = '0123456789abcdef TZ:.-— {}$|\'"';
    expect(textWidth(sample, 'mono', 10, false)).toBeCloseTo(doc.font(fontPath('mono')).fontSize(10).widthOfString(sample), 6);
  });
});

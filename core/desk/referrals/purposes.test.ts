import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verticalList } from '../../contract/status.ts';
import { PURPOSES } from './purposes.ts';

const verticals = verticalList.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'resources', 'verticals.json'), 'utf8')));

describe('purposes', () => {
  it.each(PURPOSES)('$code is a product of a vertical that practices can have', ({ product, vertical }) => {
    expect(verticals.find((entry) => entry.code === vertical)?.products.map((entry) => entry.code)).toContain(product);
  });
});

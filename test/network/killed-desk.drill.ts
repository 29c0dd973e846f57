import { expect, it } from 'vitest';
import { killDesk } from './kill-desk.ts';

it('loses nothing that a desk said, in thirty kills', { timeout: 600_000 }, async () => {
  expect(await killDesk(30)).toBeGreaterThan(29);
});

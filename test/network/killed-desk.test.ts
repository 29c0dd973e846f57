import { expect, it } from 'vitest';
import { killDesk } from './kill-desk.ts';

it('loses nothing that a desk said, wherever in its rounds with the server the desk is killed', { timeout: 60_000 }, async () => {
  expect(await killDesk(2)).toBeGreaterThan(1);
});

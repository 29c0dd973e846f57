import { expect, it } from 'vitest';
import { openNetwork } from '../exchange/network.fixture.ts';
import { acknowledge, beginReferral } from '../exchange/referral-steps.fixture.ts';
import type { JobControl } from '../jobs.ts';
import { walkLedger } from './walk.ts';

it('finds nothing wrong where events arrive while it walks', async () => {
  const network = await openNetwork();
  const { smith, abc } = network;
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  let breaths = 0;
  // At each breath something arrives: while entries are walked, and before projections are compared.
  const control: JobControl = {
    cancelled: () => false,
    progress: () => undefined,
    breathe: async () => {
      breaths += 1;
      if (breaths === 2) acknowledge(smith, abc, begun);
      if (breaths > 2) return;
      beginReferral(smith, abc, { name: 'Liam Chen', email: 'l@example.com', phone: '2' });
      await Promise.resolve();
    },
  };
  const walked = await walkLedger(smith.host.desk(), control, { threads: 0 });
  expect(walked).toMatchObject({ ok: true, value: { ok: true, failure: null } });
  expect(breaths).toBeGreaterThan(2);
  await network.close();
});

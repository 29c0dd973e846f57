import { expect, it } from 'vitest';
import { systemEntropy } from '../adapters/system/system-ports.ts';
import { ok } from '../domain/result.ts';
import { createJobs, type JobControl } from './jobs.ts';
import { openTestDesk } from './testing/test-desk.ts';

const open = () => {
  const { desk, close } = openTestDesk();
  const { clock } = desk;
  close();
  return createJobs({
    entropy: systemEntropy,
    clock,
    onBug: (error) => {
      throw error;
    },
  });
};
const untilCancelled = async (control: JobControl) => {
  while (!control.cancelled()) await control.breathe();
  return ok('stopped');
};

it('stops at the close what can go on another day, and waits for the rest', async () => {
  const jobs = open();
  const campaign = jobs.start('campaign', untilCancelled, { atClose: 'stop' });
  const backup = jobs.start('backup', async (control) => {
    for (let at = 0; at < 5; at += 1) await control.breathe();
    return ok(control.cancelled() ? 'cancelled' : 'whole');
  });
  await jobs.settled();
  expect(jobs.get(campaign.id)).toMatchObject({ state: 'done', result: 'stopped' });
  expect(jobs.get(backup.id)).toMatchObject({ state: 'done', result: 'whole' });
});

it('never forgets work that still runs', async () => {
  const jobs = open();
  const long = jobs.start('campaign', untilCancelled, { atClose: 'stop' });
  for (let at = 0; at < 150; at += 1) {
    const short = jobs.start('short', () => Promise.resolve(ok(at)));
    while (jobs.get(short.id)?.state === 'running') await new Promise((resolve) => setImmediate(resolve));
  }
  expect(jobs.get(long.id)?.state).toBe('running');
  await jobs.settled();
});

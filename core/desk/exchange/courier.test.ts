import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileTransport } from '../../adapters/exchange/file-transport.ts';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { collectArrivals, sendWaiting } from './courier.ts';
import { openNetwork, type Seat } from './network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft } from './referral-steps.fixture.ts';

it('carries a referral there and back over folders, whatever the order and however often', async () => {
  const network = await openNetwork();
  const { smith, abc, office } = network;
  const base = mkdtempSync(join(tmpdir(), 'flip360-courier-'));
  const end = (seat: Seat) => {
    const folder = join(base, seat.practice);
    const desk = seat.host.desk();
    return {
      desk,
      sealer: hpkeSealer(desk.entropy),
      folder,
      transport: fileTransport({ outbox: join(folder, 'out'), inbox: join(folder, 'in'), taken: join(folder, 'taken') }, desk.primitives),
    };
  };
  const ends = [smith, abc, office].map(end);
  const [smithEnd, abcEnd] = ends;
  if (smithEnd === undefined || abcEnd === undefined) throw new Error('no ends');
  const round = async (): Promise<void> => {
    for (const from of ends) {
      const sent = await sendWaiting(from.desk, from.sealer, from.transport);
      expect(sent.ok).toBe(true);
    }
    // Everybody gets a stick with every file ever made, also those for others.
    for (const from of ends)
      for (const to of ends)
        if (from !== to && existsSync(join(from.folder, 'out')))
          cpSync(join(from.folder, 'out'), join(to.folder, 'in'), { recursive: true });
    for (const to of ends.toReversed()) {
      const collected = await collectArrivals(to.desk, to.sealer, to.transport);
      if (!collected.ok) throw new Error(collected.error.why);
      for (const { result } of collected.value) if (!result.ok) expect(result.error.code).toBe('exchange-other-practice');
    }
  };
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, abc, begun);
  await round();
  append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  await round();
  await round();
  for (const { desk } of ends)
    expect(desk.ledger.referral(begun.intent)?.steps.map((step) => step !== null)).toEqual([true, true, true, false, false]);
  const sent = await sendWaiting(smithEnd.desk, smithEnd.sealer, smithEnd.transport);
  expect(sent.ok && sent.value.every((entry) => entry.file.events === 0)).toBe(true);
  rmSync(base, { recursive: true, force: true });
  await network.close();
});

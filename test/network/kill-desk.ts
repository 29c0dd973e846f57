import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { walkLedger } from '../../core/desk/ledger/walk.ts';
import { openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { listen } from '../../sync-server/http/listen.ts';
import type { ChildSettings } from './desk-child.ts';
import { fileKeyStore } from './file-key-store.ts';
import { kindsOf, loggedAt, viewOf } from './seen.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };

/** Lets a desk work as a process of its own until it is killed after `ms` from its first referral. Answers the referrals that it said it had begun. */
const killedAfter = async (settings: ChildSettings, ms: number): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'desk-child.ts'), JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      resolve();
    });
    child.once('close', () => resolve());
  });
  await setTimeout(ms);
  child.kill('SIGKILL');
  await gone;
  return said.split('\n').filter((line) => /^[0-9a-f]{64}$/u.test(line));
};

/** Begins, on a network of its own, a desk that is killed this many times; answers how many referrals it had said before it was. Throws at what is lost. */
export const killDesk = async (kills: number): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-killed-'));
  let stores = 0;
  const network = await openWiredNetwork({
    keyStore: async () => {
      stores += 1;
      return fileKeyStore(join(folder, `${String(stores)}.json`));
    },
  });
  await network.rounds();
  await network.rounds();
  const { server } = network.wire;
  const served = await listen((request) => server.server.fetch(request), { host: '127.0.0.1', port: 0, behindProxy: false });
  try {
    return await killRounds(network, kills, { store: join(folder, '2.json'), url: `http://127.0.0.1:${String(served.port)}` });
  } finally {
    await served.close();
    await network.office.host.close();
    await network.abc.host.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** `store`: the key store that the desk of Smith was opened with, the second of the network. */
const killRounds = async (
  network: WiredNetwork,
  kills: number,
  { store, url }: { readonly store: string; readonly url: string },
): Promise<number> => {
  const { smith, abc, clock, wire } = network;
  await smith.host.close();
  const said: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const { dataFolder, keyFolder } = smith.host.folders;
    const settings = {
      dataFolder,
      keyFolder,
      store,
      url,
      seed: `killed ${String(kill)}`,
      at: clock.now(),
      practice: smith.practice,
      person: smith.person,
      to: abc.practice,
    };
    const begun = await killedAfter(settings, 7 + ((61 * kill) % 400));
    expect(begun.length).toBeGreaterThan(0);
    said.push(...begun);
  }
  const host = await openTestHost(
    { ...smith.host.folders, store: fileKeyStore(store) },
    { clock, seed: 'after the last kill', network: { fetch: straightTo(wire.server), live: false } },
  );
  const again = { ...smith, host, token: await signInAs(host, smith.person) };
  expect(host.desk().recovery).toBeNull();
  expect(await walkLedger(host.desk(), control, { threads: 0 })).toMatchObject({ value: { ok: true, failure: null } });
  for (const intent of said) expect(host.desk().ledger.event(intent)?.hash).toBe(intent);
  await network.rounds(again, abc, again, network.office);
  await network.publish();
  await network.rounds(again, abc);
  const logged = await loggedAt(wire.server);
  expect(new Set(logged).size).toBe(logged.length);
  for (const intent of said) expect(abc.host.desk().ledger.referral(intent)?.intent).toBe(intent);
  for (const seat of [again, abc]) expect(await kindsOf(seat)).toEqual([]);
  expect((await viewOf(again)).outgoing).toEqual({ events: 0, unsent: 0, unconfirmed: [] });
  await host.close();
  return said.length;
};

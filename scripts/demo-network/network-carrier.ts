import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Carrier, type Seat, type Stage, StoryFailed } from '../../core/cli/demo/stage.ts';
import { networkView, type NetworkView } from '../../core/contract/network/desk.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import type { NetworkProcesses } from './network-processes.ts';

/** How long each delivery took, in ms: from when the story asked for it to the confirmation of the recipient's desk. */
export type Deliveries = { readonly ms: number[] };

const LOOK_MS = 25;
const GIVE_UP_MS = 30_000;

const anything = z.unknown();
const trustSetting = z.object({ value: z.object({ policy: z.string(), authorities: z.array(z.string()) }) });

const waitUntil = async (what: string, look: () => Promise<boolean>): Promise<void> => {
  const until = performance.now() + GIVE_UP_MS;
  while (!(await look())) {
    if (performance.now() > until) throw new StoryFailed(`${what} did not happen within ${GIVE_UP_MS / 1000} s`);
    await wait(LOOK_MS);
  }
};

/** True when everything this desk has for another was confirmed by it. */
const delivered = ({ outgoing }: NetworkView, to: Seat): boolean =>
  outgoing.events === 0 && outgoing.unsent === 0 && outgoing.unconfirmed.every(({ practice }) => practice !== to.house.legalName);

/** By the network: desks send and take in by themselves; the story only waits until the recipient has confirmed. */
export const networkCarrier = (network: NetworkProcesses, deliveries: Deliveries): Carrier => {
  let trust: z.infer<typeof fileAnswer> | null = null;
  const view = async (stage: Pick<Stage, 'person'>, seat: Seat): Promise<NetworkView> =>
    (await stage.person(seat, seat.house.first.name)).api.get('/network', networkView);
  return {
    carry: async (stage, from, to) => {
      const start = performance.now();
      await waitUntil(`the delivery from ${from.house.legalName} to ${to.house.legalName}`, async () =>
        delivered(await view(stage, from), to),
      );
      deliveries.ms.push(performance.now() - start);
      const there = await view(stage, to);
      const [refused] = there.incoming.refused;
      if (refused !== undefined)
        throw new StoryFailed(`${to.house.legalName} could not take a parcel of ${refused.practice} in: ${refused.why}`);
      for (const alarm of there.alarms) throw new StoryFailed(`${to.house.legalName} found something wrong: ${alarm.words}`);
    },
    connect: async (stage, seat) => {
      const { api } = await stage.person(seat, seat.house.first.name);
      if (seat.house.kind === 'office') {
        const { url, setupCode: code, logKey: vkey, witnessKey, authority } = network;
        await api.send('POST', '/network/claim', { url, code }, anything);
        await api.send('POST', '/network/state', { url, vkey, witnesses: [witnessKey] }, networkView);
        const stated = await api.get('/settings/store/network-trust', trustSetting);
        const value = { ...stated.value, authorities: [authority] };
        await api.send('PUT', '/settings/store/network-trust', { value, note: 'Time-stamp authority of the network' }, anything);
        trust = await api.get('/trust-file', fileAnswer);
        return;
      }
      if (trust === null) throw new StoryFailed('the office is not connected yet');
      await api.send('POST', '/network/join', { name: trust.name, base64: trust.base64 }, networkView);
    },
  };
};

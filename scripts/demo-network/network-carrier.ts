import { z } from 'zod';
import { type Carrier, type Seat, type Stage, StoryFailed } from '../../core/cli/demo/stage.ts';
import { type DeskClient, DeskRefused } from '../../core/cli/desk-client.ts';
import { clientLink } from '../../core/contract/client-links.ts';
import { noticesView } from '../../core/contract/notices.ts';
import { networkView, type NetworkView } from '../../core/contract/network-view.ts';
import { referralView } from '../../core/contract/referrals.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import type { ClientPhone } from './client-phone.ts';
import type { NetworkProcesses } from './network-processes.ts';
import { waitUntil } from './wait-until.ts';

/** How long each delivery took, in ms: from when the story asked for it to the confirmation of the recipient's desk. */
export type Deliveries = { readonly ms: number[] };

/** How the client signed one step: what the phone did, and the facts that the practice's desk recorded of it. */
export type ClientSigned = { readonly step: 1 | 4; readonly how: string; readonly facts: string };

const anything = z.unknown();
const trustSetting = z.object({ value: z.object({ policy: z.string(), authorities: z.array(z.string()) }) });

/** True when everything this desk has for another was confirmed by it. */
const delivered = ({ outgoing }: NetworkView, to: Seat): boolean =>
  outgoing.events === 0 && outgoing.unsent === 0 && outgoing.unconfirmed.every(({ practice }) => practice !== to.house.legalName);

/** The client's handshake as a desk shows it; undefined while it is not there. */
const handshakeAt = async (stage: Pick<Stage, 'person'>, seat: Seat, referral: string, step: 1 | 4) => {
  try {
    const view = await (await stage.person(seat, seat.house.first.name)).api.get(`/referrals/${referral}`, referralView);
    const handshake = view.handshakes[step];
    return handshake?.state === 'signed' ? handshake : undefined;
  } catch (error) {
    // The other desk may not have the referral yet.
    if (error instanceof DeskRefused && error.problem.status === 404) return undefined;
    throw error;
  }
};

/** The mail of a link and the one of its code; answers the link. */
const linkFromMail = (stage: Pick<Stage, 'mail' | 'client'>): string => {
  const mails = [stage.mail.take(stage.client.email), stage.mail.take(stage.client.email)];
  const link = mails.map((mail) => /https?:\S+/u.exec(mail?.text ?? '')?.[0]).find((found) => found !== undefined);
  if (link === undefined || !mails.some((mail) => /\b\d{8}\b/u.test(mail?.text ?? '')))
    throw new StoryFailed('the mail with the client’s link or the one with the code did not arrive');
  return link;
};

/** Where the first person of Smith & Partners wants to be told that something came. */
export const TOLD = 'priya.nair@smith-partners.example';

/** Sets it at the desk, and enters the code that the server mailed there. */
const wantNotices = async (stage: Pick<Stage, 'mail'>, api: DeskClient): Promise<void> => {
  const wishes = { on: true, kinds: ['practices', 'clients'], pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };
  await api.send('PUT', '/notices', { email: TOLD, phone: '', wishes }, noticesView);
  const code = /^\d{8}/u.exec(stage.mail.take(TOLD)?.text ?? '')?.[0];
  if (code === undefined) throw new StoryFailed('the code for notices did not arrive');
  await api.send('POST', '/notices/confirm', { channel: 'email', code }, noticesView);
};

/**
 * By the network: desks send and take in by themselves; the story only waits until the recipient has confirmed. The client signs on a phone, by a link that
 * came by mail; `signed` hears how.
 */
export const networkCarrier = (
  network: NetworkProcesses,
  deliveries: Deliveries,
  phone: ClientPhone,
  signed: (how: ClientSigned) => void,
): Carrier => {
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
    settle: async (stage, seats) => {
      for (const seat of seats)
        await waitUntil(`a checkpoint with everything of ${seat.house.legalName}`, async () => {
          const { log, server } = await view(stage, seat);
          return server === null || log.waiting === 0;
        });
    },
    clientSigns: async (stage, asker, other, { referral, step }) => {
      const { name } = asker.house.first;
      const act = await stage.act(asker, name, { act: 'invite-link', referral, step, channel: 'email', address: stage.client.email });
      const [invite = '', code = null] = act.events.filter(({ type }) => type === 'client.invited').map(({ hash }) => hash);
      const { api } = await stage.person(asker, name);
      const made = await api.send('POST', '/client-links', { invite, code }, clientLink);
      if (made.state !== 'open' || made.problem !== null)
        throw new StoryFailed(`the client’s link is ${made.state}: ${made.problem ?? ''}`);
      const how = await phone.sign(linkFromMail(stage));
      for (const seat of [asker, other])
        await waitUntil(`the client’s signature at ${seat.house.legalName}`, async () => {
          return (await handshakeAt(stage, seat, referral, step)) !== undefined;
        });
      const there = await handshakeAt(stage, asker, referral, step);
      const { keyWords = '', deviceWords = '', invitedWords = '' } = there?.assurance ?? {};
      signed({ step, how, facts: `${keyWords}; ${deviceWords}; ${invitedWords}` });
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
      if (seat.house.folder === 'smith') await wantNotices(stage, api);
    },
  };
};

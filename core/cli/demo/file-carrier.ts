import type { z } from 'zod';
import { clientSession } from '../../contract/client-signing.ts';
import { exchangeImported } from '../../contract/desk.ts';
import { fileAnswer } from '../../contract/scalars.ts';
import { playClient } from './client-page.ts';
import { type Carrier, StoryFailed } from './stage.ts';

type Imported = z.infer<typeof exchangeImported>;

/** Everything of a file was taken in; or, where another practice's file is still to come, nothing was refused. */
const accepted = (imported: Imported, whole: boolean): void => {
  if (imported.refused === 0 && imported.conflicts === 0 && (!whole || (imported.kept === 0 && imported.missing.length === 0))) return;
  const first = imported.events.find((event) => event.state === 'refused' || event.state === 'waiting');
  throw new StoryFailed(`an exchange file was not taken in whole: ${first?.type ?? ''} ${first?.why ?? imported.missing.join('; ')}`);
};

/** Invites the client by mail and plays the client's page at the desk that asks. */
const clientSigns: Carrier['clientSigns'] = async (stage, seat, _other, { referral, step }) => {
  const signed = await stage.act(seat, seat.house.first.name, {
    act: 'invite',
    referral,
    step,
    channel: 'email',
    address: stage.client.email,
  });
  const invite = signed.events.find((event) => event.type === 'client.invited')?.hash ?? '';
  const { api } = await stage.person(seat, seat.house.first.name);
  const { session } = await api.send('POST', '/client-sessions', { referral, step, invite }, clientSession);
  const choices = step === 1 ? (['consent', 'acknowledge'] as const) : (['outcome'] as const);
  const page = await playClient(seat.desk, stage.mail, {
    seed: stage.seed,
    session,
    step,
    email: stage.client.email,
    choices,
  });
  if (page.state !== 'signed') throw new StoryFailed(`the client’s page ended as ${page.state}`);
};

/** By exchange files: exported, kept in the output, handed in; the client signs at the desk. */
export const fileCarrier: Carrier = {
  carry: async (stage, from, to, whole) => {
    const sender = await stage.person(from, from.house.first.name);
    const file = await sender.api.send('POST', `/exchange/${to.practice}/export`, {}, fileAnswer);
    const number = String(stage.written.filter((entry) => entry.path.startsWith('exchange/')).length + 1).padStart(2, '0');
    stage.keep('exchange', file, `${number}-${from.house.folder}-to-${to.house.folder}.flip360`);
    const reader = await stage.person(to, to.house.first.name);
    accepted(await reader.api.send('POST', '/exchange/import', { name: file.name, base64: file.base64 }, exchangeImported), whole);
  },
  connect: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  clientSigns,
};

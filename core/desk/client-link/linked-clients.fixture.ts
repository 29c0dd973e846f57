import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import type { ClientLink } from '../../contract/client-links.ts';
import { today } from '../../contract/desk.ts';
import type { DeskContext } from '../context.ts';
import { type Network, ok, openNetwork, sign } from '../exchange/network.fixture.ts';
import { beginReferral, type Begun, personAt } from '../exchange/referral-steps.fixture.ts';
import { seededBytes } from '../open-desk.fixture.ts';
import { makeLink } from './links.ts';
import { openPage, requestServer } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const SARAH = { emails: ['sarah@example.com'], givenName: 'Sarah', name: 'Sarah Chen', phones: ['+61400000000'], purpose: 'a second shop' };

/** What is asked first on a client's page. */
export const BOTH = ['consent', 'acknowledge'] as const;

/** Sealer of these desks. */
export const sealer = hpkeSealer(seededBytes('seal'));

/** A link as the client has it, with the code that came separately; '' for none. */
export type SentLink = { readonly link: ClientLink; readonly code: string };

/** Two practices, a server for signing pages, and the mail that Smith & Partners sends its clients. */
export const openLinkedClients = async () => {
  const net: Network = await openNetwork();
  const server = requestServer();
  const letters: { to: string; subject: string; text: string }[] = [];
  const desk: DeskContext = {
    ...net.smith.host.desk(),
    mailer: () => ({
      send: async (letter) => {
        letters.push(letter);
        return await Promise.resolve({ ok: true });
      },
    }),
  };
  /** Sends the link of invitations that were just signed. */
  const send = async ([first, second]: readonly { readonly hash: string }[]): Promise<SentLink> => {
    letters.length = 0;
    const made = await makeLink(desk, personAt(net.smith), server, { invite: first?.hash ?? '', code: second?.hash ?? null });
    if (!made.ok) throw new Error(made.error.detail);
    const sent = /https\S+/u.exec(letters[0]?.text ?? '')?.[0] ?? null;
    return { link: { ...made.value, link: made.value.link ?? sent }, code: /\d{8}/u.exec(letters[1]?.text ?? '')?.[0] ?? '' };
  };
  const take = (link: ClientLink, answer: Uint8Array) => takeClientAnswer(desk, sealer, { request: link.id, answer });
  return {
    net,
    server,
    letters,
    desk,
    send,
    take,
    /** A referral with a link for its first client step. */
    linked: async (channel: 'email' | 'in-person' = 'email'): Promise<SentLink & { readonly begun: Begun }> => {
      const begun = beginReferral(net.smith, net.abc, SARAH);
      const address = channel === 'email' ? 'sarah@example.com' : null;
      return { begun, ...(await send(await sign(net.smith, { act: 'invite-link', referral: begun.intent, step: 1, channel, address }))) };
    },
    pageOf: (link: ClientLink) => openPage(link.link ?? '', server.held),
    /** What the first page asks of Smith & Partners about a referral. */
    needsOf: async ({ intent }: Begun): Promise<readonly string[]> =>
      today
        .parse(await ok(net.smith, 'GET', '/today'))
        .needsYou.flatMap(({ href, title }) => (href === `/referrals/${intent}` ? [title] : [])),
    now: (): string => net.clock.now(),
    /** Why records of an answer, or all of it, are refused. */
    codes: async (answer: Uint8Array, link: ClientLink): Promise<readonly string[]> => {
      const taken = await take(link, answer);
      return taken.ok ? taken.value.refused.map((entry) => entry.code) : [taken.error.code];
    },
  };
};

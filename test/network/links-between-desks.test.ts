import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sealUnder } from '../../core/adapters/crypto/aead.ts';
import { clientLink, clientLinks, type ClientLink } from '../../core/contract/client-links.ts';
import { receiptDue } from '../../core/contract/consent.ts';
import { openedRequest } from '../../core/contract/network/requests.ts';
import { applyContent, NotNow } from '../../core/desk/book/apply-content.ts';
import { keepLinkStep } from '../../core/desk/client-link/link-steps.ts';
import { linksOf } from '../../core/desk/client-link/link-view.ts';
import { makeLink } from '../../core/desk/client-link/links.ts';
import { type ClientHolder, openPage, type OpenPage, passkeyOn, press, type Pressed } from '../../core/desk/client-link/page.fixture.ts';
import { serverRequests } from '../../core/desk/client-link/server-requests.ts';
import { logReceipt } from '../../core/desk/consents/receipts-due.ts';
import { give, grantFor } from '../../core/desk/consents/consents.fixture.ts';
import type { DeskContext } from '../../core/desk/context.ts';
import { ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { beginReferral, type Begun, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { seededBytes } from '../../core/desk/open-desk.fixture.ts';
import { receiptForms } from '../../core/desk/receipts/deliver.ts';
import { consentOfCode } from '../../core/desk/receipts/find-code.ts';
import { erasePerson } from '../../core/desk/rights/erase.ts';
import { requestAad } from '../../core/protocol/network/signing-request.ts';
import { newContact } from './new-contact.ts';
import { addDesk, openTwoDesks } from './second-desk.ts';
import { SERVER_URL, type WiredNetwork } from './wired-network.ts';

const EMAIL = 'sarah@example.com';
const SARAH = { emails: [EMAIL], givenName: 'Sarah', name: 'Sarah Chen', phones: [], purpose: 'a second shop' };
const BOTH = ['consent', 'acknowledge'] as const;
const COPY = new Uint8Array(200).fill(1);

let network: WiredNetwork;
let first: Seat;
let second: Seat;
let close: () => Promise<void>;
let sarah = '';
beforeAll(async () => {
  ({ network, first, second, close } = await openTwoDesks(async (seat) => {
    sarah = await newContact(seat, 'Sarah', { emails: [EMAIL] });
  }));
}, 60_000);
afterAll(async () => close());

const db = (seat: Seat) => seat.host.desk().db;
const count = (seat: Seat, sql: string, ...values: readonly string[]): number =>
  db(seat)
    .statement<readonly string[], { n: number }>(`select count(*) as n from ${sql}`)
    .get(...values)?.n ?? 0;
const linkAt = (seat: Seat, { intent }: Begun): ClientLink | undefined => linksOf(seat.host.desk(), intent)[0];

/** A link that a desk makes and sends by mail, with the page that it opens. */
const linked = async (
  seat: Seat,
  contact = sarah,
): Promise<{ readonly begun: Begun; readonly id: string; readonly url: string; readonly code: string }> => {
  const begun = beginReferral(seat, network.abc, SARAH);
  db(seat)
    .statement<[string, string, string], never>('insert into client_link (intent, contact, at) values (?, ?, ?)')
    .run(begun.intent, contact, network.clock.now());
  await network.rounds(seat, network.abc);
  const invited = await sign(seat, { act: 'invite-link', referral: begun.intent, step: 1, channel: 'email', address: EMAIL });
  const letters: string[] = [];
  const desk: DeskContext = {
    ...seat.host.desk(),
    mailer: () => ({
      send: async ({ text }) => {
        letters.push(text);
        return await Promise.resolve({ ok: true });
      },
    }),
  };
  const server = seat.host.api.network.serverOf(seat.host.desk());
  if (server === null) throw new Error('no server');
  const made = await makeLink(desk, personAt(seat), serverRequests(server, SERVER_URL), {
    invite: invited[0]?.hash ?? '',
    code: invited[1]?.hash ?? null,
  });
  if (!made.ok) throw new Error(made.error.detail);
  return {
    begun,
    id: made.value.id,
    url: /https?:\S+/u.exec(letters[0] ?? '')?.[0] ?? '',
    code: /\d{8}/u.exec(letters[1] ?? '')?.[0] ?? '',
  };
};

const pageOf = async ({ id, url }: { readonly id: string; readonly url: string }): Promise<OpenPage> => {
  const { ciphertext } = openedRequest.parse(await (await network.wire.server.request(`/v1/requests/${id}`)).json());
  const held = { id, ciphertext: Uint8Array.from(Buffer.from(ciphertext, 'base64')), answerKey: '', expires: '', practices: [] };
  return openPage(url, new Map([[id, held]]));
};

/** Presses on the page and hands the answer in to the server, as the client's phone does. */
const answerAt = async (page: OpenPage, key: ClientHolder, pressed: Omit<Pressed, 'at'>): Promise<void> => {
  const { answer } = await press(page, key, { ...pressed, at: network.clock.now() });
  const copy = sealUnder(seededBytes(page.id), page.keys.copy, requestAad(page.id, 'copy'), COPY);
  const taken = await network.wire.server.request(`/v1/requests/${page.id}/answer`, {
    body: { answer: Buffer.from(answer).toString('base64'), copy: Buffer.from(copy).toString('base64') },
  });
  expect(taken.status).toBe(200);
};
const keyOf = (page: OpenPage, seed: number): ClientHolder => passkeyOn(page, seed, page.request);
const openings = (seat: Seat, { referral }: Begun): readonly string[] =>
  db(seat)
    .statement<[string], { purpose: string }>(
      "select purpose from opening where referral = ? and purpose in ('notice', 'shown') order by 1",
    )
    .all(referral)
    .map(({ purpose }) => purpose);

describe('a link that one desk sent', () => {
  it('is seen at the other: by whom, where to, when, and nothing that opens it', async () => {
    const sent = await linked(first);
    await network.rounds(first, second);
    const here = linkAt(first, sent.begun);
    expect(here).toMatchObject({ state: 'open', here: true, by: 'Priya Nair' });
    expect(linkAt(second, sent.begun)).toEqual({ ...here, here: false });
    const secret = new URL(sent.url).hash.slice(1);
    const { code } = (await pageOf(sent)).request.invitations.link;
    const everything = db(second).statement<[], { name: string }>(
      "select name from sqlite_schema where type = 'table' and sql not like '%virtual%'",
    );
    const held = everything.all().map(({ name }) => JSON.stringify(db(second).statement<[], unknown>(`select * from "${name}"`).all()));
    expect([secret, code, sent.code].map((word) => word.length > 5 && held.some((rows) => rows.includes(word)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(held.some((rows) => rows.includes(sent.id))).toBe(true);
    const again = await second.host.call('POST', `/client-links/${sent.id}/send`, {}, second.token);
    expect(again).toMatchObject({ status: 409, json: { code: 'link-elsewhere' } });
    const { links } = clientLinks.parse(await ok(second, 'GET', `/client-links?referral=${sent.begun.intent}`));
    expect(links).toHaveLength(1);
    await pageOf(sent);
    expect(clientLink.parse(await ok(second, 'POST', `/client-links/${sent.id}/look`, {}))).toMatchObject({
      openedAt: network.clock.now(),
    });
  });

  it('is answered at the other while the desk that sent it is off: handshake, what was shown, what the client wrote', async () => {
    const sent = await linked(first);
    await network.rounds(first, second);
    const page = await pageOf(sent);
    const ask = { kind: 'correction', words: 'My name is Sara without h.' } as const;
    await answerAt(page, keyOf(page, 11), { choices: BOTH, ask });
    await network.rounds(second);
    expect(linkAt(second, sent.begun)).toMatchObject({ state: 'answered', problem: null, asks: [{ words: ask.words }] });
    expect(second.host.desk().ledger.referral(sent.begun.intent)?.steps[1]?.assurance.key).toBe('passkey');
    expect(openings(second, sent.begun)).toEqual(['notice', 'shown']);
    await network.rounds(first, second);
    expect(linkAt(first, sent.begun)).toMatchObject({ state: 'answered', problem: null, asks: [{ words: ask.words }] });
    expect(openings(first, sent.begun)).toEqual(['notice', 'shown']);
    expect(count(first, "client_invitation where intent = ? and state = 'signed'", sent.begun.intent)).toBe(2);
    const third = await addDesk(network, first, 'third desk');
    await network.rounds(first, third);
    expect(linkAt(third, sent.begun)).toMatchObject({ state: 'answered', problem: null, asks: [{ words: ask.words }] });
    for (const seat of [first, second, third]) expect((await ok(seat, 'GET', '/network'))['alarms']).toEqual([]);
    await third.host.close();
  });

  it('is answered in whole where the answer comes before the link, and in what order several come', async () => {
    const sent = await linked(first);
    const page = await pageOf(sent);
    await answerAt(page, keyOf(page, 12), { choices: ['consent'] });
    await network.rounds(second);
    expect(linkAt(second, sent.begun)).toBeUndefined();
    expect(count(second, 'early_answer where request = ?', sent.id)).toBe(1);
    await network.rounds(first, second);
    expect(linkAt(second, sent.begun)).toMatchObject({ state: 'answered', problem: null });
    expect(openings(second, sent.begun)).toEqual(['notice']);
    expect(count(second, 'early_answer')).toBe(0);
    expect(count(network.abc, 'early_answer')).toBe(0);
    expect(second.host.desk().ledger.referral(sent.begun.intent)?.consents).toHaveLength(1);
  });

  it('keeps what the page showed where the signed records came from the other desk first', async () => {
    const sent = await linked(first);
    await network.rounds(first, second);
    const page = await pageOf(sent);
    await answerAt(page, keyOf(page, 13), { choices: BOTH });
    await network.rounds(second);
    const records = db(second)
      .statement<[], { record: Uint8Array }>("select record from event where source = 'own' or source = 'client-answer' order by idx")
      .all()
      .map(({ record }) => Uint8Array.from(record));
    first.host.desk().ledger.accept(records, 'book');
    expect(first.host.desk().ledger.referral(sent.begun.intent)?.steps[1]).not.toBeNull();
    expect(openings(first, sent.begun)).toEqual([]);
    await network.rounds(first);
    expect(openings(first, sent.begun)).toEqual(['notice', 'shown']);
    expect(linkAt(first, sent.begun)).toMatchObject({ state: 'answered', problem: null });
    expect(count(first, "client_invitation where intent = ? and state = 'signed'", sent.begun.intent)).toBe(2);
  });

  it('is taken back from the other, stays so whatever comes late, and ends at both by the clock', async () => {
    const sent = await linked(first);
    await network.rounds(first, second);
    await ok(second, 'POST', `/client-links/${sent.id}/withdraw`, {});
    expect((await network.wire.server.request(`/v1/requests/${sent.id}`)).status).toBe(404);
    await network.rounds(second, first);
    expect([first, second].map((seat) => linkAt(seat, sent.begun)?.state)).toEqual(['withdrawn', 'withdrawn']);
    keepLinkStep(first.host.desk(), { link: sent.id, what: 'open', at: '2026-08-01T00:00:00.000Z' });
    expect(linkAt(first, sent.begun)?.state).toBe('withdrawn');
    const other = await linked(second);
    await network.rounds(second, first);
    expect(linkAt(first, other.begun)).toMatchObject({ state: 'open', here: false });
    db(first).statement<[string], never>("update signing_link set expires = '2026-01-01T00:00:00.000Z' where id = ?").run(other.id);
    expect(linkAt(first, other.begun)?.state).toBe('expired');
  });
});

it('keeps a kind of row that this version does not know for a newer one', () => {
  const content = { kind: 'row', of: 'of-tomorrow', subject: null, row: { id: 'a' } } as const;
  expect(() => applyContent(second.host.desk(), 1, content, new Set())).toThrow(NotNow);
  expect(() => applyContent(second.host.desk(), 1, { ...content, of: 'receipt' }, new Set())).toThrow(NotNow);
});

describe('receipts and whose consent it is', () => {
  const OTTO = 'otto@example.com';
  let [otto, consent] = ['', ''];
  const due = async (seat: Seat) =>
    z
      .array(receiptDue)
      .parse((await ok(seat, 'GET', '/consents/receipts'))['due'])
      .filter((one) => one.consent === consent);

  it('says at the other desk that a person was asked, and that they have answered', async () => {
    otto = await newContact(first, 'Otto', { emails: [OTTO] });
    const asked = await ok(first, 'POST', '/consents/requests', {
      contacts: [otto],
      recipients: [network.abc.practice],
      purpose: 'home-loan',
      channel: 'email',
    });
    expect(asked['asked']).toHaveLength(1);
    await network.rounds(first, second);
    expect(count(second, 'consent_request where contact = ? and closed_at is null', otto)).toBe(1);
    consent = await give(second, grantFor(otto, [network.abc.practice], { identified: { how: 'call-back', contactPoint: OTTO } }));
    await network.rounds(second, first);
    expect(count(first, 'consent_request where contact = ? and closed_at is null', otto)).toBe(0);
  });

  it('are known at the other desk: a receipt that one delivered is due at none', async () => {
    const owed = { consent, event: consent, occasion: 'granted' } as const;
    const codes = [first, second].map((seat) => {
      const forms = receiptForms(seat.host.desk(), owed);
      return forms.ok ? forms.value.code : forms.error.code;
    });
    expect(codes).toEqual([expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/u), codes[0]]);
    for (const seat of [first, second]) expect(consentOfCode(seat.host.desk(), codes[0] ?? '')).toEqual({ ok: true, value: { consent } });
    for (const seat of [first, second]) expect(await due(seat)).toMatchObject([{ contact: otto, name: 'Otto Chen', occasion: 'granted' }]);
    const logged = logReceipt(first.host.desk(), personAt(first), {
      consent,
      event: consent,
      occasion: 'granted',
      channel: 'email',
      address: OTTO,
      document: 'ab'.repeat(32),
      outcome: 'delivered',
      detail: 'handed to the mail server',
    });
    expect(logged.ok).toBe(true);
    await network.rounds(first, second);
    for (const seat of [first, second]) expect(await due(seat)).toEqual([]);
    expect(count(second, 'consent_receipt where address = ?', OTTO)).toBe(1);
  });

  it('go with the person from every desk, and their entries from the server', async () => {
    const sent = await linked(first, otto);
    await network.rounds(first, second);
    await answerAt(await pageOf(sent), keyOf(await pageOf(sent), 21), { choices: ['refuse'] });
    await network.rounds(first, second);
    expect(linkAt(second, sent.begun)).toMatchObject({ state: 'answered' });
    const held = [
      'consent_receipt where address is not null',
      'consent_link',
      `signing_link where id = '${sent.id}'`,
      `link_step where link = '${sent.id}'`,
    ];
    expect(held.map((table) => count(second, table) > 0)).toEqual([true, true, true, true]);
    const entries = db(first)
      .statement<[], { id: string }>(
        `select id from book_entry where kind = 'row' and (ref like 'receipt %' or ref like 'consent-%' or ref = 'link ${sent.id}' or ref like 'link-step ${sent.id} %')`,
      )
      .all()
      .map(({ id }) => id);
    expect(entries.length).toBeGreaterThanOrEqual(8);
    expect(erasePerson(first.host.desk(), personAt(first), otto, 'request').ok).toBe(true);
    await network.rounds(first, second);
    await network.rounds(first, second);
    for (const seat of [first, second]) expect(held.map((table) => count(seat, table))).toEqual([0, 0, 0, 0]);
    const { storage } = network.wire.server.ports;
    const left = await storage.db.selectFrom('book_entry').select('id').where('id', 'in', entries).where('body', 'is not', null).execute();
    expect(left).toEqual([]);
  });
});

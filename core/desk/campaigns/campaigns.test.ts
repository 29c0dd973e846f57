import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../domain/contact/filter/filter.ts';
import { ok } from '../../domain/result.ts';
import { actOnAsset, addAsset, editAsset, listAssets } from '../assets/assets.ts';
import { createContact } from '../contacts/book.ts';
import { blankForm, type ContactForm } from '../contacts/form.ts';
import { contactSql } from '../contacts/tables.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { undoGroup } from '../records/history.ts';
import { writeSettings } from '../settings/settings.ts';
import { changeSetting } from '../settings/store.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { addCampaign, campaignPage, editCampaign, type SegmentOf } from './campaigns.ts';
import { marketingStandingOf, recordOptIn } from './opt-ins.ts';
import { sendCampaign } from './send.ts';
import { senderSetting } from './sender-setting.ts';
import { isSuppressed, liftSuppression, suppressions, unsubscribe } from './suppression.ts';

type Sent = { readonly to: string; readonly subject: string; readonly text: string; readonly unsubscribe?: string };

const TEXT = 'Dear {{given name}}, rates have moved.';

let test: TestDesk;
let desk: DeskContext;
let sent: Sent[];
let answers: ((to: string) => { readonly ok: true } | { readonly ok: false; readonly why: string }) | null;

beforeEach(() => {
  test = openTestDesk();
  sent = [];
  answers = null;
  desk = {
    ...test.desk,
    mailer: () => ({
      send: (message) => {
        sent.push(message);
        return Promise.resolve(answers?.(message.to) ?? { ok: true });
      },
    }),
  };
  const mail = { host: 'mail.example', port: 587, secure: false, user: '', from: 'hello@smith.example', password: null };
  writeSettings(desk, test.person, { mail });
  const sender = { address: '1 George St, Sydney NSW 2000', phone: '', email: 'hello@smith.example', perMinute: 60 };
  changeSetting(desk, test.person, senderSetting, sender, { takesEffect: null, note: '' });
});
afterEach(() => test.close());

const everybody: SegmentOf = (at) => ok(at.db.all(contactSql.selectFrom('contact').select('id').orderBy('no')).map((row) => row.id));
const control = (cancelAfter = Infinity): JobControl => {
  let seen = 0;
  return {
    progress: () => {
      seen += 1;
    },
    cancelled: () => seen >= cancelAfter,
    breathe: () => Promise.resolve(),
  };
};
const contact = (givenName: string, fields: Partial<ContactForm> = {}): string => {
  const made = createContact(desk, test.person, {
    ...blankForm,
    givenName,
    emails: [`${givenName.toLowerCase()}@x.example`],
    ...fields,
  });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
};
const optedIn = (givenName: string, fields: Partial<ContactForm> = {}): string => {
  const id = contact(givenName, fields);
  const done = recordOptIn(desk, test.person, id, { basis: 'express', evidence: 'Ticked the box at the seminar' });
  if (!done.ok) throw new Error(done.error.detail);
  return id;
};
const asset = (): string => {
  const added = addAsset(desk, test.person, { name: 'Spring note', kind: 'email', channel: 'Newsletter', text: TEXT, file: null });
  if (!added.ok) throw new Error(added.error.detail);
  const { id } = added.value;
  for (const gate of listAssets(desk).rows[0]?.gates ?? [])
    actOnAsset(desk, test.person, id, { act: 'tick', gate: gate.code, passed: true });
  return id;
};
const published = (): string => {
  const id = asset();
  expect(actOnAsset(desk, test.person, id, { act: 'publish' }).ok).toBe(true);
  return id;
};
const campaign = (use: string | null): string => {
  const made = addCampaign(desk, test.person, {
    name: 'Spring',
    segment: NO_FILTER,
    subject: 'Hello {{given name}}',
    text: TEXT,
    asset: use,
  });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
};
const page = (id: string) => {
  const view = campaignPage(desk, test.person, id, { segmentOf: everybody, running: new Map() });
  if (!view.ok) throw new Error(view.error.detail);
  return view.value;
};
const send = (id: string, cancelAfter?: number) =>
  sendCampaign(desk, test.person, id, { segmentOf: everybody, pause: () => Promise.resolve(), control: control(cancelAfter) });

describe('a campaign', () => {
  it('shows who gets it, who not and why, and three messages as they will be read', () => {
    optedIn('Sarah');
    contact('Noah');
    optedIn('Ivy', { doNotContact: true });
    const view = page(campaign(published()));
    expect(view.audience.send).toBe(1);
    expect(view.audience.leftOut.map((one) => [one.words, one.names])).toEqual([
      ['No consent to marketing recorded', ['Noah']],
      ['Do not contact', ['Ivy']],
    ]);
    expect(view.audience.examples[0]).toMatchObject({ to: 'sarah@x.example', subject: 'Hello Sarah' });
    expect(view.audience.examples[0]?.text).toContain('Dear Sarah, rates have moved.');
    expect(view.blocked).toEqual([]);
  });

  it('is sent once to each, names its sender and how to stop it, and goes on where it stopped', async () => {
    for (const name of ['Sarah', 'Noah', 'Ivy']) optedIn(name);
    const id = campaign(published());
    expect(await send(id, 1)).toEqual({ ok: true, value: { sent: 1, failed: 0, left: 2, ended: 'paused' } });
    expect(page(id).state).toBe('paused');
    expect(await send(id)).toEqual({ ok: true, value: { sent: 2, failed: 0, left: 0, ended: 'sent' } });
    expect(sent.map((message) => message.to)).toEqual(['sarah@x.example', 'noah@x.example', 'ivy@x.example']);
    expect(sent[0]?.text).toMatch(/ABN 51 824 753 556[\s\S]*Unsubscribe [A-Z2-9]{4}-[A-Z2-9]{4}/u);
    expect(sent[0]?.unsubscribe).toMatch(/^mailto:hello@smith\.example\?subject=Unsubscribe%20/u);
    expect(page(id)).toMatchObject({ state: 'sent', sent: 3, failed: 0 });
    expect(await send(id)).toMatchObject({ ok: false, error: { code: 'campaign-blocked' } });
  });

  it('says which messages the mail server refused', async () => {
    optedIn('Sarah');
    answers = () => ({ ok: false, why: 'EENVELOPE 550' });
    const id = campaign(published());
    expect(await send(id)).toMatchObject({ ok: true, value: { sent: 0, failed: 1 } });
    expect(page(id).messages).toMatchObject([{ name: 'Sarah', state: 'failed', why: 'EENVELOPE 550' }]);
  });

  it('writes to nobody twice after a desk that died in the middle', async () => {
    for (const name of ['Sarah', 'Noah']) optedIn(name);
    const id = campaign(published());
    answers = () => {
      throw new Error('the power went');
    };
    await expect(send(id)).rejects.toThrow('the power went');
    expect(page(id)).toMatchObject({ state: 'sending', job: null, messages: [{ name: 'Sarah', state: 'handed-over' }] });
    answers = null;
    expect(await send(id)).toMatchObject({ ok: true, value: { sent: 1, ended: 'sent' } });
    expect(sent.map((message) => message.to)).toEqual(['sarah@x.example', 'noah@x.example']);
  });

  it('leaves out who unsubscribes while it runs', async () => {
    optedIn('Sarah');
    optedIn('Noah');
    answers = () => {
      unsubscribe(desk, test.person, { said: 'noah@x.example', receivedAt: null, reason: 'unsubscribed' });
      return { ok: true };
    };
    await send(campaign(published()));
    expect(sent.map((message) => message.to)).toEqual(['sarah@x.example']);
  });

  it('is not sent before its asset is published, and says what is missing', async () => {
    optedIn('Sarah');
    expect(await send(campaign(null))).toMatchObject({ ok: false, error: { code: 'campaign-blocked', kept: 'Nothing was sent.' } });
    const id = campaign(asset());
    expect(await send(id)).toMatchObject({ ok: false, error: { detail: 'The asset “Spring note” is not published.' } });
    expect(sent).toEqual([]);
  });

  it('goes out with the very text that its asset was cleared with', async () => {
    optedIn('Sarah');
    const id = campaign(published());
    editCampaign(desk, test.person, id, { revision: 1, set: { text: 'Dear {{given name}}, guaranteed returns.' } });
    expect(page(id).blocked.map((one) => one.code)).toEqual(['text']);
    expect(await send(id)).toMatchObject({ ok: false, error: { code: 'campaign-blocked' } });
    expect(sent).toEqual([]);
  });

  it('stays as people read it, and takes no placeholder that nobody can fill', async () => {
    optedIn('Sarah');
    const id = campaign(published());
    expect(editCampaign(desk, test.person, id, { revision: 1, set: { text: 'Dear {{nick}}' } })).toMatchObject({
      ok: false,
      error: { code: 'campaign-placeholder', where: 'text' },
    });
    await send(id);
    expect(editCampaign(desk, test.person, id, { revision: 3, set: { text: 'Other' } })).toMatchObject({
      ok: false,
      error: { code: 'campaign-underway' },
    });
  });
});

describe('unsubscribe', () => {
  it('works by the code of a message, for every contact with that address, at once', async () => {
    optedIn('Sarah');
    const twin = optedIn('Sara', { emails: ['sarah@x.example'] });
    await send(campaign(published()));
    const code = /Unsubscribe ([A-Z2-9-]+)/u.exec(sent[0]?.text ?? '')?.[1] ?? '';
    expect(
      unsubscribe(desk, test.person, { said: `Re: unsubscribe ${code.toLowerCase()}`, receivedAt: null, reason: 'unsubscribed' }),
    ).toMatchObject({
      ok: true,
      value: { address: 'sarah@x.example', contacts: 2, due: '2026-08-11', late: false },
    });
    expect(isSuppressed(desk, 'SARAH@x.example')).toBe(true);
    expect(page(campaign(null)).audience.leftOut.map((one) => one.why)).toEqual(['suppressed']);
    expect(recordOptIn(desk, test.person, twin, { basis: 'inferred', evidence: 'Client' })).toMatchObject({
      ok: false,
      error: { code: 'address-suppressed' },
    });
  });

  it('says when it was done later than the law allows', () => {
    optedIn('Sarah');
    expect(
      unsubscribe(desk, test.person, { said: 'sarah@x.example', receivedAt: '2026-07-20T00:00:00.000Z', reason: 'unsubscribed' }),
    ).toMatchObject({ ok: true, value: { due: '2026-07-27', late: true } });
    expect(suppressions(desk).rows).toMatchObject([{ address: 'sarah@x.example', late: true }]);
  });

  it('can be taken back, and refuses what names nobody', () => {
    optedIn('Sarah');
    const done = unsubscribe(desk, test.person, { said: 'sarah@x.example', receivedAt: null, reason: 'asked' });
    undoGroup(desk, test.person, done.ok ? (done.value.undo ?? '') : '');
    expect(isSuppressed(desk, 'sarah@x.example')).toBe(false);
    expect(unsubscribe(desk, test.person, { said: 'stop it', receivedAt: null, reason: 'asked' })).toMatchObject({
      ok: false,
      error: { code: 'unsubscribe-unknown' },
    });
  });
});

describe('a suppressed address', () => {
  it('comes off the list once the person has agreed expressly again, never before', async () => {
    const id = optedIn('Sarah');
    unsubscribe(desk, test.person, { said: 'sarah@x.example', receivedAt: null, reason: 'unsubscribed' });
    const [row] = suppressions(desk).rows;
    expect(marketingStandingOf(desk, id)).toMatchObject({
      ok: true,
      value: { consent: { withdrawnAt: row?.receivedAt }, address: 'sarah@x.example', suppressed: true },
    });
    expect(liftSuppression(desk, test.person, row?.id ?? '')).toMatchObject({ ok: false, error: { code: 'suppression-stands' } });
    test.advance(60_000);
    recordOptIn(desk, test.person, id, { basis: 'express', evidence: 'Asked for the newsletter by phone' });
    expect(page(campaign(null)).audience.send).toBe(0);
    expect(liftSuppression(desk, test.person, row?.id ?? '').ok).toBe(true);
    expect(page(campaign(null)).audience.send).toBe(1);
  });
});

describe('a marketing asset', () => {
  it('is published once every gate is passed, and every gate opens again with other content', () => {
    const id = published();
    expect(listAssets(desk)).toMatchObject({ rows: [{ state: 'published', obstacles: [] }], gates: { ratified: false, test: true } });
    editAsset(desk, test.person, id, { revision: listAssets(desk).rows[0]?.revision ?? 0, set: { text: 'Hello again' } });
    expect(listAssets(desk).rows[0]).toMatchObject({ state: 'draft', publishedAt: null });
    expect(actOnAsset(desk, test.person, id, { act: 'publish' })).toMatchObject({ ok: false, error: { code: 'asset-gates-open' } });
  });
});

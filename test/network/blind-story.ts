import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sealUnder } from '../../core/adapters/crypto/aead.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { ABC, type Client, FIGURES, FIRST_MORNING, OFFICE, SMITH } from '../../core/cli/demo/cast.ts';
import { fileCarrier } from '../../core/cli/demo/file-carrier.ts';
import { smtpSender } from '../../core/adapters/mail/smtp-mailer.ts';
import { type CaughtMail, openMailSink } from '../../core/cli/demo/mail-sink.ts';
import { ownDesks } from '../../core/cli/demo/own-desks.ts';
import { type Carrier, openStage, type Seat, type Stage } from '../../core/cli/demo/stage.ts';
import { playStory } from '../../core/cli/demo/story.ts';
import { clientLink } from '../../core/contract/client-links.ts';
import { contactList } from '../../core/contract/contact-list.ts';
import { crmDrafts, crmKeyMade } from '../../core/contract/crm-drafts.ts';
import { networkView } from '../../core/contract/network-view.ts';
import { noticeKinds } from '../../core/contract/network/notices.ts';
import { openedRequest } from '../../core/contract/network/requests.ts';
import { noticesView } from '../../core/contract/notices.ts';
import { referralOptions } from '../../core/contract/referrals.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import { openPage, passkeyOn, press } from '../../core/desk/client-link/page.fixture.ts';
import { fakeClock } from '../../core/desk/open-desk.fixture.ts';
import type { SendOutcome } from '../../core/ports/message-senders.ts';
import { requestAad } from '../../core/protocol/network/signing-request.ts';
import { folderStore } from '../../sync-server/chain/second-store.ts';
import { listen } from '../../sync-server/http/listen.ts';
import { signedByLog } from '../../sync-server/log/publish.ts';
import { tellMembers } from '../../sync-server/notices/tell-members.ts';
import { backUpSqlite } from '../../sync-server/storage/move.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import { startServer, type TestServer } from '../../sync-server/testing/start-server.ts';
import { DIAGNOSIS, reportedReturns } from './blind-reports.ts';
import type { Canary } from './plaintext-search.ts';
import { withWitness, witnessVerifierKey } from './wired-network.ts';

const SARAH: Client = {
  name: 'Quillabeth Zanzotto',
  email: 'quillabeth.canary@zanzotto.example.com',
  purposeWords: 'Zibeline loan for a first home beside the Vexillology Museum',
};
/** The client who signs by the link. */
const OTTO: Client = {
  name: 'Ottokar Wyrzykowski',
  email: 'ottokar.canary@wyrzykowski.example.com',
  purposeWords: 'Refinance the Oscillograph workshop',
};
const PHONES = { sarah: '491570737', otto: '491571266' } as const;
/** What a program of the practice prepares. */
const PREPARED = {
  client: {
    givenName: 'Thessaly',
    familyName: 'Oxenbould-Krzysz',
    emails: ['thessaly.canary@oxenbould.example.com'],
    phones: ['0491 573 770'],
    street: '12 Wolframite Wharf',
    note: 'Phosphorescent remark on a divorce',
  },
  purposeWords: 'Bridging loan for the Dragonfly nursery',
  estimate: 87_654_329,
  reference: 'MATTER-CANARY-4711',
} as const;
const IDEMPOTENCY = 'call-canary-thessaly-1';
const WEBHOOK = 'https://hooks.canary-crm.example.com/flip';
/** Where a member is told that something came. */
const TOLD = {
  email: 'priya.canary@smith-members.example.com',
  phone: '0491 571 804',
  e164: '491571804',
  zone: 'Australia/Lord_Howe',
} as const;
const OPERATOR = { name: 'Example Network', url: 'https://sync.example.com.au' } as const;
const COPY = 'what Ottokar keeps of the Glockenspiel page';
const NOTES = {
  sarah: 'Sesquipedalian note on Sarah: second marriage, trust in Vaduz',
  otto: 'Perspicacious note: bankrupt in 2003',
  activity: 'Told us of the Kaleidoscope inheritance',
  task: 'Ask after the Xylophone valuation',
  ticket: 'Complains about the Bergamot fee',
} as const;
const STREETS = { sarah: '77 Quorndon Crescent', otto: '4 Yggdrasil Parade' } as const;
const ESTIMATE = 98_765_437;
const DEAL = 76_543_219;

const CONTACTS = [
  'Client Code,Client Name,Salutation,Entity Type,ABN,Phone,Mobile,Email,Postal Address,Suburb,State,Postcode,Partner,Status,Notes',
  `CAN001,"Zanzotto, Quillabeth",Quillabeth,Individual,,,0${PHONES.sarah},${SARAH.email},${STREETS.sarah},PARRAMATTA,NSW,2150,P. Nair,Active,"${NOTES.sarah}"`,
  `CAN002,"Wyrzykowski, Ottokar",Ottokar,Individual,,,0${PHONES.otto},${OTTO.email},${STREETS.otto},PARRAMATTA,NSW,2150,P. Nair,Active,"${NOTES.otto}"`,
  '',
].join('\r\n');

const dollars = (cents: number): string => (cents / 100).toFixed(2);
const grouped = (cents: number): string => (cents / 100).toLocaleString('en-AU', { minimumFractionDigits: 2 });

/** An amount as it would be stored or said: as a JSON value in cents, in dollars, in dollars with separators. */
const amount = (name: string, cents: number): readonly Canary[] => [
  { name: `${name} in cents`, text: `:${cents}` },
  { name: `${name} in dollars`, text: dollars(cents) },
  { name: `${name} in words`, text: grouped(cents) },
];

const people = [OFFICE, SMITH, ABC].flatMap((house) => [
  { name: `practice ${house.folder}`, text: house.legalName },
  { name: `account name of ${house.folder}`, text: house.account.title },
  { name: `account of ${house.folder}`, text: `"${house.account.account}"` },
  { name: `BSB of ${house.folder}`, text: house.account.bsb },
  { name: `ABN of ${house.folder}`, text: house.abn },
  ...[house.first, ...house.others].map((part) => ({ name: `person ${part.name}`, text: part.name })),
]);

/** Everything personal, every purpose and amount of the story. A number is looked for with what stands beside it where digits alone may occur by chance. */
export const CANARIES: readonly Canary[] = [
  ...[SARAH, OTTO].flatMap((client) => [
    { name: `name ${client.name}`, text: client.name },
    ...client.name.split(' ').map((part) => ({ name: `part of the name ${client.name}`, text: part })),
    { name: `e-mail of ${client.name}`, text: client.email },
    { name: `purpose of ${client.name}`, text: client.purposeWords },
  ]),
  ...Object.entries(PHONES).map(([of, text]) => ({ name: `phone of ${of}`, text })),
  ...Object.entries(NOTES).map(([of, text]) => ({ name: `note ${of}`, text })),
  ...Object.entries(STREETS).map(([of, text]) => ({ name: `street of ${of}`, text })),
  { name: 'copy of the client', text: COPY },
  { name: 'e-mail of a member', text: TOLD.email },
  { name: 'telephone of a member', text: TOLD.e164 },
  { name: 'zone of a member', text: TOLD.zone },
  { name: 'diagnosis of a return', text: DIAGNOSIS },
  { name: 'webhook', text: 'hooks.canary-crm.example.com' },
  { name: 'name of the program', text: 'Canary CRM' },
  ...people,
  { name: 'evidence of the settlement', text: 'Aggregator statement, line 14' },
  { name: 'purpose code', text: 'home-loan' },
  { name: 'batch description', text: 'COMMISSIONS' },
  { name: 'rule', text: 'Mortgage introduction' },
  ...amount('estimate of the story', FIGURES.estimate),
  ...amount('estimate', ESTIMATE),
  ...amount('deal', DEAL),
  ...amount('prepared', PREPARED.estimate),
  ...[...Object.values(PREPARED.client).flat(), PREPARED.purposeWords, PREPARED.reference, IDEMPOTENCY].map((text) => ({
    name: `prepared: ${text}`,
    text,
  })),
  ...amount('income', FIGURES.income),
  ...amount('mistyped income', FIGURES.wrongIncome),
  ...amount('commission', FIGURES.commission),
  ...amount('GST', FIGURES.gst),
];

/** Amounts in cents, to be compared with every number that the database holds. */
export const AMOUNTS: ReadonlySet<number> = new Set([
  FIGURES.estimate,
  FIGURES.income,
  FIGURES.wrongIncome,
  FIGURES.commission,
  FIGURES.gst,
  ESTIMATE,
  DEAL,
  PREPARED.estimate,
]);

/** What a story left at the server. */
export type BlindStory = {
  readonly server: TestServer;
  /** Folder with all that the server wrote: database, WAL, tiles, log lines, a backup. */
  readonly folder: string;
  /** Steps of the story that were played to their end. */
  readonly steps: readonly string[];
  /** How many drafts of the practice's own program wait at its desk. */
  readonly drafts: number;
  /** True when the client's answer by the link stands at the desk that asked. */
  readonly answered: boolean;
  /** Mails by which a member was told, as the mail server got them. */
  readonly notices: readonly CaughtMail[];
  /** Messages by which the member was told on the telephone, once mail was reported as returned twice. */
  readonly texts: readonly string[];
  readonly close: () => Promise<void>;
};

const anything = z.unknown();

const round = async (stage: Pick<Stage, 'person'>, seat: Seat): Promise<void> => {
  await (await stage.person(seat, seat.house.first.name)).api.send('POST', '/network/round', undefined, anything);
};

/** Desks that take turns with the server by hand. */
const byRounds = (server: TestServer, url: string): Carrier => {
  let trust: z.infer<typeof fileAnswer> | null = null;
  return {
    carry: async (stage, from, to) => {
      for (const seat of [from, to, from]) await round(stage, seat);
      await server.server.publisher.publish();
    },
    connect: async (stage, seat) => {
      const { api } = await stage.person(seat, seat.house.first.name);
      if (seat.house.kind === 'office') {
        await api.send('POST', '/network/claim', { url, code: await server.setupCode() }, anything);
        await api.send('POST', '/network/state', { url, vkey: server.vkey, witnesses: [witnessVerifierKey] }, anything);
        trust = await api.get('/trust-file', fileAnswer);
        await round(stage, seat);
      } else await api.send('POST', '/network/join', { name: trust?.name, base64: trust?.base64 }, networkView);
    },
    settle: () => Promise.resolve(),
    clientSigns: fileCarrier.clientSigns,
  };
};

/** Private work at Smith's desk: notes, an activity, a deal, a task, a ticket. */
const workOn = async (stage: Stage, smith: Seat, contact: string): Promise<void> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const at = (await api.get('/network', networkView)).server?.joinedAt ?? '';
  const activity = { contact, type: 'call', direction: 'out', at, minutes: 15, subject: NOTES.activity, text: NOTES.activity };
  await api.send('POST', '/activities', activity, anything);
  const task = { contact, title: NOTES.task, owner: 'seat:bd-lead', due: '2026-12-01', remindAt: null, priority: 'normal' };
  await api.send('POST', '/tasks', task, anything);
  await api.send('POST', '/tickets', { contact, subject: NOTES.ticket, text: '', role: 'cs', owner: null, priority: 'high' }, anything);
  const deal = { contact, pipeline: 'new-clients', stage: 'enquiry', title: OTTO.purposeWords, amount: DEAL };
  await api.send('POST', '/deals', deal, anything);
};

/** A second client, asked by a link to the server's page, who signs there with a passkey. */
const signByLink = async (stage: Stage, smith: Seat, abc: Seat): Promise<boolean> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const contact = (await api.get(`/contacts?q=${encodeURIComponent(OTTO.name)}`, contactList)).rows[0]?.id ?? '';
  await workOn(stage, smith, contact);
  const options = await api.get(`/referrals/options?contact=${contact}`, referralOptions);
  const purpose = options.purposes.find((entry) => entry.product === 'home-loan');
  const { referral } = await stage.act(smith, SMITH.first.name, {
    act: 'intent',
    contact,
    receiver: abc.practice,
    purpose: purpose?.code ?? '',
    product: purpose?.product ?? '',
    purposeWords: OTTO.purposeWords,
    rule: options.rules[0]?.hash ?? '',
    estimate: ESTIMATE,
    duplicateConfirmed: true,
    recordedConsent: null,
  });
  const invited = await stage.act(smith, SMITH.first.name, {
    act: 'invite-link',
    referral: referral ?? '',
    step: 1,
    channel: 'email',
    address: OTTO.email,
  });
  const [link, code] = invited.events.map(({ hash }) => hash);
  const made = await api.send('POST', '/client-links', { invite: link, code: code ?? null }, clientLink);
  const address = /https?\S+/u.exec(stage.mail.take(OTTO.email)?.text ?? '')?.[0] ?? '';
  const at = new URL(`/v1/requests/${made.id}`, address);
  const { ciphertext } = openedRequest.parse(await (await fetch(at)).json());
  const held = { id: made.id, ciphertext: Buffer.from(ciphertext, 'base64'), answerKey: '', expires: made.expires, practices: [] };
  const page = openPage(address, new Map([[made.id, held]]));
  const passkey = passkeyOn(page, 7, page.request);
  const { answer } = await press(page, passkey, { choices: ['consent', 'acknowledge'], at: page.request.at });
  const copy = sealUnder(systemEntropy, page.keys.copy, requestAad(page.id, 'copy'), Uint8Array.from(Buffer.from(COPY)));
  const body = JSON.stringify({ answer: Buffer.from(answer).toString('base64'), copy: Buffer.from(copy).toString('base64') });
  await fetch(`${at.href}/answer`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await stage.carry(smith, abc);
  const { links } = await api.get(`/client-links?referral=${referral ?? ''}`, z.object({ links: z.array(clientLink) }));
  return links[0]?.state === 'answered' && links[0].problem === null;
};

/** A program of Smith's hands a draft in, which the server seals. Answers how many wait at the desk then, and how to hand another in. */
const prepare = async (stage: Stage, smith: Seat) => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const { key, keys } = await api.send('POST', '/crm-keys', { name: 'Canary CRM', webhook: WEBHOOK }, crmKeyMade);
  const handIn = (call: string) =>
    fetch(keys.address ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': call },
      body: JSON.stringify(PREPARED),
    });
  await handIn(IDEMPOTENCY);
  await round(stage, smith);
  return { handIn, drafts: (await api.get('/crm-drafts', crmDrafts)).drafts.length };
};

/** Priya wants to be told by mail, and by SMS where that fails; she confirms both. `codeBySms` answers what her telephone got. */
const wantNotices = async (stage: Stage, smith: Seat, codeBySms: () => string): Promise<void> => {
  const { api } = await stage.person(smith, SMITH.first.name);
  const wishes = { on: true, kinds: [...noticeKinds], pace: 'soon', dailyAt: 480, zone: TOLD.zone, quiet: null };
  await api.send('PUT', '/notices', { email: TOLD.email, phone: TOLD.phone, wishes }, noticesView);
  const code = (text: string): string => /^\d{8}/u.exec(text)?.[0] ?? '';
  await api.send('POST', '/notices/confirm', { channel: 'email', code: code(stage.mail.take(TOLD.email)?.text ?? '') }, noticesView);
  await api.send('POST', '/notices/confirm', { channel: 'sms', code: code(codeBySms()) }, noticesView);
};

/** Thrown where the story goes on to packs, which the server has no part in. */
class Reached extends Error {
  override readonly name = 'Reached';
}

/**
 * Plays the whole story of a referral, and a second one whose client signs by a link, over a server in this process with a file, tiles in a second store
 * and every request in its log; leaves what the server wrote, with a backup of its own, in `folder`.
 */
export const playBlindStory = async (folder: string): Promise<BlindStory> => {
  const data = join(folder, 'server');
  mkdirSync(data);
  const clock = fakeClock(FIRST_MORNING);
  const storage = await openSqliteStorage(join(data, 'server.db'));
  if (!storage.ok) throw new Error(storage.error.code);
  const mail = await openMailSink();
  const texts: string[] = [];
  const from = `${OPERATOR.name} <notices@operator.example.com.au>`;
  const smtp = smtpSender({ host: '127.0.0.1', port: mail.port, secure: false, user: '', password: null, from });
  const toPhone = (message: { readonly text: string }): Promise<SendOutcome> => {
    texts.push(message.text);
    return Promise.resolve({ outcome: 'sent' });
  };
  const returns = await reportedReturns(clock);
  const server = await startServer({
    clock,
    claim: null,
    notices: { ...OPERATOR, reports: returns.reports, mail: { host: '', sender: smtp }, sms: { host: '', sender: { send: toPhone } } },
    storage: storage.value,
    settings: { logRequests: true },
    chain: (ports) => ({ make: withWitness(signedByLog(ports.identity), clock.now), store: folderStore(join(data, 'tiles')) }),
  });
  const http = await listen((request) => server.server.fetch(request), { host: '127.0.0.1', port: 0, behindProxy: false });
  const seats = new Map<string, Seat>();
  const stage = openStage({
    seed: 1,
    out: join(folder, 'desks'),
    firstMorning: FIRST_MORNING,
    mail,
    client: SARAH,
    contacts: Buffer.from(CONTACTS),
    open: ownDesks({ out: join(folder, 'desks'), entropy: systemEntropy }),
    carrier: byRounds(server, `http://127.0.0.1:${http.port}`),
    onClock: clock.set,
    tell: () => undefined,
  });
  const noted: Stage = {
    ...stage,
    seat: (seat) => {
      seats.set(seat.house.folder, seat);
      stage.seat(seat);
    },
    step: (name, play) => (name === 'The evidence pack' ? Promise.reject(new Reached()) : stage.step(name, play)),
  };
  const close = async (): Promise<void> => {
    await stage.close();
    await mail.close();
    await http.close();
    await server.close();
    await returns.close();
  };
  try {
    await playStory(noted, FIRST_MORNING).catch((error: unknown) => {
      if (!(error instanceof Reached)) throw error;
    });
    const [office, smith, abc] = [seats.get('office'), seats.get('smith'), seats.get('abc')];
    if (office === undefined || smith === undefined || abc === undefined) throw new Error('the practices have no desks');
    await stage.carry(smith, office);
    await wantNotices(noted, smith, () => texts.at(-1) ?? '');
    const answered = await signByLink(noted, smith, abc);
    const { drafts, handIn } = await prepare(noted, smith);
    await tellMembers(server.ports, 'blind');
    clock.advance(60_000);
    await tellMembers(server.ports, 'blind');
    const notice = mail.take(TOLD.email);
    await returns.report(server, notice, TOLD.email);
    await handIn(`${IDEMPOTENCY}-again`);
    await tellMembers(server.ports, 'blind');
    clock.advance(900_000);
    await tellMembers(server.ports, 'blind');
    await returns.report(server, mail.take(TOLD.email), TOLD.email);
    await tellMembers(server.ports, 'blind');
    writeFileSync(join(data, 'server.log'), [...server.lines, ...returns.lines].map((line) => JSON.stringify(line)).join('\n'));
    await backUpSqlite(storage.value, join(data, 'backup.db'));
    return {
      server,
      folder: data,
      steps: stage.times.map(({ step }) => step),
      drafts,
      answered,
      notices: notice === undefined ? [] : [notice],
      texts: texts.filter((text) => text.startsWith('Something')),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

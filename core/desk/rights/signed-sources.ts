import { z } from 'zod';
import { categoryWords } from '../../domain/consent/categories.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { exactCents } from '../../domain/money/cents.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { HeldEntry } from '../../domain/privacy/person-file.ts';
import type { DeskContext } from '../context.ts';
import { personHistory } from '../consents/person.ts';
import { PERSONAL_PURPOSES } from '../exits/business.ts';
import { openedData } from '../openings/openings.ts';
import { practiceName } from '../referrals/party.ts';
import { referralSql } from '../referrals/tables.ts';
import { purposeName } from '../verticals.ts';
import { blank, clear, type Erased, fact, factsOf, inWords, marks, NOTHING, type PersonalSource } from './source.ts';
import type { Subject } from './subject.ts';

const PERSONAL = [...PERSONAL_PURPOSES];
/** Purposes of openings that speak to one person though they hold no identity. */
const SPOKEN = [...PERSONAL, 'notice', 'benefit'];

const PURPOSE_WORDS: Readonly<Record<string, string>> = {
  client: 'Your details, as they were signed over',
  'contact-point': 'Where you were written to',
  shown: 'What you were shown',
  artefact: 'Evidence of what you said',
  attachment: 'What was passed on',
  notice: 'The notice you were given',
  benefit: 'What you were told about payments',
};

/** What was opened, with amounts as money. */
const readable = (data: JsonValue): JsonValue => {
  const benefit = z.looseObject({ estimate: z.int().min(0) }).safeParse(data);
  return benefit.success
    ? { ...z.record(z.string(), z.json()).parse(data), estimate: formatCents(exactCents(benefit.data.estimate)) }
    : data;
};

const openedName = (field: string): string =>
  field === 'openings' ? 'Fingerprints of the details' : field === 'estimate' ? 'Estimate, in Australian dollars' : inWords(field);

type OpeningRow = { readonly commitment: string; readonly purpose: string; readonly data: string };

/** Conditions for openings about the person: named as theirs, or bound to one of their labels and of a personal purpose. */
const openingsWhere = (ids: readonly string[], labels: readonly string[], purposes: readonly string[]) => ({
  where: `(subject in (${marks(ids)}) or (referral in (${marks(labels)}) and purpose in (${marks(purposes)})))`,
  args: [...ids, ...labels, ...purposes],
});

const openingsOf = (desk: DeskContext, { ids, labels }: Subject): readonly OpeningRow[] => {
  const { where, args } = openingsWhere(ids, labels, SPOKEN);
  return desk.db
    .statement<string[], OpeningRow>(`select commitment, purpose, data from opening where ${where} order by purpose`)
    .all(...args);
};

/** Takes sealed copies of erased openings out of the queue to other practices. A copy that holds several counts once, as it goes once. */
const clearCopies = (desk: DeskContext, act: boolean, table: 'attachment' | 'held_attachment', commitments: readonly string[]): number =>
  clear(desk.db, act, table, 'exists (select 1 from json_each(?) as wanted where instr(plaintext, wanted.value) > 0)', [
    JSON.stringify(commitments),
  ]);

/** The readable side of what was signed about the person; the signatures stay valid without it. */
export const openingSource: PersonalSource = {
  code: 'openings',
  title: 'What was signed about you',
  tables: ['opening', 'attachment', 'held_attachment'],
  held: (desk, subject) =>
    openingsOf(desk, subject).map((row) => ({
      at: null,
      title: PURPOSE_WORDS[row.purpose] ?? row.purpose,
      facts: factsOf(readable(z.json().parse(JSON.parse(row.data))), openedName),
      source: null,
    })),
  erase: (desk, subject, { act }) => {
    const { ids, labels, openLabels } = subject;
    const closed = labels.filter((label) => !openLabels.includes(label));
    const { where, args } = openingsWhere(ids, closed, SPOKEN);
    const open = `referral in (${marks(openLabels)})`;
    const going = desk.db
      .statement<string[], { readonly commitment: string }>(`select commitment from opening where ${where} and not ${open}`)
      .all(...args, ...openLabels)
      .map((row) => row.commitment);
    const kept = desk.db
      .statement<string[], { readonly n: number }>(`select count(*) as n from opening where ${open} and purpose in (${marks(SPOKEN)})`)
      .get(...openLabels, ...SPOKEN)?.n;
    const copies = clearCopies(desk, act, 'attachment', going) + clearCopies(desk, act, 'held_attachment', going);
    const erased = going.reduce((sum, commitment) => sum + clear(desk.db, act, 'opening', 'commitment = ?', [commitment]), copies);
    return { erased, kept: kept ?? 0, why: (kept ?? 0) > 0 ? 'open-referral' : null };
  },
};

const wordsSchema = z.looseObject({ words: z.string() });
const noticeText = (desk: DeskContext, commitment: string): string | null => {
  const data = wordsSchema.safeParse(openedData(desk, commitment, 'notice'));
  return data.success ? data.data.words : null;
};

const consentEntries = (desk: DeskContext, { contact }: Subject): readonly HeldEntry[] => {
  const { consents, refusals } = personHistory(desk, contact);
  const names = (practices: readonly string[]): string => practices.map((practice) => practiceName(desk, practice)).join(', ');
  return [
    ...consents.flatMap(({ consent }) => [
      ...consent.versions.map((version, index): HeldEntry => ({
        at: version.at,
        title: index === 0 ? 'You agreed' : 'You changed what you agreed to',
        facts: [
          ...fact('Who may receive', names(version.recipients)),
          ...fact('What for', purposeName(desk, version.purpose)),
          ...fact('Which details', version.categories.map(categoryWords).join(', ')),
          ...fact('From', version.validFrom),
          ...fact('Until', version.validUntil),
          ...fact('How', version.by === 'client' ? 'signed by you' : `recorded by the practice, ${version.channel}`),
          ...fact('Notice', `${version.notice.id}, version ${String(version.notice.version)}`),
          ...fact('Text of the notice', noticeText(desk, version.notice.text)),
          ...fact('Hash', version.hash),
        ],
        source: null,
      })),
      ...consent.cuts.map((cut): HeldEntry => ({
        at: cut.at,
        title: cut.kind === 'withdrawn' ? 'You withdrew' : 'You took something out',
        facts: [
          ...fact('How', cut.method),
          ...fact('Recipients', cut.recipients === 'all' ? 'all' : names(cut.recipients)),
          ...fact('Details', cut.categories === 'all' ? 'all' : cut.categories.map(categoryWords).join(', ')),
        ],
        source: null,
      })),
      ...consent.uses.map((use): HeldEntry => ({
        at: use.at,
        title: `Passed on to ${practiceName(desk, use.recipient)}`,
        facts: [
          ...fact('Details', use.fields.map(categoryWords).join(', ')),
          ...fact('Received', use.delivered?.at),
          ...fact('Answer to a deletion', use.deleted === null ? null : `${use.deleted.outcome}, ${use.deleted.at}`),
        ],
        source: null,
      })),
    ]),
    ...refusals.map((refusal): HeldEntry => ({
      at: refusal.at,
      title: 'You said no',
      facts: [...fact('To', names(refusal.recipients)), ...fact('What for', purposeName(desk, refusal.purpose))],
      source: null,
    })),
  ];
};

/** Consents, withdrawals, refusals and disclosures. Signed and without identity: they stay; what leads from them to the person goes. */
export const consentSource: PersonalSource = {
  code: 'consents',
  title: 'Your consents, and what was passed on',
  tables: ['consent_link', 'contact_joined'],
  held: (desk, subject) => (subject.labels.length === 0 ? [] : consentEntries(desk, subject)),
  erase: (desk, { ids, openIntents }, { act }) => {
    if (openIntents.length > 0)
      return { erased: 0, kept: clear(desk.db, false, 'consent_link', `contact in (${marks(ids)})`, ids), why: 'open-referral' };
    const links = clear(desk.db, act, 'consent_link', `contact in (${marks(ids)}) or origin in (${marks(ids)})`, [...ids, ...ids]);
    const joined = clear(desk.db, act, 'contact_joined', `contact in (${marks(ids)}) or origin in (${marks(ids)})`, [...ids, ...ids]);
    return { erased: links + joined, kept: 0, why: null };
  },
};

const byIntent = (desk: DeskContext, subject: Subject, act: boolean, table: string): Erased => {
  const closed = subject.intents.filter((intent) => !subject.openIntents.includes(intent));
  const kept = clear(desk.db, false, table, `intent in (${marks(subject.openIntents)})`, subject.openIntents);
  return {
    erased: clear(desk.db, act, table, `intent in (${marks(closed)})`, closed),
    kept,
    why: kept > 0 ? 'open-referral' : null,
  };
};

/** That a referral is about the person. The referral stays with its proofs; its client is nobody's any more. */
export const referralSource: PersonalSource = {
  code: 'referrals',
  title: 'Referrals about you',
  tables: ['client_link'],
  held: (desk, subject) =>
    subject.intents.flatMap((intent) => {
      const state = desk.ledger.referral(intent);
      if (state === undefined) return [];
      const { terms } = state;
      return [
        {
          at: state.steps[0]?.at ?? null,
          title: `${terms.label}: from ${practiceName(desk, terms.referrer)} to ${practiceName(desk, terms.receiver)}`,
          facts: [
            ...fact('About', purposeName(desk, terms.purpose)),
            ...fact('Signed', `${String(state.steps.filter((step) => step !== null).length)} of 5 handshakes`),
            ...fact('Ended', state.ending?.effective === true ? state.ending.kind : null),
          ],
          source: null,
        },
      ];
    }),
  erase: (desk, subject, { act }) => byIntent(desk, subject, act, 'client_link'),
};

type OfIntents = { readonly db: DeskContext['db']; readonly intents: readonly string[] };

const invitationEntries = ({ db, intents }: OfIntents): ReturnType<PersonalSource['held']> =>
  db
    .all(
      referralSql
        .selectFrom('client_invitation')
        .select(['channel', 'address', 'code_sent_at', 'state', 'step'])
        .where('intent', 'in', intents),
    )
    .map((row) => ({
      at: row.code_sent_at,
      title: row.step === 1 ? 'Asked you to acknowledge a referral' : 'Asked you to confirm an outcome',
      facts: [...fact('By', row.channel), ...fact('To', row.address), ...fact('State', row.state)],
      source: null,
    }));

const linkEntries = ({ db, intents }: OfIntents): ReturnType<PersonalSource['held']> =>
  db
    .all(
      referralSql.selectFrom('signing_link').select(['address', 'link_sent_at', 'opened_at', 'answered_at']).where('intent', 'in', intents),
    )
    .map((row) => ({
      at: row.link_sent_at,
      title: 'Private link to a page where you sign',
      facts: [...fact('To', row.address), ...fact('Opened', row.opened_at), ...fact('Answered', row.answered_at)],
      source: null,
    }));

const askEntries = ({ db, intents }: OfIntents): ReturnType<PersonalSource['held']> =>
  db.all(referralSql.selectFrom('client_ask').select(['at', 'kind', 'words']).where('intent', 'in', intents)).map((row) => ({
    at: row.at,
    title: 'What you wrote on the signing page',
    facts: [...fact('About', row.kind), ...fact('Words', row.words)],
    source: null,
  }));

/** Invitations to sign, with the address they went to, links to the signing page, and what was written there. */
export const invitationSource: PersonalSource = {
  code: 'invitations',
  title: 'Messages that asked you to sign',
  tables: ['client_invitation', 'signing_link', 'link_step', 'early_answer', 'client_ask'],
  held: (desk, { intents }) => {
    if (intents.length === 0) return [];
    const of = { db: desk.db, intents };
    return [...invitationEntries(of), ...linkEntries(of), ...askEntries(of)];
  },
  erase: (desk, subject, { act }) => {
    const closed = subject.intents.filter((intent) => !subject.openIntents.includes(intent));
    // What was done with a link is counted with the link.
    if (act) clear(desk.db, act, 'link_step', `link in (select id from signing_link where intent in (${marks(closed)}))`, closed);
    const tables = ['client_invitation', 'signing_link', 'early_answer', 'client_ask'];
    const parts = tables.map((table) => byIntent(desk, subject, act, table));
    return {
      erased: parts.reduce((sum, part) => sum + part.erased, 0),
      kept: parts.reduce((sum, part) => sum + part.kept, 0),
      why: parts.find((part) => part.why !== null)?.why ?? null,
    };
  },
};

/** Notes that the practice keeps beside a referral for itself. */
export const privateNoteSource: PersonalSource = {
  code: 'referral-notes',
  title: 'Notes beside your referrals',
  tables: ['private_note'],
  held: (desk, { intents }) =>
    intents.length === 0
      ? []
      : desk.db
          .all(referralSql.selectFrom('private_note').select(['at', 'kind', 'words']).where('intent', 'in', intents).orderBy('at'))
          .map((row) => ({ at: row.at, title: row.kind, facts: fact('Words', row.words), source: null })),
  erase: (desk, subject, { act }) => byIntent(desk, subject, act, 'private_note'),
};

/** Copies of evidence packs. Their receipts name the person; a pack can be made again from the proofs. */
export const packSource: PersonalSource = {
  code: 'packs',
  title: 'Evidence packs that name you',
  tables: ['pack'],
  held: (desk, { intents }) =>
    desk.db
      .statement<string[], { readonly label: string; readonly at: string; readonly fingerprint: string }>(
        `select label, at, fingerprint from pack where intent in (${marks(intents)}) order by at`,
      )
      .all(...intents)
      .map((row) => ({ at: row.at, title: `Pack ${row.label}`, facts: fact('Fingerprint', row.fingerprint), source: null })),
  erase: (desk, subject, { act }) => byIntent(desk, subject, act, 'pack'),
};

/** Invoices and statements of commissions that your referrals earned: kept by tax law, with initials at most. */
export const documentSource: PersonalSource = {
  code: 'documents',
  title: 'Tax papers about your referrals',
  tables: ['document'],
  held: (desk, { intents }) =>
    desk.db
      .statement<string[], { readonly name: string; readonly made_at: string; readonly kind: string }>(
        `select name, made_at, kind from document where intent in (${marks(intents)}) order by made_at`,
      )
      .all(...intents)
      .map((row) => ({ at: row.made_at, title: row.name, facts: fact('Kind', row.kind), source: null })),
  erase: (desk, { intents }) => {
    const kept = clear(desk.db, false, 'document', `intent in (${marks(intents)})`, intents);
    return kept === 0 ? NOTHING : { erased: 0, kept, why: 'tax-record' };
  },
};

/** The signed events themselves: fingerprints, codes, amounts and times. */
export const proofSource: PersonalSource = {
  code: 'proofs',
  title: 'Signed proofs, without your name in them',
  tables: [],
  held: () => [],
  erase: (desk, { intents, labels }) => {
    const kept = intents.reduce((sum, intent) => sum + desk.ledger.referralEvents(intent).length, 0) + consentsOf(desk, labels);
    return kept === 0 ? NOTHING : { erased: 0, kept, why: 'proof' };
  },
};

const consentsOf = (desk: DeskContext, labels: readonly string[]): number =>
  clear(desk.db, false, 'consent_state', `label in (${marks(labels)}) and intent is null`, labels) +
  clear(desk.db, false, 'consent_refusal', `label in (${marks(labels)}) and intent is null`, labels);

/** Where receipts of consents went: the address goes, that a receipt was given stays with the proof. */
export const receiptSource: PersonalSource = {
  code: 'receipts',
  title: 'Receipts that were given to you',
  tables: ['consent_receipt'],
  held: (desk, { labels }) =>
    desk.db
      .statement<
        string[],
        {
          readonly at: string;
          readonly occasion: string;
          readonly channel: string;
          readonly address: string | null;
          readonly outcome: string;
        }
      >(
        `select at, occasion, channel, address, outcome from consent_receipt where root in (select root from consent_state where label in (${marks(labels)})) order by at`,
      )
      .all(...labels)
      .map((row) => ({
        at: row.at,
        title: `Receipt: ${row.occasion}`,
        facts: [...fact('By', row.channel), ...fact('To', row.address), ...fact('Outcome', row.outcome)],
        source: null,
      })),
  erase: (desk, { labels }, { act }) => {
    const where = `address is not null and root in (select root from consent_state where label in (${marks(labels)}))`;
    return { erased: blank(desk.db, act, 'consent_receipt', "address = null, detail = ''", where, labels), kept: 0, why: null };
  },
};

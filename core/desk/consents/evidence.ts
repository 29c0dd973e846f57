import type { Evidence } from '../../contract/consent.ts';
import { categoryList, categoryWords, detailsOf } from '../../domain/consent/categories.ts';
import { standingOf, termsChange } from '../../domain/consent/standing.ts';
import type { ConsentState, ConsentVersion } from '../../domain/consent/state.ts';
import { ownTerms } from '../../domain/consent/terms.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { benefitDataSchema, contactPointSchema, wordsDataSchema } from '../referrals/client-details.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { changeWords } from './change-acts.ts';
import { noticeText } from './notice.ts';
import { codeOf, dayOf, nameOf } from './parts.ts';
import { consentByRoot, contactOfLabel, historyOfLabel, personHistory } from './person.ts';
import { standingWords } from './standing-words.ts';
import { consentSql } from './tables.ts';

type Field = Evidence['sections'][number]['fields'][number];

const field = (label: string, value: string | null | undefined): Field => ({
  label,
  value: value === null || value === undefined || value === '' ? 'Not recorded' : value,
  recorded: value !== null && value !== undefined && value !== '',
});

const CAPACITY = { self: 'For themselves', attorney: 'As attorney', parent: 'As parent', officer: 'As officer of the company' } as const;
const HOW: Readonly<Record<string, string>> = {
  document: 'Identity document seen',
  known: 'Met before',
  'call-back': 'Called back on a known number',
  'known-address': 'Answered from a known address',
};
const CHANNEL: Readonly<Record<string, string>> = {
  desk: 'In person',
  phone: 'By telephone',
  email: 'By e-mail',
  paper: 'On paper',
  page: 'On the client’s page',
};

const partyWords = (desk: DeskContext, practice: string): string => {
  const facts = registerOf(desk).practices.get(practice);
  return facts === undefined ? 'a practice that the register does not know' : `${facts.legalName}, ABN ${facts.abn}`;
};

const words = (desk: DeskContext, commitment: string | null, purpose: 'artefact' | 'notice'): string | null => {
  const read = wordsDataSchema.safeParse(openedData(desk, commitment, purpose));
  return read.success ? read.data.words : null;
};

/** The consent as a record of ISO/IEC TS 27560: header, processing, parties, events, each field with its value or "Not recorded". */
const sectionsOf = (desk: DeskContext, state: ConsentState, now: ConsentVersion, contact: string | null): Evidence['sections'] => {
  const [root = now] = state.versions;
  const terms = ownTerms(state);
  const benefit = benefitDataSchema.safeParse(openedData(desk, now.benefit, 'benefit'));
  const point = contactPointSchema.safeParse(openedData(desk, now.identified?.contactPoint ?? null, 'contact-point'));
  const fields = contact === null ? undefined : contactById(desk.db, contact)?.fields;
  const details = fields === undefined ? [] : detailsOf(fields, terms.categories, '');
  return [
    {
      title: 'Header',
      fields: [
        field('Schema', 'ISO/IEC TS 27560:2023, Flip 360 protocol 1'),
        field('Record id', state.root),
        field('Code', codeOf(state.root)),
        field('Principal id', state.client),
      ],
    },
    {
      title: 'Who',
      fields: [
        field('Person', nameOf(desk, state)),
        field('Identified by', now.identified === null ? null : (HOW[now.identified.how] ?? now.identified.how)),
        field('Verified contact point', point.success ? point.data.address : null),
        field('Capacity', CAPACITY[now.capacity]),
        field(
          'Given by',
          now.by === 'client'
            ? 'The client’s own key'
            : `Recorded by ${practiceName(desk, now.recordedBy?.practice ?? null)}: weaker evidence`,
        ),
        field('Recorded by', now.recordedBy === null ? 'The person' : (registerOf(desk).people.get(now.recordedBy.person)?.name ?? null)),
      ],
    },
    {
      title: 'Processing',
      fields: [
        field('Purpose', purposeName(desk, root.purpose)),
        field('Data categories', categoryList(terms.categories)),
        field('Literal fields now', details.map(({ label, value }) => `${label}: ${value}`).join('; ')),
        field('Controllers', state.holders.map((practice) => partyWords(desk, practice)).join('; ')),
        field('Recipients', terms.recipients.map((practice) => partyWords(desk, practice)).join('; ')),
        field('Lawful basis', 'Consent, an active choice; never opt-out'),
        field('Storage', 'Encrypted on the desks of the practices named'),
        field(
          'Retention',
          'The signed record for good, without personal data; details until their period of retention ends or they are erased',
        ),
        field('Jurisdiction', 'Australia'),
        field(
          'Withdrawal',
          'At any time, free, without a reason, at the practice or at a recipient: in person, by telephone, e-mail or on paper',
        ),
        field('Use', terms.oneOff ? 'Once' : 'Standing'),
      ],
    },
    {
      title: 'Time',
      fields: [
        field('Given', dayOf(desk, root.at)),
        field('Signed at (UTC)', root.at),
        field('Recorded at this desk (UTC)', root.seenAt),
        field('Zone', desk.zone),
        field('Witnessed time', 'By this desk’s own log only'),
        field('Valid from', dayOf(desk, now.validFrom)),
        field('Ends', dayOf(desk, terms.validUntil)),
        field('Review', now.reviewAt === null ? null : dayOf(desk, now.reviewAt)),
      ],
    },
    {
      title: 'Evidence',
      fields: [
        field('Channel', CHANNEL[now.channel] ?? now.channel),
        field('Artefact', words(desk, now.artefact, 'artefact')),
        field('Benefit shown before the yes', benefit.success ? benefit.data.words : null),
        field('Benefit commitment', now.benefit),
      ],
    },
  ];
};

const historyOf = (desk: DeskContext, state: ConsentState): Evidence['history'] => {
  const entries = [
    ...state.versions.map((version, position) => ({
      hash: version.hash,
      changes: position === 0 ? [] : changesOf(desk, state, version),
    })),
    ...[...new Set(state.cuts.map((cut) => cut.hash))].map((hash) => ({
      hash,
      changes: state.cuts.filter((cut) => cut.hash === hash && cut.kind === 'narrowed').map((cut) => cutWords(desk, cut)),
    })),
    ...state.uses
      .flatMap((use) => [use.hash, use.delivered?.hash, use.deleted?.hash])
      .flatMap((hash) => (hash === undefined ? [] : [{ hash, changes: [] }])),
    ...state.offers
      .flatMap((made) => [made.hash, made.answer?.hash])
      .flatMap((hash) => (hash === undefined ? [] : [{ hash, changes: [] }])),
    ...state.deletionRequests.map(({ hash }) => ({ hash, changes: [] })),
  ];
  return entries
    .flatMap(({ hash, changes }) => {
      const event = desk.ledger.event(hash);
      const author = desk.ledger.author(hash);
      if (event === undefined) return [];
      const by =
        author?.kind === 'person'
          ? `${registerOf(desk).people.get(author.person)?.name ?? 'A person'}, ${practiceName(desk, author.practice)}`
          : 'The client';
      return [
        {
          index: event.index,
          entry: { hash, at: event.at, recordedAt: event.seenAt, words: eventWords(event), by, changes: [...changes] },
        },
      ];
    })
    .toSorted((a, b) => a.index - b.index)
    .map(({ entry }) => entry);
};

const changesOf = (desk: DeskContext, state: ConsentState, version: ConsentVersion): readonly string[] => {
  const before = state.versions.filter(
    (other) => other.hash !== version.hash && other.at <= version.at && !other.names.includes(version.hash),
  );
  const cuts = state.cuts.filter((cut) => cut.at <= version.at);
  return changeWords(desk, termsChange(ownTerms({ versions: before, cuts }), version));
};

const cutWords = (desk: DeskContext, cut: ConsentState['cuts'][number]): string => {
  if (cut.until !== null) return `Ends ${dayOf(desk, cut.until)}`;
  if (cut.recipients !== 'all') return `No longer to ${cut.recipients.map((practice) => practiceName(desk, practice)).join(', ')}`;
  return cut.categories === 'all' ? 'Nothing is left' : `No longer: ${cut.categories.map(categoryWords).join(', ')}`;
};

/** Everything that shows what one consent says and rests on, for the evidence drawer. */
export const evidenceOf = (desk: DeskContext, root: string): Result<Evidence, Refusal> => {
  const state = consentByRoot(desk, root);
  const now = state?.versions.at(-1);
  if (state === undefined || now === undefined)
    return err({
      status: 404,
      code: 'consent-unknown',
      title: 'This consent is not held here',
      detail: 'No consent has that hash or code at this desk.',
      next: 'Open the list of consents.',
    });
  const contact = contactOfLabel(desk, state.label, state.intent);
  const person = contact === null ? historyOfLabel(desk, state.label) : personHistory(desk, contact);
  const held = person.consents.find(({ consent }) => consent.root === root);
  const at = desk.clock.now();
  const text = words(desk, now.notice.text, 'notice') ?? noticeText(desk, now.notice.id, now.notice.version);
  return ok({
    consent: root,
    code: codeOf(root),
    contact,
    sections: sectionsOf(desk, state, now, contact),
    notice: { id: now.notice.id, version: now.notice.version, language: now.notice.language, hash: now.notice.text, text },
    history: historyOf(desk, state),
    disclosures: state.uses.map((use) => ({
      hash: use.hash,
      at: use.at,
      recipient: practiceName(desk, use.recipient),
      fields: use.fields.map(categoryWords),
      delivered: use.delivered?.at ?? null,
      deleted: use.deleted === null ? null : `${use.deleted.outcome} ${dayOf(desk, use.deleted.at)}`,
    })),
    checks: contact === null ? [] : checksOf(desk, contact),
    receipts: [
      ...desk.db.all(
        consentSql
          .selectFrom('consent_receipt')
          .select(['at', 'event', 'occasion', 'channel', 'outcome', 'address'])
          .where('root', '=', root)
          .orderBy('at')
          .orderBy('id'),
      ),
    ],
    standing: (state.versions[0]?.recipients ?? []).map((recipient) => {
      const standing = held === undefined ? undefined : standingOf(person, held, recipient, at);
      return {
        recipient,
        name: practiceName(desk, recipient),
        state: standing?.state ?? 'not-asked',
        reason: standing?.reason ?? 'not-asked',
        words: standing === undefined ? 'Not asked' : standingWords(desk, standing, state, recipient),
        until: standing?.until ?? null,
      };
    }),
  });
};

/** The private log of questions about a contact: who asked, when, what was answered. Newest first. */
export const checksOf = (desk: DeskContext, contact: string): Evidence['checks'] =>
  desk.db
    .all(consentSql.selectFrom('disclosure_check').selectAll().where('contact', '=', contact).orderBy('seq', 'desc').limit(200))
    .map((row) => ({
      at: row.at,
      by: row.by_name,
      recipient: practiceName(desk, row.recipient),
      fields: (JSON.parse(row.fields) as readonly string[]).map(categoryWords),
      occasion: row.occasion,
      answer: row.may === 1 ? 'yes' : (row.why ?? 'no'),
    }));

/** The consent behind a short code as printed on a receipt: at least eight of its digits, spaces and case do not matter. */
export const consentByCode = (desk: DeskContext, code: string): Result<Evidence, Refusal> => {
  const digits = code
    .toLowerCase()
    .replace(/^\s*cr[\s-]*/u, '')
    .replace(/[^0-9a-f]/gu, '');
  const rows =
    digits.length < 8
      ? []
      : desk.db.all(
          consentSql.selectFrom('consent_state').select('root').where('root', '>=', digits).where('root', '<', `${digits}g`).limit(2),
        );
  const [only] = rows;
  if (only === undefined || rows.length > 1)
    return err({
      status: 404,
      code: 'code-unknown',
      title: 'No consent has this code',
      detail: digits.length < 8 ? 'A code has at least eight digits after CR-.' : 'This desk holds no consent with that code.',
      next: 'Read the code on the receipt again, or look for the person.',
    });
  return evidenceOf(desk, only.root);
};

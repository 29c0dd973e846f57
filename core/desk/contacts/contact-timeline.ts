import type { TimelineEntry } from '../../contract/contacts.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { kindOf } from '../records/definition.ts';
import { historyOfSubject } from '../records/history.ts';
import { eventsOnPage } from './referral-facts.ts';
import type { StoredContact } from './stored-contact.ts';
import { contactSql } from './tables.ts';

/** Entries of one kind that a page shows; older ones are in the history. */
const SHOWN = 500;

type Row = {
  readonly at: string;
  readonly pinned: number;
  readonly kind: string;
  readonly id: string;
  readonly revision: number;
  readonly document: string;
  readonly created_by: string;
};

const TIMELINE = `select timeline.at, timeline.pinned, record.kind, record.id, record.revision, record.document, record.created_by
  from timeline join record on record.no = timeline.no where timeline.subject = ? order by timeline.at desc, timeline.no desc limit ?`;

const recordsOnPage = (desk: DeskContext, contact: string): readonly TimelineEntry[] => {
  const people = desk.ledger.register()?.people;
  return desk.db
    .statement<[string, number], Row>(TIMELINE)
    .all(contact, SHOWN)
    .map((row): TimelineEntry => {
      const definition = kindOf(desk.kinds, row.kind);
      const document = definition.schema.parse(JSON.parse(row.document));
      return {
        at: row.at,
        words: definition.lineOf?.(desk, document) ?? definition.labelOf(document),
        detail: definition.detailOf?.(document) ?? '',
        kind: row.kind,
        by: people?.get(row.created_by)?.name ?? '',
        hash: null,
        record: { kind: row.kind, id: row.id, revision: row.revision },
        pinned: row.pinned === 1,
      };
    });
};

const change = (at: string, by: string, words: string): TimelineEntry => ({
  at,
  words,
  detail: '',
  kind: 'change',
  by,
  hash: null,
  record: null,
  pinned: false,
});

/** Changes of the contact's own facts; what stands on the timeline by itself is not told a second time. */
const changesOnPage = (desk: DeskContext, contact: string): readonly TimelineEntry[] =>
  historyOfSubject(desk, contact)
    .filter((entry) => entry.kind === 'contact' && entry.act !== 'create')
    .map((entry) => change(entry.at, entry.by, `${entry.by} ${entry.words}.`));

const quoted = (text: string): string => `“${text.length > 120 ? `${text.slice(0, 120)}…` : text}”`;

const olderWords = (older: {
  readonly by_name: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}): string => {
  if (older.field === 'note') return `${older.by_name} changed the note.`;
  if (older.before === '') return `${older.by_name} added ${older.field} ${quoted(older.after)}.`;
  if (older.after === '') return `${older.by_name} took away ${older.field} ${quoted(older.before)}.`;
  return `${older.by_name} changed ${older.field} from ${quoted(older.before)} to ${quoted(older.after)}.`;
};

/** Changes from before the operation log, as they were written then. */
const olderOnPage = (desk: DeskContext, contact: string): readonly TimelineEntry[] =>
  desk.db
    .all(contactSql.selectFrom('contact_change').selectAll().where('contact', '=', contact).orderBy('id', 'desc').limit(SHOWN))
    .map((older) => change(older.at, older.by_name, olderWords(older)));

/** Everything that happened with a contact on one line, newest first. `origin` says where the contact came from. */
export const timelineOf = (desk: DeskContext, contact: StoredContact, states: readonly ReferralState[], origin: string): TimelineEntry[] =>
  [
    ...eventsOnPage(desk, states),
    ...recordsOnPage(desk, contact.id),
    ...changesOnPage(desk, contact.id),
    ...olderOnPage(desk, contact.id),
    { ...change(contact.createdAt, contact.createdByName, origin), kind: contact.source.kind === 'import' ? 'import' : 'entered' },
  ].toSorted((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0));

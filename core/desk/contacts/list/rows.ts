import { z } from 'zod';
import type { ContactRow } from '../../../contract/contact-list.ts';
import { formatAbn, parseAbn } from '../../../domain/identity/abn.ts';
import { consentStateAt, type SharingSummary } from '../../../domain/contact/sharing/sharing-summary.ts';
import { formatDate } from '../../../domain/time/date-text.ts';
import type { DeskContext } from '../../context.ts';
import { dateIn } from '../../referrals/calendar.ts';
import type { ConditionFacts } from './conditions.ts';
import { ownValues } from './fields.ts';
import { ownersFor } from '../../crm/owners.ts';
import { type Reader, stagesOf } from './options.ts';
import { type ContactListTable, listSql } from './tables.ts';

const names = z.array(z.string());

const summaryOf = (row: ContactListTable): SharingSummary => {
  if (row.consent_rank === 1)
    return {
      said: 'given',
      from: row.consent_from ?? '',
      until: row.consent_until ?? '',
      recipients: names.parse(JSON.parse(row.consent_to)),
    };
  const at = row.consent_at ?? '';
  if (row.consent_rank === 2) return { said: 'asked', at };
  if (row.consent_rank === 3) return { said: 'refused', at };
  return row.consent_rank === 4 ? { said: 'withdrawn', at } : { said: 'nothing' };
};

/** Where sharing stands, as a word and what follows it. Amounts to nothing by itself: each sharing is judged by recipient and purpose. */
export const sharingWords = (
  desk: DeskContext,
  summary: SharingSummary,
  facts: Pick<ConditionFacts, 'now' | 'soon'>,
): ContactRow['sharing'] => {
  const state = consentStateAt(summary, facts.now, facts.soon);
  const day = (at: string): string => formatDate(dateIn(desk.zone, at));
  const register = desk.ledger.register();
  if (summary.said === 'given') {
    const receivers = summary.recipients
      .map((practice) => register?.practices.get(practice)?.legalName ?? 'a practice that is not in the register')
      .join(', ');
    if (state === 'given') return { state, words: 'Given', rest: `${receivers}, ${day(summary.until)}` };
    if (state === 'expiring') return { state, words: `Ends ${day(summary.until)}`, rest: receivers };
    return { state, words: `Expired ${day(summary.until)}`, rest: receivers };
  }
  if (summary.said === 'nothing') return { state, words: 'Not asked', rest: null };
  const word = { asked: 'Asked', refused: 'Refused', withdrawn: 'Withdrawn' }[summary.said];
  return { state, words: `${word} ${day(summary.at)}`, rest: null };
};

const abnWords = (abn: string | null): string | null => {
  const read = abn === null ? null : parseAbn(abn);
  return read?.ok === true ? formatAbn(read.value) : abn;
};

const flagsOf = (row: ContactListTable): ContactRow['flags'] => [
  ...(row.assurance === 1 ? (['assurance-client'] as const) : []),
  ...(row.silent === 1 ? (['do-not-contact'] as const) : []),
  ...(row.deceased === 1 ? (['deceased'] as const) : []),
];

const referralOf = (row: ContactListTable): ContactRow['referral'] =>
  row.referral === null
    ? null
    : {
        intent: row.referral,
        label: row.referral_label ?? '',
        signed: row.referral_signed ?? 0,
        open: row.referral_open > 0,
        others: row.referral_total - 1,
      };

/** The rows of these numbers, in this order. At most some hundred at once. */
export const rowsOf = (desk: DeskContext, reader: Reader, facts: ConditionFacts, numbers: readonly number[]): readonly ContactRow[] => {
  if (numbers.length === 0) return [];
  const stages = new Map(stagesOf(desk).map((stage) => [stage.code, stage]));
  const owners = ownersFor(desk, reader);
  const own = ownValues(desk, numbers);
  const found = new Map(desk.db.all(listSql.selectFrom('contact_list').selectAll().where('no', 'in', numbers)).map((row) => [row.no, row]));
  return numbers.flatMap((no): ContactRow[] => {
    const row = found.get(no);
    if (row === undefined) return [];
    return [
      {
        id: row.id,
        revision: row.revision,
        kind: row.kind,
        name: row.name,
        organisation: row.organisation,
        email: row.email,
        phone: row.phone,
        abn: abnWords(row.abn),
        suburb: row.suburb,
        region: row.region,
        postcode: row.postcode,
        stage: row.stage === null ? null : (stages.get(row.stage) ?? { code: row.stage, name: row.stage }),
        owner: row.owner === null ? null : { code: row.owner, name: owners.view(row.owner).words },
        partner: row.partner === 1,
        tags: names.parse(JSON.parse(row.tags)),
        flags: flagsOf(row),
        sharing: sharingWords(desk, summaryOf(row), facts),
        referral: referralOf(row),
        activeAt: row.active_at,
        addedAt: row.added_at,
        changedAt: row.changed_at,
        own: own.get(no) ?? {},
      },
    ];
  });
};

import type { DeskContext } from '../context.ts';
import { referralSql, type ReferralTables } from '../referrals/tables.ts';

/** What happened to a link: it was put at the server, sent, its code was sent, it was taken back. */
export const LINK_STEPS = ['open', 'link-sent', 'code-sent', 'withdrawn'] as const;
export type LinkStep = { readonly link: string; readonly what: (typeof LINK_STEPS)[number]; readonly at: string };

type LinkRow = ReferralTables['signing_link'];

const later = (held: string | null, at: string): string => (held !== null && held > at ? held : at);

const effectOf = (row: Readonly<LinkRow>, { what, at }: LinkStep): Partial<LinkRow> => {
  switch (what) {
    case 'open':
      return { state: row.state === 'made' ? 'open' : row.state };
    case 'link-sent':
      return { link_sent_at: later(row.link_sent_at, at) };
    case 'code-sent':
      return { code_sent_at: later(row.code_sent_at, at) };
    case 'withdrawn':
      return { state: 'withdrawn' };
  }
};

/**
 * Keeps a step of a link, of this desk or another of the practice, and brings the link to where all its steps put it, in whatever order they come: taken
 * back stays taken back, the latest sending counts.
 */
export const keepLinkStep = (desk: Pick<DeskContext, 'db'>, step: LinkStep): void => {
  desk.db.run(
    referralSql
      .insertInto('link_step')
      .values(step)
      .onConflict((conflict) => conflict.columns(['link', 'what', 'at']).doNothing()),
  );
  const row = desk.db.get(referralSql.selectFrom('signing_link').selectAll().where('id', '=', step.link));
  if (row !== undefined) desk.db.run(referralSql.updateTable('signing_link').set(effectOf(row, step)).where('id', '=', step.link));
};

import { recipientsOf } from '../../domain/exchange/recipients.ts';
import { isRegisterEvent, REGISTER_TYPES } from '../../protocol/register/fold.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { exchangeSql } from './tables.ts';

/** Types that may go to every practice; `recipientsOf` decides. */
const BROADCAST: readonly string[] = [...REGISTER_TYPES, 'payee.account', 'agreement.ended', 'setting.ratified'];

/**
 * Queues for a practice what everybody receives but was signed before this desk knew it: own broadcasts and, at the office, the register as it
 * stood when the practice joined. What others sign later comes from themselves, in their own order.
 */
export const queueBroadcasts = (desk: DeskContext, practice: string): void => {
  const register = registerOf(desk);
  const joined = register.practices.get(practice)?.from ?? 0;
  const isOffice = desk.profile.practice === register.office;
  const before =
    desk.db.get(exchangeSql.selectFrom('exchange_peer').select('backfilled').where('practice', '=', practice))?.backfilled ?? -1;
  const last = desk.ledger.size() - 1;
  if (before >= last) return;
  const rows = desk.db.all(
    exchangeSql
      .selectFrom('event')
      .select(['idx', 'stream', 'source'])
      .where('idx', '>', before)
      .where('type', 'in', BROADCAST)
      .orderBy('idx'),
  );
  for (const row of rows) {
    const stored = desk.ledger.rows.byIndex(row.idx);
    const event = stored === undefined ? undefined : desk.ledger.known(Buffer.from(stored.hash).toString('hex'));
    const author = event === undefined ? undefined : desk.ledger.author(event.hash);
    if (event === undefined || author === undefined) continue;
    const authorPractice = 'practice' in author ? author.practice : null;
    const relayed = row.source !== 'own';
    if (authorPractice === practice || (relayed && !(isOffice && isRegisterEvent(event) && row.idx <= joined))) continue;
    if (
      recipientsOf(event, {
        register,
        self: desk.profile.practice,
        author,
        intent: undefined,
        payees: [],
        consent: undefined,
      }).includes(practice)
    )
      enqueue(desk, practice, row.idx, row.stream);
  }
  desk.db.run(
    exchangeSql
      .insertInto('exchange_peer')
      .values({
        practice,
        seen: '{}',
        heard_at: null,
        checkpoint: null,
        checkpoint_size: null,
        backfilled: last,
      })
      .onConflict((conflict) => conflict.column('practice').doUpdateSet({ backfilled: last })),
  );
};

/** Queues one event for one recipient; a second time changes nothing. */
export const enqueue = (desk: DeskContext, recipient: string, idx: number, stream: string): void => {
  const queued = desk.db.get(exchangeSql.selectFrom('outbox').select('idx').where('recipient', '=', recipient).where('idx', '=', idx));
  if (queued !== undefined) return;
  const last = desk.db.get(
    exchangeSql
      .selectFrom('outbox')
      .select(({ fn }) => fn.max('m').as('m'))
      .where('recipient', '=', recipient)
      .where('stream', '=', stream),
  );
  desk.db.run(exchangeSql.insertInto('outbox').values({ recipient, stream, idx, m: (last?.m ?? 0) + 1, seq: null, acked: 0 }));
};

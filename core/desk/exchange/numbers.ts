import { formatDateLong } from '../../domain/time/date-text.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { OpenedExchange } from './open-file.ts';
import { exchangeSql } from './tables.ts';

export type Numbers = {
  readonly words: string;
  readonly replayed: boolean;
  /** No later file of this key was taken in before. */ readonly newest: boolean;
};

/** Where the file stands among those of its sender; `missing` gets a line for numbers that never came or came twice. */
export const numberWords = (desk: DeskContext, opened: OpenedExchange, missing: string[]): Numbers => {
  const { header, id, record } = opened.sealed;
  const name = desk.ledger.register()?.practices.get(header.from)?.legalName ?? 'this practice';
  const held = desk.db.get(exchangeSql.selectFrom('exchange_file').select('at').where('id', '=', id).where('direction', '=', 'received'));
  const last = desk.db.get(
    exchangeSql
      .selectFrom('exchange_counter')
      .select('seq')
      .where('practice', '=', header.from)
      .where('key', '=', record.signature.keyid)
      .where('direction', '=', 'received'),
  )?.seq;
  const newest = last === undefined || header.seq >= last;
  if (held !== undefined)
    return {
      words: `File ${header.seq} of ${name} was taken in on ${formatDateLong(dateIn(desk.zone, held.at))}. Again it changes nothing.`,
      replayed: true,
      newest,
    };
  if (last === undefined && header.seq === 1) return { words: `File 1, the first from ${name}.`, replayed: false, newest };
  if (header.seq === (last ?? 0) + 1) return { words: `File ${header.seq} of ${name}, the next one.`, replayed: false, newest };
  if (last !== undefined && header.seq === last) {
    missing.push(`${name} has made two different files with the number ${header.seq}: it may have gone back to a backup. Ask.`);
    return { words: `Another file ${header.seq} of ${name}.`, replayed: false, newest };
  }
  if (last !== undefined && header.seq < last)
    return {
      words: `File ${header.seq} of ${name}, older than file ${last} that was taken in before.`,
      replayed: false,
      newest,
    };
  const first = (last ?? 0) + 1;
  const gap = first === header.seq - 1 ? `File ${first}` : `Files ${first} to ${header.seq - 1}`;
  missing.push(`${gap} of ${name} did not arrive here. This file repeats whatever was in there and is not confirmed.`);
  return {
    words: `File ${header.seq} of ${name}; ${gap.toLowerCase()} did not arrive.`,
    replayed: false,
    newest,
  };
};

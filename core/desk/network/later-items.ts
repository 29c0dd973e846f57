import { z } from 'zod';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { DeskContext } from '../context.ts';
import { linkOf, moveLink } from './link.ts';

const NAME = 'network.later';
const kept = z.object({ no: z.int(), version: z.string() });

const keptItem = (desk: DeskContext): z.infer<typeof kept> | null => {
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', NAME));
  return row === undefined ? null : kept.parse(JSON.parse(row.value));
};

/** Remembers the first thing in the feed that only a newer program knows: nothing of it is lost. */
export const keepForUpdate = (desk: DeskContext, no: number): void => {
  if (keptItem(desk) !== null) return;
  const value = JSON.stringify({ no, version: desk.version });
  desk.db.run(ledgerSql.insertInto('meta').values({ name: NAME, value }));
};

/** After an update of the program, goes back to what the older one did not know. What was taken in since changes nothing a second time. */
export const readLaterItems = (desk: DeskContext): void => {
  const item = keptItem(desk);
  const link = linkOf(desk);
  if (item === null || link === undefined || item.version === desk.version) return;
  desk.db.transaction(() => {
    moveLink(desk, { feed: Math.min(link.feed, item.no - 1) });
    desk.db.run(ledgerSql.deleteFrom('meta').where('name', '=', NAME));
  });
};

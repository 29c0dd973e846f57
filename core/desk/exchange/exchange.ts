import type { z } from 'zod';
import type { exchangePreview, ExchangeView } from '../../contract/desk.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { HandedIn } from './handed-in.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { openExchangeFile } from './open-file.ts';
import { exchangeSql } from './tables.ts';
import { type Imported, takeIn } from './take-in.ts';

/** What a file holds, who signed, what is missing, and what would be refused and why. Changes nothing. */
export const previewFile = async (
  desk: DeskContext,
  sealer: Sealer,
  file: HandedIn,
): Promise<Result<z.infer<typeof exchangePreview>, Refusal>> => {
  const opened = await openExchangeFile(desk, sealer, registerOf(desk), registerOf(desk).net, file);
  return opened.ok ? takeIn(desk, opened.value, 'preview') : opened;
};

/** Takes a file in: all that stands in one transaction, the rest kept aside or refused by name. The same file again changes nothing. */
export const importFile = async (desk: DeskContext, sealer: Sealer, file: HandedIn): Promise<Result<Imported, Refusal>> => {
  const opened = await openExchangeFile(desk, sealer, registerOf(desk), registerOf(desk).net, file);
  return opened.ok ? takeIn(desk, opened.value, 'import') : opened;
};

type Last = { readonly seq: number; readonly at: string; readonly events: number };

/** Every counterpart with what waits for it, what was sent and received, and the history of files. */
export const exchangeView = (desk: DeskContext): ExchangeView => {
  const register = registerOf(desk);
  const files = desk.db.all(
    exchangeSql
      .selectFrom('exchange_file')
      .select(['direction', 'practice', 'seq', 'at', 'events', 'name', 'sha256'])
      .orderBy('at', 'desc')
      .orderBy('seq', 'desc'),
  );
  const nameOf = (practice: string): string => register.practices.get(practice)?.legalName ?? 'Unknown practice';
  const last = (practice: string, direction: 'sent' | 'received'): Last | null => {
    const found = files.find((file) => file.practice === practice && file.direction === direction);
    return found === undefined ? null : { seq: found.seq, at: found.at, events: found.events };
  };
  const counterparts = [...register.practices.values()]
    .filter((practice) => practice.practice !== desk.profile.practice)
    .map((practice) => {
      const { waiting, notSeen } = openRows(desk, practice.practice);
      const sent = last(practice.practice, 'sent');
      const received = last(practice.practice, 'received');
      return {
        practice: practice.practice,
        name: practice.legalName,
        waiting,
        notSeen,
        sent,
        received,
        words: exchangeWords(desk, { waiting, notSeen, sent, received }),
      };
    })
    .toSorted((a, b) => b.waiting + b.notSeen - a.waiting - a.notSeen || (a.name < b.name ? -1 : 1));
  return {
    counterparts,
    history: files.slice(0, 200).map(({ practice, ...file }) => ({ ...file, counterpart: nameOf(practice) })),
  };
};

/** `waiting`: never in a file. `notSeen`: in a file that the counterpart has not confirmed. */
const openRows = (desk: DeskContext, practice: string): { readonly waiting: number; readonly notSeen: number } => {
  const row = desk.db
    .statement<[string], { readonly waiting: number; readonly sent: number }>(
      'select count(*) filter (where seq is null) as waiting, count(seq) as sent from outbox where recipient = ? and acked = 0',
    )
    .get(practice);
  return { waiting: row?.waiting ?? 0, notSeen: row?.sent ?? 0 };
};

/** "Sent 3 August 2026, nothing heard since." */
const exchangeWords = (
  desk: DeskContext,
  state: {
    readonly waiting: number;
    readonly notSeen: number;
    readonly sent: Last | null;
    readonly received: Last | null;
  },
): string => {
  const day = (at: string): string => formatDateLong(dateIn(desk.zone, at));
  const waits = state.waiting === 0 ? '' : ` ${state.waiting === 1 ? '1 event waits' : `${state.waiting} events wait`} for the next file.`;
  const { sent, received } = state;
  if (sent === null && received === null) return state.waiting === 0 ? 'Nothing sent, nothing received.' : `Nothing sent yet.${waits}`;
  if (sent === null) return `Received ${day(received?.at ?? '')}, nothing sent.${waits}`;
  if (received === null || received.at < sent.at) return `Sent ${day(sent.at)}, nothing heard since.${waits}`;
  return state.notSeen === 0
    ? `Sent ${day(sent.at)}, confirmed ${day(received.at)}.${waits}`
    : `Received ${day(received.at)}; file ${sent.seq} is not confirmed yet.${waits}`;
};

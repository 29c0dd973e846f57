import { consentPartiesOf, payeesOf, recipientsOf } from '../../domain/exchange/recipients.ts';
import type { AnyEvent, Logged } from '../../protocol/event/event.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { enqueue } from './queue.ts';
import { exchangeSql } from './tables.ts';

/** How far events of unknown types that name each other are followed. */
const MAX_DEPTH = 4;

/**
 * Queues the events of unknown types among entries `from` … `to` − 1 for whoever receives what they name: a newer version may know them
 * there (protocol §10). `sender` brought the file; neither it nor the signer gets them back. A second time changes nothing.
 */
export const passOnNewer = (desk: DeskContext, from: number, to: number, sender: string): void => {
  for (const hash of desk.ledger.rows.hashesBetween(from, to)) {
    const event = desk.ledger.event(hash);
    if (event === undefined || event.known) continue;
    const source = desk.ledger.rows.byIndex(event.index)?.source ?? '';
    const brought = new Set([sender, broughtBy(desk, source), registerOf(desk).keys.get(event.stream)?.practice]);
    for (const recipient of recipientsOfNamed(desk, event))
      if (!brought.has(recipient)) enqueue(desk, recipient, event.index, event.stream);
  }
};

const broughtBy = (desk: DeskContext, file: string): string | undefined =>
  desk.db.get(exchangeSql.selectFrom('exchange_file').select('practice').where('id', '=', file))?.practice;

const recipientsOfNamed = (desk: DeskContext, event: Logged<AnyEvent>, depth = 0): ReadonlySet<string> => {
  const register = registerOf(desk);
  const { ledger } = desk;
  const found = new Set<string>();
  for (const hash of [...(event.prevStep === undefined ? [] : [event.prevStep]), ...event.about]) {
    const named = ledger.event(hash);
    if (named === undefined) continue;
    if (!named.known) {
      if (depth < MAX_DEPTH) for (const recipient of recipientsOfNamed(desk, named, depth + 1)) found.add(recipient);
      continue;
    }
    const author = ledger.author(hash);
    if (author === undefined) continue;
    const intent = intentOf(named, ledger.known);
    const payees = payeesOf(named, ledger.known, ledger.author);
    const consent = consentPartiesOf(named, ledger.known, ledger.author);
    for (const recipient of recipientsOf(named, { register, self: desk.profile.practice, author, intent, payees, consent }))
      found.add(recipient);
  }
  return found;
};

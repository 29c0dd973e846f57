import type { z } from 'zod';
import type { ClientLink, clientLinks } from '../../contract/client-links.ts';
import { formatPhone, textNumber } from '../../domain/identity/phone.ts';
import { maskedPoint } from '../../domain/contact/masked-point.ts';
import { linkOf } from '../../protocol/network/link-keys.ts';
import { signingRequestSchema } from '../../protocol/network/signing-request.ts';
import type { DeskContext } from '../context.ts';
import { sendersOf } from '../exits/to-person.ts';
import { clientData } from '../referrals/client-details.ts';
import { type ReferralTables, referralSql } from '../referrals/tables.ts';
import { qrOf } from './qr.ts';
import { storedBytes } from './request-body.ts';

export type LinkRow = Readonly<ReferralTables['signing_link']>;

/** The stored request of a link. */
export const requestOf = (row: Pick<LinkRow, 'body'>): z.infer<typeof signingRequestSchema> =>
  signingRequestSchema.parse(JSON.parse(row.body));

/** A link by its id. */
export const linkRow = (desk: Pick<DeskContext, 'db'>, id: string): LinkRow | undefined =>
  desk.db.get(referralSql.selectFrom('signing_link').selectAll().where('id', '=', id));

/** True at the desk that made the link and so holds what it opens with. */
export const isMadeHere = (row: Pick<LinkRow, 'secret'>): boolean => row.secret !== '';

/** The link as it is sent. Only where it was made. */
export const urlOf = (row: LinkRow): string => linkOf(requestOf(row).origin, storedBytes(row.id), storedBytes(row.secret));

const stateOf = (desk: Pick<DeskContext, 'clock'>, row: LinkRow): ClientLink['state'] =>
  row.state === 'withdrawn' ? 'withdrawn' : row.answered_at !== null ? 'answered' : desk.clock.now() >= row.expires ? 'expired' : row.state;

/** Who signed the invitation of a link; null where the register does not say. */
const invitedBy = (desk: DeskContext, invite: string): string | null => {
  const register = desk.ledger.register();
  const signer = desk.ledger.known(invite)?.stream;
  const person = signer === undefined ? undefined : register?.keys.get(signer)?.person;
  return (person === undefined || person === null ? undefined : register?.people.get(person)?.name) ?? null;
};

/** A link as the window shows it. */
export const linkView = (desk: DeskContext, row: LinkRow): ClientLink => {
  const state = stateOf(desk, row);
  // A link that went to an address is not shown: its invitation says that the client was reached there.
  const url = state === 'open' && row.address === null && isMadeHere(row) ? urlOf(row) : null;
  const asks = desk.db.all(
    referralSql.selectFrom('client_ask').select(['at', 'kind', 'words']).where('request', '=', row.id).orderBy('no'),
  );
  return {
    id: row.id,
    step: requestOf(row).step,
    state,
    here: isMadeHere(row),
    by: invitedBy(desk, row.invite),
    link: url,
    qr: url === null ? null : qrOf(url),
    sentTo: row.address === null ? null : maskedPoint(row.address),
    linkSentAt: row.link_sent_at,
    codeSentAt: row.code_sent_at,
    openedAt: row.opened_at,
    answeredAt: row.answered_at,
    expires: row.expires,
    problem: row.problem,
    asks: asks.map((ask) => ({
      ...ask,
      kind: ask.kind === 'correction' ? 'correction' : ask.kind === 'withdrawal' ? 'withdrawal' : 'not-confirmed',
    })),
  };
};

/** What of a referral the choice of a way to its client needs: what the practice sends by, which numbers take text messages, and the links there are. */
export const waysToClient = (desk: DeskContext, intent: string): Omit<z.infer<typeof clientLinks>, 'page'> => {
  const state = desk.ledger.referral(intent);
  const phones = (state === undefined ? undefined : clientData(desk, state))?.phones ?? [];
  return {
    ...sendersOf(desk),
    mobiles: phones.flatMap((phone) => {
      const number = textNumber(phone);
      return number === undefined ? [] : [formatPhone(number)];
    }),
    links: [...linksOf(desk, intent)],
  };
};

/** Links of a referral, newest first. */
export const linksOf = (desk: DeskContext, intent: string): readonly ClientLink[] =>
  desk.db
    .all(referralSql.selectFrom('signing_link').selectAll().where('intent', '=', intent).orderBy('made_at', 'desc'))
    .map((row) => linkView(desk, row));

import type { NoticeChannel } from '../../core/contract/network/notices.ts';
import { utf8Encode } from '../../core/protocol/bytes.ts';
import type { ServerPorts } from '../ports.ts';
import type { Tx } from '../storage/storage.ts';

/** What the seal of a member's wishes and of an address is for. */
export const WISHES_PURPOSE = 'notice-wishes';
export const addressPurpose = (channel: NoticeChannel): string => `notice-${channel}`;

/** So often an address may be refused in a row until it is set aside. */
export const MOST_BOUNCES = 2;

/** Keyed hash by which an address is known again within one practice. */
export const addressMark = ({ cipher }: Pick<ServerPorts, 'cipher'>, practice: string, channel: NoticeChannel, address: string): string =>
  cipher.mark('notice-address', utf8Encode(JSON.stringify([practice, channel, address.toLowerCase()])));

/** The token of the link that stops a member's messages. */
export const stopToken = ({ cipher }: Pick<ServerPorts, 'cipher'>, notice: string): string =>
  cipher.mark('notice-stop', utf8Encode(notice)).slice(0, 32);

export type NoticePointRow = {
  readonly channel: NoticeChannel;
  readonly address: Uint8Array;
  readonly mark: string;
  readonly confirmed_at: string | null;
  readonly code: string | null;
  readonly code_ends: string | null;
  readonly guesses: number;
  readonly bounces: number;
};

/** Address and number of a member. */
export const pointsOf = async (db: Pick<Tx, 'selectFrom'>, notice: string): Promise<Partial<Record<NoticeChannel, NoticePointRow>>> => {
  const rows = await db.selectFrom('notice_point').selectAll().where('notice', '=', notice).execute();
  return Object.fromEntries(rows.map((row) => [row.channel, row]));
};

const works = (point: NoticePointRow | undefined): boolean =>
  point !== undefined && point.confirmed_at !== null && point.bounces < MOST_BOUNCES;

/** How a member is told now: by mail, by SMS once mail was refused twice, or not at all. */
export const channelOf = (points: Partial<Record<NoticeChannel, NoticePointRow>>, hasSms: boolean): NoticeChannel | null => {
  if (works(points.email)) return 'email';
  const isSetAside = (points.email?.bounces ?? 0) >= MOST_BOUNCES;
  return isSetAside && hasSms && works(points.sms) ? 'sms' : null;
};

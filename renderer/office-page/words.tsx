import { dateText } from '../sign-page/dates.ts';
import css from './OfficePage.module.css';

/** A moment where the reader is; "Never" or what else is missing. */
export const Moment = ({ at, missing = 'Never' }: { readonly at: string | null; readonly missing?: string }) =>
  at === null ? <span className="second">{missing}</span> : <time dateTime={at}>{dateText(at, 'moment')}</time>;

/** The end of an id, which is its random part; whole on hover and for who copies. */
export const ShortId = ({ id }: { readonly id: string }) => (
  <code className={css.id} title={id}>
    {id.slice(-12)}
  </code>
);

/** "1,204 entries". */
export const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-AU')} ${count === 1 ? one : many}`;

const KINDS = { attested: 'Attested passkey', passkey: 'Passkey of one device', synced: 'Synced passkey' } as const;

/** What a passkey is called here: its kind and the day it was made. The server knows no other name. */
export const passkeyName = ({ kind, madeAt }: { readonly kind: keyof typeof KINDS; readonly madeAt: string }): string =>
  `${KINDS[kind]}, ${dateText(madeAt)}`;

import type { Act } from '../../contract/acts.ts';
import type { Board, BoardRow, Evidence, MayIAnswer } from '../../contract/consent.ts';
import { signInAs } from '../open-desk.fixture.ts';
import { carry, type Network, ok, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';

export const SARAH = {
  kind: 'person',
  givenName: 'Sarah',
  familyName: 'Chen',
  organisation: '',
  emails: ['sarah.chen@example.com'],
  phones: ['0491 570 156'],
  abn: null,
  street: '',
  suburb: 'Newtown',
  state: 'NSW',
  postcode: '2042',
  note: 'Prefers mornings',
  assuranceClient: false,
  doNotContact: false,
} as const;

export const PURPOSE = 'home-loan';

/** A new contact at a desk. */
export const addContact = async (seat: Seat, change: Record<string, unknown> = {}): Promise<string> =>
  String((await ok(seat, 'POST', '/contacts', { ...SARAH, ...change }))['id']);

export type Opened = Network & { readonly sarah: string };

/** Office, Smith & Partners with Sarah Chen in the book, and ABC Finance. */
export const openConsents = async (): Promise<Opened> => {
  const network = await openNetwork();
  return { ...network, sarah: await addContact(network.smith) };
};

export type GrantAct = Extract<Act, { act: 'consent-grant' }>;

export const grantFor = (contact: string, recipients: readonly string[], change: Partial<GrantAct> = {}): GrantAct => ({
  act: 'consent-grant',
  contact,
  recipients: [...recipients],
  purpose: PURPOSE,
  categories: ['name', 'contact-details'],
  months: 12,
  use: 'standing',
  channel: 'phone',
  artefact: 'Call of 4 Aug 2026, recording 118',
  benefit: 'ABC Finance pays Smith & Partners a quarter of its income.',
  capacity: 'self',
  identified: { how: 'call-back', contactPoint: '0491 570 156' },
  ...change,
});

/** Records a consent and answers the hash of its root. */
export const give = async (seat: Seat, act: GrantAct): Promise<string> => (await sign(seat, act))[0]?.hash ?? '';

export const mayI = async (
  seat: Seat,
  contact: string,
  recipient: string,
  categories: readonly string[] = ['name'],
  purpose = PURPOSE,
): Promise<MayIAnswer> => (await ok(seat, 'POST', '/consents/may-i', { contact, recipient, purpose, categories })) as unknown as MayIAnswer;

export const evidence = async (seat: Seat, root: string): Promise<Evidence> =>
  (await ok(seat, 'GET', `/consents/${root}`)) as unknown as Evidence;

export const boardOf = async (seat: Seat, query = ''): Promise<Board> => (await ok(seat, 'GET', `/consents${query}`)) as unknown as Board;

export const rowsOf = async (seat: Seat, contact: string): Promise<readonly BoardRow[]> =>
  (await ok(seat, 'GET', `/contacts/${contact}/consents`))['rows'] as readonly BoardRow[];

/** The seat some time later: whoever was signed in signs in again. */
export const later = async (net: Network, seat: Seat, ms: number): Promise<Seat> => {
  net.clock.advance(ms);
  return { ...seat, token: await signInAs(seat.host, seat.person) };
};

/** Both ways by exchange file. */
export const exchange = async (a: Seat, b: Seat): Promise<void> => {
  await carry(a, b);
  await carry(b, a);
};

/** The refusal that preparing an act meets. */
export const prepareRefused = async (seat: Seat, act: Act): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call('POST', '/acts', { act }, seat.token);
  if (answer.status === 200) throw new Error(`${act.act} was not refused`);
  return answer.json;
};

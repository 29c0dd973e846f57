import type { FileAnswer } from '../../core/contract/scalars.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { openTestHost, PIN, type SetUp, signAct, signInAs, type TestHost, testFolders } from '../../core/desk/open-desk.fixture.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

const handed = ({ name, base64 }: Pick<FileAnswer, 'name' | 'base64'>) => ({ name, base64 });

/** A desk that was invited and admitted, and has not taken its answer yet. */
export type WaitingDesk = { readonly host: TestHost; readonly practice: string; readonly answer: FileAnswer };

/** Brings a further desk of a practice as far as its answer: invitation, request. `seen` is the invitation as it reaches the new desk. */
export const waitingDesk = async (
  network: WiredNetwork,
  first: Seat,
  seed: string,
  person = first.person,
  seen: (invitation: FileAnswer) => Pick<FileAnswer, 'name' | 'base64'> = handed,
): Promise<WaitingDesk> => {
  const invitation = (await ok(first, 'POST', '/desks/invite', { person })) as unknown as FileAnswer;
  const host = await openTestHost(testFolders(), {
    clock: network.clock,
    seed,
    network: { fetch: (url, init) => network.wire.fetch(url, init), live: false },
  });
  const made = await host.call('POST', '/setup/desk', { invitation: seen(invitation), pin: PIN });
  if (made.status !== 200) throw new Error(`setup: ${JSON.stringify(made.json)} ${JSON.stringify(host.reports)}`);
  const request = (await host.call('GET', '/setup/request')).json as unknown as FileAnswer;
  const admitted = await signAct(first.host, first.token, { act: 'admit-desk', request: handed(request) });
  if (admitted.status !== 200) throw new Error(`admit: ${JSON.stringify(admitted.json)} ${JSON.stringify(first.host.reports)}`);
  await network.rounds(first);
  const answer = (await ok(first, 'POST', `/desks/${host.desk().profile.desk}/answer`)) as unknown as FileAnswer;
  return { host, practice: (made.json as unknown as SetUp).practice, answer };
};

/** Adds a further desk to a practice as two people do it: invitation, request, answer. Both have run a round after. */
export const addDesk = async (network: WiredNetwork, first: Seat, seed = 'second desk', person = first.person): Promise<Seat> => {
  const { host, practice, answer } = await waitingDesk(network, first, seed, person);
  const joined = await host.call('POST', '/setup/desk/answer', { answer: handed(answer) });
  if (joined.status !== 200) throw new Error(`answer: ${JSON.stringify(joined.json)} ${JSON.stringify(host.reports)}`);
  const seat = { host, practice, person, token: await signInAs(host, person) };
  await network.rounds(seat);
  return seat;
};

/** A wired network with a second desk at Smith & Partners; `before` is done at the first desk alone. Both know all that is there. */
export const openTwoDesks = async (
  before: (first: Seat) => Promise<void> = async () => undefined,
): Promise<{ readonly network: WiredNetwork; readonly first: Seat; readonly second: Seat; readonly close: () => Promise<void> }> => {
  const network = await openWiredNetwork();
  const first = network.smith;
  await network.rounds();
  await before(first);
  const second = await addDesk(network, first);
  await network.rounds(first, second);
  const close = async (): Promise<void> => {
    await second.host.close();
    await network.close();
  };
  return { network, first, second, close };
};

import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import type { Seat } from '../../core/desk/exchange/network.fixture.ts';
import { beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { type Alarm, alarmsOf } from './seen.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

/** Rounds until everything said so far has arrived, is logged and proven. */
export const settle = async (network: WiredNetwork): Promise<void> => {
  await network.rounds();
  await network.rounds();
  await network.publish();
  await network.rounds();
};

/** A network whose desks have nothing left to say. */
export const openSettled = async (): Promise<WiredNetwork> => {
  const network = await openWiredNetwork();
  await settle(network);
  return network;
};

/** The server as it is, without a lie. */
export const honestly = (network: WiredNetwork): Fetch => straightTo(network.wire.server);

/** Smith refers a client to ABC; answers the intent. */
export const refer = ({ smith, abc }: WiredNetwork): string =>
  beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' }).intent;

export const intents = (seat: Seat): number => seat.host.desk().ledger.referrals().length;

/** Alarms that a desk raises in rounds with a server that lies. */
export const caught = async (network: WiredNetwork, seat: Seat, lie: Fetch, rounds = 1): Promise<readonly Alarm[]> => {
  const before = new Set((await alarmsOf(seat)).map(({ id }) => id));
  network.wire.fetch = lie;
  for (let round = 0; round < rounds; round += 1) await network.rounds(seat);
  network.wire.fetch = honestly(network);
  return (await alarmsOf(seat)).filter(({ id }) => !before.has(id));
};

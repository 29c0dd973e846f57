import { fakeClock, openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { fileKeyStore } from './file-key-store.ts';
import { SERVER_URL } from './wired-network.ts';

/** What the parent tells a desk that is going to be killed. */
export type ChildSettings = {
  readonly dataFolder: string;
  readonly keyFolder: string;
  readonly store: string;
  readonly url: string;
  readonly seed: string;
  readonly at: string;
  readonly practice: string;
  readonly person: string;
  readonly to: string;
};

const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings;
const { dataFolder, keyFolder, url } = settings;
const store = fileKeyStore(settings.store);
const host = await openTestHost(
  { dataFolder, keyFolder, store },
  {
    clock: fakeClock(settings.at),
    seed: settings.seed,
    network: { fetch: (address, init) => fetch(address.replace(SERVER_URL, url), init), live: false },
  },
);
const seat = { host, practice: settings.practice, person: settings.person, token: await signInAs(host, settings.person) };
// Begins a referral, says so, hands it to the server, and so on until it is killed.
for (;;) {
  const { intent } = beginReferral(seat, { ...seat, practice: settings.to }, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  process.stdout.write(`${intent}\n`);
  await host.api.network.round();
  process.stdout.write('round\n');
}

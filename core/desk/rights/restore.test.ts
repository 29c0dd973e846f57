import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { job } from '../../contract/desk.ts';
import { openTestHost, registerByTestOffice, setUpSmith, signAct, signInAs, testFolders, type TestHost } from '../open-desk.fixture.ts';
import { erasuresOf } from './erase.ts';

const person = {
  kind: 'person',
  givenName: 'Zyxquorn',
  familyName: 'Chen',
  organisation: '',
  emails: ['zyx@sample.example'],
  phones: [],
  abn: null,
  suburb: '',
  state: '',
  postcode: '',
  street: '',
  note: 'Zyxquorn likes tea',
  assuranceClient: false,
  doNotContact: false,
} as const;

const backUp = async (host: TestHost, token: string): Promise<string> => {
  const { id } = job.parse((await host.call('POST', '/backups', undefined, token)).json);
  await host.api.jobs.settled();
  const view = job.parse((await host.call('GET', `/jobs/${id}`, undefined, token)).json);
  expect(view).toMatchObject({ state: 'done' });
  host.clock.advance(1000);
  return String((view.result as { readonly id: string }).id);
};

/** Everything readable in the database, as one text. */
const everything = (host: TestHost): string => {
  const { db } = host.desk();
  return db
    .statement<[], { readonly name: string }>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .flatMap(({ name }) => db.statement<[], Readonly<Record<string, unknown>>>(`select * from "${name}"`).all())
    .map((row) =>
      Object.values(row)
        .map((value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value)))
        .join(' '),
    )
    .join('\n');
};

it('keeps a person erased after a restore of a backup that still holds them, in recovery and with one copy of the list lost', async () => {
  const folders = testFolders();
  const host = await openTestHost(folders);
  const { person: priya } = await setUpSmith(host);
  registerByTestOffice(host);
  const token = await signInAs(host, priya);
  const { id: contact } = (await host.call('POST', '/contacts', person, token)).json as { readonly id: string };
  const kept = (await host.call('POST', '/contacts', { ...person, givenName: 'Wei', familyName: 'Lin', emails: [], note: '' }, token)).json[
    'id'
  ];
  const backup = await backUp(host, token);
  expect(everything(host)).toContain('Zyxquorn');
  const erased = await host.call(
    'POST',
    `/people/${contact}/erasure`,
    { identity: { how: 'document', detail: 'passport' }, confirm: 'Zyxquorn Chen' },
    token,
  );
  expect(erased.json).toMatchObject({ complete: true, backups: 1 });
  expect(everything(host)).not.toContain('Zyxquorn');
  // Something is acknowledged after the backup, so that the restored desk opens in recovery.
  expect((await signAct(host, token, { act: 'gst', registered: true, from: '2020-01-01' })).status).toBe(200);
  await host.call('POST', '/backups/restore', { id: backup }, token);
  await host.close();
  const list = join(folders.dataFolder, 'backups', 'erased');
  expect(readFileSync(list, 'utf8')).toBe(`${contact}\n`);
  rmSync(list);

  const again = await openTestHost(folders, { seed: 'restored' });
  expect(again.desk().recovery).not.toBeNull();
  expect(everything(again)).not.toContain('Zyxquorn');
  expect(everything(again)).toContain('Wei Lin');
  expect(erasuresOf(again.desk())).toMatchObject([{ contact, reason: 'after-restore' }]);
  const back = await signInAs(again, priya);
  expect((await again.call('GET', `/contacts/${contact}`, undefined, back)).status).toBe(404);
  expect((await again.call('GET', `/contacts/${String(kept)}`, undefined, back)).status).toBe(200);
  await again.close();

  const third = await openTestHost(folders, { seed: 'third' });
  expect(erasuresOf(third.desk())).toHaveLength(1);
  await third.close();
});

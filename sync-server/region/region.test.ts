import { expect, it, vi } from 'vitest';
import { utf8Encode } from '../../core/protocol/bytes.ts';
import { ed25519NoteVerifier, openNote } from '../../core/protocol/note.ts';
import { startServer } from '../testing/start-server.ts';
import { regionDeclaration } from './declaration.ts';
import { databaseHostOf } from '../storage/postgres-host.ts';
import { endpointsInUse } from './endpoints-in-use.ts';
import { hostOf, readEndpointList, strangers } from './endpoints.ts';

it('knows hosts on the machine, in Australia and on the operator’s list from all others', () => {
  const host = (address: string): string => {
    const read = address.startsWith('postgresql') ? databaseHostOf(address) : hostOf(address);
    return read.ok ? read.value : 'unreadable';
  };
  expect(host('postgresql://u@localhost/db?host=%2Fvar%2Frun%2Fpostgresql')).toBe('');
  const own = readEndpointList('# ours\nTSA.example.com.au  # named by contract\n\n');
  const judged = [
    'postgresql://u:p@db1.abc.ap-southeast-2.rds.amazonaws.com/flip',
    'postgresql://u:p@db1.abc.us-east-1.rds.amazonaws.com/flip',
    'https://tsa.example.com.au/tsr',
    'https://tsa.example.com.au.evil.example/tsr',
    'https://xap-southeast-2.rds.amazonaws.com/',
    'http://127.0.0.1:3180/',
    'ses://key@email.ap-southeast-2.amazonaws.com',
    'ses://key@email.eu-west-1.amazonaws.com',
    'resend://api.resend.com',
    'twilio://account@api.sydney.au1.twilio.com',
    'twilio://account@api.twilio.com',
  ].map((address) => ({ use: 'storage' as const, host: host(address) }));
  expect(strangers(judged, own).map((endpoint) => endpoint.host)).toEqual([
    'db1.abc.us-east-1.rds.amazonaws.com',
    'tsa.example.com.au.evil.example',
    'xap-southeast-2.rds.amazonaws.com',
    'email.eu-west-1.amazonaws.com',
    'api.resend.com',
    'api.twilio.com',
  ]);
});

it('reads the host of a database as its driver does', () => {
  const host = (address: string) => {
    const read = databaseHostOf(address);
    return read.ok ? read.value : read.error.code;
  };
  const asked = [
    'postgresql://db.example/x?host=',
    'postgresql://localhost/x?host=localhost&host=db.example',
    'postgresql://%2Fvar%2Frun%2Fpostgresql/x',
    '/var/run/postgresql x',
    'postgresql://DB.example:port/x',
  ];
  expect(asked.map(host)).toEqual(['db.example', 'db.example', '', '', 'bad-address']);
  vi.stubEnv('PGHOST', 'db.example');
  expect(host('postgresql:///x')).toBe('db.example');
  vi.unstubAllEnvs();
});

it('looks at the target of a move and of the next log as at the database of the server', () => {
  const settings = {
    data: '/nowhere',
    command: 'serve',
    target: null,
    postgres: null,
    authorities: [],
    notices: { mail: null, mailReportTopic: null, sms: null },
  } as const;
  const [near, far] = ['postgresql://localhost/x', 'postgresql://db.us-east-1.rds.amazonaws.com/x'];
  expect(endpointsInUse(settings)).toEqual({ ok: true, value: [{ use: 'storage', host: '' }] });
  for (const refused of [
    { ...settings, postgres: far },
    { ...settings, command: 'move-to-postgres' as const, target: far },
    { ...settings, command: 'succeed' as const, postgres: near, target: far },
  ]) {
    const read = endpointsInUse(refused);
    expect(read.ok ? '' : read.error).toContain(
      'The storage address db.us-east-1.rds.amazonaws.com is not on the list of Australian ones.',
    );
  }
  const reports = (mailReportTopic: string) => {
    const read = endpointsInUse({ ...settings, notices: { mail: null, mailReportTopic, sms: null } });
    return read.ok ? read.value.at(-1) : read.error;
  };
  expect(reports('arn:aws:sns:ap-southeast-2:123456789012:mail')).toEqual({
    use: 'mail-reports',
    host: 'sns.ap-southeast-2.amazonaws.com',
  });
  expect(reports('arn:aws:sns:us-east-1:123456789012:mail')).toContain(
    'sns.us-east-1.amazonaws.com is not on the list of Australian ones.',
  );
  expect(reports('flip360-mail')).toContain('is not the ARN of a standard topic');
  expect(endpointsInUse({ ...settings, command: 'move-to-postgres', target: near }).ok).toBe(true);
});

it('publishes the operator’s word, signed by the log', async () => {
  const server = await startServer({ settings: { region: 'Australia (Sydney)' } });
  const note = regionDeclaration(server.identity, 'Australia (Sydney)', [{ use: 'storage', host: '' }]);
  const opened = openNote(utf8Encode(note ?? ''), [ed25519NoteVerifier(server.ports.primitives, server.identity.key)]);
  expect(opened.ok && Buffer.from(opened.value.text).toString()).toBe(
    'flip360.region/v1\nserver log.test/flip360\nregion Australia (Sydney)\nstorage same machine\nmail none\nsms none\n',
  );
  const served = await server.request('/v1/region');
  expect([served.status, (await served.text()).split('\n')[2]]).toEqual([200, 'region Australia (Sydney)']);
  await server.close();
});

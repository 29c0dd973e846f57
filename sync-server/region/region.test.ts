import { expect, it } from 'vitest';
import { utf8Encode } from '../../core/protocol/bytes.ts';
import { ed25519NoteVerifier, openNote } from '../../core/protocol/note.ts';
import { startServer } from '../testing/start-server.ts';
import { regionDeclaration } from './declaration.ts';
import { hostOf, readEndpointList, strangers } from './endpoints.ts';

it('knows hosts on the machine, in Australia and on the operator’s list from all others', () => {
  const host = (address: string): string => {
    const read = hostOf(address);
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
  ].map((address) => ({ use: 'storage' as const, host: host(address) }));
  expect(strangers(judged, own).map((endpoint) => endpoint.host)).toEqual([
    'db1.abc.us-east-1.rds.amazonaws.com',
    'tsa.example.com.au.evil.example',
    'xap-southeast-2.rds.amazonaws.com',
  ]);
});

it('publishes the operator’s word, signed by the log', async () => {
  const server = await startServer({ settings: { region: 'Australia (Sydney)' } });
  const note = regionDeclaration(server.identity, 'Australia (Sydney)', [{ use: 'storage', host: '' }]);
  const opened = openNote(utf8Encode(note ?? ''), [ed25519NoteVerifier(server.ports.primitives, server.identity.key)]);
  expect(opened.ok && Buffer.from(opened.value.text).toString()).toBe(
    'flip360.region/v1\nserver log.test/flip360\nregion Australia (Sydney)\nstorage same machine\n',
  );
  const served = await server.request('/v1/region');
  expect([served.status, (await served.text()).split('\n')[2]]).toEqual([200, 'region Australia (Sydney)']);
  await server.close();
});

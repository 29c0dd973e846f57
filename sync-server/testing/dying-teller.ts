import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { tellMembers } from '../notices/tell-members.ts';
import { serverCipher } from '../secrets/server-cipher.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import { TEST_SECRET } from './start-server.ts';

// A process that hands a mail over and never hears what became of it: it says so, and waits to be killed.
export type TellerArguments = readonly [file: string, at: string];
const [file = '', at = ''] = process.argv.slice(2);
const storage = await openSqliteStorage(file);
if (!storage.ok) throw new Error(storage.error.code);
const ports = {
  storage: storage.value,
  clock: { now: () => at },
  primitives: nodePrimitives(),
  cipher: serverCipher(TEST_SECRET, systemEntropy),
  log: () => undefined,
  notices: {
    name: 'Example Network',
    url: 'https://sync.example.com.au',
    sms: null,
    reports: null,
    mail: {
      host: '',
      sender: {
        repeatable: false,
        send: () => {
          process.stdout.write('handed over\n');
          return new Promise<never>(() => undefined);
        },
      },
    },
  },
};
const alive = setInterval(() => undefined, 1000);
await tellMembers(ports, 'dying');
clearInterval(alive);

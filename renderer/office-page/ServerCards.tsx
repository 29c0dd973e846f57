import type { OfficeState } from '../../core/contract/network/office-page.ts';
import { Card } from '../ui/Card.tsx';
import { KeyValues } from '../ui/KeyValues.tsx';
import { counted, Moment } from './words.tsx';

const USES: Readonly<Record<string, string>> = {
  storage: 'database',
  mail: 'mail',
  'mail-reports': 'reports about mail',
  sms: 'SMS',
  'time-stamp': 'time-stamps',
};

const hosts = ({ endpoints }: OfficeState['server']): string =>
  endpoints.map(({ use, host }) => `${USES[use] ?? use} at ${host === '' ? 'this machine' : host}`).join(', ');

/** The process, and what its operator declares. */
export const ServerCard = ({ server }: Pick<OfficeState, 'server'>) => (
  <Card title="Server">
    <KeyValues
      items={[
        { label: 'Version', value: server.version },
        { label: 'Running since', value: <Moment at={server.startedAt} /> },
        { label: 'Database', value: server.storage === 'sqlite' ? 'SQLite' : 'PostgreSQL' },
        { label: 'Region', value: `${server.region}, as its operator declares` },
        { label: 'Hosts in use', value: hosts(server) },
        { label: 'Accepts', value: server.readOnly ? 'Nothing: read-only' : 'Everything of this network' },
      ]}
    />
  </Card>
);

/** What became of the messages that the server sends to members and their programs. */
export const MessagesCard = ({ notices }: Pick<OfficeState, 'notices'>) => (
  <Card title="Messages to members">
    <KeyValues
      columns={2}
      items={[
        { label: 'Told by mail', value: counted(notices.members, 'member', 'members') },
        { label: 'End not known', value: `${notices.unknown.toLocaleString('en-AU')}, not sent again` },
        { label: 'Handed over', value: notices.sent.toLocaleString('en-AU') },
        { label: 'Set aside', value: `${counted(notices.setAside, 'address', 'addresses')}, after two refusals` },
        { label: 'Refused or given up', value: notices.failed.toLocaleString('en-AU') },
        { label: 'To own programs', value: `${notices.webhooksGivenUp.toLocaleString('en-AU')} given up` },
      ]}
    />
  </Card>
);

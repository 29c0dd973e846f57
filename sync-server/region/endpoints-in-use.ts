import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { CommandLine } from '../settings.ts';
import { snsTopic } from '../notices/sns-message.ts';
import { databaseHostOf } from '../storage/postgres-host.ts';
import { type Endpoint, hostOf, readEndpointList, strangers } from './endpoints.ts';

type Stated = { readonly use: Endpoint['use']; readonly host: Result<string, { readonly code: 'bad-address' }> };

/** Host that is asked for the certificate of a topic’s messages. */
const topicHost = (arn: string): Stated['host'] => {
  const topic = snsTopic(arn);
  return topic === undefined ? err({ code: 'bad-address' }) : ok(topic.host);
};

/**
 * What the settings let the server talk to, the target of a move or of the next log among it. Errors: words that say which address is not in Australia by
 * the program's list or the operator's, or cannot be read. Nothing has been connected to then.
 */
export const endpointsInUse = (
  settings: Pick<CommandLine, 'data' | 'postgres' | 'target' | 'command' | 'authorities'> & {
    readonly notices: Pick<CommandLine['notices'], 'mail' | 'mailReportTopic' | 'sms'>;
  },
): Result<readonly Endpoint[], string> => {
  const { postgres, target, command } = settings;
  const { mail, mailReportTopic, sms } = settings.notices;
  const toDatabase = command === 'move-to-postgres' || command === 'succeed';
  const databases = [postgres, toDatabase ? target : null].filter((url) => url !== null);
  const stated: readonly Stated[] = [
    ...(databases.length === 0
      ? [{ use: 'storage' as const, host: ok('') }]
      : databases.map((url) => ({ use: 'storage' as const, host: databaseHostOf(url) }))),
    ...(mail === null ? [] : [{ use: 'mail' as const, host: hostOf(mail) }]),
    ...(mailReportTopic === null ? [] : [{ use: 'mail-reports' as const, host: topicHost(mailReportTopic) }]),
    ...(sms === null ? [] : [{ use: 'sms' as const, host: hostOf(sms) }]),
    ...settings.authorities.map((address) => ({ use: 'time-stamp' as const, host: hostOf(address) })),
  ];
  const endpoints: Endpoint[] = [];
  for (const { use, host } of stated) {
    if (!host.ok && use === 'mail-reports')
      return err(
        'mail-report-topic is not the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:NAME. Nothing was opened; correct it and start again.',
      );
    if (!host.ok) return err(`The ${use} address cannot be read as an address. Nothing was opened; correct it and start again.`);
    endpoints.push({ use, host: host.value });
  }
  const list = join(settings.data, 'endpoints.txt');
  const [stranger] = strangers(endpoints, existsSync(list) ? readEndpointList(readFileSync(list, 'utf8')) : []);
  if (stranger !== undefined)
    return err(
      `The ${stranger.use} address ${stranger.host} is not on the list of Australian ones. Nothing was opened. If it is in Australia, name its host on a line of ${list}; the hosts in use are published with the declaration.`,
    );
  return ok(endpoints);
};

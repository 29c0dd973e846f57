import { utf8Decode } from '../../core/protocol/bytes.ts';
import { signNote } from '../../core/protocol/note.ts';
import type { LogIdentity } from '../ports.ts';
import type { Endpoint } from './endpoints.ts';

/** First line of the declaration: never the origin of a log, so the note can be taken for no checkpoint. */
const HEADING = 'flip360.region/v1';

/**
 * What the operator declares about where the server stores, mails and asks for the time: a note signed with the log's key. Null where this process holds
 * no key. It is the operator's word; nothing here proves where a machine stands.
 */
export const regionDeclaration = (identity: LogIdentity, region: string, endpoints: readonly Endpoint[]): string | null => {
  if (identity.sign === null) return null;
  const lines = endpoints.map(({ use, host }) => `${use} ${host === '' ? 'same machine' : host}`);
  const unused = (['mail', 'sms'] as const)
    .filter((use) => !endpoints.some((endpoint) => endpoint.use === use))
    .map((use) => `${use} none`);
  const text = [HEADING, `server ${identity.origin}`, `region ${region}`, ...lines, ...unused, ''].join('\n');
  const note = signNote(text, identity.key, identity.sign);
  const decoded = note.ok ? utf8Decode(note.value) : note;
  return decoded.ok ? decoded.value : null;
};

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { clientPrepared, clientSession } from '../../contract/client-signing.ts';
import { base64urlToBytes, bytesToBase64url } from '../../protocol/bytes.ts';
import { deskClient } from '../desk-client.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { MailSink } from './mail-sink.ts';
import { StoryFailed } from './stage.ts';

type Choice = 'consent' | 'acknowledge' | 'outcome';

const CODE = /^\D*(\d{8})\D*$/mu;

/**
 * Plays the client at the desk's screen: has the code mailed, reads it where the client reads mail, makes a one-time key, presses each
 * choice, and forgets the key. The screen needs no sign-in: the session is its only credential.
 */
export const playClient = async (
  desk: DemoDesk,
  mail: MailSink,
  story: {
    readonly seed: number;
    readonly session: string;
    readonly step: 1 | 4;
    readonly email: string;
    readonly choices: readonly Choice[];
  },
): Promise<z.infer<typeof clientSession>> => {
  const api = deskClient(desk.connection, () => null);
  const path = `/client-sessions/${story.session}`;
  await api.send('POST', `${path}/code`, {}, clientSession);
  const code = CODE.exec(mail.take(story.email)?.text ?? '')?.[1];
  if (code === undefined) throw new StoryFailed('the mail with the client’s code did not arrive');
  const key = ed25519Signer(Uint8Array.from(createHash('sha256').update(`flip360 demo client key\n${story.seed}\n${story.step}`).digest()));
  for (const choice of story.choices) {
    const draft = await api.send(
      'POST',
      `${path}/prepare`,
      { choice, key: { kind: 'software', spki: bytesToBase64url(key.spki) }, code },
      clientPrepared,
    );
    const message = base64urlToBytes(draft.message);
    if (!message.ok) throw new Error('the desk gave a message that is not base64url');
    await api.send(
      'POST',
      `${path}/submit`,
      { draft: draft.draft, signature: { kind: 'software', sig: bytesToBase64url(key.sign(message.value)) } },
      clientSession,
    );
  }
  return api.get(path, clientSession);
};

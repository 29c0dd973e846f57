import { bytesToBase64, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { signAnswer } from '../../core/protocol/network/client-answer.ts';
import { type LinkKeys, linkKeys } from '../../core/protocol/network/link-keys.ts';
import { primitives } from './log-fixture.ts';
import { sha256Hex } from './papers.ts';
import type { ReachedServer, TestDesk } from './test-desk.ts';

/** A link of a number, its keys, and what `POST /v1/requests` takes for it. */
export const testLink = (
  no: number,
  desk: TestDesk,
  text = 'sealed',
): { readonly id: string; readonly keys: LinkKeys; readonly body: { readonly id: string; readonly ciphertext: string } } => {
  const bytes = new Uint8Array(16).fill(no);
  const keys = linkKeys(bytes, new Uint8Array(32).fill(no));
  const id = bytesToBase64url(bytes);
  const ciphertext = Buffer.from(text).toString('base64');
  const rest = { answerKey: bytesToBase64url(keys.answer.spki), expires: '2026-09-04T00:00:00.000Z', practices: [desk.practice] };
  return { id, keys, body: { id, ciphertext, ...rest } };
};

/** The first answer by a link, as `POST /v1/requests/:id/answer` takes it, with a ticket of the client's own stream. */
export const testAnswer = (
  { net, ports }: Pick<ReachedServer, 'net' | 'ports'>,
  { id, keys }: ReturnType<typeof testLink>,
  desk: TestDesk,
) => {
  const payload = {
    at: ports.clock.now(),
    net,
    no: 1,
    request: id,
    seals: [{ practice: desk.practice, enc: bytesToBase64url(new Uint8Array(32)), body: 'AAAA' }],
    tickets: [{ event_hash: sha256Hex(`${id} event`), n: 0, prev: ZERO_HASH, stream: sha256Hex(`client of ${id}`) }],
    v: 1 as const,
  };
  return { answer: bytesToBase64(signAnswer(payload, keys.answer, primitives)), copy: 'Y29weQ==' };
};

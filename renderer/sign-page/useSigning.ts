import { useRef, useState } from 'react';
import { uuidV7Of } from '../../core/domain/identity/uuid-v7.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { bytesToBase64 } from '../../core/protocol/bytes.ts';
import type { ClientAsk } from '../../core/protocol/network/client-answer.ts';
import { type ClientChoice, FIRST } from '../../core/protocol/network/client-events.ts';
import { invitationFor, makeAnswer, signPress, type PageRecord, type Standing } from '../../core/protocol/network/client-page.ts';
import { requestAad } from '../../core/protocol/network/signing-request.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import type { ProblemWords } from '../ui/problem.ts';
import { deviceNow, randomBytes } from './browser.ts';
import { type ClientCopy, consentsOf, encodeCopy } from '../../core/protocol/network/client-copy.ts';
import { sealUnder } from './linkCipher.ts';
import type { Opened } from './openLink.ts';
import { type HeldKey, heldPasskey, makeOneTime, makePasskey } from './pageKeys.ts';
import { sealTo } from './seal.ts';
import { postAnswer } from './server.ts';

export type Means = 'passkey' | 'code';

export interface Signing {
  readonly opened: Opened;
  readonly busy: boolean;
  readonly problem: ProblemWords | undefined;
  /** Signed, and not at the server yet: the page must stay open. */
  readonly unsent: boolean;
  readonly press: (choice: ClientChoice, means: Means, code: string) => Promise<void>;
  readonly ask: (ask: ClientAsk) => Promise<void>;
  readonly sendAgain: () => Promise<void>;
  /** Whether the passkey that signed before can sign now. */
  readonly known: boolean;
  /** Leaves a passkey of before aside: the next press makes a new one. */
  readonly forget: () => void;
}

const wrongCode: ProblemWords = {
  title: 'This is not the code that was sent',
  detail: 'Compare the eight digits with the message from the practice.',
  kept: 'Nothing was signed.',
  next: 'Enter it again. If it stays wrong, ask the practice to send both messages anew.',
};
const noSeal: ProblemWords = {
  title: 'Your answer could not be sealed',
  detail: 'This browser is too old to close it so that only the practices can read it.',
  kept: 'Nothing was sent.',
  next: 'Open the link in a newer browser.',
};

type Sending = { readonly answer: string; readonly copy: string; readonly after: Opened };
type Held = { readonly key: HeldKey; readonly standing: Standing };

/** The passkey that may sign again: this page's own, or that of the first step. */
const known = ({ request, copy }: Opened): Held | undefined => {
  if (copy.key !== null) {
    const { stream, stated, n, prev } = copy.key;
    return { key: heldPasskey(request, stream, stated, null), standing: { n, prev } };
  }
  const { earlier } = request;
  if (earlier === null || earlier.alg === 'ed25519' || earlier.credential?.rpId !== request.rpId) return undefined;
  const stated = {
    spki: earlier.spki,
    alg: earlier.alg,
    kind: 'passkey' as const,
    device: { owner: 'client' as const, practice: null },
    vouched: null,
    credential: earlier.credential,
  };
  return { key: heldPasskey(request, earlier.stream, stated, null), standing: { n: earlier.n + 1, prev: earlier.last } };
};

/** Signs on the page: one press, one record, one answer, sent at once; what cannot be sent is kept and sent again. */
export const useSigning = (first: Opened): Signing => {
  const [opened, setOpened] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemWords>();
  const [unsent, setUnsent] = useState<Sending>();
  const [useKnown, setUseKnown] = useState(true);
  const held = useRef<Held>(undefined);
  const knownNow = useKnown ? known(opened) : undefined;

  const now = (): string => new Date(deviceNow() + opened.clockAhead).toISOString();

  const keyFor = async (means: Means): Promise<Result<Held, ProblemWords>> => {
    const oneTime = means === 'code';
    if (held.current?.key.oneTime === oneTime) return ok(held.current);
    if (!oneTime && knownNow !== undefined) return ok(knownNow);
    const key = oneTime ? await makeOneTime() : await makePasskey(opened.request);
    return key.ok ? ok({ key: key.value, standing: FIRST }) : key;
  };

  const send = async ({ answer, copy, after }: Sending): Promise<Result<true, ProblemWords>> => {
    const sent = await postAnswer(after.id, answer, copy);
    if (!sent.ok) {
      setUnsent({ answer, copy, after });
      return sent;
    }
    setUnsent(undefined);
    setOpened(after);
    return sent;
  };

  const answerWith = async (
    records: readonly PageRecord[],
    registration: HeldKey['registration'],
    ask: ClientAsk | null,
    copy: ClientCopy,
    at: string,
  ): Promise<Result<true, ProblemWords>> => {
    const { id, request, keys, answers } = opened;
    const made = await makeAnswer(
      noblePrimitives,
      request,
      { request: id, no: answers + 1, at, records, registration, ask },
      keys.answer,
      sealTo,
    );
    if (!made.ok) return err(noSeal);
    const sealed = await sealUnder(keys.copy, requestAad(id, 'copy'), encodeCopy(copy));
    return await send({ answer: bytesToBase64(made.value), copy: bytesToBase64(sealed), after: { ...opened, copy, answers: answers + 1 } });
  };

  const press = async (choice: ClientChoice, means: Means, code: string): Promise<Result<true, ProblemWords>> => {
    const { request, copy } = opened;
    const invitation = invitationFor(request, choice, means === 'code', code.replaceAll(/\s/gu, ''));
    if (!invitation.ok) return err(wrongCode);
    const got = await keyFor(means);
    if (!got.ok) return got;
    const { key, standing } = got.value;
    const at = now();
    const own = consentsOf(copy);
    const consents = choice === 'withdraw' && own.length > 0 ? own : [...request.consents, ...own];
    const signed = await signPress(
      noblePrimitives,
      request,
      { choice, invitation: invitation.value, consents, id: uuidV7Of(at, randomBytes(16)), at },
      key,
      standing,
    );
    if (!signed.ok) return signed;
    const { record, standing: next } = signed.value;
    held.current = { key, standing: next };
    const after: ClientCopy = {
      ...copy,
      records: [...copy.records, { ...record, at }],
      key: key.oneTime ? null : { stream: key.stream, stated: key.stated, n: next.n, prev: next.prev },
    };
    return await answerWith([record], standing.n === 0 ? key.registration : null, null, after, at);
  };

  const run = async (work: () => Promise<Result<true, ProblemWords>>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const done = await work();
    if (!done.ok) setProblem(done.error);
    setBusy(false);
  };

  return {
    opened,
    busy,
    problem,
    unsent: unsent !== undefined,
    known: knownNow !== undefined,
    forget: () => setUseKnown(false),
    press: (choice, means, code) => run(() => press(choice, means, code)),
    ask: (ask) =>
      run(() => {
        const at = now();
        return answerWith([], null, ask, { ...opened.copy, asks: [...opened.copy.asks, { ...ask, at }] }, at);
      }),
    sendAgain: () => run(async () => (unsent === undefined ? ok(true) : await send(unsent))),
  };
};

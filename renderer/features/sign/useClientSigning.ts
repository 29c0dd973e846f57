import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  clientPrepared,
  clientSession,
  keyOptions,
  type ClientSession,
  type clientPrepare,
} from '../../../core/contract/client-signing.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { problemOf, request } from '../../client.ts';
import type { ProblemWords } from '../../ui/problem.ts';
import { makeOneTimeKey, makePasskey, signWithPasskey, type ClientKeyInput, type OneTimeKey } from './clientKey.ts';
import { sessionQuery } from './sessionQuery.ts';

export type Choice = z.infer<typeof clientPrepare>['choice'];
export type Means = 'passkey' | 'code';

export interface ClientSigning {
  readonly busy: boolean;
  readonly problem: ProblemWords | undefined;
  /** One record, one press. */
  readonly sign: (choice: Choice, means: Means, code: string) => Promise<void>;
  readonly sendCode: () => Promise<void>;
}

/** Signs on the client's page: makes the key of this page once, prepares one record, signs its exact bytes, hands the signature in. */
export const useClientSigning = (session: ClientSession): ClientSigning => {
  const queries = useQueryClient();
  const oneTime = useRef<OneTimeKey>(undefined);
  // A passkey stated on this page, or before: the second press uses the same one.
  const stated = useRef(session.credential !== null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemWords>();
  const at = `/api/client-sessions/${session.session}`;

  useEffect(() => {
    if (session.state !== 'open') oneTime.current = undefined;
    return () => {
      oneTime.current = undefined;
    };
  }, [session.state]);

  const keyFor = async (means: Means): Promise<Result<ClientKeyInput, ProblemWords>> => {
    if (means === 'code') {
      oneTime.current ??= await makeOneTimeKey();
      return ok({ kind: 'software', spki: oneTime.current.spki });
    }
    return stated.current ? ok({ kind: 'same' }) : makePasskey(await request('POST', `${at}/key-options`, keyOptions, { body: {} }));
  };

  const signOne = async (choice: Choice, means: Means, code: string): Promise<Result<ClientSession, ProblemWords>> => {
    const key = await keyFor(means);
    if (!key.ok) return key;
    const prepared = await request('POST', `${at}/prepare`, clientPrepared, {
      body: { choice, key: key.value, code: means === 'code' ? code.replaceAll(/\s/gu, '') : null },
    });
    const signature =
      means === 'passkey'
        ? await signWithPasskey(prepared, session.rpId)
        : oneTime.current === undefined
          ? err(gone)
          : ok(await oneTime.current.sign(prepared));
    if (!signature.ok) return signature;
    const after = await request('POST', `${at}/submit`, clientSession, {
      body: { draft: prepared.draft, signature: signature.value },
    });
    stated.current = means === 'passkey';
    return ok(after);
  };

  const run = async (work: () => Promise<Result<ClientSession, ProblemWords>>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const after = await work();
      if (after.ok) queries.setQueryData(sessionQuery(session.session).queryKey, after.value);
      else setProblem(after.error);
    } catch (error) {
      setProblem(problemOf(error));
      // A wrong code counts a try; the page shows how many are left.
      await queries.invalidateQueries({ queryKey: sessionQuery(session.session).queryKey });
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    problem,
    sign: (choice, means, code) => run(() => signOne(choice, means, code)),
    sendCode: () => run(async () => ok(await request('POST', `${at}/code`, clientSession, { body: {} }))),
  };
};

const gone: ProblemWords = {
  title: 'The key of this page is not there any more',
  detail: 'It ended with the page that made it.',
  kept: 'Nothing was signed.',
  next: 'Press the button again.',
};

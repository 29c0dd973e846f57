import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { prepared as preparedSchema, signed as signedSchema, type Act, type Prepared, type Signed } from '../../../core/contract/acts.ts';
import { problemCode, problemOf, request } from '../../client.ts';
import type { ProblemWords } from '../../ui/problem.ts';
import { askPasskey } from './passkey.ts';

export interface Draft {
  /** The exact bytes and words; undefined while they are being made. */
  readonly prepared: Prepared | undefined;
  /** Why nothing could be prepared. */
  readonly problem: ProblemWords | undefined;
  /** Signs what is shown. A refusal comes back in words; nothing was signed then. */
  readonly sign: (ticks: readonly string[], withPasskey: boolean) => Promise<ProblemWords | undefined>;
}

/** Quiet time after the last keystroke before the desk prepares again, in ms. */
const SETTLE_MS = 250;

const discard = (draft: string): void => {
  // A draft that is not discarded ends by itself after 30 minutes.
  void request('DELETE', `/api/acts/${draft}`, z.unknown()).catch(() => undefined);
};

/**
 * Prepares an act at the desk and signs it: nothing is signed that was not prepared and shown. Prepares again whenever
 * the act changes; null while its entries are incomplete. Everything the window shows is read again after signing.
 */
export const useDraft = (act: Act | null, onSigned: (signed: Signed) => void): Draft => {
  const queries = useQueryClient();
  const key = act === null ? null : JSON.stringify(act);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{
    readonly key: string;
    readonly prepared?: Prepared;
    readonly problem?: ProblemWords;
  }>();
  const first = useRef(true);

  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    let draft: string | undefined;
    const prepare = async () => {
      try {
        const answer = await request('POST', '/api/acts', preparedSchema, {
          body: { act: JSON.parse(key) as unknown },
        });
        if (stop.signal.aborted) return discard(answer.draft);
        draft = answer.draft;
        setHeld({ key, prepared: answer });
      } catch (error) {
        if (!stop.signal.aborted) setHeld({ key, problem: problemOf(error) });
      }
    };
    const timer = setTimeout(() => void prepare(), first.current ? 0 : SETTLE_MS);
    first.current = false;
    return () => {
      clearTimeout(timer);
      stop.abort();
      if (draft !== undefined) discard(draft);
    };
  }, [key, round]);

  const prepared = held?.key === key ? held?.prepared : undefined;
  const sign = useCallback(
    async (ticks: readonly string[], withPasskey: boolean): Promise<ProblemWords | undefined> => {
      if (prepared === undefined) return undefined;
      const { challenge, rpId, credentials, need } = prepared.assertion;
      const asks = challenge !== null && rpId !== null && (need === 'required' || (need === 'offered' && withPasskey));
      const assertion = asks ? await askPasskey({ challenge, rpId, credentials }) : null;
      if (assertion?.ok === false) return assertion.error;
      try {
        const answer = await request('POST', `/api/acts/${prepared.draft}/sign`, signedSchema, {
          body: { ticks, assertion: assertion?.value ?? null },
        });
        await queries.invalidateQueries();
        onSigned(answer);
        return undefined;
      } catch (error) {
        const problem = problemOf(error);
        const code = problemCode(problem);
        if (code === 'draft-gone' || code === 'draft-stale') setRound((count) => count + 1);
        return problem;
      }
    },
    [prepared, queries, onSigned],
  );
  return { prepared, problem: held?.key === key ? held?.problem : undefined, sign };
};

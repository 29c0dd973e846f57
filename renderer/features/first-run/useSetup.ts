import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { setupAnswer, signedIn } from '../../../core/contract/status.ts';
import { request } from '../../client.ts';
import { keepSession } from '../../session.ts';
import type { RecoveryGroups } from './RecoveryStep.tsx';
import { setupOf, type PersonDraft, type PracticeDraft, type RootDraft } from './setupDraft.ts';

const okAnswer = z.object({ ok: z.literal(true) });

interface SetUpInput {
  readonly practice: PracticeDraft;
  readonly person: PersonDraft;
  readonly roots: readonly RootDraft[];
  /** The key store is a file whose passphrase is chosen now. */
  readonly passphrase: boolean;
}

/** Makes the desk: passphrase where one is needed, practice and keys, then signs the first person in. */
export const useSetup = (onDone: (recovery: RecoveryGroups) => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ practice, person, roots, passphrase }: SetUpInput): Promise<RecoveryGroups> => {
      if (passphrase) await request('POST', '/api/unlock', okAnswer, { body: { passphrase: person.passphrase } });
      const answer = await request('POST', '/api/setup', setupAnswer, { body: setupOf(practice, person, roots) });
      const { token } = await request('POST', '/api/sign-in', signedIn, {
        body: { person: answer.person, pin: person.pin },
      });
      keepSession(token);
      return answer;
    },
    onSuccess: async (recovery) => {
      onDone(recovery);
      await queries.invalidateQueries();
    },
  });
};

/** Confirms the recovery key by the groups that were asked. */
export const useRecoveryCheck = (onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ recoveryGroups, askedGroups }: RecoveryGroups) =>
      request('POST', '/api/setup/recovery-check', okAnswer, {
        body: { groups: askedGroups.map((group) => ({ group, text: recoveryGroups[group - 1] ?? '' })) },
      }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['status'] });
    },
  });
};

const renewed = setupAnswer.pick({ recoveryGroups: true, askedGroups: true });

/** A new recovery key in place of one that nobody wrote down. */
export const useNewRecoveryKey = (onDone: (recovery: RecoveryGroups) => void) =>
  useMutation({
    mutationFn: (): Promise<RecoveryGroups> => request('POST', '/api/recovery/new-key', renewed, { body: {} }),
    onSuccess: onDone,
  });

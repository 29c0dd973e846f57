import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { offerUndo } from '../../app/undo.ts';
import { request } from '../../client.ts';

/** One change of work with contacts: where it is sent, what, and how it is called once it is saved. */
export interface Change {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** "The deal was moved to Proposal sent". */
  readonly words: string;
}

const answer = z.object({ undo: z.string().nullable(), id: z.string().optional() }).loose();

/** Saves a change, offers to take it back, and reads again what the pages show. */
export const useChange = (onDone?: (answered: z.infer<typeof answer>) => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: Change) => request(method, path, answer, body === undefined ? {} : { body }),
    onSuccess: async (answered, { words }) => {
      offerUndo(words, answered.undo);
      await queries.invalidateQueries();
      onDone?.(answered);
    },
  });
};

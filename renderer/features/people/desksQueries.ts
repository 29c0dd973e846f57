import { queryOptions } from '@tanstack/react-query';
import { conflictChosen, desksView, type DesksView } from '../../../core/contract/shared-book.ts';
import { request, requestFile } from '../../client.ts';

/** The desks of the practice, the book they share, and what waits for a choice. */
export const desksQuery = queryOptions({
  queryKey: ['desks'],
  queryFn: ({ signal }) => request('GET', '/api/desks', desksView, { signal }),
  refetchInterval: 30_000,
});

/** An invitation that a new computer is set up with. */
export const inviteDesk = (person: string): Promise<File> => requestFile('POST', '/api/desks/invite', { body: { person } });

/** The answer for a desk that was admitted. */
export const deskAnswer = (desk: string): Promise<File> => requestFile('POST', `/api/desks/${desk}/answer`);

/** Lets removals through that a person has looked at. */
export const allowRemovals = (): Promise<DesksView> => request('POST', '/api/desks/allow-removals', desksView);

/** Says which of two values holds. */
export const chooseConflict = (input: { readonly operation: string; readonly choice: 'stands' | 'wanted' }) =>
  request('POST', `/api/desks/conflicts/${input.operation}`, conflictChosen, { body: { choice: input.choice } });

import { queryOptions } from '@tanstack/react-query';
import { duplicateCheck } from '../../../../core/contract/referrals.ts';
import { request } from '../../../client.ts';

/** Earlier referrals of the same client to the same practice. */
export const duplicatesQuery = (contact: string, receiver: string) =>
  queryOptions({
    queryKey: ['duplicates', contact, receiver],
    queryFn: ({ signal }) =>
      request(
        'GET',
        `/api/referrals/duplicates?contact=${encodeURIComponent(contact)}&receiver=${encodeURIComponent(receiver)}`,
        duplicateCheck,
        { signal },
      ),
  });

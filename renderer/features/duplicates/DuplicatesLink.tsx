import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { duplicateSummaryQuery } from './queries.ts';

/** The way to the queue, with how many pairs wait there. */
export const DuplicatesLink = () => {
  const { data } = useQuery(duplicateSummaryQuery);
  const count = data?.counts.open ?? 0;
  return (
    <ButtonLink to="/contacts/duplicates" leftSection={<IconUsersGroup size={16} stroke={1.7} aria-hidden="true" />}>
      {count === 0 ? 'Duplicates' : `Duplicates, ${count.toLocaleString('en-AU')}`}
    </ButtonLink>
  );
};

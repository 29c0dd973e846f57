import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../../client.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { KeyValues } from '../../../ui/KeyValues.tsx';
import { RightPanel } from '../../../ui/RightPanel.tsx';
import { contactQuery } from '../queries.ts';
import css from './list.module.css';
import page from '../contacts.module.css';

/** A look at one contact beside the list: whether it may be shared, how it is reached, what happened last. */
export const Peek = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { data, error } = useQuery(contactQuery(id));
  const fields = data?.fields;
  return (
    <RightPanel label={data === undefined ? 'Contact' : data.name}>
      <div className={css.peek}>
        <div className={page.head}>
          <h2>{data?.name ?? 'Contact'}</h2>
          <ActionIcon variant="subtle" aria-label="Close the look" onClick={onClose}>
            <IconX size={16} stroke={1.7} aria-hidden="true" />
          </ActionIcon>
        </div>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined || fields === undefined ? null : (
          <>
            <KeyValues
              items={[
                { label: 'Organisation', value: fields.organisation === '' ? null : fields.organisation },
                { label: 'E-mail', value: fields.emails[0] ?? null },
                { label: 'Telephone', value: fields.phones[0] ?? null },
                { label: 'Suburb', value: fields.suburb === '' ? null : fields.suburb },
                { label: 'ABN', value: fields.abn },
              ]}
            />
            {data.sharing.slice(0, 3).map((answer) => (
              <div key={`${answer.practice} ${answer.purpose}`}>
                <p className="second">{answer.name}</p>
                <p>{answer.words}</p>
              </div>
            ))}
            {data.timeline.slice(0, 5).map((line) => (
              <div key={`${line.at} ${line.words}`}>
                <p>{line.words}</p>
                <p className="second">
                  <DateTime at={line.at} form="recent" inRow />
                </p>
              </div>
            ))}
            <ButtonLink to="/contacts/$id" params={{ id }} variant="default">
              Open
            </ButtonLink>
          </>
        )}
      </div>
    </RightPanel>
  );
};

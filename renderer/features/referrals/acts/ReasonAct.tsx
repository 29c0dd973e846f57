import { useState } from 'react';
import { Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Act } from '../../../../core/contract/acts.ts';
import { problemOf } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { ActSheet, type ActSheetProps } from '../../signing/ActSheet.tsx';
import { reasonsQuery } from '../queries.ts';

export interface ReasonActProps extends Omit<ActSheetProps, 'act' | 'children' | 'missing'> {
  /** Which reasons fit: "decline", "withdraw", "disagree". */
  readonly reasonsFor: string;
  readonly question: string;
  readonly make: (reason: string) => Act;
}

/** An act that states a reason. None is chosen beforehand. */
export const ReasonAct = ({ reasonsFor, question, make, ...sheet }: ReasonActProps) => {
  const { data, error } = useQuery(reasonsQuery);
  const [reason, setReason] = useState('');
  const reasons = (data ?? []).filter((one) => one.for === reasonsFor);
  return (
    <ActSheet {...sheet} act={reason === '' ? null : make(reason)} missing="Choose a reason.">
      <Radio.Group label={question} value={reason} onChange={setReason}>
        {reasons.map((one) => (
          <Radio
            key={one.code}
            value={one.code}
            label={`${one.words.slice(0, 1).toLocaleUpperCase('en-AU')}${one.words.slice(1)}`}
            mt={6}
          />
        ))}
      </Radio.Group>
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
    </ActSheet>
  );
};

import { useState } from 'react';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FirstSteps } from '../../../core/contract/training.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import css from './FirstSteps.module.css';
import { checkPart } from './queries.ts';

export type PartOfModule = FirstSteps['module']['parts'][number];

export interface PartProps {
  readonly part: PartOfModule;
  readonly at: number;
  readonly answers: readonly (number | undefined)[];
  readonly onAnswer: (question: number, option: number) => void;
  /** Its answers were checked at least once. */
  readonly onChecked: () => void;
}

/** One part to read with the questions after it; the desk says which answers are right, and why. */
export const Part = ({ part, at, answers, onAnswer, onChecked }: PartProps) => {
  const check = useMutation({ mutationFn: checkPart, onSuccess: onChecked });
  const [checked, setChecked] = useState<readonly number[]>();
  const given = answers.flatMap((answer) => (answer === undefined ? [] : [answer]));
  const complete = given.length === part.questions.length;
  const judged = checked !== undefined && checked.every((answer, question) => answer === answers[question]) ? check.data : undefined;
  const right = judged?.questions.filter((question) => question.right).length;
  return (
    <Card
      title={`${String(at + 1)}. ${part.title}`}
      aside={
        right === undefined ? undefined : (
          <Chip
            kind={right === part.questions.length ? 'done' : 'late'}
          >{`${String(right)} of ${String(part.questions.length)} right`}</Chip>
        )
      }
    >
      <Stack gap={16}>
        {part.text.map((text) => (
          <p key={text} className={css.read}>
            {text}
          </p>
        ))}
        <div className={css.questions}>
          {part.questions.map((question, place) => {
            const result = judged?.questions[place];
            return (
              <Stack key={question.ask} gap={8}>
                <Radio.Group
                  label={<span className={css.ask}>{question.ask}</span>}
                  value={answers[place] === undefined ? '' : String(answers[place])}
                  onChange={(value) => onAnswer(place, Number(value))}
                >
                  <Stack gap={6} mt={6}>
                    {question.options.map((option, index) => (
                      <Radio key={option} value={String(index)} label={option} />
                    ))}
                  </Stack>
                </Radio.Group>
                {result === undefined ? null : (
                  <Note tone={result.right ? 'ok' : 'warn'} live="polite">
                    {result.right ? 'Right. ' : 'Not this one. '}
                    {result.why}
                  </Note>
                )}
              </Stack>
            );
          })}
        </div>
        <Group>
          <Button
            disabled={!complete}
            loading={check.isPending}
            onClick={() => {
              setChecked(given);
              check.mutate({ part: at, answers: given });
            }}
          >
            Check these answers
          </Button>
        </Group>
        {check.error === null ? null : <ErrorNote problem={problemOf(check.error)} />}
      </Stack>
    </Card>
  );
};

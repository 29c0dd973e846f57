import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FirstSteps } from '../../../core/contract/training.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { Part } from './Part.tsx';
import { firstStepsQuery } from './queries.ts';
import { StepList } from './StepList.tsx';

/** The module part by part, and the signature once every part was checked. */
const Module = ({ module }: { readonly module: FirstSteps['module'] }) => {
  const [answers, setAnswers] = useState<Readonly<Record<string, number>>>({});
  const [checked, setChecked] = useState<ReadonlySet<number>>(new Set());
  const [signing, setSigning] = useState(false);
  const key = (part: number, question: number): string => `${String(part)} ${String(question)}`;
  const all = module.parts.flatMap((part, at) => part.questions.map((_, question) => answers[key(at, question)]));
  const given = all.flatMap((answer) => (answer === undefined ? [] : [answer]));
  const open = module.parts.filter((_, at) => !checked.has(at)).length;
  return (
    <>
      {module.parts.map((part, at) => (
        <Part
          key={part.title}
          part={part}
          at={at}
          answers={part.questions.map((_, question) => answers[key(at, question)])}
          onAnswer={(question, option) => setAnswers((held) => ({ ...held, [key(at, question)]: option }))}
          onChecked={() => setChecked((held) => new Set([...held, at]))}
        />
      ))}
      <Card title="Sign the result">
        <Stack gap={12}>
          <p>
            {`${String(module.pass)} of ${String(all.length)} right answers pass. What you sign says that you have worked through the module, and how many answers were right; every member can read it.`}
          </p>
          <div>
            <Button variant="filled" disabled={open > 0 || given.length < all.length} onClick={() => setSigning(true)}>
              Sign the result…
            </Button>
          </div>
          {open > 0 ? <p className="second">{`${String(open)} ${open === 1 ? 'part is' : 'parts are'} not checked yet.`}</p> : null}
        </Stack>
      </Card>
      {signing ? (
        <ActSheet
          act={{ act: 'training', module: module.module, version: module.version, answers: given }}
          title="Sign the result"
          verb="Sign"
          onClose={() => setSigning(false)}
          onSigned={() => undefined}
        />
      ) : null}
    </>
  );
};

/** What a new member reads and does to begin with: a short module with questions, and the first steps of the practice. */
export const FirstStepsPage = () => {
  const { data, error, refetch } = useQuery(firstStepsQuery);
  const [again, setAgain] = useState(false);
  const head = <PageHead title="First steps" line="How Flip 360 works, in four short parts, and what to do before your first referral" />;
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="the first steps" rows={6} height={52} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const { passed, module } = data;
  return (
    <Page
      head={head}
      panel={
        <RightPanel label="Where you are">
          <Card title="Your practice">
            <StepList steps={data.steps} />
          </Card>
          {data.people.length === 0 ? null : (
            <Card title="Others here">
              <KeyValues items={data.people.map(({ name, passed: done }) => ({ label: name, value: done ? 'Has passed' : 'Not yet' }))} />
            </Card>
          )}
        </RightPanel>
      }
    >
      <Stack gap={16}>
        {passed === null ? null : (
          <Note tone="ok" live="polite">
            You have passed “{module.title}” with {passed.right} of {passed.of} right. Signed <DateTime at={passed.at} form="recent" />.
            {passed.version < module.version ? ' A newer version is in use.' : ''}
          </Note>
        )}
        {passed === null || again ? (
          <Module module={module} />
        ) : (
          <div>
            <Button onClick={() => setAgain(true)}>Read it again</Button>
          </div>
        )}
      </Stack>
    </Page>
  );
};

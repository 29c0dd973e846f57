import { useState } from 'react';
import { Button, Modal, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RequestView } from '../../../core/contract/rights.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { type KeyValue, KeyValues } from '../../ui/KeyValues.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { useReturnFocus } from '../../ui/useReturnFocus.ts';
import { useChange } from '../crm/useChange.ts';
import css from '../crm/sheets.module.css';
import { AccessSheet } from './AccessSheet.tsx';
import { DueStatus } from './DueStatus.tsx';
import { IdentityFields, identityOf, NOBODY_YET } from './IdentityFields.tsx';
import { CHANNEL_NAMES, IDENTITY_NAMES, RIGHT_NAMES, STATE_NAMES } from './words.ts';

type Ending = Exclude<RequestView['state'], 'open'>;
const ENDINGS: readonly { readonly value: Ending; readonly label: string }[] = [
  { value: 'answered', label: 'Answered' },
  { value: 'refused', label: 'Refused' },
  { value: 'withdrawn', label: 'Taken back' },
];
const ASKED: Readonly<Record<Ending, { readonly label: string; readonly missing: string; readonly verb: string }>> = {
  answered: { label: 'What was done', missing: 'Say what was done.', verb: 'Note the answer' },
  refused: {
    label: 'Why it is refused, as the person is told; and that they may complain',
    missing: 'Give the reason: the person is told it.',
    verb: 'Note the refusal',
  },
  withdrawn: { label: 'What the person said', missing: 'Say how the person took it back.', verb: 'Note that it was taken back' },
};

const factsOf = (request: RequestView): readonly KeyValue[] => {
  const { correction, identity } = request;
  return [
    { label: 'Received', value: <CalendarDay day={request.receivedOn} form="date" /> },
    { label: 'How', value: CHANNEL_NAMES[request.channel] },
    {
      label: 'Answer due',
      value: <DueStatus due={request.due} done={STATE_NAMES[request.state === 'open' ? 'answered' : request.state]} />,
    },
    ...(request.words === '' ? [] : [{ label: 'Their words', value: request.words }]),
    ...(correction === null
      ? []
      : [
          { label: 'Entry', value: correction.field },
          { label: 'It says', value: correction.says === '' ? null : correction.says },
          { label: 'It should say', value: correction.shouldSay },
        ]),
    {
      label: 'Identified',
      value: identity === null ? null : `${IDENTITY_NAMES[identity.how]}${identity.detail === '' ? '' : `: ${identity.detail}`}`,
      missing: 'Not yet',
    },
    ...(request.state === 'open' ? [] : [{ label: STATE_NAMES[request.state], value: request.answer }]),
    ...(request.answeredAt === null ? [] : [{ label: 'On', value: <DateTime at={request.answeredAt} form="moment" /> }]),
  ];
};

/** Who was given the old value: the practice has to tell each of them, unless that is unlawful or not practicable (APP 13.2). */
const Downstream = ({ request, answers }: { readonly request: RequestView; readonly answers: boolean }) => {
  const told = useChange();
  const columns: readonly Column<RequestView['downstream'][number]>[] = [
    { id: 'name', head: 'Received it', cell: (one) => one.name },
    { id: 'what', head: 'Details', cell: (one) => one.what },
    {
      id: 'told',
      head: 'Told',
      cell: (one) =>
        one.toldAt === null && !answers ? (
          <Status kind="waiting">Not yet</Status>
        ) : one.toldAt === null ? (
          <Button
            size="xs"
            loading={told.isPending}
            aria-label={`Note as told: ${one.name}`}
            onClick={() =>
              told.mutate({
                method: 'POST',
                path: `/api/rights/requests/${request.id}/told`,
                body: { name: one.name },
                words: `${one.name} was told of the correction`,
              })
            }
          >
            Note as told
          </Button>
        ) : (
          <Status kind="done">
            <DateTime at={one.toldAt} form="date" inRow />
          </Status>
        ),
    },
  ];
  return (
    <section aria-labelledby="to-tell">
      <h3 id="to-tell">Others to tell of the correction</h3>
      {request.downstream.length === 0 ? (
        <p className="second">Nobody was given this person’s details.</p>
      ) : (
        <PlainTable label="Others to tell" columns={columns} rows={request.downstream} rowKey={(one) => one.name} compact />
      )}
      {told.error === null ? null : <ErrorNote problem={problemOf(told.error)} />}
    </section>
  );
};

const Answer = ({ request, onDone }: { readonly request: RequestView; readonly onDone: () => void }) => {
  const [ending, setEnding] = useState<Ending>('answered');
  const [answer, setAnswer] = useState('');
  const [who, setWho] = useState(NOBODY_YET);
  const save = useChange(onDone);
  const identity = identityOf(who);
  const missing =
    answer.trim() === ''
      ? ASKED[ending].missing
      : request.identity === null && identity === null && ending !== 'withdrawn'
        ? 'Say how you know who asks.'
        : undefined;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing !== undefined) return;
        save.mutate({
          method: 'POST',
          path: `/api/rights/requests/${request.id}/answer`,
          body: { state: ending, answer, identity },
          words: 'The answer was noted',
        });
      }}
    >
      <SegmentedControl
        aria-label="How it ends"
        data={ENDINGS.map((one) => ({ ...one }))}
        value={ending}
        onChange={(value) => setEnding(ENDINGS.find((one) => one.value === value)?.value ?? 'answered')}
      />
      <Textarea
        label={ASKED[ending].label}
        autosize
        minRows={2}
        maxLength={20_000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      {request.identity === null && ending !== 'withdrawn' ? <IdentityFields value={who} onChange={setWho} /> : null}
      {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
      <div className={css.foot}>
        <p className="second" role="status">
          {missing ?? ''}
        </p>
        <Button type="submit" variant="filled" disabled={missing !== undefined} loading={save.isPending}>
          {ASKED[ending].verb}
        </Button>
      </div>
    </form>
  );
};

/** One request: what was asked, what does it at once, the answer or the refusal with its reason, and who else has to be told. */
export const RequestSheet = ({ request, onClose }: { readonly request: RequestView; readonly onClose: () => void }) => {
  useReturnFocus();
  const [giving, setGiving] = useState(false);
  const { data: status } = useQuery(statusQuery);
  const answers = permits(status?.person?.roles ?? [], 'answer-person');
  const { right, contact, name } = request;
  const open = answers && request.state === 'open';
  if (giving) return <AccessSheet contact={{ id: contact, name }} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} size={620} title={`${name}: ${RIGHT_NAMES[right].toLowerCase()}`}>
      <Stack gap={14}>
        <KeyValues items={factsOf(request)} />
        {open && right === 'access' ? (
          <div>
            <Button variant="filled" onClick={() => setGiving(true)}>
              Give the access pack…
            </Button>
          </div>
        ) : null}
        {open && right === 'erasure' ? (
          <div>
            <ButtonLink to="/contacts/$id/erase" params={{ id: contact }} variant="filled">
              See what an erasure would do
            </ButtonLink>
          </div>
        ) : null}
        {open && right === 'correction' ? (
          <p className="second">
            Correct the entry on{' '}
            <Link to="/contacts/$id" params={{ id: contact }}>
              the page of {name}
            </Link>
            , then note it here.
          </p>
        ) : null}
        {open ? <Answer request={request} onDone={onClose} /> : null}
        {right === 'correction' ? <Downstream request={request} answers={answers} /> : null}
      </Stack>
    </Modal>
  );
};

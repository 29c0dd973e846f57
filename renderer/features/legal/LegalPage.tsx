import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { instrument } from '../../../core/contract/membership.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { registerQuery } from '../office/queries.ts';
import { AgreementAct, type AgreementKind } from '../practices/AgreementAct.tsx';
import { agreementLooks } from '../practices/PracticeCard.tsx';
import type { PracticeRow } from '../practices/PracticeTable.tsx';
import { AgreementPaper } from './AgreementPaper.tsx';
import { instrumentsQuery } from './queries.ts';

type Instrument = z.infer<typeof instrument>;

interface Signing {
  readonly practice: PracticeRow;
  readonly kind: AgreementKind;
  readonly answers: string | null;
}

const stateOf = (practice: PracticeRow, kind: AgreementKind) => practice.agreements.find((one) => one.kind === kind);

const columns = (
  kind: Instrument['kind'],
  title: string,
  maySign: boolean,
  onSign: (signing: Signing) => void,
): readonly Column<PracticeRow>[] => [
  { id: 'name', head: 'With', cell: (row) => row.legalName },
  {
    id: 'state',
    head: 'State',
    cell: (row) => {
      const look = agreementLooks[stateOf(row, kind)?.state ?? 'none'];
      return <Status kind={look.kind}>{look.words}</Status>;
    },
  },
  {
    id: 'event',
    head: 'Entry',
    cell: (row) => {
      const event = stateOf(row, kind)?.event ?? null;
      return event === null ? <span className="second">None</span> : <HrefLink href={`/ledger/${event}`}>{event.slice(0, 8)}</HrefLink>;
    },
  },
  {
    id: 'act',
    head: 'Act',
    quietHead: true,
    align: 'end',
    cell: (row) => {
      const state = stateOf(row, kind);
      if (state !== undefined && state.state !== 'none' && state.state !== 'signed-there')
        return <AgreementPaper practice={row.practice} kind={kind} label={`${title} with ${row.legalName}`} />;
      if (!maySign || row.status !== 'active') return null;
      const answers = state?.state === 'signed-there' ? state.event : null;
      const words = answers === null ? 'Sign…' : 'Read and answer…';
      return (
        <Button size="xs" aria-label={`${words} ${title} with ${row.legalName}`} onClick={() => onSign({ practice: row, kind, answers })}>
          {words}
        </Button>
      );
    },
  },
];

const InstrumentCard = ({
  one,
  practices,
  maySign,
  onSign,
}: {
  readonly one: Instrument;
  readonly practices: readonly PracticeRow[];
  readonly maySign: boolean;
  readonly onSign: (signing: Signing) => void;
}) => {
  const [read, setRead] = useState(false);
  return (
    <Card
      title={one.title}
      aside={
        <>
          Wording {one.version}, from <CalendarDay day={one.effectiveFrom} form="date" />
        </>
      }
    >
      <Stack gap={12}>
        <p className="second">
          {one.review} Made with regard to {one.sources.join('; ')}.
        </p>
        <div>
          <Button size="xs" aria-expanded={read} onClick={() => setRead(!read)}>
            {read ? `Hide the clauses of the ${one.title.toLowerCase()}` : `Read the clauses of the ${one.title.toLowerCase()}`}
          </Button>
        </div>
        {read ? (
          <Stack gap={8}>
            {one.clauses.map((clause) => (
              <p key={clause.ref}>
                <strong>{clause.ref}</strong> {clause.text}
              </p>
            ))}
          </Stack>
        ) : null}
        {practices.length === 0 ? (
          <p className="second">No other practice yet.</p>
        ) : (
          <PlainTable
            label={`${one.title} with each practice`}
            columns={columns(one.kind, one.title, maySign, onSign)}
            rows={practices}
            rowKey={(row) => row.practice}
          />
        )}
      </Stack>
    </Card>
  );
};

/** The legal hub: three instruments in the wording that counts today, and where each stands with every practice. */
export const LegalPage = () => {
  const { data, error, refetch } = useQuery(instrumentsQuery);
  const { data: register } = useQuery(registerQuery);
  const { data: status } = useQuery(statusQuery);
  const [signing, setSigning] = useState<Signing>();
  const own = status?.practice ?? null;
  const head = <PageHead title="Legal" line="Agreements between practices, in versioned wording, signed by each side" />;
  if (data === undefined || register === undefined || own === null)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="agreements" rows={6} height={52} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const others = own.kind === 'office' ? [] : register.practices.filter((one) => one.practice !== own.practice && one.kind === 'member');
  return (
    <Page head={head}>
      <Stack gap={16}>
        <Note tone="mute">
          {own.kind === 'office'
            ? 'The network office signs none of these: they are between members.'
            : 'Once you sign, the other practice stands in your contacts as a partner. A rule of your own for the two of you is asked for when you sign; it counts once the network office has approved and published it, and then stands above every other rule.'}
        </Note>
        {data.map((one) => (
          <InstrumentCard
            key={one.kind}
            one={one}
            practices={others}
            maySign={permits(status?.person?.roles ?? [], 'manage-people')}
            onSign={setSigning}
          />
        ))}
      </Stack>
      {signing === undefined ? null : <AgreementAct {...signing} onClose={() => setSigning(undefined)} />}
    </Page>
  );
};

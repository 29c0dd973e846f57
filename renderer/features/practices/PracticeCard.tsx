import { Button } from '@mantine/core';
import { Avatar } from '../../ui/Avatar.tsx';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { abnText } from './abnText.ts';
import { agreementNames, type AgreementKind } from './AgreementAct.tsx';
import { RecoveredKeys } from './RecoveredKeys.tsx';
import type { PracticeRow } from './PracticeTable.tsx';
import { type PartnerSaid, Standing } from './Standing.tsx';
import { useVerticalNames } from './verticalNames.ts';

type Agreement = PracticeRow['agreements'][number];

const isKind = (kind: string): kind is AgreementKind => kind in agreementNames;

/** How each state of an agreement looks and reads. */
export const agreementLooks: Readonly<Record<Agreement['state'], { readonly kind: StatusKind; readonly words: string }>> = {
  none: { kind: 'not-yet', words: 'Not signed' },
  'signed-here': { kind: 'waiting', words: 'Signed by you, waiting for their signature' },
  'signed-there': { kind: 'waiting', words: 'Signed by them, waiting for yours' },
  both: { kind: 'done', words: 'In force, signed by both' },
};

export interface PracticeCardProps {
  readonly practice: PracticeRow;
  readonly ownGst: boolean;
  /** This desk is the network office: it signs agreements with nobody. */
  readonly ownOffice: boolean;
  readonly mayConfirm: boolean;
  readonly mayHonour: boolean;
  /** Who of the two has said that they are partners. */
  readonly said: PartnerSaid;
  readonly onSign: (kind: AgreementKind, answers: string | null) => void;
}

const why = (kind: AgreementKind, practice: PracticeRow, ownGst: boolean): string | undefined =>
  kind === 'rcti' && !(practice.gst && ownGst)
    ? 'Not possible: both practices have to be registered for GST. Commissions come with a commission statement.'
    : undefined;

const columns = ({ practice, ownGst, onSign }: PracticeCardProps): readonly Column<Agreement & { readonly kind: AgreementKind }>[] => [
  { id: 'kind', head: 'Agreement', cell: (row) => agreementNames[row.kind] },
  {
    id: 'state',
    head: 'State',
    cell: (row) => {
      const barred = row.state === 'none' ? why(row.kind, practice, ownGst) : undefined;
      const { kind, words } = agreementLooks[row.state];
      return <Status kind={barred === undefined ? kind : 'excluded'}>{barred ?? words}</Status>;
    },
  },
  {
    id: 'event',
    head: 'Entry',
    cell: (row) =>
      row.event === null ? (
        <span className="second">None</span>
      ) : (
        <HrefLink href={`/ledger/${row.event}`}>{row.event.slice(0, 8)}</HrefLink>
      ),
  },
  {
    id: 'act',
    head: 'Act',
    quietHead: true,
    align: 'end',
    cell: (row) => {
      if (row.state === 'none' && why(row.kind, practice, ownGst) === undefined)
        return (
          <Button
            size="xs"
            aria-label={`Sign the ${agreementNames[row.kind]} with ${practice.legalName}`}
            onClick={() => onSign(row.kind, null)}
          >
            Sign…
          </Button>
        );
      return row.state === 'signed-there' ? (
        <Button
          size="xs"
          aria-label={`Read and answer the ${agreementNames[row.kind]} of ${practice.legalName}`}
          onClick={() => onSign(row.kind, row.event)}
        >
          Read and answer…
        </Button>
      ) : null;
    },
  },
];

/** One practice of the register, fresh keys of it, and the agreements with it. */
export const PracticeCard = (props: PracticeCardProps) => {
  const { practice } = props;
  const namesOf = useVerticalNames();
  const agreements = practice.agreements.flatMap((one) => (isKind(one.kind) ? [{ ...one, kind: one.kind }] : []));
  return (
    <Card
      flush
      icon={<Avatar name={practice.legalName} shape="square" />}
      title={practice.legalName}
      aside={`ABN ${abnText(practice.abn)} · ${practice.gst ? 'registered' : 'not registered'} for GST, as declared${practice.soleSignatory ? ' · sole signatory' : ''}`}
    >
      {practice.recovery === null ? null : (
        <div style={{ padding: '12px 14px' }}>
          <RecoveredKeys practice={practice} mayConfirm={props.mayConfirm} />
        </div>
      )}
      {practice.kind === 'office' ? (
        <p style={{ padding: '12px 14px' }}>The network office: keeps the register, publishes rules, takes the platform fee.</p>
      ) : props.ownOffice ? (
        <p style={{ padding: '12px 14px' }}>{namesOf(practice.verticals)}</p>
      ) : (
        <>
          <PlainTable
            label={`Agreements with ${practice.legalName}`}
            columns={columns(props)}
            rows={agreements}
            rowKey={(row) => row.kind}
          />
          <Standing practice={practice} said={props.said} mayLink={props.mayConfirm} mayHonour={props.mayHonour} />
        </>
      )}
    </Card>
  );
};

import type { AdmittedPractice } from '../../core/contract/network/office-page.ts';
import { Card } from '../ui/Card.tsx';
import { PlainTable } from '../ui/PlainTable.tsx';
import { Status } from '../ui/Status.tsx';
import type { StatusKind } from '../ui/StatusIcon.tsx';
import css from './OfficePage.module.css';
import { counted, Moment, ShortId } from './words.tsx';

type Desk = AdmittedPractice['desks'][number];
type Row = { readonly practice: AdmittedPractice; readonly desk: Desk | null; readonly first: boolean };

const STANDING: Readonly<Record<AdmittedPractice['status'], { readonly kind: StatusKind; readonly words: string }>> = {
  active: { kind: 'done', words: 'Active' },
  suspended: { kind: 'paused', words: 'Suspended' },
  resigned: { kind: 'excluded', words: 'Resigned' },
};

const keyWords = ({ keys }: Desk): string => {
  const revoked = keys.filter(({ revokedAt }) => revokedAt !== null).length;
  const valid = keys.length - revoked;
  return [counted(valid, 'key counts', 'keys count'), ...(revoked === 0 ? [] : [counted(revoked, 'revoked', 'revoked')])].join(', ');
};

/** The registrar's key signs admissions and connects never. */
const signsOnly = ({ keys }: Desk): boolean => keys.every(({ use }) => use === 'registrar');

/** A desk none of whose keys may connect is shut out. */
const isOut = ({ keys }: Desk): boolean => !keys.some(({ use, revokedAt }) => revokedAt === null && use === 'desk');

/** Who may connect: practices and their desks by id, when each came last, and what waits for them. */
export const PracticesCard = ({ practices }: { readonly practices: readonly AdmittedPractice[] }) => {
  const rows = practices.flatMap((practice): readonly Row[] =>
    practice.desks.length === 0
      ? [{ practice, desk: null, first: true }]
      : practice.desks.map((desk, at) => ({ practice, desk, first: at === 0 })),
  );
  return (
    <Card title="Practices and desks" count={practices.length} flush aside="Ids only, by their last digits">
      <PlainTable<Row>
        label="Practices and desks"
        rows={rows}
        rowKey={({ practice, desk }) => `${practice.practice} ${desk?.desk ?? ''}`}
        columns={[
          {
            id: 'practice',
            head: 'Practice',
            cell: ({ practice, first }) =>
              first ? (
                <>
                  <ShortId id={practice.practice} /> {practice.office ? <span className="second">the office</span> : null}
                </>
              ) : (
                <span className="visually-hidden">{practice.practice.slice(-12)}</span>
              ),
          },
          {
            id: 'status',
            head: 'Standing',
            cell: ({ practice, first }) =>
              first ? <Status kind={STANDING[practice.status].kind}>{STANDING[practice.status].words}</Status> : null,
          },
          {
            id: 'waiting',
            head: 'Not confirmed',
            align: 'end',
            cell: ({ practice, first }) => (first ? counted(practice.waiting, 'parcel', 'parcels') : null),
          },
          {
            id: 'desk',
            head: 'Desk',
            cell: ({ desk }) => (desk === null ? <span className="second">None yet</span> : <ShortId id={desk.desk} />),
          },
          { id: 'keys', head: 'Keys', cell: ({ desk }) => (desk === null ? null : keyWords(desk)) },
          {
            id: 'contact',
            head: 'Last contact',
            cell: ({ desk }) =>
              desk === null ? null : signsOnly(desk) ? (
                <span className="second">Signs admissions, does not connect</span>
              ) : isOut(desk) ? (
                <Status kind="excluded" rest={desk.lastContact === null ? undefined : <Moment at={desk.lastContact} />}>
                  Shut out
                </Status>
              ) : (
                <Moment at={desk.lastContact} missing="Not since this is counted" />
              ),
          },
        ]}
      />
      <p className={css.remark}>
        The registrar’s desk admits and shuts out; this page cannot. Whose id it is, the office’s desk says: Network office, Register, open
        a practice.
      </p>
    </Card>
  );
};

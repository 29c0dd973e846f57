import { Button } from '@mantine/core';
import { IconFingerprint, IconSend } from '@tabler/icons-react';
import type { BatchView } from '../../../core/contract/money.ts';
import { ApprovalRail } from '../../ui/ApprovalRail.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { StatusIcon, toneOf } from '../../ui/StatusIcon.tsx';
import { approvalSteps } from './batchLook.ts';
import { Documents } from './Documents.tsx';
import css from './payouts.module.css';

const bankKind = { 'not-recorded': 'not-yet', matched: 'done', ambiguous: 'late' } as const;

const BankWords = ({ bank }: Pick<BatchView, 'bank'>) => (
  <span className={css.bank} data-tone={toneOf(bankKind[bank.state])}>
    <StatusIcon kind={bankKind[bank.state]} />
    <span>{bank.words}</span>
  </span>
);

/** What a person may sign of a batch now; one of the two at most. */
const Acts = ({
  view,
  onApprove,
  onRelease,
}: {
  readonly view: BatchView;
  readonly onApprove: () => void;
  readonly onRelease: () => void;
}) => {
  if (view.state === 'approved')
    return (
      <div className={css.acts}>
        {view.may.release === null ? null : <p className="second">{view.may.release}</p>}
        <Button
          size="lg"
          variant="filled"
          fullWidth
          disabled={view.may.release !== null}
          leftSection={<IconSend size={17} stroke={1.7} aria-hidden="true" />}
          onClick={onRelease}
        >
          Release the batch
        </Button>
      </div>
    );
  return view.state === 'prepared' ? (
    <div className={css.acts}>
      {view.may.approve === null ? null : <p className="second">{view.may.approve}</p>}
      <Button
        size="lg"
        variant="filled"
        fullWidth
        disabled={view.may.approve !== null}
        leftSection={<IconFingerprint size={17} stroke={1.7} aria-hidden="true" />}
        onClick={onApprove}
      >
        Approve with your passkey
      </Button>
    </div>
  ) : null;
};

/** Beside the payments: what leaves the account, the papers, the file, who approved, and the next act. */
export const BatchPanel = ({
  view,
  onApprove,
  onRelease,
}: {
  readonly view: BatchView;
  readonly onApprove: () => void;
  readonly onRelease: () => void;
}) => {
  const { totals } = view;
  const commissions = view.lines.filter((line) => line.kind === 'commission').length;
  const approved = view.approvals.steps.filter((step) => step.kind === 'approved').length;
  return (
    <RightPanel label="Approvals">
      <section aria-labelledby="leaves">
        <h2 id="leaves">Leaves the account</h2>
        <p className={css.figure}>
          <Money cents={totals.leaves} />
        </p>
        <KeyValues
          align="end"
          items={[
            {
              label: commissions === 1 ? 'Commission, one payment' : `Commission, ${commissions} payments`,
              value: <Money cents={totals.commission} />,
            },
            { label: 'GST on commission', value: <Money cents={totals.gst} /> },
            { label: 'Platform fee', value: <Money cents={totals.platform} /> },
            { label: 'GST on the fee', value: <Money cents={totals.platformGst} /> },
          ]}
        />
      </section>
      <section className={css.group} aria-label="File and papers">
        <KeyValues
          items={[
            {
              label: 'ABA hash',
              value: view.aba.sha256 === null ? null : <Hash hex={view.aba.sha256} digits={12} what="hash of the ABA file" />,
            },
            {
              label: 'Exported',
              value: view.aba.exportedAt.length === 0 ? null : <DateTime at={view.aba.exportedAt.at(-1) ?? null} form="recent" />,
              missing: 'Not exported',
            },
            { label: 'Bank', value: <BankWords bank={view.bank} /> },
          ]}
        />
        <Documents documents={view.documents.map((document) => ({ ...document, where: 'here' }))} />
      </section>
      <section className={css.group} aria-labelledby="approvals">
        <div className={css.between}>
          <h2 id="approvals">Approvals</h2>
          <span className="second small">{view.approvals.words}</span>
        </div>
        <ApprovalRail steps={approvalSteps(view)} />
        {view.approvals.soleSignatory ? (
          <Note tone="mute">Sole signatory: the register shows one active person. Batch, invoice and pack say so.</Note>
        ) : null}
      </section>
      {view.may.change === null && approved > 0 ? (
        <Note tone="warn">Any edit or exclusion now resets {approved === 1 ? 'the approval' : `all ${approved} approvals`}.</Note>
      ) : null}
      <Acts view={view} onApprove={onApprove} onRelease={onRelease} />
    </RightPanel>
  );
};

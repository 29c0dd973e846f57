import { useState } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsRightLeft, IconHandStop, IconRefresh, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BoardRow, ConsentOptions, Evidence } from '../../../core/contract/consent.ts';
import { categoryWords } from '../../../core/domain/consent/categories.ts';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { IntroduceSheet, RenewSheet, WithdrawSheet } from './ConsentSheets.tsx';
import { evidenceQuery } from './queries.ts';
import { ReceiptSheet } from './ReceiptSheet.tsx';
import { CHANNEL_WORDS, OCCASIONS } from './receiptWords.ts';
import { STATE_LOOK } from './stateLook.ts';
import css from './consents.module.css';

type Given = Evidence['receipts'][number];

const Details = ({ evidence, onRead }: { readonly evidence: Evidence; readonly onRead: (receipt: Given) => void }) => (
  <>
    {evidence.notice.text === null ? null : <blockquote className={css.receipt}>{evidence.notice.text}</blockquote>}
    <h3 className={css.sub}>What was actually disclosed</h3>
    {evidence.disclosures.length === 0 ? (
      <p className="second">Nothing.</p>
    ) : (
      <ul className={css.lines}>
        {evidence.disclosures.map((one) => (
          <li key={one.hash}>
            <span>
              {one.fields.map(categoryWords).join(', ')} to {one.recipient}
              {one.deleted === null ? '' : ` · ${one.deleted}`}
            </span>
            <DateTime at={one.at} form="date" />
          </li>
        ))}
      </ul>
    )}
    {evidence.sections.map((section) => (
      <details key={section.title} className={css.section}>
        <summary>{section.title}</summary>
        <KeyValues items={section.fields.map((field) => ({ label: field.label, value: field.recorded ? field.value : null }))} />
      </details>
    ))}
    <h3 className={css.sub}>Receipts</h3>
    {evidence.receipts.length === 0 ? (
      <p className="second">None was given yet.</p>
    ) : (
      <ul className={css.lines}>
        {evidence.receipts.map((one) => (
          <li key={`${one.at} ${one.event} ${one.channel}`}>
            <span>
              {OCCASIONS[one.occasion]}, {CHANNEL_WORDS[one.channel] ?? one.channel}
              {one.address === null ? '' : ` to ${one.address}`}
              {one.outcome === 'delivered' ? '' : ': it failed'}{' '}
              <Button size="compact-xs" aria-label={`Read the receipt: ${OCCASIONS[one.occasion]}`} onClick={() => onRead(one)}>
                Read
              </Button>
            </span>
            <DateTime at={one.at} form="date" />
          </li>
        ))}
      </ul>
    )}
    <h3 className={css.sub}>History</h3>
    <ol className={css.lines}>
      {evidence.history.map((one) => (
        <li key={one.hash}>
          <span>
            {one.words}
            {one.changes.length === 0 ? '' : `: ${one.changes.join('; ')}`}
          </span>
          <DateTime at={one.at} form="date" />
        </li>
      ))}
    </ol>
    <KeyValues items={[{ label: 'In the chain', value: <Hash hex={evidence.consent} digits={16} what="consent" /> }]} />
  </>
);

export interface ConsentPanelProps {
  readonly row: BoardRow;
  readonly options: ConsentOptions;
  readonly onClose: () => void;
}

/** One consent: the words the client saw, what was disclosed, every field of the record, and the acts. Withdrawing weighs as much as renewing. */
export const ConsentPanel = ({ row, options, onClose }: ConsentPanelProps) => {
  const [sheet, setSheet] = useState<'renew' | 'withdraw' | 'introduce' | null>(null);
  const [reading, setReading] = useState<Given | null>(null);
  const { data: evidence, error } = useQuery({ ...evidenceQuery(row.consent ?? ''), enabled: row.consent !== null });
  const holds = row.consent !== null && ['given', 'expiring', 'evidence-weak'].includes(row.state);
  const look = STATE_LOOK[row.state];
  return (
    <div className={css.panel}>
      <div className={css.panelHead}>
        <h2>
          {row.contact === null ? (
            row.name
          ) : (
            <Link to="/contacts/$id" params={{ id: row.contact }}>
              {row.name}
            </Link>
          )}
        </h2>
        <ActionIcon variant="subtle" aria-label="Close the consent" onClick={onClose}>
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </div>
      <p className={css.standing}>
        <Status kind={look.kind}>{row.words}</Status> {row.code === null ? null : <span className="second">{row.code}</span>}
      </p>
      <p>
        {row.recipientName}, {row.purposeName.toLowerCase()}
      </p>
      {row.consent === null ? null : evidence === undefined ? (
        error === null ? (
          <SkeletonRows label="the consent" rows={6} />
        ) : (
          <ErrorNote problem={problemOf(error)} />
        )
      ) : (
        <Details evidence={evidence} onRead={setReading} />
      )}
      {row.consent === null || row.intent !== null ? null : (
        <div className={css.weights}>
          <Button leftSection={<IconRefresh size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setSheet('renew')}>
            Renew
          </Button>
          <Button
            disabled={!holds}
            leftSection={<IconHandStop size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => setSheet('withdraw')}
          >
            Withdraw
          </Button>
        </div>
      )}
      {row.consent !== null && row.intent !== null && holds ? (
        <Button leftSection={<IconHandStop size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setSheet('withdraw')}>
          Withdraw
        </Button>
      ) : null}
      {holds && row.intent === null ? (
        <Button leftSection={<IconArrowsRightLeft size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setSheet('introduce')}>
          Introduce to {row.recipientName}
        </Button>
      ) : null}
      {reading === null || row.consent === null ? null : (
        <ReceiptSheet
          owed={{ consent: row.consent, event: reading.event, occasion: reading.occasion }}
          name={row.name}
          onClose={() => setReading(null)}
        />
      )}
      {sheet === 'renew' ? <RenewSheet row={row} options={options} onClose={() => setSheet(null)} /> : null}
      {sheet === 'withdraw' ? <WithdrawSheet row={row} onClose={() => setSheet(null)} /> : null}
      {sheet === 'introduce' ? <IntroduceSheet row={row} options={options} onClose={() => setSheet(null)} /> : null}
    </div>
  );
};

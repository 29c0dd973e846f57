import { useState } from 'react';
import type { BulkAct } from '../../../core/contract/contact-list.ts';
import { Note } from '../../ui/Note.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { missingInOptIn, type OptIn, OptInFields } from './OptInFields.tsx';

/** Consent to marketing of many contacts that rests on the same evidence, such as a list of those who signed up. */
export const OptInManySheet = ({
  count,
  onAct,
  onClose,
}: {
  readonly count: number;
  readonly onAct: (act: BulkAct) => void;
  readonly onClose: () => void;
}) => {
  const [value, setValue] = useState<OptIn>({ basis: 'express', evidence: '' });
  return (
    <Sheet
      title={`Consent to marketing of ${count.toLocaleString('en-AU')} ${count === 1 ? 'contact' : 'contacts'}`}
      verb="Record it"
      error={null}
      pending={false}
      missing={missingInOptIn(value)}
      onClose={onClose}
      onSave={() => onAct({ act: 'marketing-consent', basis: value.basis, evidence: value.evidence.trim() })}
    >
      <OptInFields value={value} onChange={setValue} />
      <Note tone="mute">
        The evidence has to hold for each of them. Whoever agreed already stays as recorded; inferred consent passes over whoever withdrew
        or is on the suppression list, and names them.
      </Note>
    </Sheet>
  );
};

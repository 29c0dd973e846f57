import { useState, type ReactNode } from 'react';
import { Checkbox } from '@mantine/core';
import type { Act, Prepared, Signed } from '../../../core/contract/acts.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { fours } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import type { Signed as SignedCount } from '../../ui/Ring.tsx';
import { SignSheet } from '../../ui/SignSheet.tsx';
import { ExactBytes } from './ExactBytes.tsx';
import { useDraft } from './useDraft.ts';

export interface ActSheetProps {
  /** What to sign; null while the entries are incomplete. */
  readonly act: Act | null;
  /** "Sign Intake, handshake 3 of 5". */
  readonly title: string;
  /** The button: "Sign Intake", "Approve". */
  readonly verb: string;
  /** Handshakes signed before this one; leave out for acts that are none. */
  readonly signed?: SignedCount | undefined;
  readonly ticksTitle?: string | undefined;
  /** Fields that make up the act. */
  readonly children?: ReactNode;
  /** Says what is missing while `act` is null: "Choose a reason." */
  readonly missing?: string | undefined;
  readonly onClose: () => void;
  /** After signing; the window has read everything again. */
  readonly onSigned: (signed: Signed) => void;
}

const blockedBy = (act: Act | null, prepared: Prepared | undefined, missing: string | undefined): string | undefined => {
  if (act === null) return missing ?? 'Some entries are missing.';
  if (prepared?.assertion.need === 'required' && prepared.assertion.credentials.length === 0)
    return 'It needs a passkey, and none is enrolled for you. Enrol one under People and keys.';
  return undefined;
};

const keyOf = (prepared: Prepared | undefined, passkey: boolean): string => {
  if (prepared === undefined) return 'Your key at this desk';
  return `Your key at this desk, ${fours(prepared.signer.key.slice(0, 8))}${passkey ? ', with your passkey' : ''}`;
};

/** The sheet of any act: the desk prepares the exact bytes, the person reads them in words, ticks, and signs. */
export const ActSheet = ({ act, title, verb, signed, ticksTitle, children, missing, onClose, onSigned }: ActSheetProps) => {
  const [wanted, setWanted] = useState(true);
  const { prepared, problem, sign } = useDraft(act, (answer) => {
    onSigned(answer);
    onClose();
  });
  const need = prepared?.assertion.need ?? 'none';
  const passkey = need === 'required' || (need === 'offered' && wanted);
  const hash = prepared?.events[0]?.contentHash;
  return (
    <SignSheet
      opened
      onClose={onClose}
      title={title}
      {...(signed === undefined ? {} : { signed })}
      words={prepared?.words ?? <span className="second">The exact words stand here once the entries are complete.</span>}
      {...(ticksTitle === undefined ? {} : { ticksTitle })}
      ticks={(prepared?.ticks ?? []).map((tick) => ({ id: tick.id, label: tick.text }))}
      blocked={blockedBy(act, prepared, missing)}
      signedAs={prepared?.signer.name ?? 'You'}
      keyName={keyOf(prepared, passkey)}
      // An act without an event of its own, such as a private note, has nothing to hash.
      hash={hash ?? (prepared === undefined ? undefined : '')}
      act={verb}
      by={passkey ? 'presence' : 'desk'}
      onSign={(ticks) => sign(ticks, wanted)}
      fields={children}
    >
      {prepared?.warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
      {prepared === undefined || prepared.facts.length === 0 ? null : <KeyValues items={prepared.facts} />}
      {need === 'offered' ? (
        <Checkbox
          label="Confirm with my passkey"
          description="Others then see that you were present with it, and not only that this desk signed."
          checked={wanted}
          onChange={(event) => setWanted(event.currentTarget.checked)}
        />
      ) : null}
      {need === 'required' && prepared?.assertion.why !== null ? <p className="second">{prepared?.assertion.why}</p> : null}
      {prepared === undefined ? null : <ExactBytes events={prepared.events} />}
      {problem === undefined ? null : <ErrorNote problem={problem} />}
    </SignSheet>
  );
};

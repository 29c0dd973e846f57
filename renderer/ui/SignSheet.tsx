import { useRef, useState, type ReactNode } from 'react';
import { Button, Checkbox, Modal } from '@mantine/core';
import { IconFingerprint, IconSignature } from '@tabler/icons-react';
import { ErrorNote } from './ErrorNote.tsx';
import { Hash } from './Hash.tsx';
import { Kbd } from './Kbd.tsx';
import { KeyValues } from './KeyValues.tsx';
import { PlainWords } from './PlainWords.tsx';
import { Ring, type Signed } from './Ring.tsx';
import type { ProblemWords } from './problem.ts';
import css from './SignSheet.module.css';

export interface SignTick {
  readonly id: string;
  readonly label: string;
  readonly detail?: ReactNode;
}

export interface SignSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** "Sign Intake, handshake 3 of 5". */
  readonly title: string;
  /** Signed before this act; leave out for acts that are no handshake. */
  readonly signed?: Signed;
  /** The exact words. */
  readonly words: ReactNode;
  /** "At the first contact with Sarah". */
  readonly ticksTitle?: string;
  /** Every one is required and starts empty; they become part of what is signed. */
  readonly ticks?: readonly SignTick[];
  /** Fields that make up the act, such as an amount; they stand before the ticks. */
  readonly fields?: ReactNode;
  /** Facts and warnings below the ticks. */
  readonly children?: ReactNode;
  /** Says why the act is closed beyond the ticks: "The amount is missing." */
  readonly blocked?: string | undefined;
  /** "Daniel Rossi, ABC Finance Broking". */
  readonly signedAs: string;
  /** "Security key 5f2c, hardware". */
  readonly keyName: string;
  /** SHA-256 of the bytes, hex; empty for an act that writes no event; left out while the bytes are still being made. */
  readonly hash?: string | undefined;
  /** The verb and its object: "Sign Intake", "Approve", "Release". */
  readonly act: string;
  /** presence: a passkey or security key is asked for. desk: the key of this desk signs. */
  readonly by?: 'presence' | 'desk';
  /** Signs; a refusal comes back as its words and stays in the sheet. */
  readonly onSign: (ticked: readonly string[]) => Promise<ProblemWords | undefined>;
}

const counted = ['No tick is', 'One tick is', 'Two ticks are', 'Three ticks are', 'Four ticks are', 'Five ticks are'] as const;

const allOf = ['', 'It is needed', 'Both are needed', 'All three are needed', 'All four are needed', 'All five are needed'] as const;

const missingText = (missing: number): string => (missing === 0 ? '' : ` ${counted[missing] ?? `${missing} ticks are`} missing.`);

const Sheet = ({
  onClose,
  words,
  ticksTitle,
  ticks = [],
  fields,
  children,
  blocked,
  signedAs,
  keyName,
  hash,
  act,
  by = 'presence',
  onSign,
}: SignSheetProps) => {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [signing, setSigning] = useState(false);
  const [problem, setProblem] = useState<ProblemWords>();
  const running = useRef(false);
  const missing = ticks.filter((tick) => !ticked.has(tick.id)).length;
  const open = missing === 0 && blocked === undefined && hash !== undefined;
  const sign = async () => {
    if (!open || running.current) return;
    running.current = true;
    setSigning(true);
    setProblem(undefined);
    try {
      setProblem(await onSign([...ticked]));
    } finally {
      running.current = false;
      setSigning(false);
    }
  };
  const toggle = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  const Icon = by === 'presence' ? IconFingerprint : IconSignature;
  return (
    <div
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void sign();
      }}
    >
      <div className={css.body}>
        <PlainWords label="What you sign">{words}</PlainWords>
        {fields}
        {ticks.length === 0 ? null : (
          <fieldset className="bare">
            <legend>
              <strong>{ticksTitle ?? 'You confirm'}</strong>
            </legend>
            <p className={css.ticksHead}>
              {allOf[ticks.length] ?? 'All of them are needed'}. {ticks.length === 1 ? 'It becomes' : 'They become'} part of what you sign.
            </p>
            <ul className={css.ticks}>
              {ticks.map((tick) => (
                <li key={tick.id} className={css.tick}>
                  <Checkbox
                    label={<strong>{tick.label}</strong>}
                    description={tick.detail}
                    checked={ticked.has(tick.id)}
                    disabled={signing}
                    onChange={() => toggle(tick.id)}
                  />
                </li>
              ))}
            </ul>
          </fieldset>
        )}
        {children}
        <KeyValues
          items={[
            { label: 'Signed as', value: signedAs },
            { label: 'Key', value: keyName },
            {
              label: 'SHA-256',
              value:
                hash === undefined ? null : hash === '' ? (
                  'No entry is signed with your own key'
                ) : (
                  <Hash hex={hash} digits={32} what="hash of what is signed" />
                ),
              missing: 'Made when the entries are complete',
            },
          ]}
        />
        {problem === undefined ? null : <ErrorNote problem={problem} />}
      </div>
      <div className={css.foot}>
        <p className={css.reason} role="status">
          Cannot be undone.{missingText(missing)} {blocked}
        </p>
        <Button size="md" disabled={signing} onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="md"
          variant="filled"
          disabled={!open}
          loading={signing}
          leftSection={<Icon size={17} stroke={1.7} aria-hidden="true" />}
          rightSection={open ? <Kbd onFill>Ctrl Enter</Kbd> : undefined}
          onClick={() => void sign()}
        >
          {act}
        </Button>
      </div>
    </div>
  );
};

/** The sheet of a binding act: words, required ticks, who and key, hash. Closing it keeps nothing. */
export const SignSheet = (props: SignSheetProps) => (
  <Modal
    opened={props.opened}
    onClose={props.onClose}
    size={600}
    padding={0}
    closeOnClickOutside={false}
    title={
      <span className={css.title}>
        {props.signed === undefined ? null : <Ring signed={props.signed} size={24} />}
        {props.title}
      </span>
    }
    classNames={{ header: 'sheet-head' }}
  >
    <Sheet {...props} />
  </Modal>
);

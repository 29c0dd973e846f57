import { Modal, Switch } from '@mantine/core';
import { Kbd } from '../ui/Kbd.tsx';
import { usePreferences } from './preferences.ts';
import { create, goTo } from './shortcuts.ts';
import css from './ShortcutSheet.module.css';

type Line = readonly [words: string, ...keys: readonly string[]];

const everywhere: readonly Line[] = [
  ['Search, jump, paste an id', 'Ctrl', 'K'],
  ['Filter the list', '/'],
  ['This sheet', '?'],
  ['Close, or clear the selection', 'Esc'],
];

const lists: readonly Line[] = [
  ['Next row', 'j'],
  ['Row before', 'k'],
  ['Select the row', 'x'],
  ['Select as far as here', 'Shift', '↓'],
  ['Open the row', 'Enter'],
];

const signing: readonly Line[] = [['Do the binding act of a sheet', 'Ctrl', 'Enter']];

const Lines = ({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) => (
  <section>
    <h3>{title}</h3>
    <ul className={css.list}>
      {lines.map(([words, ...keys]) => (
        <li key={words} className={css.line}>
          {words}
          <span className={css.keys}>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </span>
        </li>
      ))}
    </ul>
  </section>
);

/** All keys of this window, and the switch for the single-key ones. */
export const ShortcutSheet = ({
  opened,
  onClose,
  office,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly office: boolean;
}) => {
  const { letters, setLetters } = usePreferences();
  return (
    <Modal opened={opened} onClose={onClose} title={<strong>Keyboard</strong>} size={760}>
      <div className={css.columns}>
        <Lines
          title="Go to"
          lines={goTo.filter((one) => office || one.officeOnly !== true).map((one) => [one.name, 'g', one.letter] as const)}
        />
        <div>
          <Lines title="Everywhere" lines={everywhere} />
          <br />
          <Lines title="Start" lines={create.map((one) => [one.name, 'c', one.letter] as const)} />
        </div>
        <div>
          <Lines title="In lists" lines={lists} />
          <br />
          <Lines title="Signing" lines={signing} />
        </div>
      </div>
      <Switch
        className={css.switch}
        checked={letters}
        onChange={(event) => setLetters(event.currentTarget.checked)}
        label="Single-key shortcuts"
        description="Off: only keys with Ctrl, arrows and Enter work."
      />
    </Modal>
  );
};

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { ASSET_KINDS } from '../../../../core/domain/compliance/asset.ts';
import type { GateSet } from '../../../../core/domain/compliance/gate-set.ts';
import { Note } from '../../../ui/Note.tsx';
import { ASSET_KIND_NAMES } from '../../campaigns/campaignLook.ts';
import { freshId, moved, replaced, without } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

type Gates = GateSet['standard'];

const GateRows = ({
  name,
  gates,
  onChange,
}: {
  readonly name: string;
  readonly gates: Gates;
  readonly onChange: (gates: Gates) => void;
}) => (
  <>
    {gates.map((gate, at) => (
      <div key={gate.code} className={css.row}>
        <TextInput
          className={css.grow}
          aria-label={`Gate ${String(at + 1)} of ${name}`}
          maxLength={200}
          value={gate.words}
          onChange={(event) => onChange(replaced(gates, at, { words: event.currentTarget.value }))}
        />
        <Button aria-label={`${gate.words} earlier`} disabled={at === 0} onClick={() => onChange(moved(gates, at, -1))}>
          <IconArrowUp size={15} stroke={1.8} aria-hidden="true" />
        </Button>
        <Button aria-label={`${gate.words} later`} disabled={at === gates.length - 1} onClick={() => onChange(moved(gates, at, 1))}>
          <IconArrowDown size={15} stroke={1.8} aria-hidden="true" />
        </Button>
        <Button aria-label={`Remove ${gate.words}`} disabled={gates.length === 1} onClick={() => onChange(without(gates, at))}>
          Remove
        </Button>
      </div>
    ))}
    <div>
      <Button
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
        aria-label={`Add a gate to ${name}`}
        onClick={() => {
          const words = `Gate ${String(gates.length + 1)}`;
          const taken = gates.map((gate) => gate.code);
          onChange([...gates, { code: freshId(words, taken), words }]);
        }}
      >
        Add a gate
      </Button>
    </div>
  </>
);

const kindName = (kind: string): string => {
  const known = ASSET_KINDS.find((one) => one === kind);
  return known === undefined ? kind : ASSET_KIND_NAMES[known];
};

/** The gates every asset passes, and gates of their own for some kinds. */
export const GatesForm = ({ value, onChange }: StoredFormProps<GateSet>) => {
  const own = Object.entries(value.kinds);
  const free = ASSET_KINDS.filter((kind) => value.kinds[kind] === undefined);
  const setKind = (kind: string, gates: Gates) => onChange({ ...value, kinds: { ...value.kinds, [kind]: gates } });
  return (
    <>
      <Note tone="mute">
        The network office signs a set of gates word for word. Any change here makes a set that nobody has signed yet: outside a test
        network no asset can then be published until three people of the office have signed it.
      </Note>
      <fieldset className={`bare ${css.block}`}>
        <legend>
          <strong>Every kind of asset</strong>
        </legend>
        <GateRows name="every kind" gates={value.standard} onChange={(standard) => onChange({ ...value, standard })} />
      </fieldset>
      {own.map(([kind, gates]) => (
        <fieldset key={kind} className={`bare ${css.block}`}>
          <legend>
            <strong>{kindName(kind)}, instead of those</strong>
          </legend>
          <GateRows name={kindName(kind)} gates={gates} onChange={(next) => setKind(kind, next)} />
          <div>
            <Button
              onClick={() => onChange({ ...value, kinds: Object.fromEntries(own.filter(([other]) => other !== kind)) })}
              aria-label={`${kindName(kind)} back to the gates of every kind`}
            >
              Back to the gates of every kind
            </Button>
          </div>
        </fieldset>
      ))}
      {free.length === 0 ? null : (
        <NativeSelect
          aria-label="Give a kind of asset gates of its own"
          w={270}
          value=""
          data={[{ value: '', label: 'Gates of its own for…' }, ...free.map((kind) => ({ value: kind, label: ASSET_KIND_NAMES[kind] }))]}
          onChange={(event) => {
            const kind = free.find((one) => one === event.currentTarget.value);
            if (kind !== undefined) setKind(kind, value.standard);
          }}
        />
      )}
    </>
  );
};

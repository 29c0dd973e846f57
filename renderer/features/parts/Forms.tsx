import { useState } from 'react';
import { Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Abn } from '../../../core/domain/identity/abn.ts';
import type { Cents } from '../../../core/domain/money/cents.ts';
import { AbnInput } from '../../ui/AbnInput.tsx';
import { ConfirmTyping } from '../../ui/ConfirmTyping.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { FieldError, FieldOk } from '../../ui/FieldNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { AddFilter, FilterChip } from '../../ui/FilterChip.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { MoneyInput } from '../../ui/MoneyInput.tsx';
import { RecoveryKey } from '../../ui/RecoveryKey.tsx';
import { Stepper } from '../../ui/Stepper.tsx';
import { Section } from './Section.tsx';
import css from './parts.module.css';

const groups = ['7KQF', '2MXA', 'R9TD', 'W4NE', 'HC6P', '8JVB', '3YHS', 'G5ZK'];
const nothing = () => undefined;

/** Buttons, fields, file drop, steps, recovery key. */
export const Forms = () => {
  const [abn, setAbn] = useState<Abn | null>(null);
  const [day, setDay] = useState('2026-10-06');
  const [cents, setCents] = useState<Cents | null>(null);
  const [files, setFiles] = useState(0);
  const [right, setRight] = useState(false);
  return (
    <div>
      <Section title="Buttons, 30 px; 36 px for the one act of a page">
        <div className={css.row}>
          <Button>Send back</Button>
          <Button variant="subtle">Quiet</Button>
          <Button variant="outline" color="red">
            Start…
          </Button>
          <Button disabled>Export ABA</Button>
          <Button size="xs">Small</Button>
          <Button rightSection={<Kbd>Enter</Kbd>}>Match and next</Button>
        </div>
        <div className={css.row}>
          <SegmentedControl aria-label="Whose" data={['Mine', 'Practice']} />
          <FilterChip
            field="Owner"
            operator="is"
            value="Priya Nair"
            onField={nothing}
            onOperator={nothing}
            onValue={nothing}
            onRemove={nothing}
          />
          <AddFilter onClick={nothing} />
        </div>
      </Section>
      <Section title="Field">
        <div className={css.two}>
          <TextInput
            label="BSB"
            defaultValue="062-184"
            description={<FieldOk>CommBank, Parramatta</FieldOk>}
            inputWrapperOrder={['label', 'input', 'description']}
          />
          <TextInput label="Group 7" defaultValue="3YH5" error={<FieldError>Not the same. Look at the last character</FieldError>} />
          <AbnInput label="ABN" value={abn} onChange={setAbn} />
          <MoneyInput label="Income, ex GST" value={cents} onChange={setCents} />
          <DateInput label="Settled on" value={day} max="2026-10-15" onChange={setDay} />
          <Select label="Purpose" data={['Asset finance', 'Home lending']} defaultValue="Asset finance" />
          <Checkbox label="My copy is stored away from this computer." description="Read before you tick." />
        </div>
      </Section>
      <Section title="File drop">
        <FileDrop multiple hint={files === 0 ? undefined : `${files} chosen`} onFiles={(chosen) => setFiles(chosen.length)}>
          Drop more packs here, one or many. A folder of packs opens as a table.
        </FileDrop>
      </Section>
      <Section title="Steps">
        <div className={css.two}>
          <Stepper
            label="First run"
            look="green"
            now={2}
            steps={[
              { name: 'Your practice', note: 'Wattle Street Lending' },
              { name: 'You', note: 'Erin Castle' },
              { name: 'Recovery key', note: 'The only way back in' },
              { name: 'Backups', note: 'Where, and how often' },
            ]}
          />
          <Stepper
            label="Referral"
            now={2}
            onReturn={nothing}
            steps={[
              { name: 'Client', note: 'Amelia Hartley' },
              { name: 'Purpose and receiver', note: 'Home loan, ABC Finance' },
              { name: 'Consent and benefit', note: 'Given, fee shown' },
              { name: 'Check your answers', note: 'Then sign' },
            ]}
          />
        </div>
      </Section>
      <Section title="Recovery key">
        <RecoveryKey groups={groups} foot="Made here today. It is shown once." acts={<Button size="xs">Print the sheet</Button>} />
        <ConfirmTyping groups={groups} asked={[2, 6]} onChange={setRight} />
        <p className="second">{right ? 'Both groups are correct' : 'Next opens when both groups are correct'}</p>
      </Section>
    </div>
  );
};

import { Radio, Textarea } from '@mantine/core';
import type { z } from 'zod';
import type { optInInput } from '../../../core/contract/campaigns.ts';
import css from '../crm/sheets.module.css';

export type OptIn = z.input<typeof optInInput>;

/** Why the entries cannot be recorded yet; undefined when they can. */
export const missingInOptIn = ({ evidence }: OptIn): string | undefined =>
  evidence.trim() === '' ? 'Say how it was given, or what it is inferred from.' : undefined;

/** On what consent to marketing rests, and the words by which somebody else can check it. */
export const OptInFields = ({ value, onChange }: { readonly value: OptIn; readonly onChange: (value: OptIn) => void }) => (
  <>
    <Radio.Group
      label="Basis"
      value={value.basis}
      onChange={(basis) => onChange({ ...value, basis: basis === 'inferred' ? 'inferred' : 'express' })}
    >
      <div className={css.form}>
        <Radio value="express" label="Express: they said or ticked it themselves" />
        <Radio
          value="inferred"
          label="Inferred from what they did"
          description="As a client who can expect to hear about such services. The message says so."
        />
      </div>
    </Radio.Group>
    <Textarea
      label="Evidence"
      description="How and when, in words that somebody else can check."
      autosize
      minRows={2}
      maxLength={300}
      value={value.evidence}
      onChange={(event) => onChange({ ...value, evidence: event.currentTarget.value })}
    />
  </>
);

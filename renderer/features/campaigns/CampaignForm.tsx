import { useId, useState } from 'react';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { type Filter, NO_FILTER } from '../../../core/domain/contact/filter/filter.ts';
import { filterText } from '../../../core/domain/contact/filter/filter-text.ts';
import { checkTemplate } from '../../../core/domain/marketing/message.ts';
import { Note } from '../../ui/Note.tsx';
import { FilterBuilder } from '../contacts/list/FilterBuilder.tsx';
import { countQuery } from '../contacts/list/listQueries.ts';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import { assetLook } from './campaignLook.ts';
import { assetsQuery } from './queries.ts';
import css from './campaigns.module.css';

interface Entries {
  readonly name: string;
  readonly segment: Filter;
  readonly asset: string;
  readonly subject: string;
  readonly text: string;
}

const missingIn = ({ name, subject, text }: Entries): string | undefined => {
  if (name.trim() === '') return 'Give the campaign a name.';
  if (subject.trim() === '') return 'Enter a subject.';
  if (text.trim() === '') return 'Enter the text.';
  for (const words of [subject, text]) {
    const read = checkTemplate(words);
    if (!read.ok) return `“${read.error.at}” cannot be filled in.`;
  }
  return undefined;
};

const Segment = ({ filter, onChange }: { readonly filter: Filter; readonly onChange: (filter: Filter) => void }) => {
  const id = useId();
  const { data } = useQuery(countQuery({ q: '', f: filterText(filter) }));
  return (
    <div className={css.segment} role="group" aria-labelledby={id}>
      <span id={id} className={css.fieldName}>
        Segment
      </span>
      <div className={css.chips}>
        <FilterBuilder filter={filter} onChange={onChange} />
      </div>
      <p className="second" role="status">
        {data === undefined
          ? 'Counting…'
          : `${data.matching.toLocaleString('en-AU')} of ${data.total.toLocaleString('en-AU')} contacts are in it. Those with no recorded consent to marketing are left out; the next page names them.`}
      </p>
    </div>
  );
};

export interface CampaignFormProps {
  /** The draft that is changed; null for a new campaign. */
  readonly campaign: CampaignView | null;
  readonly onClose: () => void;
  readonly onSaved?: (id: string) => void;
}

/** A campaign: its name, the segment it goes to with a live count, the asset whose text it carries, and what it says. */
export const CampaignForm = ({ campaign, onClose, onSaved }: CampaignFormProps) => {
  const { data: assets } = useQuery(assetsQuery);
  const [entries, setEntries] = useState<Entries>({
    name: campaign?.name ?? '',
    segment: campaign?.segmentFilter ?? NO_FILTER,
    asset: campaign?.asset ?? '',
    subject: campaign?.subject ?? '',
    text: campaign?.text ?? '',
  });
  const write = (part: Partial<Entries>) => setEntries((before) => ({ ...before, ...part }));
  const save = useChange(({ id }) => {
    onClose();
    if (id !== undefined) onSaved?.(id);
  });
  const asset = assets?.rows.find((one) => one.id === entries.asset);
  const differs = asset !== undefined && asset.text.trim() !== entries.text.trim();
  const submit = (revision: number) => {
    const body = { ...entries, asset: entries.asset === '' ? null : entries.asset };
    save.mutate(
      campaign === null
        ? { method: 'POST', path: '/api/campaigns', body, words: `The campaign “${entries.name}” was drafted` }
        : {
            method: 'PUT',
            path: `/api/campaigns/${campaign.id}`,
            body: { revision, set: body },
            words: `The campaign “${entries.name}” was changed`,
          },
    );
  };
  return (
    <Sheet
      title={campaign === null ? 'New campaign' : 'Change the campaign'}
      verb={campaign === null ? 'Save the draft' : 'Save'}
      size={720}
      error={save.error}
      pending={save.isPending}
      missing={missingIn(entries)}
      onClose={onClose}
      onSave={() => submit(campaign?.revision ?? 1)}
    >
      <TextInput
        label="Name"
        description="Only the practice sees it."
        maxLength={300}
        value={entries.name}
        onChange={(event) => write({ name: event.currentTarget.value })}
      />
      <Segment filter={entries.segment} onChange={(segment) => write({ segment })} />
      <NativeSelect
        label="Asset"
        description="A campaign carries the text of a marketing asset, so that what goes out is what was cleared."
        value={entries.asset}
        data={[
          { value: '', label: 'Choose an asset' },
          ...(assets?.rows ?? [])
            .filter((one) => one.text.trim() !== '' && (one.state !== 'withdrawn' || one.id === entries.asset))
            .map((one) => ({ value: one.id, label: `${one.name} (${assetLook(one).words.toLocaleLowerCase('en-AU')})` })),
        ]}
        onChange={(event) => {
          const chosen = assets?.rows.find((one) => one.id === event.currentTarget.value);
          write({ asset: chosen?.id ?? '', ...(chosen === undefined ? {} : { text: chosen.text }) });
        }}
      />
      <TextInput
        label="Subject"
        maxLength={150}
        value={entries.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="Text"
        description="{{given name}}, {{name}} and {{organisation}} are filled in for each person. Who sends it and how to unsubscribe is added below by itself."
        autosize
        minRows={5}
        maxRows={14}
        maxLength={20_000}
        value={entries.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
      {differs ? (
        <Note
          tone="warn"
          act={
            <Button size="xs" onClick={() => write({ text: asset.text })}>
              Take its text
            </Button>
          }
        >
          The text is not the one of “{asset.name}”. It can be saved, but not sent.
        </Note>
      ) : null}
    </Sheet>
  );
};

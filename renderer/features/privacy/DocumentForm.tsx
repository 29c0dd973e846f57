import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { PrivacyDocument } from '../../../core/contract/privacy.ts';
import { replaced, without } from '../settings/stored/rows.ts';
import type { StoredFormProps } from '../settings/stored/StoredSetting.tsx';
import css from './privacy.module.css';

const paragraphsOf = (text: string): string[] => text.split(/\n{2,}/u);

/** A document by sections; an empty line parts two paragraphs. Words in braces are filled in by the program. */
export const DocumentForm = ({ value, onChange }: StoredFormProps<PrivacyDocument>) => {
  const { sections } = value;
  const set = (next: PrivacyDocument['sections']) => onChange({ ...value, sections: next });
  return (
    <>
      <p className="second">
        An empty line parts two paragraphs. Words in {'{braces}'} are filled in by the program: the practice, the officer, who receives data
        overseas, how long what is kept.
      </p>
      {sections.map((section, at) => (
        // Sections have no id of their own; they are only added at the end and removed.
        <fieldset key={String(at)} className={css.section}>
          <legend className="visually-hidden">{section.heading}</legend>
          <div className={css.row}>
            <TextInput
              style={{ flex: 1 }}
              label={`Heading ${String(at + 1)}`}
              maxLength={200}
              value={section.heading}
              onChange={(event) => set(replaced(sections, at, { heading: event.currentTarget.value }))}
            />
            <Button
              size="xs"
              style={{ alignSelf: 'end' }}
              aria-label={`Remove “${section.heading}”`}
              disabled={sections.length === 1}
              onClick={() => set(without(sections, at))}
            >
              Remove
            </Button>
          </div>
          <Textarea
            label={`Text under “${section.heading}”`}
            autosize
            minRows={2}
            value={section.paragraphs.join('\n\n')}
            onChange={(event) => set(replaced(sections, at, { paragraphs: paragraphsOf(event.currentTarget.value) }))}
          />
        </fieldset>
      ))}
      <div>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
          onClick={() => set([...sections, { heading: 'New section', paragraphs: ['Words.'] }])}
        >
          Add a section
        </Button>
      </div>
    </>
  );
};

import { Textarea, TextInput } from '@mantine/core';
import type { Welcome } from '../../../../core/domain/wording/welcome.ts';
import { Note } from '../../../ui/Note.tsx';
import type { StoredFormProps } from './StoredSetting.tsx';

/** What the office writes to a practice that has become a member. */
export const WelcomeForm = ({ value, onChange }: StoredFormProps<Welcome>) => {
  const write = (part: Partial<Welcome>) => onChange({ ...value, ...part });
  return (
    <>
      <Note tone="mute">
        {'{member}'} stands for the practice and {'{network}'} for the network. The message goes out by your own mail server, to the address
        that you enter when you activate the practice. It is not encrypted: put nothing secret into it.
      </Note>
      <TextInput
        label="Subject"
        maxLength={150}
        value={value.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="Text"
        autosize
        minRows={8}
        maxRows={20}
        maxLength={5000}
        value={value.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
    </>
  );
};

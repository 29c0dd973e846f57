import { TextInput } from '@mantine/core';
import type { SenderSetting } from '../../../../core/domain/marketing/sender.ts';
import { Note } from '../../../ui/Note.tsx';
import { wholeOf } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

/** Who campaigns name as their sender, and how fast they go out. Name and ABN are those of the practice. */
export const SenderForm = ({ value, onChange }: StoredFormProps<SenderSetting>) => {
  const write = (part: Partial<SenderSetting>) => onChange({ ...value, ...part });
  return (
    <>
      <Note tone="mute">
        Every campaign ends with the practice’s name, its ABN and what stands here (Spam Act 2003 s 17). It has to stay right for at least
        30 days after a message. Requests to stop come to this e-mail address as replies: somebody of the practice reads it and records them
        under Campaigns, Unsubscribed.
      </Note>
      <TextInput
        label="Street address"
        maxLength={300}
        value={value.address}
        onChange={(event) => write({ address: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          className={css.grow}
          label="E-mail address"
          type="email"
          maxLength={254}
          value={value.email}
          onChange={(event) => write({ email: event.currentTarget.value })}
        />
        <TextInput
          className={css.grow}
          label="Telephone"
          maxLength={50}
          value={value.phone}
          onChange={(event) => write({ phone: event.currentTarget.value })}
        />
        <TextInput
          label="Messages a minute"
          w={140}
          inputMode="numeric"
          value={String(value.perMinute)}
          onChange={(event) => write({ perMinute: wholeOf(event.currentTarget.value) ?? 0 })}
        />
      </div>
    </>
  );
};

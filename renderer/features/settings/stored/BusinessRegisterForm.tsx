import { NativeSelect, TextInput } from '@mantine/core';
import type { BusinessRegisterSetting } from '../../../../core/domain/identity/business-register.ts';
import { Note } from '../../../ui/Note.tsx';
import type { StoredFormProps } from './StoredSetting.tsx';

/** How the office asks the Australian Business Register: its GUID, which service, where. */
export const BusinessRegisterForm = ({ value, onChange }: StoredFormProps<BusinessRegisterSetting>) => {
  const write = (part: Partial<BusinessRegisterSetting>) => onChange({ ...value, ...part });
  return (
    <>
      <Note tone="mute">
        A GUID is free: register at abr.business.gov.au under Web services. Without one nothing is looked up, and what a practice declares
        reads “as declared”. An answer is kept for 30 days.
      </Note>
      <TextInput
        label="GUID of this office"
        maxLength={36}
        autoComplete="off"
        spellCheck={false}
        value={value.guid}
        onChange={(event) => write({ guid: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        label="Service"
        description="Only XML says when a GST registration ended."
        data={[
          { value: 'json', label: 'JSON' },
          { value: 'xml', label: 'XML' },
        ]}
        value={value.service}
        onChange={(event) => write({ service: event.currentTarget.value === 'xml' ? 'xml' : 'json' })}
      />
      <TextInput
        label="Address of the register"
        maxLength={300}
        value={value.address}
        onChange={(event) => write({ address: event.currentTarget.value.trim() })}
      />
    </>
  );
};

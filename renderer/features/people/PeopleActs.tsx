import { useState } from 'react';
import { TextInput } from '@mantine/core';
import type { PeopleView } from '../../../core/contract/desk.ts';
import { ReasonAct } from '../referrals/acts/ReasonAct.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { noPins, PinFields, pinMissing } from './PinFields.tsx';
import { RolesField } from './RolesField.tsx';
import type { Role } from './roles.ts';

export type PersonRow = PeopleView['people'][number];
export type PersonKey = PersonRow['keys'][number];

/** An act on this page that is open in its sheet. */
export type OpenAct =
  | { readonly kind: 'add' }
  | { readonly kind: 'roles'; readonly person: PersonRow }
  | { readonly kind: 'left'; readonly person: PersonRow }
  | { readonly kind: 'reset'; readonly person: PersonRow }
  | { readonly kind: 'revoke'; readonly person: PersonRow; readonly key: PersonKey };

interface SheetProps {
  readonly office: boolean;
  readonly onClose: () => void;
}

const nothing = () => undefined;

const AddPerson = ({ office, onClose }: SheetProps) => {
  const [name, setName] = useState('');
  const [held, setHeld] = useState<readonly Role[]>([]);
  const [pins, setPins] = useState(noPins);
  const missing = name.trim() === '' ? 'The name is missing.' : held.length === 0 ? 'Choose a role.' : pinMissing(pins);
  return (
    <ActSheet
      act={missing === undefined ? { act: 'person', name: name.trim(), roles: [...held], pin: pins.pin } : null}
      missing={missing}
      title="Add a person"
      verb="Add"
      onClose={onClose}
      onSigned={nothing}
    >
      <TextInput
        label="Name"
        description="As it will stand under what they sign"
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RolesField office={office} value={held} onChange={setHeld} />
      <PinFields value={pins} onChange={setPins} />
    </ActSheet>
  );
};

const ChangeRoles = ({ office, person, onClose }: SheetProps & { readonly person: PersonRow }) => {
  const [held, setHeld] = useState<readonly Role[]>(person.roles);
  const same = held.length === person.roles.length && held.every((one) => person.roles.includes(one));
  const missing = held.length === 0 ? 'Choose a role.' : same ? 'Nothing is changed yet.' : undefined;
  return (
    <ActSheet
      act={missing === undefined ? { act: 'roles', person: person.person, roles: [...held] } : null}
      missing={missing}
      title={`Change the roles of ${person.name}`}
      verb="Change roles"
      onClose={onClose}
      onSigned={nothing}
    >
      <RolesField office={office} value={held} onChange={setHeld} />
    </ActSheet>
  );
};

const ResetPin = ({ person, onClose }: { readonly person: PersonRow; readonly onClose: () => void }) => {
  const [pins, setPins] = useState(noPins);
  const missing = pinMissing(pins);
  return (
    <ActSheet
      act={missing === undefined ? { act: 'reset-pin', person: person.person, pin: pins.pin, reason: 'forgotten-pin' } : null}
      missing={missing}
      title={person.you ? 'Change your PIN' : `Reset the PIN of ${person.name}`}
      verb="Reset"
      onClose={onClose}
      onSigned={nothing}
    >
      <PinFields value={pins} onChange={setPins} />
    </ActSheet>
  );
};

/** The sheet of whichever act is open. */
export const PeopleActSheet = ({ open, office, onClose }: SheetProps & { readonly open: OpenAct }) => {
  switch (open.kind) {
    case 'add':
      return <AddPerson office={office} onClose={onClose} />;
    case 'roles':
      return <ChangeRoles office={office} person={open.person} onClose={onClose} />;
    case 'reset':
      return <ResetPin person={open.person} onClose={onClose} />;
    case 'left':
      return (
        <ReasonAct
          title={`${open.person.name} leaves`}
          verb="Record that they left"
          reasonsFor="person"
          question="Why?"
          make={(reason) => ({ act: 'person-left', person: open.person.person, reason })}
          onClose={onClose}
          onSigned={nothing}
        />
      );
    case 'revoke':
      return (
        <ReasonAct
          title={`End “${open.key.words}” of ${open.person.name}`}
          verb="End this key"
          reasonsFor="person"
          question="Why?"
          make={(reason) => ({ act: 'revoke-key', key: open.key.key, reason })}
          onClose={onClose}
          onSigned={nothing}
        />
      );
  }
};

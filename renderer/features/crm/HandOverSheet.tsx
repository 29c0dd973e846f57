import { useState } from 'react';
import { Radio, Textarea } from '@mantine/core';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import type { ContactWork } from '../../../core/contract/workspaces.ts';
import type { WorkspaceRole } from '../../../core/domain/crm/workspace/role.ts';
import { OwnerSelect } from './OwnerSelect.tsx';
import { Sheet } from './Sheet.tsx';
import { useChange } from './useChange.ts';

/** Hands a contact to another workspace or owner, with a reason that whoever takes it reads first. */
export const HandOverSheet = ({
  work,
  frame,
  onClose,
}: {
  readonly work: ContactWork;
  readonly frame: CrmFrame;
  readonly onClose: () => void;
}) => {
  const [to, setTo] = useState<WorkspaceRole>(work.handOverTo[0] ?? 'bd');
  const [owner, setOwner] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const save = useChange(onClose);
  const nameOf = (role: WorkspaceRole): string => frame.workspaces.find((one) => one.role === role)?.name ?? role;
  const seats = new Set(frame.workspaces.find((one) => one.role === to)?.seats.map((seat) => seat.owner));
  const owners = frame.owners.filter((one) => !one.owner.startsWith('seat:') || seats.has(one.owner));
  return (
    <Sheet
      title={`Hand ${work.contact.name} over`}
      verb="Hand over"
      error={save.error}
      pending={save.isPending}
      missing={reason.trim() === '' ? 'Say why.' : undefined}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/crm/contacts/${work.contact.id}/hand-over`,
          body: { to, owner, reason },
          words: `${work.contact.name} was handed to ${nameOf(to)}`,
        })
      }
    >
      <p className="second">
        {work.place === null
          ? 'The contact is in no workspace yet.'
          : `Now with ${work.place.name}${work.place.owner === null ? ', nobody yet' : `: ${work.place.owner.words}`}.`}
      </p>
      <Radio.Group
        label="To"
        value={to}
        onChange={(next) => {
          setTo(work.handOverTo.find((role) => role === next) ?? to);
          setOwner(null);
        }}
      >
        {work.handOverTo.map((role) => (
          <Radio key={role} value={role} label={role === work.place?.role ? `${nameOf(role)}, another owner` : nameOf(role)} mt={6} />
        ))}
      </Radio.Group>
      <OwnerSelect owners={owners} value={owner} none="Whoever the routing chooses" onChange={setOwner} />
      <Textarea
        label="Why, and what the next one should know"
        maxLength={1000}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Sheet>
  );
};

import { Checkbox } from '@mantine/core';
import { role } from '../../../core/contract/scalars.ts';
import { roles, type Role } from './roles.ts';

/** Tick boxes of the roles a person of this practice can have, each with what it may do. */
export const RolesField = ({
  office,
  value,
  onChange,
}: {
  readonly office: boolean;
  readonly value: readonly Role[];
  readonly onChange: (value: readonly Role[]) => void;
}) => (
  <Checkbox.Group label="Roles" value={[...value]} onChange={(chosen) => onChange(chosen.map((one) => role.parse(one)))}>
    {roles
      .filter((one) => office || one.officeOnly !== true)
      .map((one) => (
        <Checkbox key={one.role} value={one.role} label={one.name} description={one.may} mt={6} />
      ))}
  </Checkbox.Group>
);

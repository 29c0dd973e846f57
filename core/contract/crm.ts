import { z } from 'zod';
import { entryRuleSchema } from '../domain/crm/lifecycle/entry-rule.ts';
import { WORKSPACE_ACTS } from '../domain/crm/workspace/access.ts';
import { ownerSchema } from '../domain/crm/workspace/owner.ts';
import { WORKSPACE_ROLES } from '../domain/crm/workspace/role.ts';
import { instant, line, uuid } from './scalars.ts';

export const workspaceRole = z.enum(WORKSPACE_ROLES);

/** A contact named in a row of something else. */
export const namedContact = z.object({ id: uuid, name: z.string(), organisation: z.string().nullable() });

/** Who looks after something, in words. `you` is true for the signed-in person and their seats. */
export const ownerView = z.object({ owner: z.string(), words: z.string(), you: z.boolean() });
export type OwnerView = z.infer<typeof ownerView>;

/** Where a promise stands; `unknown` names why no deadline can be told, for example a year without holiday data. */
export const clockView = z.object({
  kind: z.enum(['met', 'missed', 'paused', 'due-in', 'due-today', 'late', 'unknown']),
  words: z.string(),
  due: instant.nullable(),
});
export type ClockView = z.infer<typeof clockView>;

/** Answer of every reversible change: the group to take back, and the record as it is now. */
export const changed = z.object({ undo: uuid, id: uuid, revision: z.int() });
export type Changed = z.infer<typeof changed>;

export const stageView = z.object({
  id: z.string(),
  name: z.string(),
  criteria: z.string(),
  rules: z.array(z.object({ rule: entryRuleSchema, words: z.string() })),
  next: z.array(z.string()),
});

export const accessView = z.object({
  role: workspaceRole,
  name: z.string(),
  see: z.boolean(),
  act: z.boolean(),
  /** Why, in words: "You have a seat here". */
  why: z.string(),
  acts: z.array(z.enum(WORKSPACE_ACTS)),
});
export type AccessView = z.infer<typeof accessView>;

/** What every page of work with contacts needs: stages, workspaces and seats, who can own something, what the person may do. */
export const crmFrame = z.object({
  stages: z.array(stageView),
  workspaces: z.array(
    z.object({
      role: workspaceRole,
      name: z.string(),
      seats: z.array(z.object({ owner: z.string(), name: z.string(), person: uuid.nullable(), words: z.string() })),
      handOverTo: z.array(workspaceRole),
    }),
  ),
  owners: z.array(ownerView),
  people: z.array(z.object({ person: uuid, name: z.string() })),
  access: z.array(accessView),
  mayEdit: z.boolean(),
  /** May look at the workspaces as another person does. */
  mayViewAs: z.boolean(),
});
export type CrmFrame = z.infer<typeof crmFrame>;

export const stageInput = z.object({
  to: line,
  reason: z.string().trim().min(1, 'Say why').max(1000),
  despite: z.boolean().default(false),
});
export const stagesInput = stageInput.extend({ contacts: z.array(uuid).min(1).max(5000) });

/** What a change of stages did: who moved, and who did not with the reason. */
export const stagesChanged = z.object({
  undo: uuid.nullable(),
  moved: z.int(),
  kept: z.array(z.object({ contact: namedContact, why: z.string() })),
});

export const handOverInput = z.object({
  to: workspaceRole,
  /** Null lets the routing of the workspace choose. */
  owner: ownerSchema.nullable(),
  reason: z.string().trim().min(1, 'Say why').max(1000),
});

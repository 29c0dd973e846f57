import { err, ok, type Result } from '../../result.ts';
import type { Owner } from './owner.ts';
import type { WorkspaceRole } from './role.ts';
import { placedSeatOf, type Workspaces } from './workspaces.ts';

/** Where a contact can be handed from each workspace: one step on, one step back, and from marketing to the start again. */
export const HAND_OVERS: Readonly<Record<WorkspaceRole, readonly WorkspaceRole[]>> = {
  bd: ['sales'],
  sales: ['cs', 'bd'],
  cs: ['cmo', 'sales'],
  cmo: ['bd', 'cs'],
};

export interface HandOverWish {
  /** Workspace the contact is in; null when it is in none yet. */
  readonly from: WorkspaceRole | null;
  readonly to: WorkspaceRole;
  /** Who takes it; null lets the routing of that workspace choose. */
  readonly owner: Owner | null;
  readonly reason: string;
}

export type HandOverRefusal =
  | { readonly code: 'no-such-way'; readonly from: WorkspaceRole; readonly to: WorkspaceRole; readonly allowed: readonly WorkspaceRole[] }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'seat-elsewhere'; readonly role: WorkspaceRole }
  | { readonly code: 'seat-unknown' };

/**
 * Whether a contact may be handed over. Within one workspace it may change hands; a new contact enters any of them. A seat takes only
 * contacts of its own workspace. Errors: every `HandOverRefusal`.
 */
export const checkHandOver = (workspaces: Workspaces, wish: HandOverWish): Result<null, HandOverRefusal> => {
  if (wish.from !== null && wish.from !== wish.to && !HAND_OVERS[wish.from].includes(wish.to))
    return err({ code: 'no-such-way', from: wish.from, to: wish.to, allowed: HAND_OVERS[wish.from] });
  if (wish.reason.trim() === '') return err({ code: 'reason-needed' });
  if (wish.owner !== null && wish.owner.startsWith('seat:')) {
    const placed = placedSeatOf(workspaces, wish.owner);
    if (placed === undefined) return err({ code: 'seat-unknown' });
    if (placed.role !== wish.to) return err({ code: 'seat-elsewhere', role: placed.role });
  }
  return ok(null);
};

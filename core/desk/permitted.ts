import { type Permission, permits } from '../domain/permission/permission.ts';
import { rolesOf } from './api.ts';
import type { DeskContext } from './context.ts';
import type { Refusal } from './refusal.ts';

/** A refusal when no role of the person grants the permission; null when one does. Acts check this themselves, not only the route. */
export const notPermitted = (desk: DeskContext, person: string, permission: Permission): Refusal | null =>
  permits(rolesOf(desk, person), permission)
    ? null
    : {
        status: 403,
        code: 'not-permitted',
        title: 'Your role does not allow this',
        detail: `It needs the permission "${permission}".`,
        kept: 'Nothing was changed.',
        next: 'Ask a principal of your practice.',
      };

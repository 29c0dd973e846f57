import { z } from 'zod';
import { officePasskey } from './network/office-page.ts';
import { instant, uuid } from './scalars.ts';

/** `GET /api/office/page`: who of the office may use the server's page, by the register's names. */
export const officePageView = z.object({
  /** `no-server`: this desk works by files. `no-page`: the server is of an older version, or its operator has stated no address for it. */
  state: z.enum(['no-server', 'no-page', 'ready']),
  page: z.string().nullable(),
  people: z.array(
    z.object({
      person: uuid,
      name: z.string(),
      /** False for who is at the server and has no role or no key at the office any more: the next round ends it. */
      active: z.boolean(),
      /** Until when a link that was made for them opens the page. */
      invitedUntil: instant.nullable(),
      passkeys: z.array(officePasskey.omit({ person: true })),
    }),
  ),
});
export type OfficePageView = z.infer<typeof officePageView>;

/** `POST /api/office/page/invitations`: the link for one person. Shown once; the desk keeps none. */
export const officePageInviteInput = z.strictObject({ person: uuid });
export const officePageInvitation = z.object({
  name: z.string(),
  link: z.string(),
  expires: instant,
  qr: z.object({ size: z.int(), path: z.string() }),
});
export type OfficePageInvitation = z.infer<typeof officePageInvitation>;

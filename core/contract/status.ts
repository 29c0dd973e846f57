import { z } from 'zod';
import { date, hash, instant, line, pin, role, uuid } from './scalars.ts';

/** What the window needs to draw its frame. */
export const status = z.object({
  phase: z.enum(['first-run', 'awaiting-register', 'signed-out', 'ready', 'recovery', 'damaged']),
  version: z.string(),
  now: instant,
  zone: z.string(),
  install: z.string(),
  dataFolder: z.string(),
  practice: z
    .object({ practice: uuid, legalName: z.string(), abn: z.string(), kind: z.enum(['member', 'office']), gst: z.boolean(), soleSignatory: z.boolean() })
    .nullable(),
  person: z.object({ person: uuid, name: z.string(), roles: z.array(role), passkeys: z.int() }).nullable(),
  network: z.object({ net: hash, name: z.string(), test: z.boolean(), registerIndex: z.int(), registerAt: instant }).nullable(),
  log: z.object({ size: z.int(), root: hash, origin: z.string() }).nullable(),
  connection: z.object({ mode: z.literal('files'), waiting: z.int(), lastSent: instant.nullable(), lastReceived: instant.nullable() }),
  lastWalk: z.object({ at: instant, events: z.int(), ok: z.boolean() }).nullable(),
  lastBackup: z.object({ at: instant, verified: z.boolean() }).nullable(),
  keyStore: z.object({ kind: z.enum(['os', 'passphrase-file', 'memory']), weaker: z.boolean() }),
  warnings: z.array(z.object({ code: z.string(), text: z.string(), next: z.string() })),
});
export type Status = z.infer<typeof status>;

export const setupInput = z.object({
  kind: z.enum(['member', 'office']).default('member'),
  legalName: line,
  abn: z.string(),
  gst: z.object({ registered: z.boolean(), from: date.nullable() }),
  verticals: z.array(z.string()).min(1).max(18),
  person: z.object({ name: line, pin }),
});
/** The recovery key is shown once; two groups are typed back. */
export const setupAnswer = z.object({ practice: uuid, person: uuid, recoveryGroups: z.array(z.string()).length(8), askedGroups: z.array(z.int()).length(2) });
export const recoveryCheck = z.object({ groups: z.array(z.object({ group: z.int(), text: z.string() })).length(2) });

export const localPerson = z.object({ person: uuid, name: z.string(), roles: z.array(role), state: z.enum(['active', 'left', 'waiting']) });
export const signInInput = z.object({ person: uuid, pin: z.string().max(128) });

export const verticalList = z.array(z.object({ code: z.string(), name: z.string(), products: z.array(z.object({ code: z.string(), name: z.string() })) }));

import { z } from 'zod';
import { problem } from './problem.ts';
import { date, hash, instant, line, pin, role, uuid } from './scalars.ts';

/** What the window needs to draw its frame. */
export const status = z.object({
  /** `locked`: the key file waits for its passphrase (`POST /unlock`). `keys-lost`: the key store does not hold this desk's key (`POST /recovery/open`). */
  phase: z.enum(['first-run', 'locked', 'keys-lost', 'awaiting-register', 'signed-out', 'ready', 'recovery', 'damaged']),
  /** What is wrong and what to do, where the phase is `locked`, `keys-lost`, `damaged` or `recovery`. */
  problem: problem.nullable(),
  version: z.string(),
  now: instant,
  zone: z.string(),
  install: z.string(),
  dataFolder: z.string(),
  practice: z
    .object({
      practice: uuid,
      legalName: z.string(),
      abn: z.string(),
      kind: z.enum(['member', 'office']),
      gst: z.boolean(),
      soleSignatory: z.boolean(),
    })
    .nullable(),
  person: z.object({ person: uuid, name: z.string(), roles: z.array(role), passkeys: z.int() }).nullable(),
  network: z.object({ net: hash, name: z.string(), test: z.boolean(), registerIndex: z.int(), registerAt: instant }).nullable(),
  log: z.object({ size: z.int(), root: hash, origin: z.string() }).nullable(),
  connection: z.object({
    mode: z.enum(['files', 'server']),
    /** Of a desk with a server: whether it answers, and the checkpoint of the network log it has followed to. */
    state: z.enum(['off', 'connecting', 'online', 'offline']),
    why: z.string().nullable(),
    logSize: z.int().nullable(),
    witnessedAt: instant.nullable(),
    alarms: z.int(),
    waiting: z.int(),
    lastSent: instant.nullable(),
    lastReceived: instant.nullable(),
  }),
  lastWalk: z.object({ at: instant, events: z.int(), ok: z.boolean() }).nullable(),
  lastBackup: z.object({ at: instant, verified: z.boolean() }).nullable(),
  keyStore: z.object({
    kind: z.enum(['os', 'passphrase-file', 'memory']),
    weaker: z.boolean(),
    locked: z.boolean(),
  }),
  warnings: z.array(z.object({ code: z.string(), text: z.string(), next: z.string() })),
});
export type Status = z.infer<typeof status>;

/** Opens one root of a network: it is asked for at its founding and when roots replace a registrar. */
export const rootPassphrase = z.string().min(10, 'At least 10 characters').max(256);

export const setupInput = z.object({
  kind: z.enum(['member', 'office']).default('member'),
  legalName: line,
  abn: z.string(),
  gst: z.object({ registered: z.boolean(), from: date.nullable() }),
  verticals: z.array(z.string()).min(1).max(18),
  person: z.object({ name: line, pin }),
  /** Of an office: passphrases of three roots that are carried away as files. Null makes one root that stays on the desk. */
  rootPassphrases: z.array(rootPassphrase).length(3).nullable().default(null),
});
/** The recovery key is shown once; two groups are typed back. */
export const setupAnswer = z.object({
  practice: uuid,
  person: uuid,
  recoveryGroups: z.array(z.string()).length(8),
  askedGroups: z.array(z.int()).length(2),
  /** Where an office's root files were written, to be carried away from there. */
  rootFiles: z.array(z.string()),
});
export const recoveryCheck = z.object({
  groups: z.array(z.object({ group: z.int(), text: z.string() })).length(2),
});

export const localPerson = z.object({
  person: uuid,
  name: z.string(),
  roles: z.array(role),
  state: z.enum(['active', 'left', 'waiting']),
});
export const signInInput = z.object({ person: uuid, pin: z.string().max(128) });

export const verticalList = z.array(
  z.object({
    code: z.string(),
    name: z.string(),
    regulator: z.string().nullable(),
    products: z.array(z.object({ code: z.string(), name: z.string() })),
    /** The network's office has defined it; the others come with the program. */
    defined: z.boolean(),
  }),
);

/** Opens a key file; where none is there yet, chooses its passphrase. */
export const unlockInput = z.object({ passphrase: z.string().min(10, 'At least 10 characters').max(256) });
export const signedIn = z.object({ person: localPerson, token: z.string().length(43) });
export const recoveryKeyInput = z.object({ recoveryKey: z.string().max(64) });

/** A desk in recovery: what has to happen before it signs again. */
export const recoveryView = z.object({
  active: z.boolean(),
  why: z.string(),
  acknowledged: z.object({ size: z.int(), heads: z.array(z.object({ key: hash, n: z.int(), held: z.int() })) }).nullable(),
  size: z.int(),
  caughtUp: z.boolean(),
  freshKeys: z.boolean(),
  /** When fresh keys begin to count that the network office has stated; null where it has stated none or they count already. */
  freshKeysFrom: instant.nullable(),
  batches: z.array(
    z.object({
      batch: uuid,
      label: z.string(),
      at: instant,
      outcome: z.enum(['as-recorded', 'differs']).nullable(),
      note: z.string(),
    }),
  ),
  canEnd: z.boolean(),
});
export const batchCheckInput = z.object({
  batch: uuid,
  outcome: z.enum(['as-recorded', 'differs']),
  note: z.string().trim().max(200),
});
export const freshKeysInput = z.object({ person: uuid, pin, recoveryKey: z.string().max(64).nullable() });

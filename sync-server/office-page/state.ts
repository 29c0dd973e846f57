import type { AdmittedPractice, OfficeState } from '../../core/contract/network/office-page.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { cosigners } from '../chain/cosigners.ts';
import { newestCheckpoints } from '../chain/newest.ts';
import type { WitnessPolicy } from '../chain/policy-file.ts';
import { sizeOf } from '../log/nodes.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import { passkeysOf } from './access.ts';
import { createAuditVerdict } from './audit-page.ts';
import { type PageSession, sessionsOf } from './page-session.ts';
import { createWaitingCount } from './waiting-parcels.ts';

const SHOWN_ALARMS = 10;

type Parts = ServerPorts & { readonly policy: () => WitnessPolicy | null };

const logState = async ({ storage, identity, policy }: Parts): Promise<OfficeState['log']> => {
  const names = (policy()?.witnesses ?? []).map(({ key }) => ({ name: key.name }));
  const checkpoints = await newestCheckpoints(storage);
  const notes = checkpoints.map(({ size, note }) => ({ size: Number(size), by: cosigners(note, names) }));
  const newestBy = (name: string) => {
    const note = notes.find(({ by }) => by.some((one) => one.name === name));
    const at = note?.by.find((one) => one.name === name)?.at;
    return note === undefined || at === undefined ? null : { size: note.size, at };
  };
  const anchors = await Promise.all(
    (['snapshot', 'time-stamp', 'write-once'] as const).map((kind) =>
      storage.db
        .selectFrom('anchor')
        .select(['kind', 'at', 'size', 'place'])
        .where('kind', '=', kind)
        .orderBy('no', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ),
  );
  const alarms = await storage.db.selectFrom('chain_alarm').selectAll().orderBy('no', 'desc').limit(SHOWN_ALARMS).execute();
  const [newest] = checkpoints;
  return {
    origin: identity.origin,
    vkey: formatVerifierKey(identity.key),
    size: await sizeOf(storage.db),
    checkpoint: newest === undefined ? null : { size: Number(newest.size), at: newest.at },
    witnesses: names.map(({ name }) => ({ name, cosigned: newestBy(name) })),
    anchors: anchors.flatMap((anchor) => (anchor === undefined ? [] : [{ ...anchor, size: Number(anchor.size) }])),
    alarms: alarms.map(({ at, idx, why }) => ({ at, index: Number(idx), why })),
  };
};

type Desk = AdmittedPractice['desks'][number];
type Key = Desk['keys'][number];

const practicesOf = async ({ storage }: Parts, waiting: ReadonlyMap<string, number>): Promise<readonly AdmittedPractice[]> => {
  const { office } = await readMeta(storage.db);
  const practices = await storage.db.selectFrom('practice').selectAll().orderBy('admitted_at').execute();
  const keys = await storage.db
    .selectFrom('desk_key')
    .leftJoin('desk_contact', 'desk_contact.key', 'desk_key.key')
    .select([
      'desk_key.key',
      'desk_key.practice',
      'desk_key.desk',
      'desk_key.use',
      'desk_key.admitted_at',
      'desk_key.revoked_at',
      'desk_contact.at as contact',
    ])
    .orderBy('desk_key.admitted_at')
    .execute();
  const desksOf = (practice: string): readonly Desk[] => {
    const own = keys.filter((key) => key.practice === practice);
    return [...new Set(own.map(({ desk }) => desk))].map((desk) => {
      const held = own.filter((key) => key.desk === desk);
      const contacts = held.flatMap(({ contact }) => (contact === null ? [] : [contact])).toSorted();
      return {
        desk,
        lastContact: contacts.at(-1) ?? null,
        keys: held.map((key): Key => ({
          key: key.key,
          use: key.use === 'desk' || key.use === 'registrar' ? key.use : 'sign',
          admittedAt: key.admitted_at,
          revokedAt: key.revoked_at,
        })),
      };
    });
  };
  return practices.map(({ id, status, admitted_at }) => ({
    practice: id,
    office: id === office,
    status: status === 'suspended' || status === 'resigned' ? status : 'active',
    admittedAt: admitted_at,
    waiting: waiting.get(id) ?? 0,
    desks: [...desksOf(id)],
  }));
};

const noticesOf = async ({ storage }: Parts): Promise<OfficeState['notices']> => {
  const { db } = storage;
  const ends = await db
    .selectFrom('nudge')
    .select(({ fn }) => ['ended', fn.countAll<number>().as('n')])
    .where('ended', 'is not', null)
    .groupBy('ended')
    .execute();
  const ended = (...which: readonly string[]): number =>
    ends.filter((row) => which.includes(row.ended ?? '')).reduce((sum, row) => sum + Number(row.n), 0);
  const [members, setAside, webhooks] = await Promise.all([
    db
      .selectFrom('notice')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('state', '=', 'on')
      .executeTakeFirst(),
    db
      .selectFrom('notice_point')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('bounces', '>=', 2)
      .executeTakeFirst(),
    db
      .selectFrom('webhook')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('ended', '=', 'given-up')
      .executeTakeFirst(),
  ]);
  return {
    members: Number(members?.n ?? 0),
    setAside: Number(setAside?.n ?? 0),
    sent: ended('sent'),
    failed: ended('bounced', 'given-up'),
    unknown: ended('unknown'),
    webhooksGivenUp: Number(webhooks?.n ?? 0),
  };
};

/** Makes what the page shows; counts that walk a whole table are kept for a while. */
export const createOfficeState = (parts: Parts): ((session: PageSession) => Promise<OfficeState>) => {
  const startedAt = parts.clock.now();
  const waiting = createWaitingCount(parts);
  const verdict = createAuditVerdict(parts);
  return async (session) => {
    const { region, endpoints, readOnly, version } = parts.settings;
    const passkeys = await passkeysOf(parts, session.person);
    const sessions = await sessionsOf(parts, session.person);
    return {
      server: {
        time: parts.clock.now(),
        version,
        startedAt,
        storage: parts.storage.kind,
        readOnly,
        region,
        endpoints: endpoints.map(({ use, host }) => ({ use, host })),
      },
      log: await logState(parts),
      practices: [...(await practicesOf(parts, await waiting()))],
      notices: await noticesOf(parts),
      audit: await verdict(),
      own: {
        person: session.person,
        passkeys: passkeys.map((passkey) => ({ ...passkey, current: passkey.id === session.passkey })),
        sessions: sessions.map(({ id, passkey, made_at, used_at }) => ({
          id,
          passkey,
          since: made_at,
          usedAt: used_at,
          current: id === session.id,
        })),
      },
    };
  };
};

import type { NetworkView } from '../../contract/network-view.ts';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { evaluatePolicy } from '../../protocol/tlog-policy.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { lastCheckpoint } from './checkpoints.ts';
import { linkOf } from './link.ts';
import type { ConnectionState } from './runner.ts';
import { networkSql } from './tables.ts';

const countOf = (desk: DeskContext, sql: string, ...values: readonly string[]): number =>
  desk.db.statement<readonly string[], { readonly n: number }>(sql).get(...values)?.n ?? 0;

const nameOf = (desk: DeskContext, practice: string): string => registerOf(desk).practices.get(practice)?.legalName ?? 'Unknown practice';

const outgoing = (desk: DeskContext): NetworkView['outgoing'] => {
  const { key } = desk.keys.desk;
  const open = desk.db.all(
    networkSql
      .selectFrom('parcel_out')
      .select(({ fn }) => ['recipient', fn.countAll<number>().as('parcels'), fn.min<string>('posted_at').as('since')])
      .where('key', '=', key)
      .where('posted_at', 'is not', null)
      .where('seen_at', 'is', null)
      .groupBy('recipient')
      .orderBy('since'),
  );
  return {
    events: countOf(desk, 'select count(distinct idx) as n from outbox where acked = 0 and parcel is null'),
    unsent: countOf(desk, 'select count(*) as n from parcel_out where key = ? and posted_at is null', key),
    unconfirmed: open.map(({ recipient, parcels, since }) => ({ practice: nameOf(desk, recipient), parcels, since })),
  };
};

const incoming = (desk: DeskContext): NetworkView['incoming'] => ({
  parcels: countOf(desk, 'select count(*) as n from parcel_in'),
  early: countOf(desk, 'select count(*) as n from parcel_early'),
  refused: desk.db
    .all(
      networkSql
        .selectFrom('parcel_in')
        .select(['practice', 'm', 'refused', 'at'])
        .where('refused', 'is not', null)
        .orderBy('at', 'desc')
        .limit(50),
    )
    .map(({ practice, m, refused, at }) => ({ practice: nameOf(desk, practice), m, why: refused ?? '', at })),
});

const witnessNames = (desk: DeskContext, note: string): readonly string[] => {
  const trust = parseTrustFile(desk.primitives, linkOf(desk)?.trust ?? '');
  const accepted = trust.ok ? evaluatePolicy(desk.primitives, trust.value.policy, utf8Encode(note)) : trust;
  return accepted.ok ? accepted.value.witnesses.map(({ name }) => name) : [];
};

const log = (desk: DeskContext): NetworkView['log'] => {
  const last = lastCheckpoint(desk);
  const row = desk.db.get(networkSql.selectFrom('network_checkpoint').select('seen_at').orderBy('size', 'desc').limit(1));
  return {
    checkpoint:
      last === undefined || row === undefined
        ? null
        : {
            size: last.size,
            root: bytesToHex(last.root),
            seenAt: row.seen_at,
            witnessedAt: last.witnessedAt,
            witnesses: [...witnessNames(desk, last.note)],
          },
    events: desk.ledger.size(),
    proven: countOf(desk, 'select count(*) as n from log_place where size is not null'),
    waiting: countOf(desk, 'select count(*) as n from log_place where size is null'),
    missing: countOf(desk, 'select count(*) as n from log_missing'),
  };
};

/** Everything a person can know about the desk's network. */
export const networkViewOf = (desk: DeskContext, connection: ConnectionState): NetworkView => {
  const link = linkOf(desk);
  return {
    connection,
    server: link === undefined ? null : { url: link.url, origin: link.origin, joinedAt: link.joined_at },
    office: desk.profile.practice === registerOf(desk).office,
    outgoing: outgoing(desk),
    incoming: incoming(desk),
    log: log(desk),
    alarms: desk.db
      .all(
        networkSql.selectFrom('network_alarm').select(['id', 'at', 'kind', 'words', 'read_by', 'read_at']).orderBy('at', 'desc').limit(200),
      )
      .map(({ read_by: by, read_at: at, ...alarm }) => ({ ...alarm, read: by === null || at === null ? null : { by, at } })),
  };
};

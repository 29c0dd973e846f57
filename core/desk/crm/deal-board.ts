import { sql } from 'kysely';
import type { z } from 'zod';
import type { DealBoard, DealCard, pipelineNames } from '../../contract/pipeline.ts';
import type { DealDocument } from '../../domain/crm/pipeline/deal-document.ts';
import { pipelineStageOf, rottingOf } from '../../domain/crm/pipeline/move-deal.ts';
import type { Pipeline, Pipelines } from '../../domain/crm/pipeline/pipeline.ts';
import { pipelineSum, stageSums } from '../../domain/crm/pipeline/sums.ts';
import { exactCents } from '../../domain/money/cents.ts';
import { ok, type Result } from '../../domain/result.ts';
import { instantFromMs, instantToMs } from '../../domain/time/instant.ts';
import { daysBetween } from '../../domain/time/local-date.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { dayOf, nowOf, todayOf } from './clocks.ts';
import { pipelineOf } from './deals.ts';
import { namedContacts, namedOr } from './named-contacts.ts';
import { type Owners, ownersFor } from './owners.ts';
import { dealDefinition } from './records/deal-record.ts';
import { pipelinesSetting } from './settings.ts';
import { crmSql } from './tables.ts';

const DAY_MS = 86_400_000;

/** Cards shown per column; sums count every deal. */
const CARDS_PER_STAGE = 200;

const lastActivities = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, string> =>
  contacts.length === 0
    ? new Map()
    : new Map(
        desk.db
          .all(
            crmSql
              .selectFrom('crm_activity')
              .select(['contact', sql<string>`max(at)`.as('last')])
              .where('contact', 'in', contacts)
              .groupBy('contact'),
          )
          .map((row) => [row.contact, row.last]),
      );

/** Cards of deals, in the order given. */
const dealCards = (
  desk: DeskContext,
  owners: Owners,
  setting: Pipelines,
  deals: readonly StoredRecord<DealDocument>[],
): readonly DealCard[] => {
  const contacts = [...new Set(deals.map(({ document }) => document.contact))];
  const names = namedContacts(desk, contacts);
  const activities = lastActivities(desk, contacts);
  const today = todayOf(desk);
  return deals.map(({ id, revision, document }) => {
    const pipeline = setting.pipelines.find((one) => one.id === document.pipeline);
    const stage = pipeline === undefined ? undefined : pipelineStageOf(pipeline, document.stage);
    const lastActivity = activities.get(document.contact) ?? null;
    const stageSince = dayOf(desk, document.stageSince);
    return {
      id,
      revision,
      contact: namedOr(names, document.contact),
      title: document.title,
      pipeline: document.pipeline,
      stage: document.stage,
      stageName: stage?.name ?? `${document.stage} (no longer used)`,
      status: document.status,
      purpose: document.purpose,
      amount: document.amount,
      settledAmount: document.settledAmount,
      expectedClose: document.expectedClose,
      lostReason: document.lostReason,
      owner: document.owner === null ? null : owners.view(document.owner),
      stageSince: document.stageSince,
      daysInStage: Math.max(0, daysBetween(stageSince, today)),
      lastActivity,
      rotting:
        stage === undefined
          ? null
          : rottingOf(stage, { stageSince, lastActivity: lastActivity === null ? null : dayOf(desk, lastActivity) }, today),
      referral: document.referral,
      closedAt: document.closedAt,
    };
  });
};

const held = (desk: DeskContext, ids: readonly string[]): readonly StoredRecord<DealDocument>[] =>
  ids.flatMap((id) => {
    const record = readRecord(desk.db, dealDefinition, id);
    return record === undefined ? [] : [record];
  });

const indexRows = (desk: DeskContext, since: string) =>
  desk.db.all(
    crmSql
      .selectFrom('crm_deal')
      .select(['id', 'pipeline', 'stage', 'amount'])
      .where((where) => where.or([where('status', '=', 'open'), where('closed_at', '>=', since)]))
      .orderBy('stage_since', 'desc')
      .orderBy('id', 'desc'),
  );

const isAstray = (setting: Pipelines, row: { readonly pipeline: string; readonly stage: string }, shown: Pipeline): boolean => {
  const own = setting.pipelines.find((one) => one.id === row.pipeline);
  // Deals of a pipeline that was taken out have no board of their own: the first board shows them.
  if (own === undefined) return shown.id === setting.pipelines[0]?.id;
  return own.id === shown.id && pipelineStageOf(own, row.stage) === undefined;
};

/** The board of one pipeline: heads with count, sum and weighted sum, its cards, and deals that stand in no column. Error: `pipeline-unknown`. */
export const dealBoard = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  query: { readonly closedDays: number },
): Result<DealBoard, Refusal> => {
  const pipeline = pipelineOf(desk, id);
  if (!pipeline.ok) return pipeline;
  const setting = settingOf(desk, pipelinesSetting);
  const owners = ownersFor(desk, person);
  const rows = indexRows(desk, instantFromMs(instantToMs(nowOf(desk)) - query.closedDays * DAY_MS));
  const here = rows.filter((row) => row.pipeline === id);
  const sums = stageSums(
    pipeline.value,
    here.map((row) => ({ stage: row.stage, amount: row.amount === null ? null : exactCents(row.amount) })),
  );
  const shown = pipeline.value.stages.flatMap((stage) => here.filter((row) => row.stage === stage.id).slice(0, CARDS_PER_STAGE));
  const astray = rows.filter((row) => isAstray(setting, row, pipeline.value)).slice(0, CARDS_PER_STAGE);
  const refused = actRefused(desk, person.person, 'work-deals');
  const idsOf = (list: readonly { readonly id: string }[]): readonly string[] => list.map((row) => row.id);
  return ok({
    pipeline: id,
    name: pipeline.value.name,
    stages: sums.map(({ stage, ...sum }) => ({ ...stage, required: [...stage.required], ...sum })),
    cardFields: [...pipeline.value.cardFields],
    deals: [...dealCards(desk, owners, setting, held(desk, idsOf(shown)))],
    total: pipelineSum(sums),
    astray: [...dealCards(desk, owners, setting, held(desk, idsOf(astray)))],
    mayMove: refused === null,
    mayNotWhy: refused?.detail ?? null,
  });
};

/** Deals of one contact, open ones first, then the newest closed. */
export const dealsOf = (desk: DeskContext, owners: Owners, contact: string): readonly DealCard[] => {
  const ids = desk.db.all(
    crmSql
      .selectFrom('crm_deal')
      .select('id')
      .where('contact', '=', contact)
      .orderBy(sql`status = 'open'`, 'desc')
      .orderBy('stage_since', 'desc')
      .limit(100),
  );
  return dealCards(
    desk,
    owners,
    settingOf(desk, pipelinesSetting),
    held(
      desk,
      ids.map((row) => row.id),
    ),
  );
};

/** Every pipeline with how many open deals it holds, and how many referrals are open on each side. */
export const listPipelines = (
  desk: DeskContext,
  referrals: { readonly sent: number; readonly received: number },
): z.infer<typeof pipelineNames> => {
  const counts = new Map(
    desk.db
      .all(
        crmSql
          .selectFrom('crm_deal')
          .select(['pipeline', (select) => select.fn.countAll<number>().as('open')])
          .where('status', '=', 'open')
          .groupBy('pipeline'),
      )
      .map((row) => [row.pipeline, row.open]),
  );
  return {
    pipelines: settingOf(desk, pipelinesSetting).pipelines.map(({ id, name }) => ({ id, name, open: counts.get(id) ?? 0 })),
    referrals: { ...referrals },
  };
};

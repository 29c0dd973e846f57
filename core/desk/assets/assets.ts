import type { z } from 'zod';
import type { assetAct, assetEdit, assetInput, assetList, AssetRow, complianceGates } from '../../contract/assets.ts';
import type { Changed } from '../../contract/crm.ts';
import { type AssetDocument, type Obstacle, obstaclesOf, withContent } from '../../domain/compliance/asset.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commitSteps, heldRecord, newId } from '../crm/changes.ts';
import { keepFile, keptFileName } from '../files/private-files.ts';
import { notPermitted } from '../permitted.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import { nowOf } from '../crm/clocks.ts';
import type { Refusal } from '../refusal.ts';
import { type Ratification, ratificationOf } from '../settings/ratification.ts';
import { settingOf } from '../settings/store.ts';
import { assetDefinition } from './asset-record.ts';
import { gatesSetting } from './gates-setting.ts';

/** Whether the gates count: signed by the network office, or tried on a test network. */
export const gatesStanding = (desk: DeskContext): Ratification => ratificationOf(desk, gatesSetting.name, settingOf(desk, gatesSetting));

const obstacleWords = (obstacle: Obstacle): string => {
  switch (obstacle.code) {
    case 'gate-open':
      return `Not passed: ${obstacle.words}`;
    case 'not-ratified':
      return 'The network office has not signed these gates yet';
    case 'withdrawn':
      return 'It was withdrawn';
    case 'nothing-to-publish':
      return 'It holds neither text nor a file';
  }
};

const obstaclesNow = (desk: DeskContext, asset: AssetDocument): readonly Obstacle[] => {
  const standing = gatesStanding(desk);
  return obstaclesOf(asset, settingOf(desk, gatesSetting), standing.ratified || standing.test);
};

const rowOf = (desk: DeskContext, { id, revision, document }: StoredRecord<AssetDocument>): AssetRow => {
  const gates = settingOf(desk, gatesSetting);
  const obstacles = obstaclesNow(desk, document);
  const state =
    document.withdrawnAt !== null ? 'withdrawn' : document.publishedAt !== null ? 'published' : obstacles.length === 0 ? 'ready' : 'draft';
  return {
    id,
    revision,
    name: document.name,
    kind: document.kind,
    channel: document.channel,
    owner: desk.ledger.register()?.people.get(document.owner)?.name ?? 'Not recorded',
    text: document.text,
    file: document.file === null ? null : (keptFileName(desk, document.file) ?? null),
    state,
    gates: (gates.kinds[document.kind] ?? gates.standard).map((gate) => {
      const passed = document.ticks[gate.code];
      return { code: gate.code, words: gate.words, passed: passed === undefined ? null : { by: passed.byName, at: passed.at } };
    }),
    obstacles: obstacles.map(obstacleWords),
    publishedAt: document.publishedAt,
  };
};

/** The register of marketing assets, newest first, with where each stands. */
export const listAssets = (desk: DeskContext): z.infer<typeof assetList> => {
  const standing = gatesStanding(desk);
  return {
    rows: recordsOf(desk.db, assetDefinition).map((stored) => rowOf(desk, stored)),
    gates: { ...standing, by: [...standing.by] },
  };
};

/** Puts an asset into the register. Errors: those of `keepFile` and `commitRecords`. */
export const addAsset = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof assetInput>): Result<Changed, Refusal> => {
  const file = input.file === null ? ok(null) : keepFile(desk, person, input.file, null);
  if (!file.ok) return file;
  const document: AssetDocument = {
    ...input,
    owner: person.person,
    file: file.value?.id ?? null,
    ticks: {},
    publishedAt: null,
    withdrawnAt: null,
  };
  return commitSteps(desk, person, `Added the asset ${document.name}`, [{ act: 'create', kind: 'asset', id: newId(desk), document }]);
};

/** Changes an asset; other content opens every gate again. Errors: those of `keepFile` and `commitRecords`. */
export const editAsset = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof assetEdit>,
): Result<Changed, Refusal> => {
  const held = heldRecord(desk, assetDefinition, id);
  if (!held.ok) return held;
  const { file: sent, ...rest } = edit.set;
  const file = sent === undefined || sent === null ? ok(sent) : keepFile(desk, person, sent, null);
  if (!file.ok) return file;
  const content = withContent(held.value.document, {
    ...(rest.text === undefined ? {} : { text: rest.text }),
    ...(rest.kind === undefined ? {} : { kind: rest.kind }),
    ...(file.value === undefined ? {} : { file: file.value === null ? null : file.value.id }),
  });
  const { name, channel } = rest;
  const set = { ...(name === undefined ? {} : { name }), ...(channel === undefined ? {} : { channel }), ...content };
  return commitSteps(desk, person, `Changed the asset ${held.value.document.name}`, [
    { act: 'change', kind: 'asset', id, set, revision: edit.revision },
  ]);
};

const notPublishable = (obstacles: readonly Obstacle[]): Refusal => ({
  status: 409,
  code: 'asset-gates-open',
  title: 'This asset cannot be published yet',
  detail: `${obstacles.map(obstacleWords).join('. ')}.`,
  kept: 'It stays unpublished.',
  next: obstacles.some((one) => one.code === 'not-ratified')
    ? 'Ask the network office to sign the gates, and pass those that are open.'
    : 'Pass the gates that are open, then publish.',
});

const gateUnknown: Refusal = {
  status: 404,
  code: 'gate-unknown',
  title: 'There is no such gate',
  detail: 'The gates of this kind of asset were changed since the page was opened.',
  kept: 'Nothing was ticked.',
  next: 'Open the asset again.',
};

/**
 * Passes or opens a gate, publishes, withdraws. Whoever passes a gate needs the right to and is named with the time.
 * Errors: `asset-gates-open`, `gate-unknown`, `not-permitted`, those of `commitRecords`.
 */
export const actOnAsset = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  input: z.output<typeof assetAct>,
): Result<Changed, Refusal> => {
  const found = heldRecord(desk, assetDefinition, id);
  if (!found.ok) return found;
  const { document } = found.value;
  const at = nowOf(desk);
  const change = (words: string, set: Partial<AssetDocument>): Result<Changed, Refusal> =>
    commitSteps(desk, person, `${words} ${document.name}`, [{ act: 'change', kind: 'asset', id, set, revision: null }]);
  switch (input.act) {
    case 'tick': {
      const refused = notPermitted(desk, person.person, 'approve-assets');
      if (refused !== null) return err(refused);
      const gates = settingOf(desk, gatesSetting);
      const gate = (gates.kinds[document.kind] ?? gates.standard).find((one) => one.code === input.gate);
      if (gate === undefined) return err(gateUnknown);
      const { [gate.code]: _before, ...others } = document.ticks;
      return input.passed
        ? change(`Passed “${gate.words}” for`, { ticks: { ...others, [gate.code]: { by: person.person, byName: person.name, at } } })
        : change(`Opened “${gate.words}” again for`, { ticks: others, publishedAt: null });
    }
    case 'publish': {
      const obstacles = obstaclesNow(desk, document);
      return obstacles.length > 0 ? err(notPublishable(obstacles)) : change('Published', { publishedAt: at });
    }
    case 'withdraw':
      return change('Withdrew', { withdrawnAt: at, publishedAt: null });
  }
};

/** What keeps a campaign from using an asset, in words; null when it is published and all its gates still hold. */
export const assetObstacle = (desk: DeskContext, id: string | null): string | null => {
  const stored = id === null ? undefined : readRecord(desk.db, assetDefinition, id);
  if (stored === undefined || stored.removedAt !== null) return 'It names no marketing asset';
  const obstacles = obstaclesNow(desk, stored.document);
  if (obstacles.length > 0) return `The asset “${stored.document.name}” is held up: ${obstacles.map(obstacleWords).join('; ')}`;
  return stored.document.publishedAt === null ? `The asset “${stored.document.name}” is not published` : null;
};

/** True when a text is the very one that an asset holds, so that its gates were passed for it. */
export const carriesText = (desk: DeskContext, id: string | null, text: string): boolean =>
  id !== null && readRecord(desk.db, assetDefinition, id)?.document.text.trim() === text.trim();

/** The gates as they are set now, and whether they count. */
export const gatesView = (desk: DeskContext): z.infer<typeof complianceGates> => {
  const { standard, kinds } = settingOf(desk, gatesSetting);
  const standing = gatesStanding(desk);
  return {
    sets: [
      { kind: null, gates: standard.map((gate) => gate.words) },
      ...Object.entries(kinds).map(([kind, gates]) => ({ kind, gates: gates.map((gate) => gate.words) })),
    ],
    standing: { ...standing, by: [...standing.by] },
  };
};

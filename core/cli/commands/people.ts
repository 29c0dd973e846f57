import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../adapters/files/durable-file.ts';
import { retentionDone, retentionPreview } from '../../contract/privacy.ts';
import { accessPackAnswer, erasureDone, erasurePlan, identityHow } from '../../contract/rights.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { type Command, operand, PERSON_OPTIONS, readArguments, requiredOption, textOption } from '../command.ts';
import type { DeskClient } from '../desk-client.ts';
import { withDesk } from '../local-desk.ts';
import { done, UsageError } from '../outcome.ts';
import { contactCalled } from './consents.ts';

const identityOf = (given: Parameters<typeof textOption>[0]) => {
  const how = identityHow.safeParse(requiredOption(given, 'identity'));
  if (!how.success) throw new UsageError(`--identity is one of ${identityHow.options.join(', ')}`);
  return { how: how.data, detail: textOption(given, 'detail') ?? '' };
};

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** A contact by its id, e-mail address or name. */
const idOf = async (api: DeskClient, wanted: string): Promise<string> => (ID.test(wanted) ? wanted : (await contactCalled(api, wanted)).id);

const put = (folder: string, file: FileAnswer): string => {
  const path = join(folder, file.name);
  writeDurably(path, Uint8Array.from(Buffer.from(file.base64, 'base64')));
  if (readFileSync(path).length !== file.bytes) throw new Error(`${path} was not written whole`);
  return path;
};

export const personAccess: Command = {
  name: 'person access',
  usage: 'CONTACT --identity HOW [--detail TEXT] [--out DIR] [--data DIR] [--person NAME] [--json]',
  summary: 'Writes everything that is held about a person as PDF and JSON (APP 12), and logs how they were known.',
  run: async (args) => {
    const options = { ...PERSON_OPTIONS, identity: { type: 'string' }, detail: { type: 'string' }, out: { type: 'string' } } as const;
    const given = readArguments(args, options, { min: 1, max: 1 });
    const identity = identityOf(given);
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const pack = await api.send('POST', `/people/${await idOf(api, operand(given, 0))}/access`, { identity }, accessPackAnswer);
      const folder = textOption(given, 'out') ?? '.';
      const [pdf, json] = [put(folder, pack.pdf), put(folder, pack.json)];
      const lines = [
        `${pack.name}: ${String(pack.entries)} entries`,
        ...pack.sections.map((section) => `  ${section.title}: ${String(section.entries)}`),
        pdf,
        json,
      ];
      return done(lines, { ok: true, name: pack.name, entries: pack.entries, sections: pack.sections, pdf, json });
    });
  },
};

const keptWords = (lines: readonly { readonly title: string; readonly kept: number; readonly words: string | null }[]): readonly string[] =>
  lines.flatMap((line) => (line.kept > 0 ? [`Kept, ${line.title}: ${String(line.kept)}. ${line.words ?? ''}`] : []));

export const personErase: Command = {
  name: 'person erase',
  usage: 'CONTACT [--identity HOW --confirm NAME [--detail TEXT]] [--data DIR] [--person NAME] [--json]',
  summary: 'Says what an erasure would take away and keep; with --identity and --confirm NAME it erases. That cannot be undone.',
  run: async (args) => {
    const options = { ...PERSON_OPTIONS, identity: { type: 'string' }, detail: { type: 'string' }, confirm: { type: 'string' } } as const;
    const given = readArguments(args, options, { min: 1, max: 1 });
    const confirm = textOption(given, 'confirm');
    const identity = confirm === undefined ? null : identityOf(given);
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const path = `/people/${await idOf(api, operand(given, 0))}/erasure`;
      if (identity === null) {
        const plan = await api.get(path, erasurePlan);
        const going = plan.lines.filter((line) => line.erased > 0);
        return done(
          [
            `${plan.name ?? 'This contact'}${plan.held ? ': a legal hold is set, nothing can be erased' : ''}`,
            ...going.map((line) => `Would be erased, ${line.title}: ${String(line.erased)}`),
            ...keptWords(plan.lines),
            ...(plan.mentions.length === 0 ? [] : [`${String(plan.mentions.length)} records of others quote the person: look at them.`]),
            `Backups that still hold the person until they are rotated out: ${String(plan.backups)}. A restore erases again.`,
            'Nothing was erased. Run it again with --identity and --confirm NAME.',
          ],
          { ok: true, erased: false, ...plan },
        );
      }
      const answer = await api.send('POST', path, { identity, confirm }, erasureDone);
      return done(
        [answer.complete ? 'Erased.' : 'Erased in part: the rest goes when the open referral ends.', ...keptWords(answer.lines)],
        { ok: true, erased: true, ...answer },
      );
    });
  },
};

export const retentionPreviewCommand: Command = {
  name: 'retention preview',
  usage: '[--data DIR] [--person NAME] [--json]',
  summary: 'Says what retention would remove and erase today. Changes nothing.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const plan = await api.get('/retention', retentionPreview);
      return done(
        [
          `To remove: ${String(plan.remove)}. To erase: ${String(plan.erase)}. Import files: ${String(plan.imports)}. Log rows: ${String(plan.logs)}.`,
          `Kept by a legal hold: ${String(plan.held)}. By an open referral: ${String(plan.openReferral)}.`,
          ...plan.first.map((one) => `  ${one.act}  ${one.since}  ${one.contact}  ${one.name}`),
        ],
        { ok: true, ...plan },
      );
    });
  },
};

export const retentionApplyCommand: Command = {
  name: 'retention apply',
  usage: '[--data DIR] [--person NAME] [--json]',
  summary: 'Removes and erases what retention preview lists.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 0, max: 0 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const result = await api.job('/retention/apply', {}, retentionDone);
      return done(
        [
          `Removed ${String(result.remove)}, erased ${String(result.erase)}, import files ${String(result.imports)}, log rows ${String(result.logs)}.`,
          ...(result.kept === 0 ? [] : [`${String(result.kept)} could not be done and stay.`]),
        ],
        { ok: true, ...result },
      );
    });
  },
};

import { z } from 'zod';
import { duplicateList, type DuplicatePair, duplicateSummary } from '../../contract/duplicates.ts';
import { mergeDone, type MergePlan, mergePlan, mergesOfContact, unmergeDone } from '../../contract/merges.ts';
import { uuid } from '../../contract/scalars.ts';
import { type Command, numberOption, operand, PERSON_OPTIONS, readArguments, textOption } from '../command.ts';
import { type DeskClient, notHere } from '../desk-client.ts';
import { withDesk } from '../local-desk.ts';
import { done, UsageError } from '../outcome.ts';
import { contactCalled } from './consents.ts';

const searched = z.object({ pairs: z.int(), contacts: z.int() });
const STATES = ['open', 'later', 'different'] as const;

const stateOf = (text: string | undefined): (typeof STATES)[number] => {
  const found = STATES.find((state) => state === (text ?? 'open'));
  if (found === undefined) throw new UsageError(`--state is one of ${STATES.join(', ')}`);
  return found;
};

/** Id of a contact from its id, e-mail address or name. */
const contactId = async (api: DeskClient, wanted: string): Promise<string> =>
  uuid.safeParse(wanted).success ? wanted : (await contactCalled(api, wanted)).id;

const pairLines = ({ left, right, strength, reasons }: DuplicatePair): readonly string[] => [
  `${left.name} (${left.id}) and ${right.name} (${right.id}): ${strength === 'strong' ? 'very likely one' : 'perhaps one'}`,
  ...reasons.map(({ words, against }) => `  ${against ? 'against: ' : ''}${words}`),
];

export const contactsDuplicates: Command = {
  name: 'contacts duplicates',
  usage: '[--search] [--state open|later|different] [--limit N] [--data DIR] [--person NAME] [--json]',
  summary:
    'Lists contacts that may be one client, the surest first, each pair with its reasons. Compares the whole book where that is due or asked.',
  run: async (args) => {
    const given = readArguments(
      args,
      { ...PERSON_OPTIONS, search: { type: 'boolean' }, state: { type: 'string' }, limit: { type: 'string' } },
      { min: 0, max: 0 },
    );
    const state = stateOf(textOption(given, 'state'));
    const limit = numberOption(given, 'limit', { min: 1, max: 100 }) ?? 25;
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const { behind } = await api.get('/duplicates/summary', duplicateSummary);
      if (behind > 0 || given.values['search'] === true) await api.job('/duplicates/search', {}, searched);
      const list = await api.get(`/duplicates?state=${state}&limit=${String(limit)}`, duplicateList);
      const { open, later, different } = list.counts;
      return done(
        [
          ...list.pairs.flatMap(pairLines),
          `${String(open)} to decide, ${String(later)} put off, ${String(different)} said to be two clients. Nothing is merged by itself.`,
        ],
        { ok: true, ...list },
      );
    });
  },
};

const planLines = (plan: MergePlan): readonly string[] => [
  `“${plan.merged.name}” becomes part of “${plan.survivor.name}”, which is then called “${plan.result}”.`,
  ...plan.fields.map(
    ({ name, result, merged, drops }) =>
      `  ${name}: ${result.replaceAll('\n', ', ') || 'nothing'}${drops ? ` (goes: ${merged.replaceAll('\n', ', ')})` : ''}`,
  ),
  ...plan.moves.map(({ kind, label }) => `  moves: ${kind}, ${label}`),
  ...(plan.referrals === 0 ? [] : [`  moves: ${String(plan.referrals)} referrals`]),
  ...plan.drops.map(({ kind, label, why }) => `  stays behind or goes: ${kind}, ${label}. ${why}`),
  ...plan.consents.map(
    ({ practice, purpose, result, narrower }) => `  consent, ${practice}, ${purpose}: ${result}${narrower ? ' (the narrower counts)' : ''}`,
  ),
  ...plan.narrows.map(({ label, why }) => `  ${label}. ${why}`),
];

export const contactsMerge: Command = {
  name: 'contacts merge',
  usage: 'REMAINS MERGED [--yes] [--data DIR] [--person NAME] [--json]',
  summary: 'Shows exactly what a merge of two contacts does; with --yes it is done, in one piece. It can be taken apart later.',
  run: async (args) => {
    const given = readArguments(args, { ...PERSON_OPTIONS, yes: { type: 'boolean' } }, { min: 2, max: 2 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const both = { survivor: await contactId(api, operand(given, 0)), merged: await contactId(api, operand(given, 1)) };
      const plan = await api.send('POST', '/merges/dry-run', both, mergePlan);
      if (given.values['yes'] !== true)
        return done([...planLines(plan), 'Nothing was merged: this was a dry run. Say --yes to merge.'], { ok: true, dryRun: true, plan });
      const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
      const merged = await api.send('POST', '/merges', { ...both, choices: {}, revisions }, mergeDone);
      return done([...planLines(plan), `Merged. To take it apart: flip360 contacts unmerge ${merged.merge}`], {
        ok: true,
        dryRun: false,
        plan,
        ...merged,
      });
    });
  },
};

const mergeOf = async (api: DeskClient, wanted: string): Promise<string> => {
  const contact = uuid.safeParse(wanted).success ? null : await contactCalled(api, wanted);
  if (contact === null) return wanted;
  const { merges } = await api.get(`/contacts/${contact.id}/merges`, mergesOfContact);
  const [one, more] = merges;
  if (one !== undefined && more === undefined) return one.merge;
  throw notHere(
    one === undefined ? `Nothing was merged into “${contact.name}”.` : `Several contacts were merged into “${contact.name}”.`,
    one === undefined
      ? 'Name the contact that remained.'
      : `Name one merge: ${merges.map(({ merge, name }) => `${merge} (${name})`).join(', ')}.`,
  );
};

export const contactsUnmerge: Command = {
  name: 'contacts unmerge',
  usage: 'CONTACT|MERGE [--data DIR] [--person NAME] [--json]',
  summary: 'Takes a merge apart: both contacts are back; what was changed or added since stays and is listed.',
  run: async (args) => {
    const given = readArguments(args, PERSON_OPTIONS, { min: 1, max: 1 });
    return withDesk(given, async ({ api, signIn }) => {
      await signIn(textOption(given, 'person'));
      const merge = await mergeOf(api, operand(given, 0));
      const apart = await api.send('POST', `/merges/${merge}/undo`, {}, unmergeDone);
      const lines = [
        `Taken apart: ${apart.restored} is a contact of its own again beside ${apart.survivor}.`,
        ...apart.kept.map(({ label, why }) => `  stays as it is: ${label} (${why})`),
        ...apart.added.map(({ kind, label }) => `  added since, stays with the contact that remained: ${kind}, ${label}`),
      ];
      return done(lines, { ok: true, ...apart });
    });
  },
};

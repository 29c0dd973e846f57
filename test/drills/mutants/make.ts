import { type Bytes, bytesToBase64, utf8Decode, utf8Encode } from '../../../core/protocol/bytes.ts';
import { canonicalBytes, canonicalText, type JsonObject, type JsonValue } from '../../../core/protocol/jcs.ts';
import { PACK_CASES } from '../../vectors/packs/all.ts';
import { softwareKey, type RecordKeyHolder } from '../../story/keys.ts';
import { PRACTICES, REGISTRAR, ROOT } from '../../story/network.ts';
import { packOf } from '../../story/pack.ts';
import { buildStory, type Story, type StoryOptions } from '../../story/story.ts';
import { type Draft, type Entry, payloadText } from '../../story/writer.ts';
import { type Choose, chooser } from './choose.ts';
import { mutatedValue, type Pool, poolOf } from './values.ts';

/** A pack in which something was changed and everything signed again, and the trust file that its reader holds. */
export type Mutant = { readonly seed: number; readonly what: string; readonly zip: Bytes; readonly trust: string | null };

const HOLDERS: readonly RecordKeyHolder[] = [
  ROOT,
  REGISTRAR,
  ...PRACTICES.flatMap((practice) => [practice.deskKey, ...practice.people.map((person) => person.key)]),
  ...PRACTICES.flatMap((practice) => practice.people.map((person) => person.passkey)),
  softwareKey('Sarah Chen'),
  softwareKey('a stranger'),
];

type Base = { readonly options: StoryOptions; readonly story: Story; readonly pool: Pool };
const bases = new Map<number, Base>();

/** Stories whose packs are recognised as they stand, so that a change reaches the later checks; the shorter ones more often. */
const STORIES: readonly StoryOptions[] = PACK_CASES.filter(
  ({ story, expect }) => expect.recognised === 'recognised' && story.change === undefined && story.before === undefined,
).map(({ story }) => story);

const baseOf = (choose: Choose): Base => {
  const position = choose.below(STORIES.length);
  const held = bases.get(position);
  if (held !== undefined) return held;
  const options = STORIES[position] ?? {};
  const story = buildStory(options);
  const payloads = story.entries.map(({ bytes }) => JSON.parse(payloadText(bytes)) as JsonValue);
  const made = { options, story, pool: poolOf([...payloads, ...story.entries.map(({ hash }) => hash)]) };
  bases.set(position, made);
  return made;
};

type Change = (draft: Draft) => Draft;

/** One way to say something else in an event, which is then signed as it stands. */
const eventChange = ({ story, pool }: Base, choose: Choose): readonly [string, Change] => {
  const hashes = story.entries.map(({ hash }) => hash);
  const kind = choose.below(20);
  if (kind < 10) return ['body', (draft) => ({ ...draft, body: mutatedValue(draft.body, pool, choose) as JsonObject })];
  if (kind < 12) return ['another signer', (draft) => ({ ...draft, by: choose.of(HOLDERS) })];
  if (kind < 14)
    return [
      'about',
      (draft) => ({
        ...draft,
        about: choose.of([[], [choose.of(hashes)], [...(draft.about ?? []), choose.of(hashes)], (draft.about ?? []).slice(1)]),
      }),
    ];
  if (kind === 14)
    return [
      'prevStep',
      (draft) => (draft.prevStep === undefined ? { ...draft, step: choose.below(5) } : { ...draft, prevStep: choose.of(hashes) }),
    ];
  if (kind === 15)
    return ['time', (draft) => ({ ...draft, at: `2026-${choose.of(['01', '08', '09', '12'])}-${choose.of(['01', '15', '28'])} 00:00` })];
  if (kind === 16)
    return [
      'assertion',
      ({ assertedBy: _before, ...draft }) =>
        choose.one(2)
          ? draft
          : { ...draft, assertedBy: choose.of(PRACTICES.flatMap((practice) => practice.people.map((person) => person.passkey))) },
    ];
  if (kind === 17) return ['type', (draft) => ({ ...draft, type: choose.of([...story.entries.map(({ type }) => type), 'mystery.noted']) })];
  const member = choose.of(['v', 'net', 'id', 'stream', 'n', 'prev', 'referral', 'step', 'prevStep', 'about', 'body', 'at']);
  if (kind === 18) return [`without ${member}`, (draft) => ({ ...draft, without: [member] })];
  return [`other ${member}`, (draft) => ({ ...draft, override: { [member]: choose.of([...pool.values()].flat()) } })];
};

const FILES = ['pack.json', 'openings.json', 'rule.json', 'calculation.json', 'checkpoint', 'keys.txt'] as const;

const textOf = (bytes: Bytes): string => {
  const text = utf8Decode(bytes);
  return text.ok ? text.value : '';
};

/** One file of the pack says something else; MANIFEST is then signed over it. */
const fileChange =
  (pool: Pool, choose: Choose) =>
  (files: Map<string, Bytes>): void => {
    const names = [...files.keys()];
    const path = choose.one(4) ? choose.of(names) : choose.of(FILES.filter((name) => files.has(name)));
    const bytes = files.get(path);
    if (bytes === undefined) return;
    if (choose.one(15)) return void files.delete(path);
    if (choose.one(15))
      return void files.set(choose.of(['events/00000099.json', 'note.txt', 'documents/x.pdf', 'proofs/00000099.tlog-proof']), bytes);
    if (path.endsWith('.json') && !path.startsWith('events/')) {
      const changed = mutatedValue(JSON.parse(textOf(bytes)) as JsonValue, pool, choose);
      try {
        return void files.set(path, utf8Encode(canonicalText(changed)));
      } catch {
        return;
      }
    }
    const lines = textOf(bytes).split('\n');
    const line = choose.below(lines.length);
    const borrowed = textOf(files.get(choose.of(names)) ?? bytes).split('\n');
    files.set(
      path,
      utf8Encode(
        choose
          .of([lines.toSpliced(line, 1), lines.toSpliced(line, 0, lines[line] ?? ''), lines.with(line, choose.of(borrowed))])
          .join('\n'),
      ),
    );
  };

/** Another payload in the record of an event, under the old signature: what reads the record has to find it before the proof does. */
const recordChange =
  (entry: Entry, { pool }: Base, choose: Choose) =>
  (files: Map<string, Bytes>): void => {
    const record = JSON.parse(textOf(entry.bytes)) as JsonObject;
    const payload = canonicalBytes(mutatedValue(JSON.parse(payloadText(entry.bytes)) as JsonValue, pool, choose));
    const changed = choose.one(4) ? mutatedValue(record, pool, choose) : { ...record, payload: bytesToBase64(payload) };
    files.set(`events/${String(entry.index).padStart(8, '0')}.json`, canonicalBytes(changed));
  };

const trustChange = (trust: string, choose: Choose): string => {
  const lines = trust.split('\n');
  const line = choose.below(lines.length);
  return choose
    .of([
      lines.toSpliced(line, 1),
      lines.toSpliced(line, 0, lines[line] ?? ''),
      lines.with(line, (lines[line] ?? '').replace(/[0-9a-f]$/u, 'x')),
      lines.with(line, (lines[line] ?? '').replace('true', 'false')),
    ])
    .join('\n');
};

/** The mutant of a seed; null where the change cannot be built, such as a rule that a calculation needs. */
export const mutantOf = (seed: number): Mutant | null => {
  const choose = chooser(seed);
  const base = baseOf(choose);
  const kind = choose.below(10);
  try {
    if (kind === 0) {
      const { zip } = packOf(base.story);
      return { seed, what: 'trust file', zip, trust: trustChange(base.story.trust, choose) };
    }
    if (kind <= 2) {
      const { zip } = packOf(base.story, { files: fileChange(base.pool, choose) });
      return { seed, what: 'file', zip, trust: base.story.trust };
    }
    const entry = choose.of(base.story.entries);
    if (kind <= 5)
      return {
        seed,
        what: `record of ${entry.name}`,
        zip: packOf(base.story, { files: recordChange(entry, base, choose) }).zip,
        trust: base.story.trust,
      };
    if (kind === 6) {
      const story = buildStory({ ...base.options, omit: [...(base.options.omit ?? []), entry.name] });
      return { seed, what: `without ${entry.name}`, zip: packOf(story).zip, trust: story.trust };
    }
    const [what, change] = eventChange(base, choose);
    const change2 = choose.one(3) ? eventChange(base, choose) : undefined;
    const other = choose.of(base.story.entries).name;
    const changes: Record<string, Change> = { [entry.name]: change };
    if (change2 !== undefined && other !== entry.name) changes[other] = change2[1];
    const story = buildStory({ ...base.options, change: changes });
    return {
      seed,
      what: `${entry.name}: ${what}${change2 === undefined ? '' : `, ${other}: ${change2[0]}`}`,
      zip: packOf(story).zip,
      trust: story.trust,
    };
  } catch {
    return null;
  }
};

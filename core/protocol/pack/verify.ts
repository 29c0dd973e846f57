import type { Bytes } from '../bytes.ts';
import type { Primitives } from '../primitives.ts';
import { judgeComplete } from './complete.ts';
import { gstNotes } from './gst-notes.ts';
import { judgeEvents } from './intact-events.ts';
import { judgeFiles, type SignedFiles } from './intact-files.ts';
import { type IntactReferral, judgeContents } from './intact-referral.ts';
import { believedPlaces, judgeNetwork, judgeNetworkFiles, NETWORK_NOT_JUDGED, type NetworkPart } from './network-proof.ts';
import type { PackEvents } from './pack-events.ts';
import type { PackFiles } from './pack-files.ts';
import { paymentsOf, paymentWords } from './payments.ts';
import { judgeRecognised, NOT_JUDGED } from './recognised.ts';
import { type CheckList, createCheckList, type IntactVerdict, type PackReport } from './report.ts';

/** What no pack can show, whatever the verdicts. */
const LIMITS = [
  'This shows that the records were not altered after signing. It does not show that what people said was true.',
  'Times are those of the signers’ own clocks; the log is the exporter’s own and shows an order, not a time.',
  'Whether later events exist, or others that the exporter left out, cannot be seen from a pack.',
  'What an opening does not disclose stays unread; that is not an error.',
] as const;

const failureOf = (list: CheckList): string | null => list.checks().find((check) => check.state === 'failed')?.code ?? null;

const broken = (list: CheckList): PackReport => {
  const failure = failureOf(list);
  const at = list.checks().find((check) => check.state === 'failed');
  const words = [
    `Not intact: ${at === undefined ? 'not judged' : `“${at.name}” does not hold`} (${failure ?? ''}${at === undefined || at.where === '' ? '' : `, ${at.where}`}).`,
  ];
  return {
    failure,
    intact: { verdict: 'broken', failure, words },
    recognised: NOT_JUDGED,
    complete: {
      verdict: 'not-judged',
      steps: 0,
      missing: [],
      words: ['Not judged: the pack is not intact.'],
    },
    network: NETWORK_NOT_JUDGED,
    checks: list.checks(),
    limits: LIMITS,
    contents: null,
  };
};

const intactWords = (signed: SignedFiles, events: PackEvents): IntactVerdict => {
  const exporter = events.parties.get(signed.pack.exporter.practice)?.name ?? signed.pack.exporter.practice;
  const words = [
    `Record intact: ${String(signed.files.size)} files as signed by the pack key that names ${exporter}, ${String(events.all.length)} records unaltered since they were signed.`,
    `In the exporter’s log at size ${String(signed.pack.log.size)}. Exported ${signed.pack.exportedAt} by the exporter’s clock.`,
  ];
  const labels = new Set(events.all.map(({ event }) => event.id));
  if (labels.size < events.all.length)
    words.push('Two records bear one id. An id is a label: both are what their hashes say, and an honest program does not make two.');
  const newer = events.all.filter(({ event }) => !event.known).length;
  return {
    verdict: 'intact',
    failure: null,
    words: newer === 0 ? words : [...words, `${String(newer)} records are from a newer version and count for nothing here.`],
  };
};

const judgeAll = (
  list: CheckList,
  input: Bytes | PackFiles,
  primitives: Primitives,
):
  | { readonly signed: SignedFiles; readonly events: PackEvents; readonly referral: IntactReferral; readonly network: NetworkPart | null }
  | undefined => {
  const signed = judgeFiles(list, input, primitives);
  const events = signed === undefined ? undefined : judgeEvents(list, signed, primitives);
  const referral = signed === undefined || events === undefined ? undefined : judgeContents(list, signed, events, primitives);
  if (signed === undefined || events === undefined || referral === undefined) return undefined;
  const network = list.judge('intact.27', judgeNetworkFiles(signed, events, primitives));
  return network.ok ? { signed, events, referral, network: network.value } : undefined;
};

/**
 * Verifies an evidence pack (protocol §12): all checks in order up to the first that fails, then the three verdicts.
 * `input` are the bytes of the ZIP or the files of the folder by path; `trust` is the text of the trust file that the reader
 * holds, null without one. Never throws, whatever the input; runs wherever the primitives do.
 */
export const verifyPack = (input: Bytes | PackFiles, trust: string | null, primitives: Primitives): PackReport => {
  const list = createCheckList();
  const found = judgeAll(list, input, primitives);
  if (found === undefined) return broken(list);
  const { signed, events, referral } = found;
  const places = believedPlaces(trust, found.network, primitives);
  const recognised = judgeRecognised(list, trust, signed, { events, referral, places }, primitives);
  const network = judgeNetwork(list, trust, found.network, events, primitives);
  const payments = paymentsOf(signed.pack, events, referral.openings, referral.state);
  const complete = judgeComplete(referral.state, events, signed.pack);
  return {
    failure: failureOf(list),
    intact: intactWords(signed, events),
    recognised,
    complete: {
      ...complete,
      words: [...complete.words, ...paymentWords(payments), ...gstNotes(referral, events)],
    },
    network,
    checks: list.checks(),
    limits: LIMITS,
    contents: {
      pack: signed.pack,
      events: events.all,
      parties: events.parties,
      state: referral.state,
      rule: referral.rule,
      calculation: referral.calculation,
      openings: referral.openings,
      payments,
    },
  };
};

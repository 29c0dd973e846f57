import type { PackCheck, PackReport } from '../../core/protocol/pack/report.ts';

/** An element with text or children; text only ever goes in as text. */
const el = (tag: string, className: string | null, ...children: readonly (string | Node)[]): HTMLElement => {
  const made = document.createElement(tag);
  if (className !== null) made.className = className;
  made.append(...children);
  return made;
};

type Tone = 'good' | 'warn' | 'bad' | 'mute';

const INTACT = { intact: ['good', 'Record intact'], broken: ['bad', 'Record not intact'] } as const;
const RECOGNISED = {
  recognised: ['good', 'Signers recognised'],
  'not-recognised': ['bad', 'Signers not recognised'],
  'self-consistent': ['warn', 'Self-consistent only'],
  'not-judged': ['mute', 'Signers not judged'],
} as const;
const COMPLETE = { complete: ['good', 'Chain complete'], interim: ['warn', 'Interim'], 'not-judged': ['mute', 'Chain not judged'] } as const;

const verdict = (tone: Tone, word: string, lines: readonly string[]): HTMLElement => {
  const mark = tone === 'good' ? '✓ ' : tone === 'bad' ? '✗ ' : tone === 'warn' ? '△ ' : '– ';
  return el('li', tone, el('strong', null, mark + word), lines[0] ?? '');
};

const MARKS = { ok: '✓', failed: '✗', 'not-judged': '–' } as const;
const STATES = { ok: 'holds', failed: 'fails', 'not-judged': 'not judged' } as const;

const checkRow = (check: PackCheck): HTMLElement => {
  const mark = el('td', `mark ${check.state}`, MARKS[check.state]);
  mark.setAttribute('aria-label', STATES[check.state]);
  const found = check.state === 'failed' ? `${check.compared} ${check.where}`.trim() : check.compared;
  return el('tr', null, mark, el('td', null, check.name), el('td', null, found === '' ? 'not judged' : found), el('td', null, el('code', null, check.code ?? '')));
};

const failureNote = (report: PackReport): HTMLElement | null => {
  const failed = report.checks.find((check) => check.state === 'failed');
  if (failed === undefined) return null;
  return el('p', 'failure', el('strong', null, 'First failure, in words. '), `${failed.name}: ${failed.compared} ${failed.where}`.trim(), ' ', el('code', null, failed.code ?? ''), '. Do not rely on this pack; ask the sender for it again.');
};

const answer = (report: PackReport): HTMLElement | null => {
  const { contents } = report;
  if (contents === null) return null;
  const name = (practice: string): string => contents.parties.get(practice)?.name ?? 'a practice not named in this pack';
  const { terms, steps } = contents.state;
  const day = steps[0]?.at.slice(0, 10) ?? '';
  const commission = contents.calculation === null ? '' : ` The commission under the pinned rule is $${dollars(contents.calculation.result.commission)} ex GST.`;
  return el('p', 'answer', `On ${day} (UTC) ${name(terms.referrer)} referred a client to ${name(terms.receiver)}, under rule “${contents.rule.name}”, version ${String(contents.rule.version)}.${commission}`);
};

const dollars = (cents: number): string => `${Math.floor(cents / 100).toLocaleString('en-AU')}.${String(cents % 100).padStart(2, '0')}`;

/** One pack's three verdicts, never merged; the first failure in words; every check with what was compared. */
export const describeReport = (name: string, bytes: number, report: PackReport): HTMLElement => {
  const [intactTone, intactWord] = INTACT[report.intact.verdict];
  const [recognisedTone, recognisedWord] = RECOGNISED[report.recognised.verdict];
  const [completeTone, completeWord] = COMPLETE[report.complete.verdict];
  const test = report.contents?.pack.test === true ? ' TEST NETWORK: nothing in it counts.' : '';
  const article = el('article', null, el('h3', null, name), el('p', 'meta', `${bytes.toLocaleString('en-AU')} bytes.${test}`));
  article.append(
    el('ul', 'verdicts', verdict(intactTone, intactWord, report.intact.words), verdict(recognisedTone, recognisedWord, report.recognised.words), verdict(completeTone, completeWord, report.complete.words)),
  );
  for (const part of [failureNote(report), answer(report)]) if (part !== null) article.append(part);
  const words = [...report.intact.words, ...report.recognised.words, ...report.complete.words, ...report.limits];
  article.append(el('ul', 'words', ...words.map((line) => el('li', null, line))));
  const head = el('tr', null, el('th', null, ''), el('th', null, 'Check'), el('th', null, 'What was compared'), el('th', null, 'Named failure'));
  const table = el('table', null, el('thead', null, head), el('tbody', null, ...report.checks.map(checkRow)));
  article.append(el('details', null, el('summary', null, `What was checked (${String(report.checks.length)} steps)`), table));
  return article;
};

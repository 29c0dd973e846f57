import type { ChangedFile, FileList } from './changed-files.ts';
import type { FactView, Look, PackView, SectionView, StepView, VerdictView } from './pack-view.ts';

/** An element with text or children; text only ever goes in as text. */
export const el = (tag: string, className: string | null, ...children: readonly (string | Node)[]): HTMLElement => {
  const made = document.createElement(tag);
  if (className !== null) made.className = className;
  made.append(...children);
  return made;
};

const unseen = (text: string): HTMLElement => el('span', 'unseen', text);

const glyph = (text: string, className: string): HTMLElement => {
  const made = el('span', className, text);
  made.setAttribute('aria-hidden', 'true');
  return made;
};

const GLYPHS: Readonly<Record<Look, string>> = { holds: '✓', partly: '!', fails: '✕', 'not-judged': '–' };

const verdict = ({ verdict: look, word, counted }: VerdictView): HTMLElement =>
  el('li', look, glyph(GLYPHS[look], 'glyph'), el('span', null, el('strong', null, word), el('span', 'counted', counted)));

const STEP_GLYPHS: Readonly<Record<StepView['state'], string>> = {
  signed: '✓',
  'not-yet': '',
  'not-judged': '',
};
const STEP_SAID: Readonly<Record<StepView['state'], string>> = {
  signed: 'signed ',
  'not-yet': '',
  'not-judged': '',
};

const step = ({ name, state, when }: StepView): HTMLElement =>
  el('li', state, glyph(STEP_GLYPHS[state], 'dot'), el('strong', null, name), el('span', 'second', unseen(STEP_SAID[state]), when));

const CHECK_GLYPHS = { ok: '✓', failed: '✕', 'not-judged': '–' } as const;
const CHECK_SAID = { ok: 'Holds: ', failed: 'Fails: ', 'not-judged': 'Not judged: ' } as const;

const check = ({ name, state, compared, where, code }: PackView['checks'][number]): HTMLElement =>
  el(
    'li',
    state,
    glyph(CHECK_GLYPHS[state], 'mark'),
    el(
      'span',
      null,
      unseen(CHECK_SAID[state]),
      el('strong', null, name),
      ' ',
      el('span', 'second', state === 'not-judged' ? 'not judged' : compared),
      ...(where === '' ? [] : [' ', el('span', 'where', `at ${where}`)]),
      ...(code === null ? [] : [' ', el('code', null, code)]),
    ),
  );

const folded = (title: string, ...children: readonly Node[]): HTMLElement => el('details', null, el('summary', null, title), ...children);

const fact = ({ label, value, note }: FactView): HTMLElement =>
  el('div', 'fact', el('dt', null, label), el('dd', null, value, ...(note === null ? [] : [el('span', 'note', note)])));

const section = ({ title, facts }: SectionView): HTMLElement => folded(title, el('dl', 'facts', ...facts.map(fact)));

const CHANGED: Readonly<Record<ChangedFile['state'], string>> = {
  changed: 'is not the file that was listed',
  missing: 'is listed and not there',
  'not-listed': 'is there and not listed',
};

const short = (hash: string | null): string => (hash === null ? 'nothing' : (hash.slice(0, 16).match(/.{4}/gu) ?? []).join(' '));

const change = ({ path, state, listed, found }: ChangedFile): HTMLElement =>
  el('li', null, el('strong', null, path), ` ${CHANGED[state]}. `, el('code', null, `listed ${short(listed)}, found ${short(found)}`));

const whatChanged = (list: FileList | undefined): HTMLElement =>
  el(
    'div',
    'closed',
    el('p', null, 'Content is folded away, so it is not read as fact.'),
    list === undefined || list.changed.length === 0
      ? el(
          'p',
          'second',
          list === undefined
            ? 'The archive or its list of files does not read, so single files cannot be compared.'
            : 'Every file is as the pack’s own list says; what fails is named above.',
        )
      : folded(
          `Show what changed: ${list.changed.length.toLocaleString('en-AU')} of ${list.total.toLocaleString('en-AU')} files, by the pack’s own list`,
          el('ul', 'changes', ...list.changed.slice(0, 50).map(change)),
        ),
  );

/** The pack's steps by hand, with tools that every system has (protocol §12, README of the pack). */
const byHand = (): HTMLElement =>
  folded(
    'Hand method',
    el(
      'p',
      null,
      'Unpack the archive. Every file against the list: ',
      el('code', null, "sed '/^$/,$d' MANIFEST | sha256sum --strict -c"),
      '. The signature of the list, and each record, as README.txt in the pack says.',
    ),
  );

export interface Described {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the archive, 64 hex digits. */
  readonly fingerprint: string;
  readonly view: PackView;
  /** Only asked for where the pack is not intact. */
  readonly files: FileList | undefined;
}

/** One pack's three verdicts, never merged; the sentence; the first failure in words; every check with what was compared. */
export const describePack = ({ name, bytes, fingerprint, view, files }: Described): HTMLElement => {
  const broken = view.sections.length === 0;
  const judged = view.checks.filter(({ state }) => state !== 'not-judged');
  const rest = view.checks.filter(({ state }) => state === 'not-judged');
  const article = el('article', view.tone);
  const size = `${bytes.toLocaleString('en-AU')} bytes`;
  article.append(
    el(
      'header',
      null,
      el('span', null, el('h2', null, name), el('span', 'second', view.exported === null ? size : `${size}. ${view.exported}`)),
      el('code', null, short(fingerprint)),
    ),
    ...(view.testNetwork ? [el('p', 'test', 'Test network: nothing in this pack counts.')] : []),
    el('ul', 'verdicts', ...view.verdicts.map(verdict)),
    el('p', 'sentence', ...(view.lead === null ? [] : [el('strong', null, view.lead), ' ']), view.sentence),
    ...(view.failure === null
      ? []
      : [el('p', 'failure', glyph('✕', 'mark'), el('span', null, el('strong', null, 'First failure, in words.'), ` ${view.failure}`))]),
    ...(broken ? [] : [el('ol', 'rail', ...view.steps.map(step))]),
    ...(broken ? [whatChanged(files)] : [el('div', 'sections', ...view.sections.map(section), byHand())]),
    el('h3', null, 'What was checked', el('span', 'second', view.checked)),
    el('ol', 'checks', ...judged.map(check)),
    ...(rest.length === 0
      ? []
      : [folded(`${rest.length.toLocaleString('en-AU')} further steps were not judged`, el('ol', 'checks', ...rest.map(check)))]),
    folded('What this does and does not show', el('ul', 'notes', ...view.notes.map((note) => el('li', null, note)))),
  );
  return article;
};

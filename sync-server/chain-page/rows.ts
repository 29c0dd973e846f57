import type { AnchorView } from '../../core/contract/network/log.ts';
import { formatDate, clockText } from '../../core/domain/time/date-text.ts';
import { parseInstant } from '../../core/domain/time/instant.ts';
import { localTime, SYDNEY } from '../../core/domain/time/zone.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import { cosigners } from '../chain/cosigners.ts';
import { icon } from './icons.ts';
import type { ChainView } from './page.ts';

const SHOWN_CHECKPOINTS = 8;
const SHOWN_ANCHORS = 20;
/** Digits of a hash in a list; the whole of it is one click away. */
const SHORT = 32;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in a document. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => ESCAPES[character] ?? '');

/** A moment by Sydney's clock, to the second where it is asked for. */
export const when = (at: string, seconds = false): string => {
  const instant = parseInstant(at);
  if (!instant.ok) return escaped(at);
  const local = localTime(instant.value, SYDNEY);
  return `<time datetime="${escaped(at)}">${formatDate(local.date)}, ${clockText(local, seconds)}</time>`;
};

/** A number as people read it. */
export const count = (size: number): string => size.toLocaleString('en-AU');

const grouped = (hash: string): string => (hash.match(/.{4}/gu) ?? []).join(' ');

const orNothing = (rows: string, empty: string): string => (rows === '' ? `<li class="second">${empty}</li>` : rows);

/** Rows of the newest entries: place, time, hash, and the smallest checkpoint shown that holds it. */
export const entryRows = ({ entries, checkpoints }: Pick<ChainView, 'entries' | 'checkpoints'>): string => {
  const holding = (index: number): number | undefined =>
    checkpoints
      .map(({ size }) => size)
      .filter((size) => size > index)
      .at(-1);
  const rows = entries.map(({ index, at, event }) => {
    const size = holding(index);
    const held =
      size === undefined ? `<span class="next">${icon('waits')}The next</span>` : `<span class="seen">${icon('held')}${count(size)}</span>`;
    const hash = `<a href="/api/chain/proof/${event}" title="${event}" data-hash="${event}"><code>${grouped(event.slice(0, SHORT))}</code></a>`;
    return `<tr role="row"><td role="cell"><strong>${count(index)}</strong></td><td role="cell" class="second">${when(at, true)}</td><td role="cell">${hash}</td><td role="cell">${held}</td></tr>`;
  });
  return rows.join('') || '<tr role="row"><td role="cell" class="second" colspan="4">No entry yet.</td></tr>';
};

const rootOf = (primitives: Primitives, note: string): string => {
  const read = checkpointOfNote(primitives, utf8Encode(note));
  return read.ok ? grouped(bytesToHex(read.value.checkpoint.root).slice(0, 16)) : '';
};

/** The newest checkpoints: size, time, root, and who has seen them. */
export const checkpointRows = (primitives: Primitives, { checkpoints, witnesses, anchors }: ChainView): string => {
  const rows = checkpoints.slice(0, SHOWN_CHECKPOINTS).map(({ size, at, note }) => {
    const by = cosigners(note, witnesses).map(
      ({ name, at: time }) => `<li class="seen" title="Cosigned ${escaped(time)}">${icon('witnessed')}${escaped(name)}</li>`,
    );
    const stamp = anchors.find(({ kind, size: stamped }) => kind === 'time-stamp' && stamped === size);
    const stamped = stamp === undefined ? '' : `<li class="seen">${icon('stamped')}Time-stamped</li>`;
    const none = by.length === 0 ? '<li class="second">No witness has cosigned it</li>' : by.join('');
    return `<li><p class="point"><span><strong>${count(size)}</strong> <span class="second">${when(at)}</span></span><code class="second">${rootOf(primitives, note)}</code></p><ul class="marks">${none}${stamped}</ul></li>`;
  });
  return orNothing(rows.join(''), 'No checkpoint was published yet.');
};

const KINDS: Readonly<Record<AnchorView['kind'], string>> = {
  'time-stamp': 'Time-stamp',
  'write-once': 'Written once',
  snapshot: 'Whole log checked',
};

/** What outsiders hold of the log, newest first. */
export const anchorRows = ({ anchors }: Pick<ChainView, 'anchors'>): string =>
  orNothing(
    anchors
      .slice(0, SHOWN_ANCHORS)
      .map(
        ({ kind, at, since, size, root, place }) =>
          `<li><p class="point"><span><strong>${KINDS[kind]}</strong> <span class="second">${when(at)} · entries ${count(since)} to ${count(size)}</span></span><code class="second" title="${root}">${grouped(root.slice(0, SHORT))}</code></p><p class="second">${escaped(place)}</p></li>`,
      )
      .join(''),
    'Nothing was anchored yet.',
  );

/** Whether the whole log was checked, and when. */
export const walkedBadge = ({ anchors }: Pick<ChainView, 'anchors'>): string => {
  const walk = anchors.find(({ kind }) => kind === 'snapshot');
  return walk === undefined
    ? `<p><span class="badge">${icon('waits')}<span>Whole log not checked yet</span></span></p><p class="second">It is checked once a day. All hours are Sydney’s.</p>`
    : `<p><span class="badge ok">${icon('shield')}<span>Whole log checked ${when(walk.at)}</span></span></p><p class="second">${count(walk.size)} entries, no break. All hours are Sydney’s.</p>`;
};

import { config } from 'zod';
import { formatMoment } from '../../core/domain/time/date-text.ts';
import { parseInstant } from '../../core/domain/time/instant.ts';
import { SYDNEY } from '../../core/domain/time/zone.ts';
import { hexToBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { parseTrustFile } from '../../core/protocol/pack/trust-file.ts';
import { parsePolicy, type TlogPolicy } from '../../core/protocol/tlog-policy.ts';
import type { ProvenEntry } from '../../core/protocol/tlog-proof.ts';
import { askServer } from './browser.ts';
import { type CheckedPack, checkPack } from './check-pack.ts';
import { proveInLog } from './prove.ts';

// The page forbids eval; zod would probe for it.
config({ jitless: true });

const RENEW_MS = 15_000;
/** Records between two lines about how far a check is: each is read out to who listens. */
const SAID_EVERY = 25;
const LIVE = ['walked', 'entries', 'checkpoints', 'anchors'] as const;

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
};

const say = (look: 'ok' | 'bad' | '', head: string, ...lines: readonly string[]): void => {
  const strong = document.createElement('strong');
  strong.textContent = head;
  const box = document.createElement('div');
  box.className = `said ${look}`.trimEnd();
  box.append(
    strong,
    ...lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }),
  );
  byId('said').replaceChildren(box);
};

const count = (number: number): string => number.toLocaleString('en-AU');

/** A witness's POSIX seconds as the page writes times. */
const moment = (time: bigint): string => {
  const instant = parseInstant(new Date(Number(time) * 1000).toISOString());
  return instant.ok ? formatMoment(instant.value, SYDNEY) : String(time);
};

const template = byId('policy');
const own = parsePolicy(noblePrimitives, utf8Encode((template instanceof HTMLTemplateElement ? template.content.textContent : '') ?? ''));
let policy: TlogPolicy | null = own.ok ? own.value : null;
let whose = 'the keys of this page';
let trust: string | null = null;
/** Counts what was begun here: a check that is no longer the newest stops. */
let begun = 0;

const cosigned = (witnesses: ProvenEntry['witnesses']): string => {
  const by = witnesses.map(({ name, time }) => `${name} on ${moment(time)}`);
  return by.length === 0 ? 'No witness has cosigned that checkpoint.' : `Cosigned by ${by.join(' and ')}.`;
};

const sayWrong = (code: string): void =>
  say('bad', 'The proof does not hold', `Checked with ${whose}: ${code}. Keep this page’s address and tell the network office.`);

/** Checks with the browser's own arithmetic that an event stands in the log: nothing that the server says is taken for granted but the keys. */
const check = async (hash: string): Promise<void> => {
  begun += 1;
  const entry = hexToBytes(hash);
  if (!entry.ok || entry.value.length !== 32) {
    say('bad', 'That is not a hash', 'A hash has 64 digits 0–9 and a–f. It stands beside each record in a receipt or pack.');
    return;
  }
  const proven = await proveInLog(policy, hash);
  if (proven.found === 'absent') {
    say(
      'bad',
      'Not in the log',
      'The newest checkpoint holds no entry with this hash. A new entry appears within seconds; otherwise the hash or the log is another.',
    );
    return;
  }
  if (proven.found === 'wrong') return sayWrong(proven.code);
  const { index, checkpoint, witnesses } = proven.proof;
  say(
    'ok',
    `In the log, unchanged: entry ${count(index)}`,
    (hash.match(/.{4}/gu) ?? []).join(' '),
    `Your browser checked the proof up to the checkpoint of ${count(checkpoint.size)} entries of ${checkpoint.origin}, with ${whose}.`,
    cosigned(witnesses),
  );
};

const NOTHING_SENT = 'The pack was read in your browser and sent nowhere; the server was asked for the hashes of its records only.';

const sayPack = (name: string, checked: CheckedPack): void => {
  if (checked.kind === 'broken') return say('bad', `${name} is not as it was signed`, ...checked.report.intact.words, 'Do not rely on it.');
  const { report, records, inLog, failed, newest } = checked;
  const verdicts = [report.intact, report.recognised, report.complete].map(({ words }) => words[0] ?? '');
  if (failed?.why.found === 'wrong') return sayWrong(failed.why.code);
  if (failed !== null)
    return say(
      'bad',
      `${count(inLog)} of ${count(records)} records of ${name} stand in this log`,
      `The first that does not: ${failed.hash}. A record made without a connection is in the log only after a desk has handed it in; otherwise the pack is of another network.`,
      ...verdicts,
      NOTHING_SENT,
    );
  say(
    'ok',
    `Unaltered and in the log: all ${count(records)} records of ${name}`,
    newest === null
      ? ''
      : `Checked up to the checkpoint of ${count(newest.checkpoint.size)} entries, with ${whose}. ${cosigned(newest.witnesses)}`,
    ...verdicts,
    NOTHING_SENT,
  );
};

/** Verifies a pack and looks up each of its records; what it found stands on the page, and how far it is while it looks. */
const takePack = async (file: File): Promise<void> => {
  begun += 1;
  const mine = begun;
  const step = (done: number, of: number): boolean => {
    if (mine !== begun) return false;
    if (done % SAID_EVERY === 0) say('', `Checking ${file.name}`, `${count(done)} of ${count(of)} records looked up.`);
    return true;
  };
  say('', `Reading ${file.name}`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const checked = await checkPack(noblePrimitives, bytes, trust, (hash) => proveInLog(policy, hash), step);
  if (checked !== null && mine === begun) sayPack(file.name, checked);
};

const unanswered = (): void => say('bad', 'The server does not answer', 'Nothing was checked. Try again in a moment.');

const renew = async (): Promise<void> => {
  const answer = await askServer('/chain').catch(() => null);
  const text = answer === null ? undefined : utf8Decode(answer);
  if (text?.ok !== true) return;
  const fresh = new DOMParser().parseFromString(text.value, 'text/html');
  for (const id of LIVE) {
    const part = fresh.getElementById(id);
    if (part !== null && part.innerHTML !== byId(id).innerHTML) byId(id).replaceChildren(...part.childNodes);
  }
};

const form = byId('check');
const field = byId('hash');
form.hidden = false;
byId('by').hidden = false;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const hash = field instanceof HTMLInputElement ? field.value.replaceAll(/\s/gu, '').toLowerCase() : '';
  check(hash).catch(unanswered);
});
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-hash]') : null;
  const pressed = link?.dataset['hash'];
  if (pressed === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (field instanceof HTMLInputElement) field.value = pressed;
  check(pressed).catch(unanswered);
  byId('said').scrollIntoView({ block: 'nearest' });
});
byId('packs').hidden = false;
byId('pack').addEventListener('change', (event) => {
  const { target } = event;
  const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
  if (file === undefined) return;
  takePack(file).catch(unanswered);
  if (target instanceof HTMLInputElement) target.value = '';
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file !== undefined) takePack(file).catch(unanswered);
});
byId('trust').addEventListener('change', (event) => {
  const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
  if (file === undefined) return;
  void file.text().then((text) => {
    begun += 1;
    const read = parseTrustFile(noblePrimitives, text);
    if (!read.ok) {
      say(
        'bad',
        'That is not a trust file',
        `Line ${String(read.error.line)} is not as it has to be. The keys of this page are still in use.`,
      );
      return;
    }
    policy = read.value.policy;
    trust = text;
    whose = `your trust file of ${read.value.network}`;
    say(
      '',
      `Using ${whose}`,
      `${String(policy.logs.length)} logs and ${String(policy.witnesses.length)} witnesses. It was read here and sent nowhere.`,
    );
  });
});
setInterval(() => void renew(), RENEW_MS);

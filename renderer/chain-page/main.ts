import { formatDateTime } from '../../core/domain/time/date-text.ts';
import { parseInstant } from '../../core/domain/time/instant.ts';
import { SYDNEY } from '../../core/domain/time/zone.ts';
import { hexToBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { parseTrustFile } from '../../core/protocol/pack/trust-file.ts';
import { parsePolicy, type TlogPolicy } from '../../core/protocol/tlog-policy.ts';
import { parseTlogProof, verifyTlogProof } from '../../core/protocol/tlog-proof.ts';
import { askServer } from './browser.ts';

const RENEW_MS = 15_000;
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

/** A witness's POSIX seconds as the page writes times. */
const moment = (time: bigint): string => {
  const instant = parseInstant(new Date(Number(time) * 1000).toISOString());
  return instant.ok ? formatDateTime(instant.value, SYDNEY) : String(time);
};

const template = byId('policy');
const own = parsePolicy(noblePrimitives, utf8Encode((template instanceof HTMLTemplateElement ? template.content.textContent : '') ?? ''));
let policy: TlogPolicy | null = own.ok ? own.value : null;
let whose = 'the keys of this page';

/** Checks with the browser's own arithmetic that an event stands in the log: nothing that the server says is taken for granted but the keys. */
const check = async (hash: string): Promise<void> => {
  const entry = hexToBytes(hash);
  if (!entry.ok || entry.value.length !== 32) {
    say('bad', 'That is not a hash', 'A hash has 64 digits 0–9 and a–f. It stands beside each record in a receipt or pack.');
    return;
  }
  const file = await askServer(`/api/chain/proof/${hash}`);
  if (file === null) {
    say(
      'bad',
      'Not in the log',
      'The newest checkpoint holds no entry with this hash. A new entry appears within seconds; otherwise the hash or the log is another.',
    );
    return;
  }
  const proof = parseTlogProof(file);
  const verified =
    proof.ok && policy !== null ? verifyTlogProof(noblePrimitives, policy, proof.value, leafHash(noblePrimitives, entry.value)) : undefined;
  if (verified?.ok !== true) {
    const why = proof.ok ? (verified?.error.code ?? 'no keys') : proof.error.code;
    say('bad', 'The proof does not hold', `Checked with ${whose}: ${why}. Keep this page’s address and tell the network office.`);
    return;
  }
  const { index, checkpoint, witnesses } = verified.value;
  const by = witnesses.map(({ name, time }) => `${name} on ${moment(time)}`);
  say(
    'ok',
    `In the log, unchanged: entry ${index.toLocaleString('en-AU')}`,
    `Your browser checked the proof up to the checkpoint of ${checkpoint.size.toLocaleString('en-AU')} entries of ${checkpoint.origin}, with ${whose}.`,
    by.length === 0 ? 'No witness has cosigned that checkpoint.' : `Cosigned by ${by.join(' and ')}.`,
  );
};

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
  check(hash).catch(() => say('bad', 'The server does not answer', 'Nothing was checked. Try again in a moment.'));
});
byId('trust').addEventListener('change', (event) => {
  const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
  if (file === undefined) return;
  void file.text().then((text) => {
    const trust = parseTrustFile(noblePrimitives, text);
    if (!trust.ok) {
      say(
        'bad',
        'That is not a trust file',
        `Line ${String(trust.error.line)} is not as it has to be. The keys of this page are still in use.`,
      );
      return;
    }
    policy = trust.value.policy;
    whose = `your trust file of ${trust.value.network}`;
    say(
      '',
      `Using ${whose}`,
      `${String(policy.logs.length)} logs and ${String(policy.witnesses.length)} witnesses. It was read here and sent nowhere.`,
    );
  });
});
setInterval(() => void renew(), RENEW_MS);

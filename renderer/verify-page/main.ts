import { z } from 'zod';
import { writeCsv } from '../../core/domain/export/csv.ts';
import { parseZone, SYDNEY } from '../../core/domain/time/zone.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { parseTrustFile } from '../../core/protocol/pack/trust-file.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { changedFiles } from './changed-files.ts';
import { describePack, el } from './describe.ts';
import { viewOfReport } from './pack-view.ts';
import { RESULT_COLUMNS, type Result, resultRow } from './results.ts';

// The page forbids eval; zod would probe for it.
z.config({ jitless: true });

/** A trust file is a few lines; anything longer is taken for a pack. */
const TRUST_LIMIT = 262_144;

const ownZone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
const zone = ownZone.ok ? ownZone.value : SYDNEY;

let trust: string | null = null;
let round = 0;
const opened: { readonly name: string; readonly bytes: Uint8Array }[] = [];
const results: Result[] = [];

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks ${id}`);
  return found;
};

/** Lets the browser draw what was said so far. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

const say = (text: string): void => {
  byId('said').textContent = text;
};

const show = async (): Promise<void> => {
  round += 1;
  const mine = round;
  const place = byId('results');
  place.replaceChildren();
  place.className = opened.length > 1 ? 'results two' : 'results';
  results.length = 0;
  byId('empty').hidden = opened.length > 0;
  for (const [index, { name, bytes }] of opened.entries()) {
    say(`Checking ${name}, ${String(index + 1)} of ${String(opened.length)}`);
    await drawn();
    if (mine !== round) return;
    const report = verifyPack(bytes, trust, noblePrimitives);
    const fingerprint = bytesToHex(noblePrimitives.sha256(bytes));
    results.push({ name, bytes: bytes.length, fingerprint, report });
    place.append(
      describePack({
        name,
        bytes: bytes.length,
        fingerprint,
        view: viewOfReport(report, zone),
        files: report.contents === null ? changedFiles(bytes, noblePrimitives) : undefined,
      }),
    );
  }
  say(opened.length === 0 ? '' : `${opened.length.toLocaleString('en-AU')} ${opened.length === 1 ? 'pack is' : 'packs are'} checked.`);
  byId('export').hidden = results.length === 0;
};

const takeTrust = (name: string, text: string): void => {
  const parsed = parseTrustFile(noblePrimitives, text);
  trust = text;
  const fingerprint = (bytesToHex(noblePrimitives.sha256(new TextEncoder().encode(text))).match(/.{4}/gu) ?? []).join(' ');
  const words = parsed.ok
    ? `Trust file ${name}: ${parsed.value.network}${parsed.value.test ? ', a test network' : ''}. Its SHA-256, to compare with what you were given on paper or by telephone: `
    : `${name} begins like a trust file, but line ${String(parsed.error.line)} does not read. No pack is recognised with it. SHA-256: `;
  byId('trust-state').replaceChildren(words, el('code', null, fingerprint));
};

const take = async (files: readonly File[]): Promise<void> => {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = bytes.length < TRUST_LIMIT ? new TextDecoder().decode(bytes) : '';
    if (text.startsWith('flip360-trust/')) takeTrust(file.name, text);
    else opened.unshift({ name: file.name, bytes });
  }
  await show();
};

const pick = (id: string): void => {
  byId(id).addEventListener('change', (event) => {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement) || input.files === null) return;
    const files = [...input.files];
    input.value = '';
    void take(files);
  });
};

pick('packs');
pick('trust');
byId('export').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([Uint8Array.from(writeCsv(RESULT_COLUMNS, results.map(resultRow), { mark: true }))], {
      type: 'text/csv',
    }),
  );
  link.download = 'pack-results.csv';
  link.click();
});
const drop = byId('drop');
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', () => drop.classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  void take([...(event.dataTransfer?.files ?? [])]);
});

declare global {
  interface Window {
    /** The page's own function over bytes and trust file, for anybody who checks many packs from a console. */
    flip360Verify: (bytes: Uint8Array, trustText: string | null) => unknown;
  }
}
window.flip360Verify = (bytes, trustText) => {
  const { failure, intact, recognised, complete } = verifyPack(bytes, trustText, noblePrimitives);
  return {
    failure,
    intact: intact.verdict,
    recognised: recognised.verdict,
    complete: complete.verdict,
    steps: complete.steps,
  };
};

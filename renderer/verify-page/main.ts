import { z } from 'zod';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { describeReport } from './describe.ts';

// The page forbids eval; zod would probe for it.
z.config({ jitless: true });

let trust: string | null = null;
const opened: { readonly name: string; readonly bytes: Uint8Array }[] = [];

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks ${id}`);
  return found;
};

const show = (): void => {
  byId('results').replaceChildren(...opened.map(({ name, bytes }) => describeReport(name, bytes.length, verifyPack(bytes, trust, noblePrimitives))));
};

const take = async (files: readonly File[]): Promise<void> => {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = bytes.length < 262_144 ? new TextDecoder().decode(bytes) : '';
    if (text.startsWith('flip360-trust/1\n')) {
      trust = text;
      byId('trust-state').textContent = `Trust file: ${file.name}. Compare its fingerprint with the one you were given on paper or by telephone.`;
    } else opened.unshift({ name: file.name, bytes });
  }
  show();
};

const pick = (id: string): void => {
  byId(id).addEventListener('change', (event) => {
    const input = event.currentTarget;
    if (input instanceof HTMLInputElement && input.files !== null) void take([...input.files]);
  });
};

pick('packs');
pick('trust');
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
  return { failure, intact: intact.verdict, recognised: recognised.verdict, complete: complete.verdict, steps: complete.steps };
};

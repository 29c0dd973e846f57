import { openRootFile, readRootFile } from '../../adapters/keys/root-file.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type DeskContext, registerOf, type Signer } from '../context.ts';
import type { HandedIn } from '../exchange/handed-in.ts';
import { signerOf } from '../keys/signers.ts';
import { appendRecords, nextPlace, placeDraft, signEvent } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import { newRegistrar } from './founding.ts';

/** A root as its holder hands it in: the file, and the passphrase that opens it. */
export type HandedRoot = { readonly file: HandedIn; readonly passphrase: string };
export type ReplacedRegistrar = { readonly registrar: string; readonly roots: readonly string[] };

const refuse = (
  code: string,
  title: string,
  detail: string,
  next: string,
  where?: string,
): { readonly ok: false; readonly error: Refusal } =>
  err({
    status: 422,
    code,
    title,
    detail,
    kept: 'Nothing was signed; the registrar is who it was.',
    next,
    ...(where === undefined ? {} : { where }),
  });

const rootOf = async (
  desk: DeskContext,
  { file, passphrase }: HandedRoot,
): Promise<Result<Signer & { readonly name: string }, Refusal>> => {
  const facts = readRootFile(file.bytes);
  if (!facts.ok)
    return refuse(
      'root-file',
      'This is not a root file',
      'It does not read as one.',
      'Choose a file that ends with .flip360-root.',
      file.name,
    );
  const register = registerOf(desk);
  const root = facts.value.net === register.net ? register.roots.find(({ key }) => key === facts.value.key) : undefined;
  if (root === undefined)
    return refuse(
      'root-other-network',
      'This root is none of this network',
      `It names the network ${facts.value.network}; the founding event of this one does not state its key.`,
      'Take the root files that were written when this network was founded.',
      file.name,
    );
  const seed = await openRootFile(file.bytes, passphrase);
  if (!seed.ok)
    return refuse(
      'root-passphrase',
      'The passphrase does not open this root',
      'It is another one, or the file was changed.',
      'Type the passphrase that its holder chose for this file.',
      file.name,
    );
  const signer = signerOf(desk.primitives, seed.value);
  seed.value.fill(0);
  return signer.key === root.key
    ? ok({ ...signer, name: root.name })
    : refuse('root-file', 'This is not a root file', 'Its key is not the one that it names.', 'Take an untouched copy.', file.name);
};

/**
 * Makes a new registrar key at the office's desk and has the roots replace the former one by it (protocol §5.1). The roots are opened for this
 * one act; nothing of them stays. Errors: not the office; too few roots, one twice, one of another network, a wrong passphrase, not a root file.
 */
export const replaceRegistrar = async (
  desk: DeskContext,
  handed: readonly HandedRoot[],
  reason: string,
): Promise<Result<ReplacedRegistrar, Refusal>> => {
  const register = registerOf(desk);
  if (register.office !== desk.profile.practice)
    return refuse('not-the-office', 'The network office replaces the registrar', 'This desk belongs to a member.', 'Write to the office.');
  const roots: (Signer & { readonly name: string })[] = [];
  for (const one of handed) {
    const root = await rootOf(desk, one);
    if (!root.ok) return root;
    if (roots.some(({ key }) => key === root.value.key))
      return refuse(
        'root-twice',
        'One root was handed in twice',
        `${root.value.name} counts once, however often it signs.`,
        `Take ${String(register.threshold)} different root files.`,
        one.file.name,
      );
    roots.push(root.value);
  }
  if (roots.length < register.threshold)
    return refuse(
      'roots-too-few',
      'More roots have to sign',
      `This network asks for ${String(register.threshold)} of its ${String(register.roots.length)} roots; ${String(roots.length)} came.`,
      'Ask the holder of another root for the file and its passphrase.',
    );
  const made = newRegistrar(desk);
  const body = { registrar: made.stated, reason };
  const about = [...register.keys.values()]
    .flatMap((key) => (key.use === 'registrar' && key.revokedAt === null ? [key.event] : []))
    .slice(0, 1);
  const records = roots.map((root) =>
    signEvent(placeDraft(desk, register.net, root.key, nextPlace(desk, root.key), { type: 'registrar.replaced', body, about }), root),
  );
  appendRecords(desk, records, desk.keys.desk, made.keep);
  return ok({ registrar: made.stated.key, roots: roots.map(({ name }) => name) });
};

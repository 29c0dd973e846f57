import { utf8Encode } from '../../core/protocol/bytes.ts';
import { parseCosignature } from '../../core/protocol/cosignature.ts';
import { parseNote } from '../../core/protocol/note.ts';

/** Which of these witnesses cosigned a published checkpoint, and when. The signatures were checked when the note was published. */
export const cosigners = (
  note: string,
  witnesses: readonly { readonly name: string }[],
): readonly { readonly name: string; readonly at: string }[] => {
  const parsed = parseNote(utf8Encode(note));
  if (!parsed.ok) return [];
  return parsed.value.signatures.flatMap(({ name, signature }) => {
    const read = witnesses.some((witness) => witness.name === name) ? parseCosignature(signature) : undefined;
    return read?.ok === true ? [{ name, at: new Date(Number(read.value.time) * 1000).toISOString() }] : [];
  });
};

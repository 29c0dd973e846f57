import { err, ok, type Result } from '../../domain/result.ts';
import { base64ToBytes, type Bytes } from '../../protocol/bytes.ts';
import type { Refusal } from '../refusal.ts';

/** A file as a person handed it in. */
export type HandedIn = { readonly name: string; readonly bytes: Bytes };

/** Bytes of a file that came as base64. Error: it is not base64 in its one spelling. */
export const handedIn = (input: { readonly name: string; readonly base64: string }): Result<HandedIn, Refusal> => {
  const bytes = base64ToBytes(input.base64);
  return bytes.ok
    ? ok({ name: input.name, bytes: bytes.value })
    : err({
        status: 400,
        code: 'file-encoding',
        title: 'The file did not arrive whole',
        detail: 'What was handed in is not base64.',
        where: input.name,
        kept: 'Nothing was taken in.',
        next: 'Choose the file again.',
      });
};

import type { BodyFailure } from '../../protocol/exchange/body.ts';
import type { ExchangeFailure } from '../../protocol/exchange/file.ts';
import type { Refusal } from '../refusal.ts';

/** Why a whole exchange file is refused before anything in it is looked at. */
export type FileRefusal =
  | ExchangeFailure
  | BodyFailure
  | { readonly code: 'exchange.other-practice'; readonly to: string }
  | { readonly code: 'exchange.other-network'; readonly net: string }
  | { readonly code: 'exchange.own-file' }
  | { readonly code: 'exchange.sender-unknown' }
  | { readonly code: 'exchange.key-unknown' }
  | { readonly code: 'exchange.key-revoked'; readonly from: string }
  | { readonly code: 'exchange.signature' }
  | { readonly code: 'exchange.seal' };

const NOTHING = 'Nothing was taken in; the ledger is as it was.';

const words = (failure: FileRefusal): Pick<Refusal, 'title' | 'detail' | 'next'> & { readonly status: Refusal['status'] } => {
  switch (failure.code) {
    case 'exchange.too-large':
      return {
        status: 413,
        title: 'This file is too large',
        detail: `It has ${failure.bytes} bytes; an exchange file has at most 64 MiB.`,
        next: 'Ask the sender for a new file.',
      };
    case 'exchange.syntax':
      return {
        status: 422,
        title: 'This is not an exchange file',
        detail: SYNTAX[failure.why],
        next: 'Choose the file that ends in .flip360, exactly as the other practice sent it.',
      };
    case 'exchange.record':
    case 'exchange.header':
      return {
        status: 422,
        title: 'The head of this file is damaged',
        detail: `Line 2 is not a signed header (${failure.code === 'exchange.record' ? failure.cause : `member "${failure.where}"`}).`,
        next: 'Ask the sender for the file again.',
      };
    case 'exchange.body-hash':
      return {
        status: 422,
        title: 'The body of this file is not the one that was signed',
        detail: 'Its hash differs from the signed header: the file was changed or cut on the way.',
        next: 'Ask the sender for the file again.',
      };
    case 'exchange.other-practice':
      return {
        status: 422,
        title: 'This file is for another practice',
        detail: `It is addressed to ${failure.to}. Only that practice can open it.`,
        next: 'Send it back, or delete it.',
      };
    case 'exchange.other-network':
      return {
        status: 422,
        title: 'This file belongs to another network',
        detail: `Its network is ${failure.net.slice(0, 16)}…; nothing of one network counts in another.`,
        next: 'Check whether it comes from a test network.',
      };
    case 'exchange.own-file':
      return {
        status: 422,
        title: 'This file was made here',
        detail: 'It is one of the files that this practice sent.',
        next: 'Send it to the practice in its name.',
      };
    case 'exchange.sender-unknown':
      return {
        status: 422,
        title: 'The sender is not in the register',
        detail: 'The register held here does not state the practice that made this file.',
        next: 'Import the newest file of the network office first.',
      };
    case 'exchange.key-unknown':
      return {
        status: 422,
        title: 'The key that signed this file is unknown',
        detail: 'No event held here or in the file states it as a desk key of the sender.',
        next: 'Import the newest file of the network office first, then this one again.',
      };
    case 'exchange.key-revoked':
      return {
        status: 422,
        title: 'The key that signed this file was revoked',
        detail: `${failure.from} withdrew the desk key that signed it.`,
        next: 'Ask the practice for a new file, by telephone if you are not sure who sent this one.',
      };
    case 'exchange.signature':
      return {
        status: 422,
        title: 'The signature of this file does not verify',
        detail: 'The header was changed after it was signed, or somebody else signed it.',
        next: 'Ask the sender for the file again.',
      };
    case 'exchange.seal':
      return {
        status: 422,
        title: 'This file does not open with the keys of this desk',
        detail: 'It was sealed to another key, or damaged before it was signed.',
        next: 'Ask the sender to import a file of yours first and to send this one again.',
      };
    case 'exchange.body':
    case 'attachment.body':
      return {
        status: 422,
        title: 'The content of this file is not in form',
        detail: `What the seal held is damaged at "${failure.where}".`,
        next: 'Ask the sender for the file again, made by a current version of the program.',
      };
  }
};

const SYNTAX = {
  'first-line': 'Its first line is not "flip360-exchange/1".',
  'three-lines': 'It does not have exactly three lines, each ended by a line feed: it was cut, or a mail program changed it.',
  base64: 'Line 3 is not base64 in its one spelling: it was cut, or a mail program changed it.',
} as const;

/** The refusal of a whole file, in words. `name` is the file's name as the person gave it. */
export const refuseFile = (failure: FileRefusal, name: string): Refusal => ({
  code: failure.code.replace('.', '-'),
  where: name,
  kept: NOTHING,
  ...words(failure),
});

import { shortCodeOf } from '../../domain/consent/receipt/short-code.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';

const PURPOSE = 'receipt short code v1';
const RANDOM = 7;

/**
 * The short code of a consent, by the hash of its first event: derived under the device secret, so that nobody who sees the public hash can
 * tell it, and the same on every receipt of that consent.
 */
export const shortCodeFor = (desk: Pick<DeskContext, 'vault'>, root: string): string =>
  shortCodeOf(desk.vault.derive(PURPOSE, utf8Encode(root)).slice(0, RANDOM));

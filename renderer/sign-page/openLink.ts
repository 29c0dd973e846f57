import { err, ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes } from '../../core/protocol/bytes.ts';
import { wordsFit } from '../../core/protocol/network/client-page.ts';
import { type LinkKeys, linkKeys, readLink } from '../../core/protocol/network/link-keys.ts';
import { readRequest, requestAad, type SigningRequest } from '../../core/protocol/network/signing-request.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import type { ProblemWords } from '../ui/problem.ts';
import { deviceNow } from './browser.ts';
import { type ClientCopy, EMPTY_COPY, readCopy } from '../../core/protocol/network/client-copy.ts';
import { openSealed } from './linkCipher.ts';
import { fetchRequest } from './server.ts';

/** A link that opened: what is asked, what was signed by it, and how far the server's clock is ahead. */
export interface Opened {
  readonly id: string;
  readonly keys: LinkKeys;
  readonly request: SigningRequest;
  readonly answers: number;
  readonly copy: ClientCopy;
  readonly clockAhead: number;
}

const incomplete: ProblemWords = {
  title: 'This link is not complete',
  detail: 'A part at its end is missing, or was changed on the way. Without it nobody can read the page.',
  next: 'Copy the whole link from the message, to the last letter, and open it again.',
};

const elsewhere: ProblemWords = {
  title: 'This page is not where it should be',
  detail: 'The practice made the link for another address than the one that you see.',
  next: 'Sign nothing here. Tell the practice.',
};

/** What stands between a person and the page: the words of it. */
export type NotOpened = ProblemWords & { readonly closed?: boolean; readonly again?: boolean };

const bytesOf = (text: string): Uint8Array => {
  const bytes = base64ToBytes(text);
  return bytes.ok ? bytes.value : new Uint8Array();
};

/** Opens the link of an address: fetches the sealed request, opens it with the secret behind `#`, and checks that it belongs to this page. */
export const openLink = async (at: Pick<Location, 'pathname' | 'hash' | 'origin'>): Promise<Result<Opened, NotOpened>> => {
  const link = readLink(at.pathname, at.hash);
  if (!link.ok) return err(incomplete);
  const { id, idBytes, secret } = link.value;
  const fetched = await fetchRequest(id);
  if (!fetched.ok) return err({ ...fetched.error, again: fetched.error.closed !== true });
  const keys = linkKeys(idBytes, secret);
  const opened = await openSealed(keys.request, requestAad(id, 'request'), bytesOf(fetched.value.ciphertext));
  const request = opened.ok ? readRequest(opened.value) : opened;
  if (!request.ok || !wordsFit(noblePrimitives, request.value)) return err(incomplete);
  if (request.value.origin !== at.origin) return err(elsewhere);
  const sealedCopy = fetched.value.copy;
  const copy = sealedCopy === null ? undefined : await openSealed(keys.copy, requestAad(id, 'copy'), bytesOf(sealedCopy));
  return ok({
    id,
    keys,
    request: request.value,
    answers: fetched.value.answers,
    copy: (copy?.ok === true ? readCopy(copy.value) : undefined) ?? EMPTY_COPY,
    clockAhead: Date.parse(fetched.value.time) - deviceNow(),
  });
};

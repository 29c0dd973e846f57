import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { BOOK_ERASURE_PAYLOAD_TYPE, BOOK_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { sha256Hex, signPaper, testId } from './papers.ts';
import type { ReachedServer, TestDesk } from './test-desk.ts';

/** An entry as `POST /v1/ops` takes it. */
export type TestEntry = { readonly entry: string; readonly body: string };

/** The first entries of a desk's book, one for each named content; the first of them lists the desk. */
export const firstEntries = (
  { net }: Pick<ReachedServer, 'net'>,
  desk: TestDesk,
  named: ReadonlyMap<string, string>,
): readonly TestEntry[] => {
  let end: string = ZERO_HASH;
  return [...named].map(([name, content], at) => {
    const body = Buffer.from(content);
    const own = { desk: desk.desk, key: desk.signer.key, wrapKey: 'A'.repeat(43) };
    const payload = {
      base: { hash: ZERO_HASH, no: 0 },
      body: sha256Hex(body),
      desk: desk.desk,
      desks: at === 0 ? [own] : null,
      epoch: 1,
      id: testId(name),
      m: at + 1,
      net,
      practice: desk.practice,
      prev: end,
      v: 1,
    };
    const { base64, hash } = signPaper(BOOK_PAYLOAD_TYPE, payload, desk.signer);
    end = hash;
    return { entry: base64, body: body.toString('base64') };
  });
};

/** The request to erase the entry of a name, base64. */
export const erasurePaper = ({ net, ports }: Pick<ReachedServer, 'net' | 'ports'>, desk: TestDesk, name: string): string =>
  signPaper(BOOK_ERASURE_PAYLOAD_TYPE, { at: ports.clock.now(), id: testId(name), net, practice: desk.practice, v: 1 }, desk.signer).base64;

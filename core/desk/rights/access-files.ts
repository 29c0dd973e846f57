import { printPdf } from '../../adapters/pdf/print.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { entriesIn, type PersonFile } from '../../domain/privacy/person-file.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { fileToPerson } from '../exits/files.ts';

/** A file name of a person's name: letters and digits of any script, the rest dashes. */
const plainName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .toLowerCase();

/**
 * Hands a person everything that is held about them (Privacy Act 1988 Sch 1 APP 12) as two files: one to read, one for programs, which the first has
 * attached too. That they left, and how the person was known, is kept.
 */
export const accessFiles = async (
  desk: DeskContext,
  by: SignedInPerson,
  file: PersonFile,
  identity: { readonly how: string; readonly detail: string },
): Promise<{ readonly pdf: FileAnswer; readonly json: FileAnswer }> => {
  const json = utf8Encode(`${JSON.stringify(file, null, 2)}\n`);
  const zone = parseZone(desk.zone);
  const pdf = await printPdf({
    kind: 'person-file',
    at: file.madeAt,
    document: {
      file,
      network: desk.ledger.register()?.test === true ? 'test' : 'live',
      zone: zone.ok ? zone.value : SYDNEY,
      fingerprint: bytesToHex(desk.primitives.sha256(json)),
    },
  });
  const name = `access-pack-${plainName(file.name)}-${file.madeAt.slice(0, 10)}`;
  const entry = {
    what: 'access-pack',
    detail: `${String(entriesIn(file))} entries`,
    contact: file.contact,
    identity: identity.detail === '' ? identity.how : `${identity.how}: ${identity.detail}`,
  };
  return desk.db.transaction(() => ({
    pdf: fileToPerson(desk, by, { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: Uint8Array.from(pdf) }, entry),
    json: fileToPerson(desk, by, { name: `${name}.json`, mediaType: 'application/json', bytes: json }, entry),
  }));
};

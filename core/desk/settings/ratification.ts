import { bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonValue } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';

/** People of the office who have to stand behind a compliance setting (three for a compliance rule). */
export const RATIFICATIONS_NEEDED = 3;

export type Ratification = {
  readonly ratified: boolean;
  /** Names of the people of the office who signed this very content. */
  readonly by: readonly string[];
  readonly needed: number;
  /** A test network: nothing on it counts elsewhere, so what is not ratified may be tried. */
  readonly test: boolean;
};

/** SHA-256 of the canonical JSON of a value, hex. */
export const contentOf = (desk: Pick<DeskContext, 'primitives'>, value: JsonValue): string =>
  bytesToHex(desk.primitives.sha256(canonicalBytes(value)));

/** Who of the office has signed what a setting says now. Signatures of other content do not count. */
export const ratificationOf = (
  desk: Pick<DeskContext, 'db' | 'ledger' | 'primitives'>,
  setting: string,
  value: JsonValue,
): Ratification => {
  const register = desk.ledger.register();
  const content = contentOf(desk, value);
  const signers = new Set<string>();
  for (const event of signedRatifications(desk)) {
    if (event.body.setting !== setting || event.body.content !== content) continue;
    const author = desk.ledger.author(event.hash);
    if (author?.kind === 'person') signers.add(author.person);
  }
  return {
    ratified: signers.size >= RATIFICATIONS_NEEDED,
    by: [...signers].map((person) => register?.people.get(person)?.name ?? 'Not recorded'),
    needed: RATIFICATIONS_NEEDED,
    test: register?.test ?? true,
  };
};

const signedRatifications = (desk: Pick<DeskContext, 'db' | 'ledger'>): readonly LoggedOf<'setting.ratified'>[] =>
  desk.db
    .all(ledgerSql.selectFrom('event').select('hash').where('type', '=', 'setting.ratified').orderBy('idx'))
    .map((row) => desk.ledger.known(bytesToHex(Uint8Array.from(row.hash))))
    .filter((event) => event?.type === 'setting.ratified');

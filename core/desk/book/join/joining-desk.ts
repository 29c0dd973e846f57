import type { Database } from '../../../adapters/sqlite/database.ts';
import { ledgerSql } from '../../../adapters/sqlite/schema.ts';
import { base64urlToBytes, type Bytes } from '../../../protocol/bytes.ts';
import type { Primitives } from '../../../protocol/primitives.ts';
import type { Vault } from '../../context.ts';
import type { FirstRun } from '../../keys/first-run.ts';
import { peopleSql } from '../../keys/tables.ts';
import { WRAP_NAME } from '../practice-keys.ts';
import { type Invitation, requestFile, requestProof } from './invitation.ts';

const PROOF = 'desk.join-proof';
const NET = 'desk.join-net';

type JoiningRun = Pick<FirstRun, 'stated' | 'pin'> & {
  readonly also: (db: Database, vault: Vault, request: Bytes, seal: Bytes) => void;
};

/** What the first run of a further desk writes: the practice and person of the invitation, keys of its own, and the proof for its request. */
export const writeJoiningDesk = (primitives: Pick<Primitives, 'sha256'>, invitation: Invitation, pin: string): JoiningRun => ({
  stated: { ...invitation.practice, desk: invitation.desk, person: invitation.person },
  pin,
  also: (db, vault, request, seal) => {
    const secret = base64urlToBytes(invitation.secret);
    const proof = requestProof(primitives, secret.ok ? secret.value : new Uint8Array(), request);
    db.run(
      ledgerSql.insertInto('meta').values([
        { name: PROOF, value: proof },
        { name: NET, value: invitation.net },
      ]),
    );
    // The seal key that the request states is the one to which practice keys are sealed; parcels are sealed to the practice's.
    db.run(peopleSql.insertInto('secret').values({ name: WRAP_NAME, wrapped: vault.wrap(WRAP_NAME, seal), added_at: invitation.until }));
  },
});

/** The request of a desk that joins a practice, as a file; null at every other desk. */
export const joiningRequest = (db: Database, request: Bytes): Bytes | null => {
  const proof = db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', PROOF))?.value;
  return proof === undefined ? null : requestFile(request, proof);
};

/** The network that this desk was invited into; null at a desk that was not invited. */
export const invitedNet = (db: Database): string | null =>
  db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', NET))?.value ?? null;

import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { packRow } from '../../contract/desk.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import { ruleVersionBytes } from '../../domain/commission/rule-version.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { type Bytes, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { inclusionProof } from '../../protocol/merkle-log.ts';
import { parseVerifierKey, signNote } from '../../protocol/note.ts';
import { buildPack, finishPack, type PackDraft, type PackInput } from '../../protocol/pack/build.ts';
import type { PackFiles } from '../../protocol/pack/pack-files.ts';
import { verifyPack } from '../../protocol/pack/verify.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { checkpointNow } from '../ledger/checkpoint.ts';
import { appendOwn } from '../ledger/compose.ts';
import { openedData } from '../openings/openings.ts';
import { nextLabel, takeLabel } from '../referrals/labels.ts';
import { notNow } from '../referrals/party.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import type { Refusal } from '../refusal.ts';
import { consentReceiptPdf } from '../consents/receipt.ts';
import { collectForPack, documentsForPack } from './collect.ts';
import { type NetworkEvidenceSource, noNetworkEvidence } from './network-evidence.ts';
import { packDocument } from './pack-document.ts';
import { packSql } from './tables.ts';

export type ExportedPack = {
  readonly row: z.infer<typeof packRow>;
  readonly files: PackFiles;
  readonly zip: Bytes;
};

export type PackOptions = { readonly withholdClient: boolean };

/** What a pack is made of, all but its PDF. */
const inputFor = (desk: DeskContext, state: ReferralState, options: PackOptions): Result<Omit<PackInput, 'evidencePdf'>, Refusal> => {
  const rule = ruleContent(desk, state.terms.rule.hash);
  if (rule === undefined)
    return err(notNow('The text of the pinned rule is not held at this desk.', 'Import the register from the network office.'));
  const { events, openings, lines } = collectForPack(desk, state, options);
  const { size, note } = checkpointNow(desk);
  const calculation = state.entitlement === null ? undefined : openedData(desk, state.entitlement.calculation, 'calculation');
  if (state.entitlement !== null && calculation === undefined)
    return err(
      notNow('The calculation of the commission has not arrived at this desk.', 'Import the payer’s exchange file, then export again.'),
    );
  const numbered = events.map((event) => {
    const row = desk.ledger.rows.byIndex(event.index);
    const proof = inclusionProof(desk.primitives, desk.ledger.rows, event.index, size);
    if (row === undefined || !proof.ok) throw new Error(`entry ${event.index} has no proof`);
    return { index: event.index, record: row.record, proof: proof.value };
  });
  return ok({
    exporter: { practice: desk.profile.practice, desk: desk.profile.desk },
    exportedAt: desk.clock.now(),
    intent: state.intent,
    events: numbered,
    checkpoint: note,
    keys: { log: desk.keys.log.vkey, pack: desk.keys.pack.vkey },
    openings,
    rule: ruleVersionBytes(rule),
    calculation: calculation === undefined ? null : canonicalBytes(calculation),
    lines,
    documents: documentsForPack(desk, events),
    verifyHtml: Uint8Array.from(readFileSync(desk.shipped.verifyPage)),
  });
};

/** The client's receipts of the consents of this referral, as this desk can print them. */
const receiptsOf = async (desk: DeskContext, state: ReferralState): Promise<ReadonlyMap<string, Bytes>> => {
  const found = new Map<string, Bytes>();
  for (const consent of state.consents) {
    const pdf = await consentReceiptPdf(desk, state, consent);
    if (pdf !== undefined) found.set(`consent-receipt-${consent.hash.slice(0, 12)}`, pdf);
  }
  return found;
};

const failed = (code: string, where: string): Refusal => ({
  status: 422,
  code: `pack-${code}`,
  title: 'The pack could not be made',
  detail: `${code}: ${where}.`,
  kept: 'Nothing was exported.',
  next: 'Walk the chain under Ledger; it names the entry that is damaged.',
});

/** Signs the manifest of a laid-out pack with the exporter's pack key. */
const sign = (
  desk: DeskContext,
  draft: PackDraft,
): Result<{ readonly files: PackFiles; readonly zip: Bytes; readonly manifest: Bytes }, Refusal> => {
  const key = parseVerifierKey(desk.primitives, desk.keys.pack.vkey);
  if (!key.ok) throw new Error('the desk’s pack key does not parse');
  const manifest = signNote(draft.manifestText, key.value, desk.keys.pack.sign);
  if (!manifest.ok) throw new Error('a manifest is a note text');
  const finished = finishPack(draft, manifest.value);
  return finished.ok ? ok({ ...finished.value, manifest: manifest.value }) : err(failed(finished.error.code, finished.error.where));
};

/**
 * Makes the evidence pack of a referral, checks it with the same verifier that strangers use before it is handed out, keeps a copy and signs
 * that it was exported. An incomplete referral gives an interim pack.
 */
export const exportPack = async (
  desk: DeskContext,
  person: SignedInPerson,
  intent: string,
  options: PackOptions,
  control: JobControl,
  networkEvidence: NetworkEvidenceSource = noNetworkEvidence,
): Promise<Result<ExportedPack, Refusal>> => {
  const state = desk.ledger.referral(intent);
  if (state === undefined)
    return err({
      status: 404,
      code: 'referral-unknown',
      title: 'This referral is not held here',
      detail: 'No such intent is in this ledger.',
      next: 'Open the list of referrals.',
    });
  if (desk.recovery !== null)
    return err({
      status: 423,
      code: 'recovery',
      title: 'No pack is signed in recovery',
      detail: desk.recovery.why,
      kept: 'The ledger can still be read.',
      next: 'Open Recovery: it lists what has to be checked before the desk signs again.',
    });
  control.progress(0, 4, 'Collecting the events');
  const laidOut = inputFor(desk, state, options);
  if (!laidOut.ok) return laidOut;
  const receipts = options.withholdClient ? new Map<string, Bytes>() : await receiptsOf(desk, state);
  const network = await networkEvidence(
    desk,
    laidOut.value.events.map(({ record }) => bytesToHex(desk.primitives.sha256(record))),
  );
  const input = ok({ ...laidOut.value, network, documents: new Map([...laidOut.value.documents, ...receipts]) });
  const label = nextLabel(desk, 'EP');
  // Taken at once, as several exports may run side by side: one that is cancelled leaves a gap.
  takeLabel(desk, label);
  const bare = buildPack({ ...input.value, evidencePdf: () => utf8Encode('%PDF') }, desk.primitives);
  if (!bare.ok) return err(failed(bare.error.code, bare.error.where));
  const first = sign(desk, bare.value);
  if (!first.ok) return first;
  await control.breathe();
  if (control.cancelled()) return err(cancelled);
  control.progress(1, 4, 'Writing the pages');
  const report = verifyPack(first.value.files, null, desk.primitives);
  const document = packDocument(desk, state, {
    label,
    draft: bare.value,
    report,
    withholdClient: options.withholdClient,
  });
  const pdf = await printPdf({ kind: 'evidence-pack', document, at: bare.value.pack.exportedAt });
  const draft = buildPack({ ...input.value, evidencePdf: () => pdf }, desk.primitives);
  if (!draft.ok) return err(failed(draft.error.code, draft.error.where));
  const finished = sign(desk, draft.value);
  if (!finished.ok) return finished;
  control.progress(2, 4, 'Checking the pack as a stranger would');
  const verdict = verifyPack(finished.value.zip, null, desk.primitives);
  if (verdict.intact.verdict !== 'intact') return err(failed(verdict.intact.failure ?? 'broken', 'the finished pack does not verify'));
  if (control.cancelled()) return err(cancelled);
  control.progress(3, 4, 'Keeping a copy');
  const { pack } = draft.value;
  const fingerprint = bytesToHex(desk.primitives.sha256(canonicalBytes(pack)));
  const id = uuidV7(desk.entropy, desk.clock.now());
  const row = {
    id,
    referral: intent,
    label,
    at: pack.exportedAt,
    interim: pack.interim,
    fingerprint,
    bytes: finished.value.zip.length,
  };
  appendOwn(
    desk,
    registerOf(desk).net,
    desk.keys.desk,
    [
      () => ({
        type: 'pack.exported',
        about: [intent],
        body: {
          manifest: bytesToHex(desk.primitives.sha256(finished.value.manifest)),
          size: pack.log.size,
          root: pack.log.root,
          interim: pack.interim,
          label,
        },
      }),
    ],
    () => {
      desk.db.run(
        packSql.insertInto('pack').values({
          id,
          intent,
          label,
          at: pack.exportedAt,
          person: person.person,
          interim: pack.interim ? 1 : 0,
          fingerprint,
          zip: finished.value.zip,
        }),
      );
    },
  );
  control.progress(4, 4, 'Done');
  return ok({ row, files: finished.value.files, zip: finished.value.zip });
};

const cancelled: Refusal = {
  status: 409,
  code: 'cancelled',
  title: 'Cancelled',
  detail: 'The export was cancelled.',
  kept: 'Nothing was exported.',
};

/** Packs that this desk has exported, newest first. */
export const listPacks = (desk: DeskContext): readonly z.infer<typeof packRow>[] =>
  desk.db
    .all(
      packSql
        .selectFrom('pack')
        .select(['id', 'intent', 'label', 'at', 'interim', 'fingerprint'])
        .select(({ fn }) => fn<number>('length', ['zip']).as('bytes'))
        .orderBy('at', 'desc'),
    )
    .map((row) => ({
      id: row.id,
      referral: row.intent,
      label: row.label,
      at: row.at,
      interim: row.interim === 1,
      fingerprint: row.fingerprint,
      bytes: row.bytes,
    }));

/** The archive of an exported pack, exactly as it was handed out. */
export const packZip = (desk: DeskContext, id: string): { readonly name: string; readonly bytes: Bytes } | undefined => {
  const row = desk.db.get(packSql.selectFrom('pack').select(['label', 'zip']).where('id', '=', id));
  return row === undefined ? undefined : { name: `${row.label}.zip`, bytes: row.zip };
};

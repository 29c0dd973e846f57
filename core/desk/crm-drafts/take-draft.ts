import { referralDraft, type ReferralDraft } from '../../contract/network/crm.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64ToBytes, base64urlToBytes, utf8Decode } from '../../protocol/bytes.ts';
import { DRAFT_INFO, draftAad, unpackDraft } from '../../protocol/network/crm-draft.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { openSeal, sealKeysHeld } from '../keys/open-seal.ts';
import { crmDraftSql } from './tables.ts';

type Opened = { readonly draft: ReferralDraft } | { readonly problem: string };

const read = (bytes: Uint8Array): Opened => {
  const text = utf8Decode(bytes);
  try {
    const draft = referralDraft.safeParse(text.ok ? JSON.parse(text.value) : null);
    return draft.success ? { draft: draft.data } : { problem: 'It is not in the form that the interface states.' };
  } catch {
    return { problem: 'It is not in the form that the interface states.' };
  }
};

const open = async (desk: DeskContext, sealer: Sealer, body: string): Promise<Opened> => {
  const bytes = base64ToBytes(body);
  const packed = bytes.ok ? unpackDraft(bytes.value) : bytes;
  if (!packed.ok) return { problem: 'The server passed something that is no draft.' };
  const ciphertext = base64urlToBytes(packed.value.body);
  if (!ciphertext.ok) return { problem: 'The server passed something that is no draft.' };
  const aad = draftAad({ net: registerOf(desk).net, practice: desk.profile.practice });
  const opened = await openSeal(sealer, sealKeysHeld(desk), { enc: packed.value.enc, info: DRAFT_INFO, aad, ciphertext: ciphertext.value });
  return opened.ok
    ? read(opened.value.plaintext)
    : { problem: 'It does not open with the keys of this desk: it was sealed to another key or practice.' };
};

/**
 * Keeps what a program of the practice prepared, as a private draft: nothing is signed and no contact is made by it. One that is known changes nothing;
 * one that does not open is kept with the reason, so that somebody sees it.
 */
export const takeFeedDraft = async (
  desk: DeskContext,
  sealer: Sealer,
  item: { readonly draft: string; readonly at: string; readonly body: string },
): Promise<boolean> => {
  const known = desk.db.get(crmDraftSql.selectFrom('crm_draft').select('id').where('id', '=', item.draft));
  if (known !== undefined) return false;
  const opened = await open(desk, sealer, item.body);
  desk.db.run(
    crmDraftSql.insertInto('crm_draft').values({
      id: item.draft,
      at: item.at,
      state: 'waiting',
      problem: 'problem' in opened ? opened.problem : null,
      content: 'draft' in opened ? JSON.stringify(opened.draft) : null,
      contact: null,
      handled_at: null,
      handled_by: null,
    }),
  );
  return true;
};

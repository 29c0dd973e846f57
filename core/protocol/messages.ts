import type { Bytes } from './bytes.ts';
import { canonicalBytes } from './jcs.ts';
import { INVITE_PAYLOAD_TYPE, KEY_PROOF_PAYLOAD_TYPE, pae } from './pae.ts';

export type KeyProofClaim = {
  readonly desk: string;
  readonly key: string;
  readonly person: string | null;
  readonly practice: string;
  readonly use: 'sign' | 'desk' | 'passkey';
};

/** The message a new key signs to prove that it is held (protocol §5.3). */
export const keyProofMessage = (claim: KeyProofClaim): Bytes =>
  pae(
    KEY_PROOF_PAYLOAD_TYPE,
    canonicalBytes({
      desk: claim.desk,
      key: claim.key,
      person: claim.person,
      practice: claim.practice,
      use: claim.use,
    }),
  );

export type InviteClaim = {
  readonly invite: string;
  readonly key: string;
  readonly referral: string;
  readonly step: number;
};

/** The message an invitation key signs over the client's key (protocol §6.3). */
export const inviteMessage = (claim: InviteClaim): Bytes =>
  pae(INVITE_PAYLOAD_TYPE, canonicalBytes({ invite: claim.invite, key: claim.key, referral: claim.referral, step: claim.step }));

/** First bytes of the hash that makes an invitation key's seed: SHA-256(this ‖ salt ‖ code) (protocol §6.3). */
export const INVITE_SEED_LABEL = 'flip360 invite v1';

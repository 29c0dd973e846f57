import type { NetworkEvidence } from '../../protocol/pack/build.ts';
import type { DeskContext } from '../context.ts';

/**
 * Where a pack gets its network proof: proofs of these events (hashes) under one published checkpoint that the quorum of the trust file has
 * cosigned, best the newest one that is time-stamped and holds them all. Null while the desk has none; the pack is then of version 1.
 */
export type NetworkEvidenceSource = (desk: DeskContext, events: readonly string[]) => Promise<NetworkEvidence | null>;

/** A desk that exchanges files only has no network proof. */
export const noNetworkEvidence: NetworkEvidenceSource = () => Promise.resolve(null);

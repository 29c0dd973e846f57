import type { Calculation } from '../../domain/commission/calculation.ts';
import type { RuleVersion } from '../../domain/commission/rule-version.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { Opening } from '../commitment.ts';
import type { PackJson } from './pack-json.ts';
import type { PackEvent, Party } from './pack-events.ts';

/** Ids and names of every check, in the order of protocol §12. */
export const CHECKS = [
  ['intact.1', 'The archive is canonical'],
  ['intact.2', 'The files of a pack are there, and no others'],
  ['intact.3', 'The keys are in form'],
  ['intact.4', 'The manifest is in form'],
  ['intact.5', 'The manifest is signed by the pack key'],
  ['intact.6', 'The list of files is in form'],
  ['intact.7', 'The files are those listed'],
  ['intact.8', 'Every file is unaltered'],
  ['intact.9', 'The description of the pack is in form'],
  ['intact.10', 'The log’s checkpoint is signed and is the one described'],
  ['intact.11', 'Every record is in its one form'],
  ['intact.12', 'Every record is of this network'],
  ['intact.13', 'No two records claim one place'],
  ['intact.14', 'Records of one key follow each other'],
  ['intact.15', 'Every record has its proof'],
  ['intact.16', 'Every record is in the log'],
  ['intact.17', 'Every record is signed by the key it names'],
  ['intact.18', 'What is disclosed is what was committed to'],
  ['intact.19', 'The payment lines are in their batches'],
  ['intact.20', 'The referral is in the pack'],
  ['intact.21', 'The handshakes are by the right parties in the right order'],
  ['intact.22', 'The handshakes are those described'],
  ['intact.23', 'The rule is the one agreed'],
  ['intact.24', 'The calculation is there when there is an entitlement'],
  ['intact.25', 'The calculation is right'],
  ['intact.26', 'The register is the one described'],
  ['intact.27', 'The network proofs lead to one network checkpoint'],
  ['recognised.1', 'The trust file is in form'],
  ['recognised.2', 'The network is the one trusted'],
  ['recognised.3', 'A trusted root founded the network'],
  ['recognised.4', 'Every entry of the register is by someone entitled to it'],
  ['recognised.5', 'The exporter’s keys are those registered'],
  ['recognised.6', 'The rule was approved by two people and published'],
  ['recognised.7', 'Every act is by someone entitled to it'],
  ['network.1', 'The network checkpoint is by the log of the trust file'],
  ['network.2', 'The witnesses that the trust file asks for cosigned it'],
  ['network.3', 'A time-stamp authority of the trust file dated it'],
] as const;

export type CheckId = (typeof CHECKS)[number][0];

/** One check: what was compared, in words, and where it failed. */
export type PackCheck = {
  readonly id: CheckId;
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'not-judged';
  readonly compared: string;
  /** File, event or member at which it failed; empty otherwise. */
  readonly where: string;
  /** Named failure of the protocol; null unless failed. */
  readonly code: string | null;
};

/** What a judgement found: words about what was compared, or the named failure and its place. */
export type Judged<T> =
  | { readonly ok: true; readonly value: T; readonly compared: string }
  | { readonly ok: false; readonly code: string; readonly where: string; readonly compared: string };

/** A judgement that holds. */
export const holds = <T>(value: T, compared: string): Judged<T> => ({ ok: true, value, compared });
/** A judgement that fails, by its named failure. */
export const fails = (code: string, where: string, compared: string): Judged<never> => ({
  ok: false,
  code,
  where,
  compared,
});

export type IntactVerdict = {
  readonly verdict: 'intact' | 'broken';
  readonly failure: string | null;
  readonly words: readonly string[];
};
export type RecognisedVerdict = {
  readonly verdict: 'recognised' | 'not-recognised' | 'self-consistent' | 'not-judged';
  readonly failure: string | null;
  readonly byRegister: number;
  readonly byInvitation: number;
  readonly register: { readonly index: number; readonly at: string } | null;
  readonly testNetwork: boolean | null;
  readonly soleSignatories: readonly string[];
  readonly words: readonly string[];
};
/** What the network log, its witnesses and a time-stamp say, each by itself; judged by the trust file's policy (protocol §12.4). */
export type NetworkVerdict = {
  /** `none`: the pack holds no network proof; `stated`: it does, and no trust file says whom to believe. */
  readonly verdict: 'witnessed' | 'refused' | 'stated' | 'none' | 'not-judged';
  readonly failure: string | null;
  /** Events proven to be in the network log, of all in the pack. */
  readonly proven: number;
  readonly events: number;
  readonly log: { readonly origin: string; readonly size: number } | null;
  /** Witnesses whose cosignatures hold, with the time each states. */
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
  readonly timeStamp: { readonly at: string; readonly authority: string; readonly pinned: string } | null;
  readonly words: readonly string[];
};
export type CompleteVerdict = {
  readonly verdict: 'complete' | 'interim' | 'not-judged';
  readonly steps: number;
  /** What an interim pack still lacks. */
  readonly missing: readonly string[];
  readonly words: readonly string[];
};

/** What an intact pack says, for display. Null while the pack is not intact: nothing in it is then to be shown as fact. */
export type PackContents = {
  readonly pack: PackJson;
  readonly events: readonly PackEvent[];
  readonly parties: ReadonlyMap<string, Party>;
  readonly state: ReferralState;
  readonly rule: RuleVersion;
  readonly calculation: Calculation | null;
  readonly openings: readonly Opening[];
  readonly payments: readonly Payment[];
};

/** A batch line of the referral as far as the pack shows its way. */
export type Payment = {
  /** The line names the entitlement of this referral, by any event that states it. */
  readonly ofReferral: boolean;
  readonly line: number;
  readonly label: string;
  readonly cents: number | null;
  readonly released: string | null;
  readonly settled: { readonly on: string; readonly at: string } | null;
  readonly failed: { readonly on: string; readonly reason: string } | null;
  readonly confirmedByPayee: boolean;
};

/** The whole answer of a verifier. */
export type PackReport = {
  /** Named failure of the first check that failed, in the order of protocol §12; null when none did. */
  readonly failure: string | null;
  readonly intact: IntactVerdict;
  readonly recognised: RecognisedVerdict;
  readonly complete: CompleteVerdict;
  readonly network: NetworkVerdict;
  readonly checks: readonly PackCheck[];
  /** What no check of this pack can show, in words. */
  readonly limits: readonly string[];
  readonly contents: PackContents | null;
};

/** Collects judgements under their check's name; what was never reached is not judged. */
export type CheckList = {
  readonly judge: <T>(id: CheckId, judged: Judged<T>) => Judged<T>;
  readonly checks: () => readonly PackCheck[];
};

export const createCheckList = (): CheckList => {
  const found = new Map<CheckId, Judged<unknown>>();
  return {
    judge: (id, judged) => {
      found.set(id, judged);
      return judged;
    },
    checks: () =>
      CHECKS.map(([id, name]) => {
        const judged = found.get(id);
        if (judged === undefined) return { id, name, state: 'not-judged', compared: '', where: '', code: null };
        if (judged.ok) return { id, name, state: 'ok', compared: judged.compared, where: '', code: null };
        return {
          id,
          name,
          state: 'failed',
          compared: judged.compared,
          where: judged.where,
          code: judged.code,
        };
      }),
  };
};

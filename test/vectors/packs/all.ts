import type { Bytes } from '../../../core/protocol/bytes.ts';
import { makeCase, type Expectation, type PackCase } from './case.ts';
import { consentCases } from './consent-cases.ts';
import { withdrawalCases } from './withdrawal-cases.ts';
import { eventCases } from './event-cases.ts';
import { fileCases } from './file-cases.ts';
import { networkCases } from './network-cases.ts';
import { ruleCases } from './rule-cases.ts';
import { trustCases } from './trust-cases.ts';
import { verdictCases } from './verdict-cases.ts';

/** One entry of docs/vectors/packs.json. */
export type PackVector = { readonly name: string; readonly file: string; readonly trust: string | null; readonly expect: Expectation };

export const PACK_CASES: readonly PackCase[] = [...verdictCases, ...ruleCases, ...fileCases, ...eventCases, ...trustCases, ...consentCases, ...withdrawalCases, ...networkCases];

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '');

/** Every pack with its archive. */
export const packVectors = (): readonly (PackVector & { readonly zip: Bytes })[] =>
  PACK_CASES.map((given) => {
    const { zip, trust } = makeCase(given);
    return { name: given.name, file: `packs/${slug(given.name)}.zip`, trust, expect: given.expect, zip };
  });

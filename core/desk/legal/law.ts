import {
  automatedDecisionFile,
  disclosureFile,
  type LimitCode,
  limitFile,
  type PrivacyDocumentName,
  privacyDocumentFile,
  type PrivacyDocumentFile,
  type Regime,
  type RegimeVersion,
} from '../../domain/legal/law-files.ts';
import { inForceOn } from '../../domain/legal/wording.ts';
import { type Shipped, shippedFile } from '../shipped.ts';
import { purposes } from '../verticals.ts';

const limits = shippedFile('legal/limits.json', (value) => limitFile.parse(value));
const disclosures = shippedFile('legal/disclosures.json', (value) => disclosureFile.parse(value));
const decisions = shippedFile('legal/automated-decisions.json', (value) => automatedDecisionFile.parse(value));
const document = (name: PrivacyDocumentName) => shippedFile(`legal/${name}.json`, (value) => privacyDocumentFile.parse(value));
const documents: Readonly<Record<PrivacyDocumentName, (desk: Shipped) => PrivacyDocumentFile>> = {
  'privacy-policy': document('privacy-policy'),
  'collection-notice': document('collection-notice'),
  'privacy-impact-assessment': document('privacy-impact-assessment'),
};

const missing = (what: string): never => {
  throw new Error(`${what} does not ship`);
};

/** A time limit in force on a day (YYYY-MM-DD), in its own unit, with what it rests on. Throws when the shipped file lacks it. */
export const limitOn = (desk: Shipped, code: LimitCode, day: string) => {
  const limit = limits(desk).limits.find((candidate) => candidate.code === code) ?? missing(code);
  const version = inForceOn(limit.versions, day) ?? missing(code);
  return { code, words: limit.words, unit: limit.unit, ...version };
};

/** Every time limit in force on a day. */
export const limitsOn = (desk: Shipped, day: string) => limits(desk).limits.map(({ code }) => limitOn(desk, code, day));

/** The law that introductions to a vertical follow; consumer law for one that this version does not know. */
export const regimeOfVertical = (desk: Shipped, vertical: string): Regime => {
  const { regimes } = disclosures(desk);
  return (
    regimes.find((regime) => regime.verticals.includes(vertical)) ??
    regimes.find((regime) => regime.code === 'consumer-law') ??
    missing('consumer-law')
  );
};

/** The law that an introduction for a purpose follows. */
export const regimeOfPurpose = (desk: Shipped, purpose: string): Regime =>
  regimeOfVertical(desk, purposes(desk).find((candidate) => candidate.code === purpose)?.vertical ?? '');

/** The sentences of a regime in force on a day (YYYY-MM-DD). */
export const regimeOn = (regime: Regime, day: string): RegimeVersion => inForceOn(regime.versions, day) ?? missing(regime.code);

/** Every regime with its sentences in force on a day. */
export const regimesOn = (desk: Shipped, day: string) =>
  disclosures(desk).regimes.map((regime) => ({ regime, current: regimeOn(regime, day) }));

/** A privacy document as it ships: the version in force on a day, its {placeholders} not yet filled. */
export const privacyDocumentOn = (desk: Shipped, name: PrivacyDocumentName, day: string) => {
  const file = documents[name](desk);
  return { name, title: file.title, ...(inForceOn(file.versions, day) ?? missing(name)) };
};

/** What the program decides or prepares (APP 1.7), as of a day. */
export const automatedDecisionsOn = (desk: Shipped, day: string) =>
  inForceOn(decisions(desk).versions, day) ?? missing('automated-decisions');

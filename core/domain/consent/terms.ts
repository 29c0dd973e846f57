import type { ConsentState, ConsentVersion } from './state.ts';

/** What a consent allows, without regard to anything else the person said. */
export type OwnTerms = {
  readonly recipients: readonly string[];
  readonly categories: readonly string[];
  readonly validUntil: string;
  readonly oneOff: boolean;
};

/** Versions that nothing replaces, whether they have begun or not. */
export const openVersions = (state: Pick<ConsentState, 'versions'>): readonly ConsentVersion[] =>
  state.versions.filter((version) => !state.versions.some((other) => other.names.includes(version.hash)));

/** What all open versions of one consent allow, without what was taken out of them. For lists and previews; sharing asks the gate. */
export const ownTerms = (state: Pick<ConsentState, 'versions' | 'cuts'>): OwnTerms => {
  const open = openVersions(state);
  const [first] = open;
  if (first === undefined) return { recipients: [], categories: [], validUntil: '', oneOff: false };
  const cuts = state.cuts.filter((cut) => !open.every((version) => version.names.includes(cut.hash)));
  const without = (pick: 'recipients' | 'categories'): readonly string[] => cuts.flatMap((cut) => (cut[pick] === 'all' ? [] : cut[pick]));
  const all = (pick: 'recipients' | 'categories'): readonly string[] =>
    first[pick].filter((entry) => open.every((version) => version[pick].includes(entry)) && !without(pick).includes(entry));
  const ends = [...open.map((version) => version.validUntil), ...cuts.flatMap((cut) => cut.until ?? [])].toSorted();
  return {
    recipients: all('recipients'),
    categories: all('categories'),
    validUntil: ends[0] ?? '',
    oneOff: open.some((version) => version.oneOff),
  };
};

/** True when nothing of a consent is left: withdrawn, or narrowed to nothing. */
export const isOver = (state: Pick<ConsentState, 'versions' | 'cuts'>): boolean => {
  const { recipients, categories } = ownTerms(state);
  return state.cuts.some((cut) => cut.kind === 'withdrawn') || recipients.length === 0 || categories.length === 0;
};

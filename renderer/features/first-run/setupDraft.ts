import type { z } from 'zod';
import type { setupInput } from '../../../core/contract/status.ts';
import type { Abn } from '../../../core/domain/identity/abn.ts';

/** What a person has typed about the practice; nothing is kept at the desk before the step after it is done. */
export interface PracticeDraft {
  readonly kind: 'member' | 'office';
  readonly legalName: string;
  readonly abn: Abn | null;
  /** null: not answered yet. */
  readonly gst: boolean | null;
  readonly gstFrom: string;
  readonly verticals: readonly string[];
}

export interface PersonDraft {
  readonly name: string;
  readonly pin: string;
  readonly again: string;
  readonly passphrase: string;
  readonly passphraseAgain: string;
}

export const noPractice: PracticeDraft = {
  kind: 'member',
  legalName: '',
  abn: null,
  gst: null,
  gstFrom: '',
  verticals: [],
};

/** The passphrase of one root of a network office, typed twice. */
export interface RootDraft {
  readonly passphrase: string;
  readonly again: string;
}

const noRoot: RootDraft = { passphrase: '', again: '' };
export const noRoots: readonly RootDraft[] = [noRoot, noRoot, noRoot];

/** Why the step about the roots is not complete; undefined when it is. */
export const rootsMissing = (roots: readonly RootDraft[]): string | undefined => {
  if (roots.some(({ passphrase }) => passphrase.length < 10)) return 'Each passphrase needs at least 10 characters';
  if (roots.some(({ passphrase, again }) => passphrase !== again)) return 'Two passphrases of one root differ';
  return new Set(roots.map(({ passphrase }) => passphrase)).size < roots.length ? 'Each root needs a passphrase of its own' : undefined;
};

export const noPerson: PersonDraft = { name: '', pin: '', again: '', passphrase: '', passphraseAgain: '' };

/** Why the step about the practice is not complete; undefined when it is. */
export const practiceMissing = ({ kind, legalName, abn, gst, gstFrom, verticals }: PracticeDraft): string | undefined => {
  if (legalName.trim() === '') return 'The legal name is missing';
  if (abn === null) return 'The ABN is missing';
  if (gst === null) return 'GST is not answered';
  if (gst && gstFrom === '') return 'The date of the GST registration is missing';
  return verticals.length === 0 && kind === 'member' ? 'What the practice does is missing' : undefined;
};

/** Why the step about the person is not complete; undefined when it is. */
export const personMissing = (
  { name, pin, again, passphrase, passphraseAgain }: PersonDraft,
  needsPassphrase: boolean,
): string | undefined => {
  if (name.trim() === '') return 'Your name is missing';
  if (pin.length < 6) return 'The PIN needs at least 6 characters';
  if (pin !== again) return 'The two PINs differ';
  if (!needsPassphrase) return undefined;
  if (passphrase.length < 10) return 'The passphrase needs at least 10 characters';
  return passphrase === passphraseAgain ? undefined : 'The two passphrases differ';
};

/** The body of `POST /setup`. An office states that it administers; it needs a vertical by the form of the request. */
export const setupOf = (practice: PracticeDraft, person: PersonDraft, roots: readonly RootDraft[]): z.input<typeof setupInput> => ({
  kind: practice.kind,
  legalName: practice.legalName.trim(),
  abn: practice.abn ?? '',
  gst: { registered: practice.gst === true, from: practice.gst === true ? practice.gstFrom : null },
  verticals: practice.verticals.length === 0 ? ['accountant'] : [...practice.verticals],
  person: { name: person.name.trim(), pin: person.pin },
  rootPassphrases: practice.kind === 'office' ? roots.map(({ passphrase }) => passphrase) : null,
});

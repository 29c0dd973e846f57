/**
 * Why a fact has no value. A document prints the word and never leaves a cell empty:
 * `not-recorded` it should exist, `none` it does not exist, `withheld` it is hidden from this reader,
 * `does-not-apply` it cannot exist here.
 */
export type Absence = 'not-recorded' | 'none' | 'withheld' | 'does-not-apply';

/** A value of the record, or the reason why there is none. Empty strings are never used for a missing value. */
export type Fact<T> = { readonly kind: 'known'; readonly value: T } | { readonly kind: Absence };

/** Wraps a value that the record holds. */
export const known = <T>(value: T): { readonly kind: 'known'; readonly value: T } => ({
  kind: 'known',
  value,
});
/** The record should hold it and does not. */
export const notRecorded: { readonly kind: 'not-recorded' } = { kind: 'not-recorded' };
/** There is none. */
export const none: { readonly kind: 'none' } = { kind: 'none' };
/** It exists and is hidden from the readers of this document. */
export const withheld: { readonly kind: 'withheld' } = { kind: 'withheld' };
/** It cannot exist here. */
export const doesNotApply: { readonly kind: 'does-not-apply' } = { kind: 'does-not-apply' };

/** The printed word for an absence. */
export const absenceWord = (absence: Absence): string => {
  switch (absence) {
    case 'not-recorded':
      return 'not recorded';
    case 'none':
      return 'none';
    case 'withheld':
      return 'withheld';
    case 'does-not-apply':
      return 'does not apply';
  }
};

/** Prints a known value with `print`, else the word for its absence. */
export const printFact = <T>(fact: Fact<T>, print: (value: T) => string): string =>
  fact.kind === 'known' ? print(fact.value) : absenceWord(fact.kind);

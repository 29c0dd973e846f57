import type { ConsentOptions } from '../../contract/consent.ts';
import { CATEGORIES, categoryWords } from '../../domain/consent/categories.ts';
import { activePeople } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { purposes } from '../verticals.ts';

/** What a new consent can name: every other member with somebody who may act, every purpose of the network, every category of data. */
export const consentOptionsOf = (desk: DeskContext): ConsentOptions => {
  const register = registerOf(desk);
  return {
    practices: [...register.practices.values()]
      .filter(
        ({ kind, practice }) =>
          kind === 'member' && practice !== desk.profile.practice && activePeople(register, practice, desk.ledger.size()).length > 0,
      )
      .map(({ practice, legalName }) => ({ practice, name: legalName }))
      .toSorted((left, right) => left.name.localeCompare(right.name, 'en-AU')),
    purposes: purposes(desk).map(({ code, name }) => ({ code, name })),
    categories: CATEGORIES.map((category) => ({ category, words: categoryWords(category) })),
  };
};

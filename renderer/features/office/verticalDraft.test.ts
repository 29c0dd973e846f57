import fc from 'fast-check';
import { expect, it } from 'vitest';
import { code } from '../../../core/contract/scalars.ts';
import { codeOf, verticalAct } from './verticalDraft.ts';

const draft = { name: 'Migration agents', regulator: ' ', products: 'Visa application\n\n Citizenship \n' };

it('makes the act of what is typed, with codes from the names', () => {
  expect(verticalAct(draft, null, ['accountant'])).toEqual({
    act: {
      act: 'vertical-define',
      vertical: 'migration-agents',
      name: 'Migration agents',
      regulator: null,
      products: [
        { code: 'visa-application', name: 'Visa application' },
        { code: 'citizenship', name: 'Citizenship' },
      ],
    },
  });
});

it('keeps the codes of a vertical that is changed', () => {
  const held = { code: 'migration-agent', products: [{ code: 'visa', name: 'Visa application' }] };
  expect(verticalAct({ ...draft, name: 'Migration lawyers' }, held, ['migration-agent'])).toMatchObject({
    act: { vertical: 'migration-agent', products: [{ code: 'visa' }, { code: 'citizenship' }] },
  });
});

it.each([
  [{ name: '' }, 'needs a name'],
  [{ name: '123' }, 'needs letters'],
  [{ name: 'Accountant' }, 'the code “accountant” already'],
  [{ products: ' \n' }, 'at least one product'],
  [{ products: '***' }, 'needs letters'],
  [{ products: 'Visa\nVISA!' }, 'Two products'],
  [{ products: Array.from({ length: 41 }, (_, at) => `Product ${String(at)}`).join('\n') }, 'at most 40'],
])('says what is missing: %j', (change, words) => {
  expect(verticalAct({ ...draft, ...change }, null, ['accountant'])).toEqual({ missing: expect.stringContaining(words) as string });
});

it('makes codes that the desk takes, of any name', () => {
  fc.assert(fc.property(fc.string(), (name) => codeOf(name) === '' || code.safeParse(codeOf(name)).success));
  expect(codeOf('Société & Co. 2')).toBe('societe-co-2');
});

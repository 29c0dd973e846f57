/** How the values of a field are compared. Custom fields of a practice have one of these types too. */
export type FieldType = 'text' | 'choice' | 'set' | 'yes-no' | 'number' | 'date';

/** What stands behind an operator: nothing, one text, several choices, one or two numbers, one or two dates, a number of days. */
export type OperandShape = 'none' | 'text' | 'choices' | 'number' | 'numbers' | 'date' | 'dates' | 'days';

/** One operator of a type, as it is written in an address and as a person reads it. */
export type Operator = { readonly code: string; readonly words: string; readonly operand: OperandShape };

const FILLED = [
  { code: 'filled', words: 'is recorded', operand: 'none' },
  { code: 'empty', words: 'is not recorded', operand: 'none' },
] as const satisfies readonly Operator[];

/** The operators of each type, in the order in which a menu shows them; the first is where a new chip starts. */
export const OPERATORS = {
  text: [
    { code: 'has', words: 'contains', operand: 'text' },
    { code: 'starts', words: 'starts with', operand: 'text' },
    { code: 'is', words: 'is', operand: 'text' },
    { code: 'not', words: 'is not', operand: 'text' },
    ...FILLED,
  ],
  choice: [{ code: 'any', words: 'is any of', operand: 'choices' }, { code: 'none', words: 'is none of', operand: 'choices' }, ...FILLED],
  set: [
    { code: 'any', words: 'has any of', operand: 'choices' },
    { code: 'all', words: 'has all of', operand: 'choices' },
    { code: 'none', words: 'has none of', operand: 'choices' },
    ...FILLED,
  ],
  'yes-no': [
    { code: 'yes', words: 'is yes', operand: 'none' },
    { code: 'no', words: 'is no', operand: 'none' },
  ],
  number: [
    { code: 'eq', words: 'is', operand: 'number' },
    { code: 'least', words: 'is at least', operand: 'number' },
    { code: 'most', words: 'is at most', operand: 'number' },
    { code: 'between', words: 'is between', operand: 'numbers' },
    ...FILLED,
  ],
  date: [
    { code: 'last', words: 'is in the last days', operand: 'days' },
    { code: 'coming', words: 'is in the coming days', operand: 'days' },
    { code: 'on', words: 'is on', operand: 'date' },
    { code: 'before', words: 'is before', operand: 'date' },
    { code: 'after', words: 'is after', operand: 'date' },
    { code: 'between', words: 'is between', operand: 'dates' },
    ...FILLED,
  ],
} as const satisfies Readonly<Record<FieldType, readonly Operator[]>>;

/** The operator of a type by its code; undefined where the type has none such. */
export const operatorOf = (type: FieldType, code: string): Operator | undefined => {
  const known: readonly Operator[] = OPERATORS[type];
  return known.find((operator) => operator.code === code);
};

import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';

const reason = z.strictObject({ reason: z.string().min(1), confidence: z.enum(['H', 'M', 'L']) });
const tableSchema = z.strictObject({
  bank: z.string().regex(/^(default|[A-Z]{3})$/),
  validFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: z.string().min(1),
  codes: z.record(z.string().regex(/^[0-9A-Z]$/), reason),
});
const schema = z.strictObject({
  version: z.literal(1),
  note: z.string(),
  tables: z.array(tableSchema).min(1),
});

/** Why a payment came back, and how sure the meaning of its code is. */
export type ReturnReason = Readonly<z.infer<typeof reason>>;
/** The dated tables of return codes; bank `default` stands for banks without one of their own. */
export type ReturnCodeTables = readonly Readonly<z.infer<typeof tableSchema>>[];
/** What is wrong with a table, and where in it. */
export type ReturnCodeError = {
  readonly code: 'return-codes-malformed';
  readonly where: string;
  readonly message: string;
};

/** Reads resources/return-codes.json. */
export const parseReturnCodes = (json: unknown): Result<ReturnCodeTables, ReturnCodeError> => {
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data.tables);
  const issue = parsed.error.issues[0];
  return err({
    code: 'return-codes-malformed',
    where: issue?.path.join('.') ?? '',
    message: issue?.message ?? 'not a table',
  });
};

/** The meaning of a code at a bank (three-letter institution) on an ISO date; null where no table in force knows it. */
export const returnReason = (tables: ReturnCodeTables, bank: string, date: string, code: string): ReturnReason | null => {
  const inForce = (name: string): ReturnCodeTables[number] | undefined =>
    tables.filter((table) => table.bank === name && table.validFrom <= date).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  return (inForce(bank) ?? inForce('default'))?.codes[code] ?? null;
};

import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const becsPunctuation = /^[\^_[\]',?;:=#/.*()&%!$@+-]*$/;

const profileFields = {
  fi: z.string().regex(/^[A-Z]{3}$/, 'three capital letters'),
  userId: z
    .string()
    .regex(/^\d{1,6}$/, 'one to six digits')
    .nullable(),
  userName: z.string().min(1).nullable(),
  balancing: z.boolean(),
  headerAccount: z.boolean(),
  headerTime: z.boolean(),
  trailingNewline: z.boolean(),
  maxDetails: z.int().min(1).max(999_999),
  charset: z.string().regex(becsPunctuation, 'punctuation of the BECS set only'),
};

const profileSchema = z.strictObject({
  id: z.string().min(1),
  bank: z.string().min(1),
  ...profileFields,
  validFrom: isoDate,
  source: z.string().min(1),
  confidence: z.enum(['H', 'M', 'L']),
});

const tableSchema = z.strictObject({
  version: z.literal(1),
  note: z.string(),
  profiles: z.array(profileSchema).min(1),
});

const overrideSchema = z.strictObject(profileFields).partial();

/**
 * How one bank wants its direct-entry file. `userId` and `userName` are null where the bank allocates them;
 * `charset` is the punctuation allowed beside letters, digits and space; `maxDetails` counts type 1 records,
 * the balancing line included.
 */
export type BankProfile = Readonly<z.infer<typeof profileSchema>>;
/** What is wrong with a profile table or an override, and where in it. */
export type BankProfileError =
  | { readonly code: 'profile-malformed'; readonly where: string; readonly message: string }
  | { readonly code: 'profile-duplicate'; readonly where: string; readonly message: string }
  | { readonly code: 'profile-unknown'; readonly where: string; readonly message: string };

const firstIssue = (error: z.ZodError): BankProfileError => {
  const issue = error.issues[0];
  return {
    code: 'profile-malformed',
    where: issue === undefined ? '' : issue.path.join('.'),
    message: issue === undefined ? 'not a bank profile' : issue.message,
  };
};

/** Reads the dated table of bank profiles (resources/bank-profiles.json). An id may stand once per valid-from date. */
export const parseBankProfiles = (json: unknown): Result<readonly BankProfile[], BankProfileError> => {
  const parsed = tableSchema.safeParse(json);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const seen = new Set<string>();
  for (const profile of parsed.data.profiles) {
    const key = `${profile.id} ${profile.validFrom}`;
    if (seen.has(key))
      return err({
        code: 'profile-duplicate',
        where: profile.id,
        message: `two rows are valid from ${profile.validFrom}`,
      });
    seen.add(key);
  }
  return ok(parsed.data.profiles);
};

/** The row of a bank in force on a date (ISO): the latest valid-from not after it. */
export const bankProfileOn = (table: readonly BankProfile[], id: string, date: string): Result<BankProfile, BankProfileError> => {
  const rows = table.filter((row) => row.id === id && row.validFrom <= date).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  const row = rows[0];
  return row === undefined ? err({ code: 'profile-unknown', where: id, message: `no profile ${id} is valid on ${date}` }) : ok(row);
};

/** Lays a practice's own values over a profile; its source then says so. */
export const overrideBankProfile = (profile: BankProfile, override: unknown): Result<BankProfile, BankProfileError> => {
  const parsed = overrideSchema.safeParse(override);
  if (!parsed.success) return err(firstIssue(parsed.error));
  const changed = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
  if (changed.length === 0) return ok(profile);
  const names = changed.map(([name]) => name).join(', ');
  const merged = profileSchema.safeParse({
    ...profile,
    ...Object.fromEntries(changed),
    source: `${profile.source}; set by the practice: ${names}`,
  });
  return merged.success ? ok(merged.data) : err(firstIssue(merged.error));
};

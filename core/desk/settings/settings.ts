import { z } from 'zod';
import type { settings as settingsSchema, settingsInput } from '../../contract/money.ts';
import { accountNumberSchema, bsbSchema, parseAccountNumber, parseBsb } from '../../domain/identity/bank-account.ts';
import { type BankProfile, bankProfileOn, overrideBankProfile, parseBankProfiles } from '../../domain/payment/bank-profile.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { bytesToBase64url, base64urlToBytes, utf8Encode } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { shippedFile } from '../shipped.ts';
import { payoutSql } from '../payouts/tables.ts';
import { checkedSms, smsAccount, smsStored } from './sms-settings.ts';

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.infer<typeof settingsInput>;

const mailStored = z.object({
  host: z.string(),
  port: z.int(),
  secure: z.boolean(),
  user: z.string(),
  from: z.string(),
  password: z.string().nullable(),
});
const bankStored = z.object({
  profile: z.string(),
  userName: z.string(),
  userId: z.string(),
  description: z.string(),
  bsb: bsbSchema,
  account: accountNumberSchema,
  title: z.string(),
  remitter: z.string(),
});
/** Account that payouts leave from, and what its bank wants in a file. */
export type BankSettings = z.output<typeof bankStored>;

type Name = 'bank' | 'mail' | 'sms' | 'backup-folder' | 'single-key-shortcuts';

const PASSWORD_PURPOSE = 'mail-password';

/** The newest version of a setting, read by its schema; null while it was never set or no longer fits. */
const current = <T>(desk: Pick<DeskContext, 'db'>, name: Name, schema: z.ZodType<T, unknown>): T | null => {
  const row = desk.db.get(payoutSql.selectFrom('setting').select('value').where('name', '=', name).orderBy('version', 'desc').limit(1));
  const parsed = row === undefined ? undefined : schema.safeParse(JSON.parse(row.value));
  return parsed?.success === true ? parsed.data : null;
};

/** Account that payouts leave from, and how the bank wants its file; null until it is set. */
export const bankSettings = (desk: Pick<DeskContext, 'db'>): BankSettings | null => current(desk, 'bank', bankStored);

/** Mail server of the practice with its password, which only this device can read; null until it is set. */
export const mailSettings = (
  desk: Pick<DeskContext, 'db' | 'vault'>,
): {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly from: string;
  readonly password: string | null;
} | null => {
  const stored = current(desk, 'mail', mailStored);
  if (stored === null) return null;
  const wrapped = stored.password === null ? undefined : base64urlToBytes(stored.password);
  const password = wrapped?.ok === true ? desk.vault.unwrap(PASSWORD_PURPOSE, wrapped.value) : undefined;
  return { ...stored, password: password === undefined ? null : new TextDecoder().decode(password) };
};

/** The practice's account for text messages, ready to be used; null until it is set, or on another device than the one it was entered at. */
export const smsSettings = (desk: Pick<DeskContext, 'db' | 'vault'>): ReturnType<typeof smsAccount> => {
  const stored = currentSms(desk);
  return stored === null ? null : smsAccount(desk, stored);
};

const currentSms = (desk: Pick<DeskContext, 'db'>): z.infer<typeof smsStored> | null => current(desk, 'sms', smsStored.nullable());

/** Folder that backups go to besides the data folder; null until it is set. */
export const backupFolderSetting = (desk: Pick<DeskContext, 'db'>): string | null => current(desk, 'backup-folder', z.string());

/** The shipped table of bank profiles. Throws when the shipped file is broken: that is a bug of the release. */
export const bankProfiles = shippedFile('bank-profiles.json', (value): readonly BankProfile[] => {
  const table = parseBankProfiles(value);
  if (!table.ok) throw new Error(`bank-profiles.json: ${table.error.message}`);
  return table.value;
});

/** The profile a file is written with on a date: the bank's row with what the practice entered laid over it. */
export const profileFor = (desk: Pick<DeskContext, 'shipped'>, bank: BankSettings, date: string): Result<BankProfile, Refusal> => {
  const row = bankProfileOn(bankProfiles(desk), bank.profile, date);
  if (!row.ok) return err(bankRefusal('bank.profile', `There is no bank profile "${bank.profile}" for ${date}.`));
  const profile = overrideBankProfile(row.value, {
    ...(bank.userId === '' ? {} : { userId: bank.userId }),
    ...(bank.userName === '' ? {} : { userName: bank.userName }),
  });
  return profile.ok ? profile : err(bankRefusal(`bank.${profile.error.where}`, `It must be ${profile.error.message}.`));
};

const bankRefusal = (where: string, detail: string): Refusal => ({
  status: 422,
  code: 'bank-setting',
  title: 'Check the bank settings',
  detail,
  where,
  kept: 'The settings are as they were.',
  next: 'Correct the entry and save again.',
});

/** What the window shows; a password is never answered. */
export const readSettings = (desk: DeskContext): Settings => {
  const mail = current(desk, 'mail', mailStored);
  const sms = currentSms(desk);
  const today = desk.clock.now().slice(0, 10);
  return {
    bank: bankSettings(desk),
    profiles: bankProfiles(desk)
      .filter((profile) => profile.validFrom <= today)
      .map((profile) => ({ id: profile.id, name: profile.bank, note: profile.source })),
    mail:
      mail === null
        ? null
        : {
            host: mail.host,
            port: mail.port,
            secure: mail.secure,
            user: mail.user,
            from: mail.from,
            hasPassword: mail.password !== null,
          },
    sms: sms === null ? null : { host: sms.host, account: sms.account, from: sms.from, hasToken: smsAccount(desk, sms) !== null },
    backupFolder: backupFolderSetting(desk),
    zone: desk.zone,
    singleKeyShortcuts: current(desk, 'single-key-shortcuts', z.boolean()) ?? true,
  };
};

const checkedBank = (desk: DeskContext, bank: NonNullable<SettingsInput['bank']>, today: string): Result<BankSettings, Refusal> => {
  const bsb = parseBsb(bank.bsb);
  if (!bsb.ok) return err(bankRefusal('bank.bsb', 'A BSB has six digits.'));
  const account = parseAccountNumber(bank.account);
  if (!account.ok) return err(bankRefusal('bank.account', 'An account number has one to nine digits.'));
  if (bank.title.trim() === '') return err(bankRefusal('bank.title', 'The title of the account is missing.'));
  if (bank.remitter.trim() === '') return err(bankRefusal('bank.remitter', 'The name of the remitter is missing.'));
  const checked = {
    ...bank,
    bsb: bsb.value,
    account: account.value,
    title: bank.title.trim(),
    remitter: bank.remitter.trim(),
  };
  const profile = profileFor(desk, checked, today);
  if (!profile.ok) return profile;
  if (profile.value.userId === null)
    return err(bankRefusal('bank.userId', `${profile.value.bank} allocates a Direct Entry user ID and none is entered.`));
  return ok(checked);
};

/** Stores the named settings as new versions, each with what stood before, by whom and when; nothing is overwritten. */
export const writeSettings = (desk: DeskContext, person: SignedInPerson, input: SettingsInput): Result<Settings, Refusal> => {
  const at = desk.clock.now();
  const bank = input.bank === undefined ? undefined : checkedBank(desk, input.bank, at.slice(0, 10));
  if (bank !== undefined && !bank.ok) return bank;
  const sms = input.sms === undefined || input.sms === null ? input.sms : checkedSms(desk, input.sms, currentSms(desk));
  if (sms?.ok === false) return sms;
  desk.db.transaction(() => {
    if (bank !== undefined) keep(desk, person, 'bank', bank.value);
    if (input.mail !== undefined) keep(desk, person, 'mail', mailRow(desk, input.mail));
    if (sms !== undefined) keep(desk, person, 'sms', sms === null ? null : sms.value);
    if (input.backupFolder !== undefined) keep(desk, person, 'backup-folder', input.backupFolder);
    if (input.singleKeyShortcuts !== undefined) keep(desk, person, 'single-key-shortcuts', input.singleKeyShortcuts);
  });
  return ok(readSettings(desk));
};

const mailRow = (desk: DeskContext, mail: NonNullable<SettingsInput['mail']>): z.infer<typeof mailStored> => {
  const before = current(desk, 'mail', mailStored);
  const password =
    mail.password === null
      ? (before?.password ?? null)
      : mail.password === ''
        ? null
        : bytesToBase64url(desk.vault.wrap(PASSWORD_PURPOSE, utf8Encode(mail.password)));
  return {
    host: mail.host,
    port: mail.port,
    secure: mail.secure,
    user: mail.user,
    from: mail.from,
    password,
  };
};

const keep = (desk: DeskContext, person: SignedInPerson, name: Name, value: unknown): void => {
  const last = desk.db.get(
    payoutSql.selectFrom('setting').select(['version', 'value']).where('name', '=', name).orderBy('version', 'desc').limit(1),
  );
  const text = JSON.stringify(value);
  if (last?.value === text) return;
  desk.db.run(
    payoutSql.insertInto('setting').values({
      name,
      version: (last?.version ?? 0) + 1,
      value: text,
      at: desk.clock.now(),
      person: person.person,
      before: last?.value ?? null,
      by_name: person.name,
    }),
  );
};

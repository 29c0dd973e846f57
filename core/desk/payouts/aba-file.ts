import { formatCents } from '../../domain/money/amount-text.ts';
import { type AbaFile, writeAba } from '../../domain/payment/aba.ts';
import type { BatchLineDraft } from '../../domain/payout/batch-lines.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { type BankSettings, profileFor } from '../settings/settings.ts';
import type { AccountData } from './accounts.ts';

export type PayingLine = {
  readonly draft: BatchLineDraft;
  readonly account: AccountData;
  readonly newDetails: boolean;
};

/** Facts that a person should know about a file beside its refusals: what was folded to the character set. */
export const changeWords = (changes: AbaFile['changes']): readonly string[] =>
  changes.map(
    (change) =>
      `${change.line === null ? 'File' : `Payment ${String(change.line)}`}, ${change.field}: “${change.from}” is written “${change.to}”`,
  );

/** Writes the direct-entry file of a batch with the payer's own bank profile. Every refusal of the file is one refusal in words. */
export const abaOf = (
  desk: Pick<DeskContext, 'shipped'>,
  bank: BankSettings,
  lines: readonly PayingLine[],
  processingDate: LocalDate,
  reference: string,
): Result<AbaFile, Refusal> => {
  const profile = profileFor(desk, bank, processingDate);
  if (!profile.ok) return profile;
  const written = writeAba({
    profile: profile.value,
    payer: { bsb: bank.bsb, account: bank.account, title: bank.title },
    processingDate,
    // The balancing line carries the reference of the batch; a file without one carries it in its header, so that the bank's narrative shows it.
    description: profile.value.balancing && bank.description !== '' ? bank.description : reference,
    balancingReference: reference,
    remitter: bank.remitter,
    lines: lines.map(({ draft, account: payee, newDetails }) => ({
      bsb: payee.bsb,
      account: payee.account,
      title: payee.title,
      cents: draft.cents,
      lodgementReference: draft.reference,
      newDetails,
    })),
  });
  if (written.ok) return ok(written.value);
  const [first] = written.error;
  const more = written.error.length > 1 ? ` and ${String(written.error.length - 1)} more` : '';
  return err({
    status: 422,
    code: `aba-${first?.code ?? 'refused'}`,
    title: 'No payment file can be written',
    detail: `${first?.message ?? ''}${more}`,
    where: first === undefined ? 'file' : first.line === null ? first.field : `payment ${String(first.line)}, ${first.field}`,
    kept: 'Nothing was prepared.',
    next: first?.action ?? '',
  });
};

/** "$1,361.25". */
export const dollars = (cents: BatchLineDraft['cents']): string => formatCents(cents);

import type { z } from 'zod';
import type { AbnLookupView, abnLookupInput } from '../../contract/desk.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import {
  type AbnAnswer,
  abnAnswerSchema,
  type BusinessRegisterSetting,
  compareWithRegister,
} from '../../domain/identity/business-register.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { BusinessRegister } from '../../ports/business-register.ts';
import type { DeskContext } from '../context.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { settingOf } from '../settings/store.ts';
import { businessRegisterSetting } from './abr-setting.ts';

/** Days for which a fact of the register is used again. */
const KEPT_DAYS = 30;

/** What is known about an ABN here, and since when; null where nothing was looked up in the last 30 days. */
export const keptAbnAnswer = (
  desk: Pick<DeskContext, 'db' | 'clock'>,
  abn: string,
): { readonly answer: AbnAnswer; readonly at: string } | null => {
  const row = desk.db.get(exchangeSql.selectFrom('abn_lookup').select(['answer', 'looked_up_at']).where('abn', '=', abn));
  if (row === undefined || Date.parse(desk.clock.now()) - Date.parse(row.looked_up_at) >= KEPT_DAYS * 86_400_000) return null;
  const read = abnAnswerSchema.safeParse(JSON.parse(row.answer));
  return read.success ? { answer: read.data, at: row.looked_up_at } : null;
};

const keep = (desk: DeskContext, abn: string, answer: AbnAnswer, service: string, at: string): void => {
  // What went wrong says nothing about the ABN: it is asked again next time.
  if (answer.outcome !== 'found' && answer.outcome !== 'not-found') return;
  const values = { answer: JSON.stringify(answer), service, looked_up_at: at };
  desk.db.run(
    exchangeSql
      .insertInto('abn_lookup')
      .values({ abn, ...values })
      .onConflict((conflict) => conflict.column('abn').doUpdateSet(values)),
  );
};

const day = (text: string | null): string => {
  const read = parseLocalDate(text ?? '');
  return read.ok ? formatDate(read.value) : '';
};

/** One sentence about an answer: what is known, or why nothing is. */
export const abnAnswerWords = (abn: string, answer: AbnAnswer): string => {
  const parsed = parseAbn(abn);
  const number = parsed.ok ? formatAbn(parsed.value) : abn;
  switch (answer.outcome) {
    case 'found': {
      const { business } = answer;
      const since = business.statusFrom === null ? '' : ` since ${day(business.statusFrom)}`;
      const gst = business.gst.registered
        ? `registered for GST${business.gst.from === null ? '' : ` from ${day(business.gst.from)}`}`
        : business.gst.to === null
          ? 'not registered for GST'
          : `not registered for GST since ${day(business.gst.to)}`;
      return `${business.name}: ABN ${business.status}${since}, ${gst}.`;
    }
    case 'not-found':
      return `The register holds no ABN ${number}.`;
    case 'guid-refused':
      return 'The register does not know the GUID of this office. The particulars stand as declared.';
    case 'message':
      return `The register answered: “${answer.message}”. The particulars stand as declared.`;
    case 'unreachable':
      return `The register could not be asked (${answer.why}). The particulars stand as declared.`;
  }
};

/**
 * What the Australian Business Register says about an applicant, beside what it declared. An answer of the last 30 days is used again unless
 * `again`; without a GUID nothing is looked up and everything stands as declared.
 */
export const lookUpAbn = async (
  desk: DeskContext,
  registerFor: (setting: BusinessRegisterSetting) => BusinessRegister | null,
  input: z.infer<typeof abnLookupInput>,
): Promise<AbnLookupView> => {
  const abn = input.abn.replaceAll(' ', '');
  const setting = settingOf(desk, businessRegisterSetting);
  const kept = input.again ? null : keptAbnAnswer(desk, abn);
  const viewOf = (answer: AbnAnswer, at: string, fromStore: boolean): AbnLookupView => ({
    outcome: answer.outcome,
    words: abnAnswerWords(abn, answer),
    at,
    kept: fromStore,
    findings: answer.outcome === 'found' ? [...compareWithRegister(input, answer.business)] : [],
  });
  if (kept !== null) return viewOf(kept.answer, kept.at, true);
  const register = registerFor(setting);
  if (register === null)
    return {
      outcome: 'no-guid',
      words: 'Not looked up: this office has entered no GUID for ABN Lookup. The particulars stand as declared.',
      at: null,
      kept: false,
      findings: [],
    };
  const answer = await register.byAbn(abn);
  const at = desk.clock.now();
  keep(desk, abn, answer, setting.service, at);
  return viewOf(answer, at, false);
};

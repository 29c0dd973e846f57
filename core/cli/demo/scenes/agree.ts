import type { z } from 'zod';
import { settings } from '../../../contract/money.ts';
import { standardClauses } from '../../../domain/commission/rule-clauses.ts';
import { parseRuleVersion, type RuleVersion, ruleVersionHash, ruleVersionSchema } from '../../../domain/commission/rule-version.ts';
import { ABC, OFFICE, SMITH } from '../cast.ts';
import { type Seat, type Stage, StoryFailed } from '../stage.ts';

const figures = ruleVersionSchema.omit({ clauses: true });

/** The rule of the story: 10 % of gross income, 1 % platform fee, 14 days of cooling-off. */
export const sampleRule = (effectiveFrom: string): RuleVersion => {
  const content: z.input<typeof figures> = {
    v: 1,
    rule: '01985f00-7a00-7000-8000-000000000001',
    version: 1,
    name: 'Mortgage introduction (sample)',
    verticals: { from: 'accountant', to: 'mortgage-broker' },
    product: 'home-loan',
    trigger: 'settled',
    base: 'gross',
    commission: { kind: 'percentage', bps: 1000 },
    platform: { bps: 100, of: 'base' },
    coolingOffDays: 14,
    duplicateWindowDays: 90,
    effectiveFrom,
  };
  const clauses = standardClauses(figures.parse(content), 'Home-loan clients whom a member practice refers to a broker.');
  const rule = parseRuleVersion({ ...content, clauses });
  if (!rule.ok) throw new StoryFailed(`the sample rule is not in form: ${rule.error.path}`);
  return rule.value;
};

/** One proposes, two others approve, the registrar publishes. Answers the hash that intents pin. */
export const publishRule = async (stage: Stage, office: Seat, effectiveFrom: string): Promise<string> => {
  const rule = sampleRule(effectiveFrom);
  const content = ruleVersionHash(rule);
  const [first, second] = OFFICE.others;
  await stage.act(office, OFFICE.first.name, { act: 'rule-propose', rule });
  await stage.act(office, first?.name ?? '', { act: 'rule-approve', content });
  await stage.act(office, second?.name ?? '', { act: 'rule-approve', content });
  await stage.act(office, OFFICE.first.name, { act: 'rule-publish', content });
  return content;
};

const hashOf = (signed: { readonly events: readonly { readonly type: string; readonly hash: string }[] }, type: string): string =>
  signed.events.find((event) => event.type === type)?.hash ?? '';

/** Both sign the referral agreement and the agreement that lets ABC Finance issue Smith's tax invoices. */
export const signAgreements = async (stage: Stage, smith: Seat, abc: Seat, from: string): Promise<void> => {
  const asked = { referral: '', rcti: '' };
  for (const kind of ['referral', 'rcti'] as const)
    asked[kind] = hashOf(
      await stage.act(smith, SMITH.first.name, {
        act: 'agreement',
        kind,
        with: abc.practice,
        from,
        answers: null,
      }),
      'agreement.signed',
    );
  await stage.carry(smith, abc);
  for (const kind of ['referral', 'rcti'] as const)
    await stage.act(abc, ABC.first.name, {
      act: 'agreement',
      kind,
      with: smith.practice,
      from,
      answers: asked[kind],
    });
  await stage.carry(abc, smith);
};

/** Payees say where they are paid; only payers learn it. */
export const statePayeeAccounts = async (stage: Stage, seats: readonly Seat[]): Promise<void> => {
  for (const seat of seats) await stage.act(seat, seat.house.first.name, { act: 'payee-account', ...seat.house.account });
};

/** Smith's mail server, and ABC's bank. */
export const enterSettings = async (stage: Stage, smith: Seat, abc: Seat): Promise<void> => {
  const priya = await stage.person(smith, SMITH.first.name);
  await priya.api.send(
    'PUT',
    '/settings',
    {
      mail: {
        host: '127.0.0.1',
        port: stage.mail.port,
        secure: false,
        user: '',
        password: null,
        from: 'desk@smith.example.com',
      },
    },
    settings,
  );
  const helen = await stage.person(abc, ABC.first.name);
  await helen.api.send(
    'PUT',
    '/settings',
    {
      bank: {
        profile: 'westpac-live',
        userName: 'ABC FINANCE BROKING',
        userId: '037819',
        description: 'COMMISSIONS',
        ...abc.house.account,
        remitter: 'ABC FINANCE',
      },
    },
    settings,
  );
};

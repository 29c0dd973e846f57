import { z } from 'zod';
import { canonicalText } from '../../../protocol/jcs.ts';
import { signingRequestSchema } from '../../../protocol/network/signing-request.ts';
import { keepLinkStep, LINK_STEPS } from '../../client-link/link-steps.ts';
import type { DeskContext } from '../../context.ts';
import { referralSql } from '../../referrals/tables.ts';
import { sharedRow } from './shared-row.ts';

const text = z.string();

/** Stands where the code of a link was: the code, like the secret of the link, stays on the desk that made it. */
const WITHHELD = 'kept-where-it-was-made';

/** What the page asked, without the code by which a key may answer it. */
const withoutCode = (body: string): string => {
  const request = signingRequestSchema.parse(JSON.parse(body));
  const { link } = request.invitations;
  return canonicalText({ ...request, invitations: { ...request.invitations, link: { ...link, code: WITHHELD } } });
};

const contactOf = (desk: DeskContext, intent: string): string | null =>
  desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', intent))?.contact ?? null;

/** A link to a client: enough to show it and to take its answer in; neither its secret nor a code, so nobody can open the page with it. */
const link = sharedRow({
  of: 'link',
  refs: 'select id as ref from signing_link',
  schema: z.strictObject({
    id: text,
    intent: text,
    invite: text,
    code_invite: text.nullable(),
    body: text,
    answer_key: text,
    address: text.nullable(),
    made_at: text,
    expires: text,
  }),
  refOf: ({ id }) => id,
  read: (desk, ref) => {
    const row = desk.db.get(
      referralSql
        .selectFrom('signing_link')
        .select(['id', 'intent', 'invite', 'code_invite', 'body', 'answer_key', 'address', 'made_at', 'expires'])
        .where('id', '=', ref),
    );
    return row === undefined ? null : { row: { ...row, body: withoutCode(row.body) }, subject: contactOf(desk, row.intent) };
  },
  keep: (desk, row) => {
    const unknown = { link_sent_at: null, code_sent_at: null, opened_at: null, answered_at: null, registration: null, problem: null };
    desk.db.run(
      referralSql
        .insertInto('signing_link')
        .values({ ...row, ...unknown, body: withoutCode(row.body), secret: '', state: 'made', answers: '[]' })
        .onConflict((conflict) => conflict.doNothing()),
    );
  },
});

/** What was done with a link since. */
const linkStep = sharedRow({
  of: 'link-step',
  refs: "select link || ' ' || what || ' ' || at as ref from link_step",
  schema: z.strictObject({ link: text, what: z.enum(LINK_STEPS), at: text }),
  refOf: ({ link: id, what, at }) => `${id} ${what} ${at}`,
  read: (desk, ref) => {
    const [id = '', what = '', at = ''] = ref.split(' ');
    const row = desk.db.get(
      referralSql
        .selectFrom('link_step')
        .innerJoin('signing_link', 'signing_link.id', 'link_step.link')
        .select(['link_step.link', 'link_step.what', 'link_step.at', 'signing_link.intent'])
        .where('link_step.link', '=', id)
        .where('link_step.what', '=', what as (typeof LINK_STEPS)[number])
        .where('link_step.at', '=', at),
    );
    return row === undefined ? null : { row: { link: row.link, what: row.what, at: row.at }, subject: contactOf(desk, row.intent) };
  },
  keep: keepLinkStep,
});

/** Links to clients. A link comes before its steps. */
export const linkRows = [link, linkStep];

import { ok } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { localDateSchema } from '../../domain/time/local-date.ts';
import { placeWords } from '../../domain/place/place-words.ts';
import { membershipOf, statusAt, verticalsOn } from '../../protocol/register/membership.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import { reasonWords } from '../referrals/reasons.ts';
import { refuseToSign } from '../refusal.ts';
import { verticals } from '../verticals.ts';

const plan = (words: string, facts: Plan['facts'], draft: AnyDraft): { readonly ok: true; readonly value: Plan } =>
  ok({ words, facts, ticks: [], warnings: [], events: [() => draft], assertion: { need: 'none', why: null } });

const otherMember = (desk: DeskContext, practice: string) => {
  const register = registerOf(desk);
  const found = register.practices.get(practice);
  return found === undefined ||
    found.kind !== 'member' ||
    practice === desk.profile.practice ||
    statusAt(register, practice, desk.ledger.size()) !== 'active'
    ? refuseToSign(
        'member-unknown',
        404,
        'This is no other active member',
        'The register does not state it as one.',
        'Choose a practice from the list.',
      )
    : { ok: true as const, value: found };
};

/** Where this practice works, for the search of members. */
export const locateAct: ActHandler<'locate'> = (desk, _person, act) =>
  plan(
    `${desk.profile.legalName} works in ${placeWords(act) ?? ''}.`,
    [{ label: 'Coordinates', value: `${(act.at.lat / 1e6).toFixed(4)}, ${(act.at.lon / 1e6).toFixed(4)}` }],
    {
      type: 'practice.located',
      body: { practice: desk.profile.practice, locality: act.locality, state: act.state, postcode: act.postcode, at: act.at },
    },
  );

/** This practice offers a product of one of its verticals from a day on, or no longer. */
export const productAct: ActHandler<'product'> = (desk, _person, act) => {
  const own = desk.profile.practice;
  const vertical = verticals(desk).find((one) => one.code === act.vertical);
  const product = vertical?.products.find((one) => one.code === act.product);
  if (product === undefined || !verticalsOn(registerOf(desk), own, act.from).includes(act.vertical))
    return refuseToSign(
      'product-unknown',
      422,
      'This practice cannot offer that product',
      'It belongs to no vertical that the practice has on that day.',
      'Choose one from the list.',
    );
  const until = act.until === null ? '' : `, until ${formatDateLong(localDateSchema.parse(act.until))}`;
  return plan(
    `${desk.profile.legalName} offers ${product.name} from ${formatDateLong(localDateSchema.parse(act.from))}${until}.`,
    [{ label: 'Vertical', value: vertical?.name ?? act.vertical }],
    { type: 'product.listed', body: { practice: own, vertical: act.vertical, product: act.product, from: act.from, until: act.until } },
  );
};

/** A link with another member, as this side says it; it stands once both have said so. */
export const partnerAct: ActHandler<'partner'> = (desk, _person, act) => {
  const other = otherMember(desk, act.with);
  if (!other.ok) return other;
  const own = desk.profile.practice;
  if (membershipOf(registerOf(desk), own).partners.includes(act.with) === act.linked)
    return refuseToSign('partner-same', 409, 'Your practice has said so already', 'Nothing would change.', 'Nothing needs to be signed.');
  return plan(
    act.linked
      ? `${desk.profile.legalName} and ${other.value.legalName} work together as partners.`
      : `${desk.profile.legalName} ends its link with ${other.value.legalName}.`,
    [],
    { type: act.linked ? 'partner.linked' : 'partner.unlinked', body: { practice: own, with: act.with } },
  );
};

/** Honour points for another member, confirmed by this practice. */
export const honourAct: ActHandler<'honour'> = (desk, _person, act) => {
  const other = otherMember(desk, act.to);
  return other.ok
    ? plan(
        `${desk.profile.legalName} gives ${other.value.legalName} ${String(act.points)} honour ${act.points === 1 ? 'point' : 'points'} for ${reasonWords(act.reason)}.`,
        [],
        { type: 'honour.awarded', body: { practice: desk.profile.practice, to: act.to, points: act.points, reason: act.reason } },
      )
    : other;
};

import { formatDateLong } from '../../domain/time/date-text.ts';
import { localDateSchema } from '../../domain/time/local-date.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { membershipOf, verticalsOn } from '../../protocol/register/membership.ts';
import type { ActHandler } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { refuseToSign } from '../refusal.ts';
import { verticals } from '../verticals.ts';
import { registrarPlan } from './registrar-act.ts';

const day = (text: string): string => formatDateLong(localDateSchema.parse(text));

const memberOf = (desk: DeskContext, practice: string) => {
  const found = registerOf(desk).practices.get(practice);
  return found === undefined || found.kind === 'office'
    ? refuseToSign('member-unknown', 404, 'There is no such member', 'The register does not state it.', 'Choose it from the list.')
    : { ok: true as const, value: found };
};

/** A member joins or leaves a vertical from a day on; the vertical active on the day of a referral counts. */
export const verticalDatesAct: ActHandler<'vertical-dates'> = (desk, person, act) => {
  const member = memberOf(desk, act.practice);
  if (!member.ok) return member;
  const register = registerOf(desk);
  const vertical = verticals(desk).find((one) => one.code === act.vertical);
  if (vertical === undefined)
    return refuseToSign(
      'vertical-unknown',
      422,
      'This network has no such vertical',
      `No vertical is called ${act.vertical}.`,
      'Define it first, or choose one from the list.',
    );
  const has = verticalsOn(register, act.practice, act.on).includes(act.vertical);
  const open = membershipOf(register, act.practice).verticals.some((span) => span.vertical === act.vertical && span.until === null);
  if (act.change === 'join' && (has || open))
    return refuseToSign(
      'vertical-joined',
      409,
      `${member.value.legalName} has this vertical`,
      'It is stated, and not left.',
      'Nothing needs to be signed.',
    );
  if (act.change === 'leave' && !has)
    return refuseToSign(
      'vertical-left',
      409,
      `${member.value.legalName} does not have this vertical on that day`,
      'It cannot leave what it does not have.',
      'Choose another day or vertical.',
    );
  const by = person.person;
  return registrarPlan(desk, person, {
    words:
      act.change === 'join'
        ? `${member.value.legalName} works as ${vertical.name} from ${day(act.on)} on.`
        : `${member.value.legalName} no longer works as ${vertical.name} from ${day(act.on)} on.`,
    facts: [
      { label: 'Practice', value: member.value.legalName },
      { label: 'Vertical', value: vertical.name },
      ...(vertical.regulator === null ? [] : [{ label: 'Regulator', value: vertical.regulator }]),
    ],
    warnings: act.change === 'join' && vertical.regulator !== null ? [`Make sure that it may: ${vertical.regulator}.`] : [],
    events: [
      act.change === 'join'
        ? { type: 'vertical.joined', body: { practice: act.practice, vertical: act.vertical, from: act.on, by } }
        : { type: 'vertical.left', body: { practice: act.practice, vertical: act.vertical, on: act.on, by } },
    ],
  });
};

/** A vertical beyond those that the program ships: each product is also a purpose that a client can be referred for. */
export const verticalDefineAct: ActHandler<'vertical-define'> = (desk, person, act) => {
  const taken = verticals(desk)
    .filter((one) => one.code !== act.vertical)
    .flatMap((one) => one.purposes.map((purpose) => purpose.code));
  const twice = act.products.find((product) => taken.includes(product.code));
  if (twice !== undefined)
    return refuseToSign(
      'product-taken',
      422,
      'A product of another vertical has this code',
      `“${twice.code}” is used already.`,
      'Give the product another code.',
    );
  if (new Set(act.products.map((product) => product.code)).size < act.products.length)
    return refuseToSign('product-twice', 422, 'Two products have one code', 'Each product has a code of its own.', 'Change one of them.');
  return registrarPlan(desk, person, {
    words: `The network has the vertical “${act.name}”.`,
    facts: [
      { label: 'Code', value: act.vertical },
      { label: 'Regulator', value: act.regulator ?? 'None' },
      { label: 'Products', value: act.products.map((product) => product.name).join(', ') },
    ],
    events: [
      {
        type: 'vertical.defined',
        body: {
          vertical: act.vertical,
          name: act.name,
          regulator: act.regulator,
          products: act.products,
          purposes: act.products.map(({ code, name }) => ({ code, name, product: code })),
          by: person.person,
        },
      },
    ],
  });
};

/** A community: the land inside a polygon. */
export const communityDefineAct: ActHandler<'community-define'> = (desk, person, act) => {
  const community = act.community ?? uuidV7(desk.entropy, desk.clock.now());
  return registrarPlan(desk, person, {
    words: `The network has the community “${act.name}”, bounded by ${String(act.polygon.length)} points.`,
    facts: [{ label: 'Name', value: act.name }],
    events: [{ type: 'community.defined', body: { community, name: act.name, polygon: act.polygon, by: person.person } }],
  });
};

/** A member joins or leaves a community from a day on; it may belong to several. */
export const communityDatesAct: ActHandler<'community-dates'> = (desk, person, act) => {
  const member = memberOf(desk, act.practice);
  if (!member.ok) return member;
  const register = registerOf(desk);
  const community = register.communities.get(act.community);
  if (community === undefined)
    return refuseToSign('community-unknown', 404, 'There is no such community', 'The register does not state it.', 'Define it first.');
  const belongs = membershipOf(register, act.practice).communities.some((one) => one.community === act.community && one.until === null);
  if (belongs === (act.change === 'join'))
    return refuseToSign(
      'community-same',
      409,
      belongs ? `${member.value.legalName} belongs to it already` : `${member.value.legalName} does not belong to it`,
      'Nothing would change.',
      'Nothing needs to be signed.',
    );
  const by = person.person;
  return registrarPlan(desk, person, {
    words: `${member.value.legalName} ${act.change === 'join' ? 'belongs to' : 'leaves'} the community “${community.name}” from ${day(act.on)} on.`,
    facts: [{ label: 'Practice', value: member.value.legalName }],
    events: [
      act.change === 'join'
        ? { type: 'community.joined', body: { practice: act.practice, community: act.community, from: act.on, by } }
        : { type: 'community.left', body: { practice: act.practice, community: act.community, on: act.on, by } },
    ],
  });
};

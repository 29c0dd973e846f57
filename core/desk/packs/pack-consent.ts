import type { PackConsent } from '../../adapters/pdf/evidence-pack-document.ts';
import { type Fact, known, none, notRecorded, withheld } from '../../domain/text/fact.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import type { DeskContext } from '../context.ts';
import { benefitDataSchema, type ClientData } from '../referrals/client-details.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { abnOf, instant, localDate } from './pack-values.ts';

const CATEGORY: Readonly<Record<string, string>> = {
  name: 'Name',
  'contact-details': 'contact details',
  purpose: 'a short description of the purpose',
};
const CAPACITY = 'for themselves';

/** Page 5: the consent that covered the disclosure, with what this pack leaves out marked as withheld. */
export const consentOf = (
  desk: DeskContext,
  state: ReferralState,
  contents: PackContents,
  client: ClientData | undefined,
): Fact<PackConsent> => {
  const consent = state.consents.find((entry) => entry.by === 'client') ?? state.consents[0];
  if (consent === undefined) return notRecorded;
  const benefit = benefitDataSchema.safeParse(contents.openings.find((entry) => entry.commitment === state.terms.benefit)?.data);
  const referrer = { name: practiceName(desk, state.terms.referrer), abn: abnOf(desk, state.terms.referrer) };
  const now = contents.pack.exportedAt;
  const until = formatDate(localDate(desk, consent.validUntil));
  return known({
    receiptNumber: consent.hash.slice(0, 16),
    state: consent.withdrawn !== null ? 'Withdrawn' : now < consent.validUntil ? `Given, valid to ${until}` : `Expired ${until}`,
    givenBy: client?.name ?? 'withheld',
    capacity: CAPACITY,
    identifiedBy: consent.by === 'client' ? known(identified(state)) : known(`recorded by ${referrer.name}, weaker than the client’s own`),
    givenTo: referrer,
    recipients: consent.recipients.map((practice) => ({
      name: practiceName(desk, practice),
      abn: abnOf(desk, practice),
    })),
    purpose: `${purposeName(desk, consent.purpose)}. One purpose only`,
    categories: consent.categories.map((category) => CATEGORY[category] ?? category),
    details: [
      { field: 'Name', value: client === undefined ? withheld : known(client.name) },
      {
        field: 'contact details',
        value: client === undefined ? withheld : known('in openings.json of this pack'),
      },
    ],
    detailsCommitment: known(state.terms.client),
    notCovered: known('Everything else the practice holds'),
    givenAt: instant(consent.at),
    endsAt: known(instant(consent.validUntil)),
    reviewOn: none,
    benefit: benefit.success ? known(benefit.data.words) : notRecorded,
    withdrawalMeans: 'By telling either practice, in any way',
    withdrawn:
      consent.withdrawn === null
        ? none
        : known({
            at: instant(consent.withdrawn.at),
            method: consent.withdrawn.byNewKey ? 'by a new key of the client after a code' : 'as recorded in the event',
          }),
    notice: {
      version: `${consent.notice.id}, version ${String(consent.notice.version)}`,
      language: 'English',
      hash: consent.notice.text,
    },
    delivered: notRecorded,
    uses: state.disclosures.map((disclosure) => ({
      logIndex: indexOf(contents, disclosure.hash),
      at: instant(disclosure.at),
      what: `${disclosure.fields.map((field) => CATEGORY[field] ?? field).join(', ')} passed to ${practiceName(desk, disclosure.recipient)}`,
      outcome: disclosure.delivered === null ? 'Passed, receipt not signed' : 'Passed and received',
    })),
    checksRefused: withheld,
    benefitDisclosures: [
      `${referrer.name} showed the commission to the client before the consent: the consent names the text by its commitment.`,
      ...(state.steps[2] ? [`${practiceName(desk, state.terms.receiver)} disclosed it again at first contact, as signed at Intake.`] : []),
    ],
  });
};

const IDENTIFIED = {
  email: 'a link or code sent to the client’s own e-mail address',
  sms: 'a link or code sent to the client’s own mobile number',
  'in-person': 'in person, at a practice’s desk',
} as const;

const identified = (state: ReferralState): string => {
  const invited = state.steps[1]?.assurance.invited;
  if (invited === null || invited === undefined) return 'not recorded';
  return IDENTIFIED[invited.channel];
};

const indexOf = (contents: PackContents, hash: string): Fact<number> => {
  const event = contents.events.find((entry) => entry.event.hash === hash);
  return event === undefined ? notRecorded : known(event.index);
};

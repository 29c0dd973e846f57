import type { AnyEvent } from '../../protocol/event/event.ts';
import { formatCents } from '../money/amount-text.ts';
import { toCents } from '../money/cents.ts';

const NAMES: Readonly<Record<string, string>> = {
  'registrar.appointed': 'Network founded, registrar appointed',
  'registrar.replaced': 'Registrar replaced',
  'practice.registered': 'Practice registered',
  'practice.recovered': 'Fresh keys stated by the network office',
  'practice.changed': 'GST status changed',
  'person.registered': 'Person added',
  'person.left': 'Person left',
  'role.changed': 'Roles changed',
  'key.registered': 'Key registered',
  'key.deskRegistered': 'Desk keys registered',
  'key.revoked': 'Key revoked',
  'key.barred': 'Keys revoked by the network office',
  'key.retired': 'Key retired after a restore',
  'till.assigned': 'Till assigned',
  'membership.applied': 'Membership applied for',
  'membership.vetted': 'Application decided',
  'membership.activated': 'Member activated',
  'membership.tiered': 'Tier of a member changed',
  'membership.suspended': 'Member suspended',
  'membership.reinstated': 'Member reinstated',
  'membership.resigned': 'Member resigned',
  'vertical.defined': 'Vertical defined',
  'vertical.joined': 'Vertical joined',
  'vertical.left': 'Vertical left',
  'product.listed': 'Product listed',
  'community.defined': 'Community defined',
  'community.joined': 'Community joined',
  'community.left': 'Community left',
  'practice.located': 'Place of a practice stated',
  'partner.linked': 'Partner linked',
  'partner.unlinked': 'Partner link ended',
  'honour.awarded': 'Honour points given',
  'training.passed': 'Training passed',
  'rule.proposed': 'Rule proposed',
  'rule.approved': 'Rule approved',
  'rule.published': 'Rule published',
  'setting.ratified': 'Setting ratified by the network office',
  'agreement.signed': 'Agreement signed',
  'agreement.ended': 'Agreement ended',
  'payee.account': 'Payout account stated',
  'payee.confirmed': 'Changed account confirmed with the payee',
  'referral.intent': 'Intent signed',
  'referral.acknowledgement': 'Acknowledgement signed',
  'referral.intake': 'Intake signed',
  'referral.settlement': 'Settlement signed',
  'referral.outcome': 'Outcome signed',
  'client.invited': 'Client invited',
  'referral.qualified': 'Qualified',
  'referral.unqualified': 'Not qualified',
  'referral.declined': 'Declined',
  'referral.withdrawn': 'Withdrawn',
  'settlement.corrected': 'Settlement corrected',
  'consent.granted': 'Consent given',
  'consent.withdrawn': 'Consent withdrawn',
  'consent.refused': 'Consent refused',
  'consent.used': 'Details passed',
  'disclosure.delivered': 'Details received',
  'standing.invited': 'Client invited to decide on a consent',
  'standing.granted': 'Consent given',
  'standing.refused': 'Consent refused',
  'standing.withdrawn': 'Consent withdrawn',
  'standing.used': 'Details passed',
  'standing.delivered': 'Details received',
  'consent.amended': 'Consent amended',
  'consent.narrowed': 'Consent narrowed',
  'consent.deletionRequested': 'Deletion asked for',
  'disclosure.deleted': 'Recipient answered about deletion',
  'introduction.offered': 'Introduction offered',
  'entitlement.computed': 'Commission computed',
  'entitlement.approved': 'Commission approved',
  'entitlement.rejected': 'Commission rejected',
  'invoice.issued': 'Tax document issued',
  'invoice.rejected': 'Tax document rejected',
  'batch.prepared': 'Payout batch prepared',
  'batch.approved': 'Payout batch approved',
  'batch.cancelled': 'Payout batch cancelled',
  'batch.released': 'Payout batch released',
  'line.settled': 'Payment settled',
  'line.failed': 'Payment failed',
  'bankline.matched': 'Bank line matched',
  'pack.exported': 'Evidence pack exported',
};

const AGREEMENTS = {
  rcti: 'RCTI agreement signed',
  referral: 'Client referral agreement signed',
  introducer: 'Introducer agreement signed',
  affiliate: 'Affiliate agreement signed',
} as const;

/** One line about an event for lists: what happened, without personal data. Unknown types say so. */
export const eventWords = (event: AnyEvent): string => {
  if (!event.known) return `From a newer version: ${event.type}`;
  switch (event.type) {
    case 'attestation':
      return event.body.reason === 'payment.received'
        ? 'Payment confirmed as received'
        : event.body.agrees
          ? 'Agreed with the other side'
          : 'Disagreed with the other side';
    case 'practice.registered':
      return `Practice registered: ${event.body.legalName}`;
    case 'person.registered':
      return `Person added: ${event.body.name}`;
    case 'key.registered':
      return event.body.use === 'passkey' ? 'Passkey registered' : 'Key registered';
    case 'client.invited':
      return event.body.step === 1 ? 'Client invited to acknowledge' : 'Client invited to confirm the outcome';
    case 'introduction.answered':
      return event.body.accepts ? 'Introduction accepted' : 'Introduction declined';
    case 'referral.settlement':
    case 'settlement.corrected':
      return `${NAMES[event.type] ?? event.type}: ${money(event.body.net)} net`;
    case 'entitlement.computed':
      return `Commission computed: ${money(event.body.commission)}`;
    case 'invoice.issued':
      return `${event.body.kind === 'rcti' ? 'Tax invoice' : 'Commission statement'} ${event.body.number} issued`;
    case 'batch.prepared':
      return `Payout batch ${event.body.label} prepared, revision ${event.body.revision}`;
    case 'agreement.signed':
      return AGREEMENTS[event.body.kind];
    case 'membership.applied':
      return `Membership applied for: ${event.body.legalName}`;
    case 'membership.vetted':
      return event.body.accepted ? 'Application accepted' : 'Application declined';
    case 'vertical.defined':
    case 'community.defined':
      return `${NAMES[event.type] ?? event.type}: ${event.body.name}`;
    default:
      return NAMES[event.type] ?? event.type;
  }
};

const money = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : 'an amount out of range';
};

import type { Act } from '../../contract/acts.ts';
import type { ConsentAct } from '../../contract/consent.ts';
import type { ActHandler } from '../acts/plan.ts';
import { amend, narrow, withdrawConsent } from './change-acts.ts';
import { confirmDeletion, requestDeletion } from './deletion.ts';
import { grant, refuseConsent } from './grant-acts.ts';
import { answerOffer, offer, passIntroduction, receiveIntroduction } from './introduction-acts.ts';

type Name = Extract<Act['act'], ConsentAct['act']>;

/** Acts about consents. */
export const consentActs: { readonly [K in Name]: ActHandler<K> } = {
  'consent-grant': grant,
  'consent-refuse': refuseConsent,
  'consent-amend': amend,
  'consent-narrow': narrow,
  'consent-withdraw': withdrawConsent,
  'deletion-request': requestDeletion,
  'deletion-confirm': confirmDeletion,
  'introduction-offer': offer,
  'introduction-answer': answerOffer,
  'introduction-pass': passIntroduction,
  'introduction-receipt': receiveIntroduction,
};

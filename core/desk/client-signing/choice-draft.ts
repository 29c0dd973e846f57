import type { z } from 'zod';
import type { clientPrepare } from '../../contract/client-signing.ts';
import { ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes, bytesToBase64url } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { clientKey as clientKeySchema } from '../../protocol/event/referral-events.ts';
import { inviteMessage } from '../../protocol/messages.ts';
import { type DeskContext } from '../context.ts';
import { type AnyDraft } from '../ledger/compose.ts';
import { commit } from '../openings/openings.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { DISCLOSED_FIELDS } from '../referrals/client-details.ts';
import { monthsAfter } from '../referrals/intent-act.ts';
import { inviteKey } from '../referrals/invite-act.ts';
import { NOTICE } from '../referrals/notice.ts';
import { choiceWords, CONSENT_MONTHS, type OpenInvitation, sessionView } from './session.ts';

type ClientKey = z.infer<typeof clientKeySchema>;
type Prepare = z.infer<typeof clientPrepare>;

/** The event of one press, unsigned, with its openings and the words shown. */
export const choiceDraft = (
  desk: DeskContext,
  open: OpenInvitation,
  choice: Prepare['choice'],
  keyid: string,
  stated: ClientKey | null,
): Result<{ readonly draft: AnyDraft; readonly openings: readonly Opening[]; readonly shown: string }, Refusal> => {
  const { state, row } = open;
  const { referral } = state;
  const salt = base64urlToBytes(row.salt);
  if (!salt.ok) throw new Error('a stored salt is base64url');
  const signer = inviteKey(desk, salt.value, row.code);
  const proof = {
    invite: row.invite,
    inviteProof: bytesToBase64url(signer.sign(inviteMessage({ invite: row.invite, key: keyid, referral, step: row.step }))),
  };
  const own = stated === null ? {} : { clientKey: stated };
  const view = sessionView(desk, open);
  const words = choiceWords(desk, open).find((entry) => entry.id === choice);
  const text = choice === 'refuse' ? 'No, do not share.' : `${words?.title ?? ''}. ${words?.text ?? ''}`;
  const shown = commit(desk, {
    for: 'shown',
    referral,
    data: {
      benefit: `${view.benefit.title} ${view.benefit.text}`,
      choice: text,
      headline: view.headline,
      lead: view.lead,
      notice: NOTICE.text,
    },
  });
  const about = [state.intent];
  switch (choice) {
    case 'consent': {
      const notice = commit(desk, { for: 'notice', referral, data: { words: NOTICE.text } });
      const now = desk.clock.now();
      return ok({
        shown: text,
        openings: [notice],
        draft: {
          type: 'consent.granted',
          referral,
          about,
          body: {
            client: state.terms.client,
            recipients: [state.terms.receiver],
            purpose: state.terms.purpose,
            categories: [...DISCLOSED_FIELDS],
            validFrom: now,
            validUntil: monthsAfter(now, CONSENT_MONTHS),
            notice: { id: NOTICE.id, version: NOTICE.version, text: notice.commitment },
            benefit: state.terms.benefit,
            capacity: 'self',
            channel: 'desk',
            artefact: null,
            ...proof,
            ...own,
          },
        },
      });
    }
    case 'refuse':
      return ok({
        shown: text,
        openings: [],
        draft: {
          type: 'consent.refused',
          referral,
          about,
          body: {
            client: state.terms.client,
            recipients: [state.terms.receiver],
            purpose: state.terms.purpose,
            ...proof,
            ...own,
          },
        },
      });
    case 'acknowledge': {
      const consents = state.consents.filter((consent) => consent.withdrawn === null).map((consent) => consent.hash);
      if (consents.length === 0)
        return refuseToSign(
          'consent-first',
          409,
          'The consent comes first',
          'An acknowledgement names the consent it goes with.',
          'Sign the first choice, then this one.',
        );
      return ok({
        shown: text,
        openings: [shown],
        draft: {
          type: 'referral.acknowledgement',
          referral,
          step: 1,
          prevStep: state.intent,
          body: {
            shown: shown.commitment,
            client: state.terms.client,
            consents,
            yes: true,
            ...proof,
            ...own,
          },
        },
      });
    }
    case 'outcome': {
      const settlement = state.steps[3];
      const first = state.steps[1]?.stream ?? null;
      if (!settlement)
        return refuseToSign('not-now', 409, 'There is nothing to confirm yet', 'The settlement is not signed.', 'Ask the practice.');
      return ok({
        shown: text,
        openings: [shown],
        draft: {
          type: 'referral.outcome',
          referral,
          step: 4,
          prevStep: settlement.hash,
          body: {
            shown: shown.commitment,
            client: state.terms.client,
            confirms: true,
            ...proof,
            ...own,
            replaces: first === keyid ? null : first,
          },
        },
      });
    }
  }
};

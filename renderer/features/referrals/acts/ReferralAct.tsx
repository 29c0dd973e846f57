import type { ReferralView } from '../../../../core/contract/referrals.ts';
import { ActSheet } from '../../signing/ActSheet.tsx';
import { signedCount } from '../signedCount.ts';
import { actTitle } from './actTitles.ts';
import { ClientLinkDialog } from './ClientLinkDialog.tsx';
import { IncomeAct } from './IncomeAct.tsx';
import { IntakeAct } from './IntakeAct.tsx';
import { InviteAct } from './InviteAct.tsx';
import { OpenClientPage } from './OpenClientPage.tsx';
import { ReasonAct } from './ReasonAct.tsx';

export type ActNow = ReferralView['acts'][number];

const nothing = () => undefined;

/** The sheet of one act of a referral, chosen from those that the desk offers this person now. */
export const ReferralAct = ({
  view,
  now,
  onClose,
  onLink,
}: {
  readonly view: ReferralView;
  readonly now: ActNow;
  readonly onClose: () => void;
  /** Invitations for a link were signed. */
  readonly onLink: (invited: { readonly invite: string; readonly code: string | null }) => void;
}) => {
  const referral = view.intent;
  const sheet = {
    ...actTitle(now.act, now.label),
    signed: signedCount(view.handshakes.filter((step) => step.hash !== null).length),
    onClose,
    onSigned: nothing,
  };
  const client = view.client.known ? view.client.name : 'the client';
  switch (now.act) {
    case 'client-session':
      return <OpenClientPage view={view} invite={now.event ?? ''} onClose={onClose} />;
    case 'invite':
    case 'invite-outcome':
      return (
        <InviteAct
          {...sheet}
          referral={referral}
          step={now.act === 'invite' ? 1 : 4}
          client={client}
          emails={view.client.emails}
          onLink={onLink}
        />
      );
    case 'invite-withdrawal':
      return (
        <ActSheet
          {...sheet}
          act={now.event === null ? null : { act: 'invite-withdrawal', referral, consent: now.event }}
          onSigned={({ events: [first, second] }) => {
            if (first !== undefined) onLink({ invite: first.hash, code: second?.hash ?? null });
          }}
        />
      );
    case 'client-link':
      return <ClientLinkDialog invite={now.event ?? ''} code={null} client={client} onClose={onClose} />;
    case 'intake':
      return <IntakeAct {...sheet} referral={referral} client={client} />;
    case 'settle':
      return <IncomeAct {...sheet} referral={referral} corrects={false} />;
    case 'correct-settlement':
      return <IncomeAct {...sheet} referral={referral} corrects />;
    case 'decline':
      return (
        <ReasonAct
          {...sheet}
          reasonsFor="decline"
          question="Why do you decline?"
          make={(reason) => ({ act: 'decline', referral, reason })}
        />
      );
    case 'unqualify':
      return (
        <ReasonAct
          {...sheet}
          reasonsFor="unqualify"
          question="Why does the client not qualify?"
          make={(reason) => ({ act: 'unqualify', referral, reason })}
        />
      );
    case 'withdraw':
      return (
        <ReasonAct
          {...sheet}
          reasonsFor="withdraw"
          question="Why do you withdraw the referral?"
          make={(reason) => ({ act: 'withdraw', referral, reason })}
        />
      );
    case 'attest-no':
      return (
        <ReasonAct
          {...sheet}
          reasonsFor="disagree"
          question="What is wrong with it?"
          make={(reason) => ({ act: 'attest', referral, event: now.event ?? '', agrees: false, reason })}
        />
      );
    case 'attest':
      return (
        <ActSheet {...sheet} act={now.event === null ? null : { act: 'attest', referral, event: now.event, agrees: true, reason: null }} />
      );
    case 'attest-payment':
      return (
        <ActSheet
          {...sheet}
          act={now.event === null ? null : { act: 'attest', referral, event: now.event, agrees: true, reason: 'payment.received' }}
        />
      );
    case 'pass-details':
      return <ActSheet {...sheet} act={{ act: 'pass-details', referral }} />;
    case 'confirm-receipt':
      return <ActSheet {...sheet} act={{ act: 'confirm-receipt', referral }} />;
    case 'qualify':
      return <ActSheet {...sheet} act={{ act: 'qualify', referral }} />;
    default:
      // An act of a newer desk: this window has no sheet for it.
      return <ActSheet {...sheet} act={null} missing="This window is older than the desk. Load it again with Ctrl R." />;
  }
};

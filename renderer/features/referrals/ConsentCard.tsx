import type { ReferralView } from '../../../core/contract/referrals.ts';
import { Card } from '../../ui/Card.tsx';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { Status } from '../../ui/Status.tsx';
import css from './ReferralPage.module.css';

type View = Pick<ReferralView, 'clocks' | 'consents' | 'disclosures'>;

/** Amber before the last day, red after it; what was done late stays amber. */
const clockLook = {
  'not-started': 'not-yet',
  running: 'waiting',
  amber: 'late',
  late: 'broken',
  met: 'done',
  'met-late': 'late',
  stopped: 'not-yet',
  unknown: 'not-yet',
} as const;
const consentLook = {
  given: 'done',
  expired: 'late',
  withdrawn: 'withdrawn',
  'not-yet-valid': 'not-yet',
} as const;

/** Deadlines in business days, consents, and what was passed on. */
export const ConsentCard = ({ view: { clocks, consents, disclosures } }: { readonly view: View }) => (
  <Card title="Clocks and consent" aside="Business days">
    <ul className={css.facts}>
      {clocks.map((clock) => (
        <li key={clock.label}>
          <span>
            {clock.label} <span className="second">{clock.source}</span>
          </span>
          <Status kind={clockLook[clock.state]}>{clock.words}</Status>
        </li>
      ))}
      {consents.length === 0 ? (
        <li>
          <span>Consent</span>
          <Status kind="not-yet">Not given yet</Status>
        </li>
      ) : (
        consents.map((consent) => (
          <li key={consent.hash}>
            <span>
              Consent{' '}
              <span className="second">{consent.by === 'client' ? 'by the client' : `recorded by the practice, ${consent.channel}`}</span>
            </span>
            <Status kind={consentLook[consent.state]}>{consent.stateWords}</Status>
          </li>
        ))
      )}
    </ul>
    {consents.map((consent) => (
      <p key={consent.hash} className={css.small}>
        For {consent.recipients.join(', ')}, {consent.purpose}: {consent.categories.join(', ')}. Notice {consent.notice}.
      </p>
    ))}
    {disclosures.map((entry) => (
      <p key={entry.hash} className={css.small}>
        Passed to {entry.recipient} <DateTime at={entry.at} form="recent" />: {entry.fields.join(', ')}.{' '}
        {entry.deliveredAt === null ? (
          'Receipt not confirmed yet.'
        ) : (
          <>
            Received <DateTime at={entry.deliveredAt} form="recent" />.
          </>
        )}
      </p>
    ))}
    {clocks.length === 0 ? <CalendarDay day={null} /> : null}
  </Card>
);

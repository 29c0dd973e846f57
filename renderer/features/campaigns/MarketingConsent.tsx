import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MarketingStanding } from '../../../core/contract/campaigns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { Note } from '../../ui/Note.tsx';
import { Status } from '../../ui/Status.tsx';
import css from '../contacts/contacts.module.css';
import type { ContactPageView } from '../contacts/queries.ts';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import { missingInOptIn, type OptIn, OptInFields } from './OptInFields.tsx';
import { marketingQuery } from './queries.ts';
import { UnsubscribeForm } from './UnsubscribeForm.tsx';

const OptInSheet = ({
  contact,
  standing,
  onClose,
}: {
  readonly contact: ContactPageView;
  readonly standing: MarketingStanding;
  readonly onClose: () => void;
}) => {
  const [value, setValue] = useState<OptIn>({ basis: 'express', evidence: '' });
  const save = useChange(onClose);
  return (
    <Sheet
      title={`Consent to marketing of ${contact.name}`}
      verb="Record it"
      error={save.error}
      pending={save.isPending}
      missing={missingInOptIn(value)}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/contacts/${contact.id}/marketing-consent`,
          body: value,
          words: `Consent to marketing of ${contact.name} was recorded`,
        })
      }
    >
      <OptInFields value={value} onChange={setValue} />
      {standing.suppressed ? (
        <Note tone="warn">
          {standing.address} is on the suppression list. Inferred consent is refused; express consent is recorded, and a principal then
          takes the address off the list under Campaigns, Unsubscribed.
        </Note>
      ) : null}
      {standing.address === null ? <Note tone="mute">There is no e-mail address, so no campaign reaches them yet.</Note> : null}
    </Sheet>
  );
};

const Standing = ({ standing }: { readonly standing: MarketingStanding }) => {
  const { consent, suppressed } = standing;
  return (
    <ul className={css.list}>
      {suppressed ? (
        <li>
          <Status kind="withdrawn">On the suppression list</Status>
        </li>
      ) : null}
      <li>
        {consent === null ? (
          <Status kind="not-yet">No consent recorded</Status>
        ) : consent.withdrawnAt === null ? (
          <>
            <Status kind="done">{consent.basis === 'express' ? 'Agreed' : 'Inferred'}</Status>
            <span className={css.block}>{consent.evidence}</span>
            <span className="second">
              Recorded <DateTime at={consent.at} form="date" inRow />
            </span>
          </>
        ) : (
          <>
            <Status kind="withdrawn">Withdrawn</Status>
            <span className="second">
              <DateTime at={consent.withdrawnAt} form="date" inRow />
            </span>
          </>
        )}
      </li>
    </ul>
  );
};

/** Marketing to one contact: the consent that is recorded with its evidence, and the way to record it or its end. */
export const MarketingConsent = ({ contact }: { readonly contact: ContactPageView }) => {
  const { data: standing } = useQuery(marketingQuery(contact.id));
  const [sheet, setSheet] = useState<'yes' | 'no' | null>(null);
  if (standing === undefined) return null;
  const { edit } = contact.work.may;
  return (
    <section aria-labelledby="marketing">
      <div className={css.subHead} data-first="true">
        <h2 id="marketing">Marketing</h2>
        {edit ? (
          <Button
            size="xs"
            variant="subtle"
            aria-label="Record consent to marketing"
            leftSection={<IconPlus size={15} stroke={1.6} aria-hidden="true" />}
            onClick={() => setSheet('yes')}
          >
            Record
          </Button>
        ) : null}
      </div>
      <Standing standing={standing} />
      {edit && standing.address !== null && !standing.suppressed ? (
        <Button size="xs" variant="subtle" onClick={() => setSheet('no')}>
          They want no more
        </Button>
      ) : null}
      {sheet === 'yes' ? <OptInSheet contact={contact} standing={standing} onClose={() => setSheet(null)} /> : null}
      {sheet === 'no' ? <UnsubscribeForm said={standing.address ?? ''} onClose={() => setSheet(null)} /> : null}
    </section>
  );
};

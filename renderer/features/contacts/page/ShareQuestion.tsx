import { useState } from 'react';
import { Select } from '@mantine/core';
import { IconArrowsRightLeft, IconCircleCheckFilled, IconHandStop } from '@tabler/icons-react';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import type { ContactPageView } from '../queries.ts';
import css from '../contacts.module.css';
import { inTwo } from './inTwo.ts';

/** "Can I share this person with …?", answered in one sentence for the practice and purpose one thinks of. */
export const ShareQuestion = ({ contact }: { readonly contact: ContactPageView }) => {
  const [chosen, setChosen] = useState(0);
  const answer = contact.sharing[chosen];
  const first = contact.fields.givenName === '' ? contact.name : contact.fields.givenName;
  const refer = (
    <ButtonLink
      to="/referrals/new"
      search={{ contact: contact.id }}
      variant="filled"
      leftSection={<IconArrowsRightLeft size={16} stroke={1.7} aria-hidden="true" />}
    >
      Make a referral
    </ButtonLink>
  );
  if (answer === undefined)
    return (
      <section className={css.share} data-tone="mute" aria-label="May this contact be shared?">
        <p className={css.answer}>No other practice of the network is known at this desk yet.</p>
      </section>
    );
  const [lead, rest] = inTwo(answer.words);
  const yes = answer.answer === 'yes';
  return (
    <section className={css.share} data-tone={yes ? 'ok' : 'mute'} aria-label="May this contact be shared?">
      <div className={css.question}>
        <span>Can I share {first} with</span>
        <Select
          aria-label="Practice and purpose"
          data={contact.sharing.map((one, index) => ({ value: String(index), label: one.name }))}
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value ?? 0))}
          allowDeselect={false}
          w={300}
        />
        <span>?</span>
      </div>
      <div className={css.answerLine}>
        {yes ? (
          <IconCircleCheckFilled size={20} color="var(--ok)" aria-hidden="true" />
        ) : (
          <IconHandStop size={20} stroke={1.7} aria-hidden="true" />
        )}
        <p className={css.answer} aria-live="polite">
          <strong>{lead}</strong>
          {rest}
        </p>
        {refer}
      </div>
    </section>
  );
};

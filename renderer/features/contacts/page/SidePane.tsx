import { Button, Checkbox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Money } from '../../../ui/Money.tsx';
import { Ring } from '../../../ui/Ring.tsx';
import { Status } from '../../../ui/Status.tsx';
import { ClockShort } from '../../crm/ClockStatus.tsx';
import { useChange } from '../../crm/useChange.ts';
import { MarketingConsent } from '../../campaigns/MarketingConsent.tsx';
import { MergedContacts } from '../../duplicates/MergedContacts.tsx';
import { signedCount } from '../../referrals/signedCount.ts';
import { TaskDue } from '../../tasks/TaskGrid.tsx';
import type { ContactPageView } from '../queries.ts';
import css from '../contacts.module.css';
import { inTwo } from './inTwo.ts';

type Add = 'task' | 'ticket' | 'deal';

const Section = ({
  id,
  title,
  count,
  add,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly add?: { readonly label: string; readonly onAdd: () => void } | undefined;
  readonly children: ReactNode;
}) => (
  <section aria-labelledby={id}>
    <div className={css.subHead} data-first="true">
      <h2 id={id}>
        {title} {count === undefined ? null : <span className="second">{count}</span>}
      </h2>
      {add === undefined ? null : (
        <Button
          size="xs"
          variant="subtle"
          aria-label={add.label}
          leftSection={<IconPlus size={15} stroke={1.6} aria-hidden="true" />}
          onClick={add.onAdd}
        >
          Add
        </Button>
      )}
    </div>
    {children}
  </section>
);

const Consents = ({ contact }: { readonly contact: ContactPageView }) => (
  <Section id="consents" title="Consent">
    <ul className={css.list}>
      {contact.sharing.map((one) => (
        <li key={`${one.practice}${one.purpose}`}>
          <span className={css.block}>{one.name}</span>
          <Status kind={one.answer === 'yes' ? 'done' : /withdrawn|do not contact|deceased/iu.test(one.words) ? 'withdrawn' : 'not-yet'}>
            {inTwo(one.words)[one.answer === 'yes' ? 0 : 1].trim()}
          </Status>
        </li>
      ))}
      {contact.sharing.length === 0 ? <li className="second">No other practice is known here yet.</li> : null}
    </ul>
  </Section>
);

const Referrals = ({ contact }: { readonly contact: ContactPageView }) => (
  <Section id="referrals" title="Referrals" count={contact.referrals.length}>
    <ul className={css.list}>
      {contact.referrals.map((one) => (
        <li key={one.intent} className={css.referral}>
          <Ring signed={signedCount(one.signed)} size={24} />
          <span>
            <Link to="/referrals/$id" params={{ id: one.intent }}>
              {one.label}
            </Link>
            <span className={css.block}>{one.counterpart}</span>
            <span className="second">{one.waiting}</span>
          </span>
        </li>
      ))}
      {contact.referrals.length === 0 ? <li className="second">None yet.</li> : null}
    </ul>
  </Section>
);

const Tasks = ({ contact, onAdd }: { readonly contact: ContactPageView; readonly onAdd: (what: Add) => void }) => {
  const { work } = contact;
  const change = useChange();
  return (
    <Section
      id="tasks"
      title="Tasks"
      count={work.tasks.length}
      add={work.may.edit ? { label: 'Add a task', onAdd: () => onAdd('task') } : undefined}
    >
      <ul className={css.plainList}>
        {work.tasks.map((task) => (
          <li key={task.id} className={css.task}>
            <Checkbox
              label={task.title}
              checked={task.doneAt !== null}
              disabled={!work.may.edit || change.isPending}
              onChange={(event) =>
                change.mutate({
                  method: 'POST',
                  path: `/api/tasks/${task.id}/done`,
                  body: { done: event.currentTarget.checked },
                  words: `“${task.title}” is done`,
                })
              }
            />
            <TaskDue task={task} />
          </li>
        ))}
        {work.tasks.length === 0 ? <li className="second">Nothing to do.</li> : null}
      </ul>
    </Section>
  );
};

const Deals = ({ contact, onAdd }: { readonly contact: ContactPageView; readonly onAdd: (what: Add) => void }) => {
  const { work } = contact;
  return (
    <>
      <Section
        id="deals"
        title="Deals"
        count={work.deals.length}
        add={work.may.deals ? { label: 'Add a deal', onAdd: () => onAdd('deal') } : undefined}
      >
        <ul className={css.list}>
          {work.deals.map((deal) => (
            <li key={deal.id} className={css.task}>
              <span>
                <Link to="/deals/$id" params={{ id: deal.id }}>
                  {deal.title}
                </Link>
                <span className={css.block}>{deal.stageName}</span>
              </span>
              <Money cents={deal.settledAmount ?? deal.amount} />
            </li>
          ))}
          {work.deals.length === 0 ? <li className="second">None yet.</li> : null}
        </ul>
      </Section>
      <Section
        id="tickets"
        title="Tickets"
        count={work.tickets.length}
        add={work.may.tickets ? { label: 'Add a ticket', onAdd: () => onAdd('ticket') } : undefined}
      >
        <ul className={css.list}>
          {work.tickets.map((ticket) => (
            <li key={ticket.id} className={css.task}>
              <span>{ticket.subject}</span>
              <ClockShort clock={ticket.solve} />
            </li>
          ))}
          {work.tickets.length === 0 ? <li className="second">None yet.</li> : null}
        </ul>
      </Section>
    </>
  );
};

/** The right side of a contact: consent, referrals, tasks, deals, tickets. */
export const SidePane = ({ contact, onAdd }: { readonly contact: ContactPageView; readonly onAdd: (what: Add) => void }) => (
  <>
    <Consents contact={contact} />
    <MarketingConsent key={contact.id} contact={contact} />
    <Referrals contact={contact} />
    <Tasks contact={contact} onAdd={onAdd} />
    <Deals contact={contact} onAdd={onAdd} />
    <MergedContacts contact={contact.id} />
  </>
);

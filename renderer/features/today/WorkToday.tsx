import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Card } from '../../ui/Card.tsx';
import { ClockShort } from '../crm/ClockStatus.tsx';
import { workTodayQuery } from '../crm/queries.ts';
import { TaskDue } from '../tasks/TaskGrid.tsx';
import css from './TodayPage.module.css';

/** Tasks that are due, tickets that are late, contacts that wait for a first step. Nothing is shown while there is none. */
export const WorkToday = () => {
  const { data } = useQuery(workTodayQuery);
  if (data === undefined || data.tasks.length + data.tickets.length + data.leads.length === 0) return null;
  return (
    <Card
      title="Work with contacts"
      count={data.tasks.length + data.tickets.length + data.leads.length}
      aside={<Link to="/tasks">Open</Link>}
    >
      <ul className={css.work}>
        {data.tasks.map((task) => (
          <li key={task.id}>
            <Link to="/tasks" search={{ list: 'tasks', view: task.state === 'late' ? 'late' : 'mine' }}>
              {task.title}
            </Link>
            {task.contact === null ? null : <span className="second">{task.contact.name}</span>}
            <TaskDue task={task} />
          </li>
        ))}
        {data.tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link to="/tasks" search={{ list: 'tickets', view: 'open' }}>
              {ticket.subject}
            </Link>
            <span className="second">{ticket.contact.name}</span>
            <ClockShort clock={ticket.respond.kind === 'late' || ticket.respond.kind === 'due-today' ? ticket.respond : ticket.solve} />
          </li>
        ))}
        {data.leads.map((lead) => (
          <li key={lead.contact.id}>
            <Link to="/workspaces" search={{ role: lead.role, contact: lead.contact.id, show: 'queue' }}>
              {lead.contact.name}
            </Link>
            <span className="second">{lead.roleName}, first step</span>
            <ClockShort clock={lead.clock} />
          </li>
        ))}
      </ul>
    </Card>
  );
};

import { type TicketDocument, ticketSchema } from '../../../domain/crm/ticket/ticket-document.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { ownerFieldWords } from '../owners.ts';
import { crmSql } from '../tables.ts';

/** A matter that a contact wants solved. */
export const ticketDefinition: RecordDefinition<TicketDocument> = {
  kind: 'ticket',
  name: 'ticket',
  schema: ticketSchema,
  nested: [],
  guarded: ['respondedAt', 'solvedAt', 'solution'],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { role: 'workspace', respondedAt: 'first answer', solvedAt: 'solved' },
  fieldWords: ownerFieldWords,
  subjectOf: (_id, ticket) => ticket.contact,
  labelOf: (ticket) => ticket.subject,
  timelineOf: (ticket) => ({ at: ticket.openedAt, pinned: false }),
  searchOf: (ticket) => ({ title: ticket.subject, words: `${ticket.text} ${ticket.solution}`, digits: '' }),
  index: {
    write: (db, { id, document }) => {
      const { contact, role, owner, openedAt, solvedAt } = document;
      db.run(crmSql.insertInto('crm_ticket').values({ id, contact, role, owner, opened_at: openedAt, solved_at: solvedAt }));
    },
    clear: (db, { id }) => {
      db.run(crmSql.deleteFrom('crm_ticket').where('id', '=', id));
    },
  },
};

import type { Database } from '../../adapters/sqlite/database.ts';
import { type Entropy, uuidV7 } from '../../ports/entropy.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { appendOperations } from '../records/operation-log.ts';
import { recordSql } from '../records/tables.ts';
import { contactById, documentOf } from './stored-contact.ts';

type Ports = { readonly entropy: Entropy; readonly primitives: Primitives; readonly at: string };

/**
 * Gives every contact of a file that is older than the operation log the operation that makes it, so that all of the book is a fold. Does
 * nothing on any other file. Answers how many were carried over.
 */
export const carryContactsOver = (db: Database, ports: Ports): number => {
  const started = db.statement<[], { readonly one: number }>('select 1 as one from operation limit 1').get();
  const older = started === undefined ? db.statement<[], { readonly id: string }>('select id from contact order by no').all() : [];
  if (older.length === 0) return 0;
  db.transaction(() => {
    const groups = new Map<string, string>();
    appendOperations(
      db,
      { primitives: ports.primitives, salt: (length) => ports.entropy.bytes(length) },
      older.flatMap(({ id }) => {
        const contact = contactById(db, id);
        if (contact === undefined) return [];
        const group = groups.get(contact.createdByName) ?? openGroup(db, ports, contact.createdBy, contact.createdByName);
        groups.set(contact.createdByName, group);
        return [
          {
            id: uuidV7(ports.entropy, ports.at),
            at: contact.createdAt,
            by: contact.createdBy,
            group,
            kind: 'contact',
            record: id,
            subject: id,
            body: { act: 'create', document: documentOf(contact) },
          },
        ];
      }),
    );
    // The fold starts counting at the operations that were just written.
    db.exec('update contact set revision = 1, updated_at = created_at');
  });
  return older.length;
};

const openGroup = (db: Database, ports: Ports, by: string, byName: string): string => {
  const group = uuidV7(ports.entropy, ports.at);
  db.run(
    recordSql
      .insertInto('operation_group')
      .values({ id: group, at: ports.at, by, by_name: byName, words: 'Carried over from an earlier version', undoes: null }),
  );
  return group;
};

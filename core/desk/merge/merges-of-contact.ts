import type { MergeOfContact } from '../../contract/merges.ts';
import type { DeskContext } from '../context.ts';
import { readRecord } from '../records/stored-record.ts';
import { mergeDefinition } from './merge-record.ts';
import { redirectSql } from './redirect.ts';

/** Merges that a contact is made of, the newest first: what an un-merge can take apart. */
export const mergesOfContact = (desk: Pick<DeskContext, 'db'>, contact: string): readonly MergeOfContact[] =>
  desk.db
    .all(redirectSql.selectFrom('contact_redirect').select('merge').where('survivor', '=', contact).orderBy('merge', 'desc').limit(100))
    .flatMap(({ merge }) => {
      const held = readRecord(desk.db, mergeDefinition, merge);
      if (held === undefined) return [];
      const { merged, name, at, byName, moved, dropped } = held.document;
      return [{ merge, merged, name, at, by: byName, moved: moved.length, dropped: dropped.map(({ label, why }) => `${label}. ${why}`) }];
    });

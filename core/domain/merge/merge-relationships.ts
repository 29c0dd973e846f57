import { type RelationshipDocument, type RelationshipKind, sameRelationship } from '../contact/relationship.ts';

export type HeldRelationship = { readonly id: string; readonly document: RelationshipDocument };

/** Why a relationship is dropped when two contacts become one. */
export type DroppedBecause = 'with-itself' | 'there-already' | 'circle';

/** What becomes of the relationships of the merged contact. */
export type RelationshipPlan = {
  readonly moved: readonly HeldRelationship[];
  readonly dropped: readonly (HeldRelationship & { readonly why: DroppedBecause })[];
};

// A person is not their own grandparent, nor a company held by what it holds.
const ONE_WAY: ReadonlySet<RelationshipKind> = new Set(['parent', 'dependant', 'employee', 'introduced-by', 'belongs-to']);

/**
 * Moves the relationships of a merged contact to the survivor. Dropped are those between the two, those that the survivor has already, and those
 * that would close a circle in a relationship that goes one way. `of` gives the relationships of any contact as they are now.
 */
export const planRelationships = (
  survivor: string,
  merged: string,
  of: (contact: string) => readonly HeldRelationship[],
): RelationshipPlan => {
  const renamed = (contact: string): string => (contact === merged ? survivor : contact);
  const ofMerged = of(merged);
  const ids = new Set(ofMerged.map(({ id }) => id));
  const held: RelationshipDocument[] = of(survivor)
    .filter(({ id }) => !ids.has(id))
    .map(({ document }) => document);
  const moved: HeldRelationship[] = [];
  const dropped: (HeldRelationship & { readonly why: DroppedBecause })[] = [];
  for (const { id, document } of ofMerged) {
    const next: RelationshipDocument = { ...document, from: renamed(document.from), to: renamed(document.to) };
    const why: DroppedBecause | null =
      next.from === next.to
        ? 'with-itself'
        : held.some((other) => sameRelationship(other, next))
          ? 'there-already'
          : ONE_WAY.has(next.type) && leadsBack(next, (contact) => (contact === survivor ? held : of(contact).map((one) => one.document)))
            ? 'circle'
            : null;
    if (why !== null) dropped.push({ id, document, why });
    else {
      moved.push({ id, document: next });
      held.push(next);
    }
  }
  return { moved, dropped };
};

const FAR = 1000;

/** True when from the end of a relationship others of its type lead back to its start. */
const leadsBack = (closing: RelationshipDocument, of: (contact: string) => readonly RelationshipDocument[]): boolean => {
  const seen = new Set<string>();
  const open = [closing.to];
  while (open.length > 0 && seen.size < FAR) {
    const contact = open.pop();
    if (contact === undefined || seen.has(contact)) continue;
    if (contact === closing.from) return true;
    seen.add(contact);
    for (const { from, to, type } of of(contact)) if (type === closing.type && from === contact) open.push(to);
  }
  return false;
};

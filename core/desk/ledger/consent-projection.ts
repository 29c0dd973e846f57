import type { Database } from '../../adapters/sqlite/database.ts';
import type { EventRows } from '../../adapters/sqlite/event-rows.ts';
import { foldConsent } from '../../domain/consent/fold.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { isOver, ownTerms } from '../../domain/consent/terms.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { isConsentEvent } from '../../protocol/consent/authority.ts';
import { consentOf } from '../../protocol/consent/belongs.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';

type Lookup = {
  readonly rows: EventRows;
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
};

/** Keeps the tables of consents the fold of their events. Everything runs inside the ledger's transactions. */
export type ConsentProjection = {
  /** Notes what an appended event changes. */
  readonly touch: (event: Logged<KnownEvent>) => void;
  /** Writes what changed, each consent once. */
  readonly write: () => void;
  /** Reads the consents of a file that was written before these tables were there. */
  readonly catchUp: () => void;
  readonly forget: () => void;
  /** State of a consent folded anew from its events. */
  readonly refold: (root: string) => ConsentState | undefined;
};

/** Events of a referral that belong to a consent of it. */
const IN_REFERRAL: ReadonlySet<KnownEvent['type']> = new Set(['consent.withdrawn', 'consent.used', 'disclosure.delivered']);

export const createConsentProjection = (db: Database, { rows, known, author }: Lookup): ConsentProjection => {
  const roots = new Set<string>();
  const refusals = new Set<string>();
  const statements = statementsOf(db);

  const isOfConsent = (event: KnownEvent): boolean => isConsentEvent(event) || IN_REFERRAL.has(event.type);

  const rootsOf = (event: Logged<KnownEvent>): readonly string[] => {
    const used = event.type === 'disclosure.delivered' ? known(event.about[0] ?? '') : event;
    const named = used?.type === 'consent.used' ? used.body.consents : used?.type === 'standing.used' ? used.about : null;
    if (named === null) {
      const root = consentOf(event, known);
      return root === undefined ? [] : [root.hash];
    }
    return named.flatMap((hash) => {
      const version = known(hash);
      const root = version === undefined ? undefined : consentOf(version, known);
      return root === undefined ? [] : [root.hash];
    });
  };

  const eventsOf = (root: Logged<KnownEvent>): readonly Logged<KnownEvent>[] => {
    const found = new Map<string, Logged<KnownEvent>>([[root.hash, root]]);
    const queue = [root.hash];
    for (let hash = queue.pop(); hash !== undefined; hash = queue.pop())
      for (const index of rows.naming(hash)) {
        const row = rows.byIndex(index);
        const event = row === undefined ? undefined : known(bytesToHex(row.hash));
        if (event === undefined || found.has(event.hash) || !isOfConsent(event)) continue;
        found.set(event.hash, event);
        queue.push(event.hash);
      }
    const intent = intentOf(root, known);
    if (intent !== undefined)
      for (const hash of rows.hashesOfIntent(intent.hash)) {
        const event = known(hash);
        if (event?.type === 'consent.used') {
          found.set(event.hash, event);
          for (const index of rows.naming(event.hash)) {
            const row = rows.byIndex(index);
            const answer = row === undefined ? undefined : known(bytesToHex(row.hash));
            if (answer?.type === 'disclosure.delivered' || answer?.type === 'disclosure.deleted') found.set(answer.hash, answer);
          }
        }
      }
    return [...found.values()];
  };

  const refold = (hash: string): ConsentState | undefined => {
    const root = known(hash);
    if (root?.type !== 'consent.granted' && root?.type !== 'standing.granted') return undefined;
    return foldConsent({ root, events: eventsOf(root), byHash: known, authorOf: author });
  };

  const touch = (event: Logged<KnownEvent>): void => {
    if (event.type === 'standing.refused' || event.type === 'consent.refused') refusals.add(event.hash);
    else if (event.type === 'consent.granted' || isOfConsent(event)) for (const root of rootsOf(event)) roots.add(root);
  };

  const writeRefusal = (hash: string): void => {
    const event = known(hash);
    if (event?.type !== 'standing.refused' && event?.type !== 'consent.refused') {
      statements.noRefusal.run(hash);
      return;
    }
    const intent = intentOf(event, known)?.hash ?? null;
    const label = event.type === 'standing.refused' ? event.body.consent : (event.referral ?? '');
    statements.refusal.run(hash, label, intent, event.body.purpose, event.at, JSON.stringify(event.body.recipients));
  };

  const writeState = (hash: string): void => {
    const state = refold(hash);
    const [first] = state?.versions ?? [];
    if (state === undefined || first === undefined) {
      statements.noRecipients.run(hash);
      statements.noState.run(hash);
      return;
    }
    const { root, label, intent, lastIndex } = state;
    statements.state.run(root, label, intent, lastIndex, JSON.stringify(state));
    const { recipients, validUntil } = ownTerms(state);
    const over = isOver(state);
    const weak = state.versions.some(({ by }) => by === 'practice') ? 1 : 0;
    const cuts = new Map(state.cuts.map((cut) => [cut.hash, cut.at]));
    const changed = [...state.versions.map(({ at }) => at), ...cuts.values()].reduce((last, at) => (at > last ? at : last), '');
    const owed = state.versions.length + cuts.size;
    for (const practice of first.recipients) {
      const ended = over || !recipients.includes(practice) ? 1 : 0;
      const offers = state.offers.filter((offer) => offer.recipient === practice).length;
      statements.recipient.run(
        practice,
        root,
        state.holders[0] ?? '',
        label,
        intent,
        first.purpose,
        first.at,
        validUntil,
        ended,
        weak,
        changed,
        owed,
        offers,
      );
    }
  };

  const write = (): void => {
    for (const root of roots) writeState(root);
    for (const refusal of refusals) writeRefusal(refusal);
    roots.clear();
    refusals.clear();
  };

  return {
    touch,
    write,
    forget: () => {
      roots.clear();
      refusals.clear();
    },
    refold,
    catchUp: () => {
      const due = statements.due.all();
      if (due.length === 0) return;
      db.transaction(() => {
        for (const { idx } of due) {
          const row = rows.byIndex(idx);
          const event = row === undefined ? undefined : known(bytesToHex(row.hash));
          if (event !== undefined) touch(event);
        }
        write();
        statements.done.run();
      });
    },
  };
};

const statementsOf = (db: Database) => ({
  state: db.statement<[string, string, string | null, number, string], never>(
    'insert into consent_state (root, label, intent, last_index, state) values (?, ?, ?, ?, ?) on conflict (root) do update set last_index = excluded.last_index, state = excluded.state',
  ),
  recipient: db.statement<
    [string, string, string, string, string | null, string, string, string, number, number, string, number, number],
    never
  >(
    'insert into consent_recipient (practice, root, holder, label, intent, purpose, at, until, ended, weak, changed, owed, offers) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (practice, root) do update set until = excluded.until, ended = excluded.ended, weak = excluded.weak, changed = excluded.changed, owed = excluded.owed, offers = excluded.offers',
  ),
  refusal: db.statement<[string, string, string | null, string, string, string], never>(
    'insert into consent_refusal (hash, label, intent, purpose, at, recipients) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
  ),
  noState: db.statement<[string], never>('delete from consent_state where root = ?'),
  noRecipients: db.statement<[string], never>('delete from consent_recipient where root = ?'),
  noRefusal: db.statement<[string], never>('delete from consent_refusal where hash = ?'),
  due: db.statement<[], { readonly idx: number }>('select idx from consent_due order by idx'),
  done: db.statement<[], never>('delete from consent_due'),
});

import { consentPartiesOf, payeesOf, recipientsOf } from '../../domain/exchange/recipients.ts';
import type { KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { hotStatements } from './ledger-statements.ts';

type Lookup = {
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
};

/** Puts the events of this desk into the outbox, numbered for each recipient and stream. */
export const recipientQueue = (statements: Pick<ReturnType<typeof hotStatements>, 'lastCounter' | 'outbox'>, { known, author }: Lookup) => {
  const counters = new Map<string, number>();
  return {
    queue: (
      logged: Logged<KnownEvent>,
      register: Register,
      self: string,
      by: AuthorFacts,
      intent: LoggedOf<'referral.intent'> | undefined,
    ): void => {
      for (const recipient of recipientsOf(logged, {
        register,
        self,
        author: by,
        intent,
        payees: payeesOf(logged, known, author),
        consent: consentPartiesOf(logged, known, author),
      })) {
        const counter = `${recipient} ${logged.stream}`;
        const m = (counters.get(counter) ?? statements.lastCounter.get(recipient, logged.stream)?.m ?? 0) + 1;
        counters.set(counter, m);
        statements.outbox.run(recipient, logged.stream, logged.index, m);
      }
    },
    /** Forgets the numbers counted so far, after a transaction that was taken back. */
    clear: (): void => counters.clear(),
  };
};

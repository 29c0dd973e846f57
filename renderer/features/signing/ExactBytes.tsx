import type { Prepared } from '../../../core/contract/acts.ts';
import { Hash } from '../../ui/Hash.tsx';
import css from './ExactBytes.module.css';

/** The payload with one entry a line, for reading only: what is signed is the one-line text. */
const readable = (payload: string): string => {
  const value: unknown = JSON.parse(payload);
  return JSON.stringify(value, null, 2);
};

/** The bytes of what is signed, behind a fold, with length and hash. */
export const ExactBytes = ({ events, title = 'Exactly what you sign' }: { readonly events: Prepared['events']; readonly title?: string }) =>
  events.map((event) => (
    <details key={event.contentHash} className={css.fold}>
      <summary>
        {title} <span className="second">{event.bytes.toLocaleString('en-AU')} bytes</span>
      </summary>
      <p className="second">
        Type {event.type}. SHA-256 <Hash hex={event.contentHash} digits="all" what="hash of what is signed" />
      </p>
      <pre className={css.bytes} tabIndex={0} aria-label="What you sign, with line breaks added for reading">
        {readable(event.payload)}
      </pre>
    </details>
  ));

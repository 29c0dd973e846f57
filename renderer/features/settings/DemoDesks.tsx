import type { LoadedDemo } from '../../../core/contract/demo.ts';
import { Note } from '../../ui/Note.tsx';

/** Where the sample desks are, and the way into each. */
export const DemoDesks = ({ made }: { readonly made: LoadedDemo }) => (
  <Note tone="ok" live="polite">
    <strong>The sample practices are ready in {made.out}.</strong> Everything in them is made up, on a test network. The PIN of everybody is{' '}
    {made.signIn.pin}.
    <ul>
      {made.desks.map((desk) => (
        <li key={desk.folder}>
          {desk.link === null ? (
            <>
              {desk.name}: <code>{desk.folder}</code>
            </>
          ) : (
            <a href={desk.link} target="_blank" rel="noreferrer">
              Open {desk.name}
            </a>
          )}{' '}
          <span className="second">{desk.people.join(', ')}</span>
        </li>
      ))}
    </ul>
  </Note>
);

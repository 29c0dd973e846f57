import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseEmail } from '../../../core/domain/identity/email.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { welcomeQuery } from './queries.ts';
import css from './OfficePage.module.css';

/** Whether a welcome goes out, and where to. */
export interface WelcomeWish {
  readonly send: boolean;
  readonly address: string;
}

/** Why a wish cannot be followed; undefined when it can. */
export const missingOf = ({ send, address }: WelcomeWish): string | undefined =>
  !send || parseEmail(address.trim()).ok ? undefined : 'Enter where the welcome goes, or untick it.';

/** The welcome that goes with an activation: ticked where the office has mail, with its text. */
export const WelcomeFields = ({
  practice,
  wish,
  onWish,
}: {
  readonly practice: string;
  readonly wish: WelcomeWish;
  readonly onWish: (wish: WelcomeWish) => void;
}) => {
  const { data, error } = useQuery(welcomeQuery(practice));
  if (error !== null) return <ErrorNote problem={problemOf(error)} />;
  if (data === undefined) return null;
  return (
    <>
      <Checkbox
        label="Send the welcome e-mail once it is signed"
        description={
          data.mail
            ? 'By your own mail server. It is not part of what you sign.'
            : 'No mail server is entered under Settings, Mail server: nothing can be sent.'
        }
        checked={wish.send && data.mail}
        disabled={!data.mail}
        onChange={(event) => onWish({ ...wish, send: event.currentTarget.checked })}
      />
      {wish.send && data.mail ? (
        <>
          <TextInput
            type="email"
            label="Address of the applicant"
            description="A request holds none. It is forgotten once the message went out."
            autoComplete="off"
            maxLength={254}
            value={wish.address}
            onChange={(event) => onWish({ ...wish, address: event.currentTarget.value })}
          />
          <details>
            <summary>What it says: “{data.subject}”</summary>
            <p className={css.letter}>{data.text}</p>
          </details>
        </>
      ) : null}
    </>
  );
};

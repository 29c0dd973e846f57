import { useState } from 'react';
import type { OfficeState } from '../../core/contract/network/office-page.ts';
import { Card } from '../ui/Card.tsx';
import { Note } from '../ui/Note.tsx';
import css from './OfficePage.module.css';
import { PageButton } from './PageButton.tsx';
import { endSession, removePasskey } from './server.ts';
import type { PageSession } from './useSession.ts';
import { Moment, passkeyName } from './words.tsx';

type Own = OfficeState['own'];
type Passkey = Own['passkeys'][number];

const Remove = ({
  passkey,
  last,
  busy,
  act,
  onBack,
}: {
  readonly passkey: Passkey;
  readonly last: boolean;
  readonly busy: boolean;
  readonly act: PageSession['act'];
  readonly onBack: () => void;
}) => (
  <Note tone="warn">
    {passkeyName(passkey)} will not open this page again, and its sessions end at once.
    {last ? ' It is your only one: the office’s desk has to invite you before you come in again.' : ''}
    <div className={css.acts}>
      <PageButton disabled={busy} onClick={() => void act((token) => removePasskey(token, passkey.id))}>
        Remove it
      </PageButton>
      <PageButton look="quiet" onClick={onBack}>
        Keep it
      </PageButton>
    </div>
  </Note>
);

/** What belongs to the person who is signed in: where they are signed in, and with what. */
export const OwnCard = ({
  own,
  busy,
  act,
  leave,
}: {
  readonly own: Own;
  readonly busy: boolean;
  readonly act: PageSession['act'];
  readonly leave: PageSession['leave'];
}) => {
  const [asked, setAsked] = useState<string>();
  const nameOf = (id: string): string => {
    const passkey = own.passkeys.find((one) => one.id === id);
    return passkey === undefined ? 'A passkey' : passkeyName(passkey);
  };
  return (
    <div className={css.two}>
      <Card title="Your passkeys" count={own.passkeys.length}>
        <ul className={css.list}>
          {own.passkeys.map((passkey) => (
            <li key={passkey.id} className={css.item}>
              <div>
                <p className={css.name}>{passkeyName(passkey)}</p>
                <p className="second small">
                  {passkey.current ? 'You are signed in with it. ' : ''}
                  {passkey.usedAt === null ? (
                    'Never used'
                  ) : (
                    <>
                      Used <Moment at={passkey.usedAt} />
                    </>
                  )}
                </p>
              </div>
              {asked === passkey.id ? null : (
                <PageButton label={`Remove ${passkeyName(passkey)}`} disabled={busy} onClick={() => setAsked(passkey.id)}>
                  Remove…
                </PageButton>
              )}
              {asked === passkey.id ? (
                <Remove passkey={passkey} last={own.passkeys.length === 1} busy={busy} act={act} onBack={() => setAsked(undefined)} />
              ) : null}
            </li>
          ))}
        </ul>
        <p className="second small">
          A passkey is called by its kind and day: the server keeps no names. A link from the office’s desk adds another.
        </p>
      </Card>
      <Card title="Your sessions" count={own.sessions.length}>
        <ul className={css.list}>
          {own.sessions.map(({ id, passkey, since, usedAt, current }) => (
            <li key={id} className={css.item}>
              <div>
                <p className={css.name}>
                  Since <Moment at={since} />
                </p>
                <p className="second small">
                  {current ? 'This one. ' : ''}
                  {nameOf(passkey)}; renewed <Moment at={usedAt} />
                </p>
              </div>
              <PageButton
                label={current ? 'Sign out of this session' : `End the session of ${nameOf(passkey)}`}
                disabled={busy}
                onClick={() => void (current ? leave() : act((token) => endSession(token, id)))}
              >
                {current ? 'Sign out' : 'End it'}
              </PageButton>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
};

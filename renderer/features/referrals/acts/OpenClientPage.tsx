import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { clientSession } from '../../../../core/contract/client-signing.ts';
import type { ReferralView } from '../../../../core/contract/referrals.ts';
import { problemOf, request } from '../../../client.ts';
import { dropSession } from '../../../session.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import type { ProblemWords } from '../../../ui/problem.ts';
import css from '../ReferralPage.module.css';

/** Hands the screen to the client: the window is signed out first, so that nothing of the desk is in reach behind the page. */
export const OpenClientPage = ({
  view,
  invite,
  onClose,
}: {
  readonly view: ReferralView;
  readonly invite: string;
  readonly onClose: () => void;
}) => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ProblemWords>();
  const [opening, setOpening] = useState(false);
  const client = view.client.known ? view.client.name : 'the client';
  const open = async () => {
    setOpening(true);
    try {
      const step = view.handshakes[1]?.hash === null ? 1 : 4;
      const { session } = await request('POST', '/api/client-sessions', clientSession, {
        body: { referral: view.intent, step, invite },
      });
      await request('POST', '/api/sign-out', z.unknown(), { body: {} });
      dropSession();
      await navigate({ to: '/sign/$session', params: { session }, replace: true });
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'client-session' });
    } catch (error) {
      setProblem(problemOf(error));
      setOpening(false);
    }
  };
  return (
    <Modal opened onClose={onClose} size={480} title={`Give the screen to ${client}`}>
      <div className={css.fields}>
        <p>The window then shows one page and nothing of your desk. You are signed out until you enter your PIN again.</p>
        {problem === undefined ? null : <ErrorNote problem={problem} />}
        <div className={css.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={opening} onClick={() => void open()}>
            Open the client’s page
          </Button>
        </div>
      </div>
    </Modal>
  );
};

import { Button } from '@mantine/core';
import { IconPlus, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FigureStrip } from '../../ui/FigureStrip.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { GettingStarted } from '../first-steps/GettingStarted.tsx';
import { DeskWarnings } from './DeskWarnings.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { todayQuery } from './queries.ts';
import { todayLine } from './todayWords.ts';
import { WorkToday } from './WorkToday.tsx';
import { WaitingOnOthers } from './WaitingOnOthers.tsx';
import css from './TodayPage.module.css';

/** What needs this person, by due date. */
export const TodayPage = () => {
  const { data, error, refetch } = useQuery(todayQuery);
  const { data: status } = useQuery(statusQuery);
  const office = status?.practice?.kind === 'office';
  const head = (
    <PageHead
      title="Today"
      open
      line={data === undefined ? 'What needs you, by due date' : todayLine(data.needsYou)}
      actions={
        <>
          <Button leftSection={<IconPrinter size={16} stroke={1.7} aria-hidden="true" />} onClick={() => window.print()}>
            Print
          </Button>
          {office ? (
            <ButtonLink to="/office" variant="filled">
              Answer a request
            </ButtonLink>
          ) : (
            <ButtonLink to="/referrals/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}>
              Make a referral
            </ButtonLink>
          )}
        </>
      }
    />
  );
  if (data === undefined)
    return (
      <Page head={head} open>
        {error === null ? (
          <SkeletonRows label="today" rows={9} height={60} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const warnings = status?.warnings ?? [];
  return (
    <Page head={head} open>
      <FigureStrip
        label="Figures"
        figures={data.figures.map((figure) => ({
          label: figure.label,
          value: (
            <HrefLink href={figure.href} style={{ color: 'inherit', textDecorationColor: 'transparent' }}>
              {figure.value}
            </HrefLink>
          ),
          change: { way: 'none', words: figure.words },
        }))}
      />
      <div className={css.columns}>
        <NeedsYou today={data} />
        <div className={css.side}>
          {warnings.length === 0 ? null : <DeskWarnings warnings={warnings} />}
          <WorkToday />
          <WaitingOnOthers waiting={data.waiting} />
          {status?.practice?.kind === 'member' ? <GettingStarted /> : null}
        </div>
      </div>
    </Page>
  );
};

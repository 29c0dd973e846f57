import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconDots, IconSignature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { HandshakeView, ReferralView } from '../../../core/contract/referrals.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Rail, type RailNode } from '../../ui/Rail.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { WaitingLine } from '../../ui/WaitingLine.tsx';
import { ClientLinkDialog } from './acts/ClientLinkDialog.tsx';
import { ReferralAct, type ActNow } from './acts/ReferralAct.tsx';
import { ConsentCard } from './ConsentCard.tsx';
import { EnterClient } from './EnterClient.tsx';
import { EntriesCard } from './EntriesCard.tsx';
import { ExportPackButton, ExportPackNote, useExportPack } from './ExportPack.tsx';
import { HandshakeCard } from './HandshakeCard.tsx';
import { IncomesCard } from './IncomesCard.tsx';
import { MoneyCard } from './MoneyCard.tsx';
import { referralQuery } from './queries.ts';
import { signedCount } from './signedCount.ts';
import { VerifyBadge } from './VerifyBadge.tsx';
import css from './ReferralPage.module.css';

const route = getRouteApi('/desk/referrals/$id');

const statusOf = (step: HandshakeView) => {
  switch (step.state) {
    case 'signed':
      return (
        <Status kind="done">
          Signed <DateTime at={step.at} form="recent" inRow />
        </Status>
      );
    case 'next':
      return (
        <Status kind="waiting">
          {step.due === null ? (
            'Next'
          ) : (
            <>
              Due <CalendarDay day={step.due} form="short" />
            </>
          )}
        </Status>
      );
    case 'late':
      return (
        <Status kind="late">
          {step.due === null ? (
            'Late'
          ) : (
            <>
              Was due <CalendarDay day={step.due} form="short" />
            </>
          )}
        </Status>
      );
    case 'broken':
      return <Status kind="broken">Broken</Status>;
    case 'not-yet':
      return <Status kind="not-yet">Not yet</Status>;
  }
};

const nodeOf = (step: HandshakeView): RailNode => ({
  name: step.name,
  actor: step.partyName,
  state: step.state,
  status: statusOf(step),
});

/** The step whose card is open at first: the last one signed. */
const firstShown = (view: ReferralView): number =>
  Math.max(
    view.handshakes.findLastIndex((step) => step.state === 'signed'),
    0,
  );

const ActMenu = ({ acts, onAct }: { readonly acts: readonly ActNow[]; readonly onAct: (act: ActNow) => void }) =>
  acts.length === 0 ? null : (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button size="md" leftSection={<IconDots size={16} stroke={1.7} aria-hidden="true" />}>
          More acts
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item
            key={`${act.act}${act.event ?? ''}`}
            disabled={act.disabledWhy !== null}
            title={act.disabledWhy ?? undefined}
            onClick={() => onAct(act)}
          >
            {act.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );

const lineTone = (view: ReferralView) =>
  view.waiting.on === 'nobody' ? (view.complete ? 'ok' : 'mute') : view.waiting.late ? 'warn' : 'waiting';

const Loaded = ({ view }: { readonly view: ReferralView }) => {
  const [chosen, setChosen] = useState<number>();
  const { act: asked } = route.useSearch();
  // The board of referrals comes here with the act whose sheet shall open.
  const [act, setAct] = useState<ActNow | undefined>(() => view.acts.find((one) => one.act === asked && one.disabledWhy === null));
  const [invited, setInvited] = useState<{ readonly invite: string; readonly code: string | null }>();
  const exporting = useExportPack(view.intent);
  const signed = signedCount(view.handshakes.filter((step) => step.hash !== null).length);
  const selected = chosen ?? firstShown(view);
  const [first, second, third, fourth, fifth] = view.handshakes;
  const shown = view.handshakes[selected];
  const primary = view.acts.find((one) => one.primary);
  const others = view.acts.filter((one) => one !== primary);
  if (
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined ||
    fifth === undefined ||
    shown === undefined
  )
    return null;
  return (
    <Page
      head={
        <PageHead
          title={`${view.client.known ? view.client.name : 'A client'} ${view.direction === 'received' ? `from ${view.referrer.name}` : `to ${view.receiver.name}`}`}
          beside={<EnterClient view={view} />}
          line={view.purposeWords === null ? view.purposeName : `${view.purposeName}: ${view.purposeWords}`}
          crumbs={
            <>
              <Link to="/referrals">Referrals</Link> / {view.label}
            </>
          }
          actions={
            <>
              <VerifyBadge view={view} />
              <ExportPackButton exporting={exporting} complete={view.complete} />
              <ActMenu acts={others} onAct={setAct} />
            </>
          }
        />
      }
    >
      <div className={css.stack}>
        <ExportPackNote exporting={exporting} />
        {view.verified.failure === null ? null : (
          <Note tone="bad">
            <strong>Do not rely on this referral.</strong> {view.verified.failure}
          </Note>
        )}
        <section className={css.rail} aria-label="The five handshakes">
          <Rail
            nodes={[nodeOf(first), nodeOf(second), nodeOf(third), nodeOf(fourth), nodeOf(fifth)]}
            selected={selected}
            onSelect={setChosen}
          />
          <WaitingLine
            signed={signed}
            next={view.waiting.late ? 'late' : 'waiting'}
            lead={view.waiting.headline}
            tone={lineTone(view)}
            side={
              primary === undefined ? undefined : (
                <>
                  {primary.disabledWhy}
                  <Button
                    variant="filled"
                    size="md"
                    disabled={primary.disabledWhy !== null}
                    leftSection={<IconSignature size={16} stroke={1.7} aria-hidden="true" />}
                    onClick={() => setAct(primary)}
                  >
                    {primary.label}
                  </Button>
                </>
              )
            }
          >
            {view.waiting.sentence}
          </WaitingLine>
        </section>
        {view.duplicates.map((double) => (
          <Note key={double.hash} tone="warn">
            Two signatures stand for step {double.step + 1}. The second one, of <DateTime at={double.at} />, is kept and shown:{' '}
            <Hash hex={double.hash} what="event hash" />
          </Note>
        ))}
        <div className={css.columns}>
          <div className={css.column}>
            <HandshakeCard step={shown} />
            <IncomesCard incomes={view.incomes} />
            <EntriesCard entries={view.entries} />
          </div>
          <div className={css.column}>
            <MoneyCard view={view} />
            <Card title="Rule, fixed at intent">
              <p className={css.ruleWords}>
                {view.rule.known ? view.rule.words : `${view.rule.name}, version ${view.rule.version}. ${view.rule.words}`}
              </p>
              <p className={css.ruleFoot}>
                <span>
                  In force since <CalendarDay day={view.rule.effectiveFrom} form="date" />
                </span>
                <Hash hex={view.rule.hash} digits={8} what="hash of the rule" />
              </p>
            </Card>
            <ConsentCard view={view} />
          </div>
        </div>
      </div>
      {act === undefined ? null : <ReferralAct view={view} now={act} onClose={() => setAct(undefined)} onLink={setInvited} />}
      {invited === undefined ? null : (
        <ClientLinkDialog {...invited} client={view.client.known ? view.client.name : 'the client'} onClose={() => setInvited(undefined)} />
      )}
    </Page>
  );
};

/** One referral: five handshakes, who must act, what was signed by whom, the money, the rule and the clocks. */
export const ReferralPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(referralQuery(id));
  if (data !== undefined) return <Loaded key={data.intent} view={data} />;
  const head = (
    <PageHead
      title="Referral"
      crumbs={
        <>
          <Link to="/referrals">Referrals</Link> / {id.slice(0, 16)}
        </>
      }
    />
  );
  return (
    <Page head={head}>
      {error === null ? (
        <SkeletonBlock height={168} label="the referral" />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};

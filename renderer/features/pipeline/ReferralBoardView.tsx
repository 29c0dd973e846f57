import { Menu } from '@mantine/core';
import { IconBan, IconDots, IconSignature } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReferralBoard, ReferralCard } from '../../../core/contract/pipeline.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Money } from '../../ui/Money.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { inMain } from '../crm/inMain.ts';
import { signedCount } from '../referrals/signedCount.ts';
import { totalText } from './boardWords.ts';
import { BoardColumn } from './BoardColumn.tsx';
import css from './pipeline.module.css';

const clocks: Readonly<Record<ReferralCard['clock']['tone'], StatusKind>> = {
  waiting: 'waiting',
  warn: 'late',
  ok: 'done',
  mute: 'not-yet',
};

const ReferralMenu = ({ card }: { readonly card: ReferralCard }) => {
  const navigate = useNavigate();
  const open = (act: string | null) =>
    void navigate({ to: '/referrals/$id', params: { id: card.intent }, search: act === null ? {} : { act } });
  return (
    <Menu position="bottom-end" width={290} portalProps={inMain}>
      <Menu.Target>
        <button type="button" className={css.menu} aria-label={`Move ${card.client}, referral ${card.label}`}>
          <IconDots size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move {card.client} to…</Menu.Label>
        {card.moves.map((move) => (
          <Menu.Item
            key={`${move.to} ${move.detail}`}
            leftSection={
              move.to === 'Did not proceed' ? (
                <IconBan size={15} stroke={1.7} aria-hidden="true" />
              ) : (
                <IconSignature size={15} stroke={1.7} aria-hidden="true" />
              )
            }
            onClick={() => open(move.act)}
          >
            <span className={css.names}>
              <span>{move.to}</span>
              <span className="second small">{move.detail}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

const Card = ({ card }: { readonly card: ReferralCard }) => (
  <article className={css.card} aria-label={`${card.client} and ${card.counterpart}`}>
    <div className={css.cardHead}>
      <Link to="/referrals/$id" params={{ id: card.intent }} search={{}}>
        {card.client}
      </Link>
      <span className={css.label}>{card.label.split('-').at(-1)}</span>
      <ReferralMenu card={card} />
    </div>
    <p className={css.cardLine}>{card.counterpart}</p>
    <p className={css.cardLine}>
      <span className="second">{card.purpose}</span>
      <Money cents={card.amount} weight="total" />
    </p>
    <div className={css.cardFoot}>
      <Status kind={clocks[card.clock.tone]}>{card.clock.words}</Status>
      <Ring signed={signedCount(card.signed)} next={card.clock.tone === 'warn' ? 'late' : 'waiting'} size={15} />
    </div>
  </article>
);

const columns: readonly Column<ReferralCard>[] = [
  {
    id: 'client',
    head: 'Client',
    track: 'minmax(160px, 1.2fr)',
    sortBy: (card) => card.client,
    cell: (card) => <strong>{card.client}</strong>,
  },
  {
    id: 'counterpart',
    head: 'Counterpart',
    track: 'minmax(160px, 1.2fr)',
    sortBy: (card) => card.counterpart,
    cell: (card) => card.counterpart,
  },
  { id: 'purpose', head: 'Purpose', track: 'minmax(110px, 0.8fr)', sortBy: (card) => card.purpose, cell: (card) => card.purpose },
  { id: 'signed', head: 'Signed', track: '70px', sortBy: (card) => card.signed, cell: (card) => `${card.signed} of 5` },
  {
    id: 'clock',
    head: 'State',
    track: 'minmax(180px, 1.3fr)',
    cell: (card) => <Status kind={clocks[card.clock.tone]}>{card.clock.words}</Status>,
  },
  {
    id: 'amount',
    head: 'Amount',
    track: '118px',
    align: 'end',
    sortBy: (card) => card.amount ?? undefined,
    cell: (card) => <Money cents={card.amount} />,
  },
  { id: 'acts', head: 'Acts', quietHead: true, track: '44px', cell: (card) => <ReferralMenu card={card} /> },
];

const Left = ({ left }: { readonly left: ReferralBoard['left'] }) => (
  <div className={css.left}>
    <strong>Left the board this month</strong>
    <Status kind="done">{`${left.paid} settled, ${totalText(left.paidCents)}`}</Status>
    <Status kind="excluded">{`${left.ended} did not proceed`}</Status>
    <Link to="/referrals" search={{ view: 'ended' }}>
      Show them
    </Link>
  </div>
);

/** The board of referrals. Cards are not dragged: a step is signed on the referral’s page, and the menu goes there. */
export const ReferralBoardView = ({ board, show }: { readonly board: ReferralBoard; readonly show: 'board' | 'list' }) => {
  const navigate = useNavigate();
  return (
    <>
      {show === 'list' ? (
        board.cards.length === 0 ? (
          <EmptyState drawing="path" title="No referral on this board">
            Referrals stand here from their first signature until they are paid or have ended.
          </EmptyState>
        ) : (
          <div className={css.list}>
            <DataGrid
              label="Referrals"
              columns={columns}
              rows={board.cards}
              rowKey={(card) => card.intent}
              onOpen={(card) => void navigate({ to: '/referrals/$id', params: { id: card.intent }, search: {} })}
            />
          </div>
        )
      ) : (
        <div className={css.board} role="group" tabIndex={0} aria-label="Board of referrals">
          {board.stages.map((stage) => {
            const here = board.cards.filter((card) => card.stage === stage.step);
            return (
              <BoardColumn
                key={stage.step}
                {...stage}
                id={String(stage.step)}
                mark={<Ring signed={signedCount(stage.step)} size={15} decorative />}
              >
                {here.length === 0 ? <p className={css.none}>No referral here</p> : null}
                {here.map((card) => (
                  <Card key={card.intent} card={card} />
                ))}
              </BoardColumn>
            );
          })}
        </div>
      )}
      <Left left={board.left} />
    </>
  );
};

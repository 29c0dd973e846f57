import { useEffect, useRef, useState } from 'react';
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Menu } from '@mantine/core';
import { IconArrowRight, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { BoardStage, DealBoard, DealCard } from '../../../core/contract/pipeline.ts';
import { calendarText } from '../../ui/dateText.ts';
import { dayOf } from '../../ui/exact.ts';
import { Money } from '../../ui/Money.tsx';
import { Status } from '../../ui/Status.tsx';
import { daysText } from '../crm/durations.ts';
import { inMain } from '../crm/inMain.ts';
import { entryNames, missingFor } from './dealWords.ts';
import css from './pipeline.module.css';

export interface DealActs {
  readonly onMove: (deal: DealCard, stage: BoardStage) => void;
  readonly onEdit: (deal: DealCard) => void;
  readonly onRemove: (deal: DealCard) => void;
}

/** "Asks for owner and amount" below a stage of the menu. */
const asks = (stage: BoardStage, deal: DealCard): string => {
  const missing = missingFor(stage, deal);
  return missing.length === 0 ? '' : `Asks for ${entryNames(missing)}`;
};

/** The menu of a card: the keyboard's and the pointer's way to every stage. */
export const DealMenu = ({
  deal,
  stages,
  acts,
}: {
  readonly deal: DealCard;
  readonly stages: readonly BoardStage[];
  readonly acts: DealActs;
}) => (
  <Menu position="bottom-end" width={270} portalProps={inMain}>
    <Menu.Target>
      <button type="button" className={css.menu} aria-label={`Move or change ${deal.title} of ${deal.contact.name}`}>
        <IconDots size={16} stroke={1.8} aria-hidden="true" />
      </button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>Move {deal.contact.name} to…</Menu.Label>
      {stages
        .filter((stage) => stage.id !== deal.stage)
        .map((stage) => (
          <Menu.Item
            key={stage.id}
            leftSection={<IconArrowRight size={15} stroke={1.7} aria-hidden="true" />}
            onClick={() => acts.onMove(deal, stage)}
          >
            <span className={css.names}>
              <span>{stage.name}</span>
              <span className="second small">{asks(stage, deal)}</span>
            </span>
          </Menu.Item>
        ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconPencil size={15} stroke={1.7} aria-hidden="true" />} onClick={() => acts.onEdit(deal)}>
        Change
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={15} stroke={1.7} aria-hidden="true" />} onClick={() => acts.onRemove(deal)}>
        Remove
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);

type Field = DealBoard['cardFields'][number];

/** How a deal stands, in one line: stale, expected, or how long it has been in its stage. */
export const DealClock = ({ deal }: { readonly deal: DealCard }) => {
  if (deal.status === 'won') return <Status kind="done">Won</Status>;
  if (deal.status === 'lost') return <Status kind="withdrawn">{deal.lostReason === '' ? 'Lost' : deal.lostReason}</Status>;
  if (deal.rotting !== null) return <Status kind="late">{`${daysText(deal.rotting.days)}, usual is ${deal.rotting.usual}`}</Status>;
  if (deal.expectedClose !== null) return <Status kind="waiting">{`Expected ${calendarText(dayOf(deal.expectedClose), 'short')}`}</Status>;
  return <Status kind="not-yet">{deal.daysInStage === 0 ? 'New here today' : `${daysText(deal.daysInStage)} here`}</Status>;
};

const Fields = ({ deal, fields }: { readonly deal: DealCard; readonly fields: readonly Field[] }) => {
  const has = (field: Field): boolean => fields.includes(field);
  const purpose = has('purpose') && deal.purpose !== '' ? deal.purpose : deal.title;
  return (
    <>
      {has('organisation') && deal.contact.organisation !== null ? <p className={css.cardLine}>{deal.contact.organisation}</p> : null}
      <p className={css.cardLine}>
        <span className="second">{purpose}</span>
        {has('amount') ? <Money cents={deal.status === 'won' ? (deal.settledAmount ?? deal.amount) : deal.amount} weight="total" /> : null}
      </p>
      {has('owner') ? <p className={`${css.cardLine} second small`}>{deal.owner?.words ?? 'Nobody yet'}</p> : null}
      {has('lastActivity') ? (
        <p className={`${css.cardLine} second small`}>{deal.lastActivity === null ? 'No activity' : 'In touch'}</p>
      ) : null}
    </>
  );
};

export interface DealCardProps {
  readonly deal: DealCard;
  readonly stages: readonly BoardStage[];
  readonly fields: readonly Field[];
  readonly moves: boolean;
  readonly acts: DealActs;
}

/** A card that is dragged to another column, or moved by its menu. */
export const DealCardView = ({ deal, stages, fields, moves, acts }: DealCardProps) => {
  const place = useRef<HTMLElement>(null);
  const [dragging, setDragging] = useState(false);
  const { id } = deal;
  useEffect(() => {
    const element = place.current;
    if (element === null || !moves) return;
    return draggable({
      element,
      getInitialData: () => ({ card: id }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
  }, [id, moves]);
  return (
    <article
      ref={place}
      className={css.card}
      data-drags={moves}
      data-dragging={dragging}
      aria-label={`${deal.contact.name}: ${deal.title}`}
    >
      <div className={css.cardHead}>
        <Link to="/contacts/$id" params={{ id: deal.contact.id }} draggable={false}>
          {deal.contact.name}
        </Link>
        {moves ? <DealMenu deal={deal} stages={stages} acts={acts} /> : null}
      </div>
      <Fields deal={deal} fields={fields} />
      <div className={css.cardFoot}>
        <DealClock deal={deal} />
        {deal.referral === null ? null : (
          <Link to="/referrals/$id" params={{ id: deal.referral }} draggable={false}>
            Referral
          </Link>
        )}
      </div>
    </article>
  );
};

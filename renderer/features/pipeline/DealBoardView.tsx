import { useCallback, useEffect, useRef, useState } from 'react';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import type { BoardStage, DealBoard, DealCard } from '../../../core/contract/pipeline.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { useChange } from '../crm/useChange.ts';
import { BoardColumn } from './BoardColumn.tsx';
import { DealCardView } from './DealCardView.tsx';
import { DealForm } from './DealForm.tsx';
import { DealList } from './DealList.tsx';
import { missingFor } from './dealWords.ts';
import { DropSheet } from './DropSheet.tsx';
import css from './pipeline.module.css';

export interface DealBoardViewProps {
  readonly board: DealBoard;
  readonly frame: CrmFrame;
  readonly show: 'board' | 'list';
  /** Keeps only cards of these owners; empty keeps all. Heads count all cards of the pipeline. */
  readonly owner: string | undefined;
}

interface Asked {
  readonly deal: DealCard;
  readonly stage: BoardStage;
}

const amounts = (stage: BoardStage): string => (stage.withoutAmount === 0 ? '' : `${stage.withoutAmount} without amount`);

/** The board of a pipeline: cards are dragged, or moved by their menu; a stage that asks for more opens a sheet first. */
export const DealBoardView = ({ board, frame, show, owner }: DealBoardViewProps) => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [editing, setEditing] = useState<DealCard | null>(null);
  const close = useCallback(() => setAsked(null), []);
  const move = useChange(close);
  const quick = useChange();
  const deals = board.deals.filter((deal) => owner === undefined || deal.owner?.owner === owner);
  const latest = useRef(board);
  useEffect(() => {
    latest.current = board;
  }, [board]);

  const { mutate: quickMove } = quick;
  const { reset } = move;
  const onMove = useCallback(
    (deal: DealCard, stage: BoardStage) => {
      if (deal.stage === stage.id) return;
      if (missingFor(stage, deal).length > 0) {
        reset();
        setAsked({ deal, stage });
        return;
      }
      quickMove(
        {
          method: 'POST',
          path: `/api/deals/${deal.id}/move`,
          body: { revision: deal.revision, stage: stage.id },
          words: `${deal.contact.name} was moved to ${stage.name}`,
        },
        { onSuccess: () => announce(`${deal.contact.name}, ${deal.title}, was moved to ${stage.name}`) },
      );
    },
    [quickMove, reset],
  );
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const to = location.current.dropTargets[0]?.data['stage'];
          const { deals: cards, stages } = latest.current;
          const deal = cards.find((one) => one.id === source.data['card']);
          const stage = stages.find((one) => one.id === to);
          if (deal !== undefined && stage !== undefined) onMove(deal, stage);
        },
      }),
    [onMove],
  );
  const takes = useCallback((card: string) => latest.current.deals.some((deal) => deal.id === card), []);
  const acts = {
    onMove,
    onEdit: setEditing,
    onRemove: (deal: DealCard) =>
      quick.mutate({ method: 'DELETE', path: `/api/deals/${deal.id}`, words: `The deal “${deal.title}” was removed` }),
  };
  return (
    <>
      {quick.error === null ? null : (
        <div className={css.astray}>
          <ErrorNote problem={problemOf(quick.error)} />
        </div>
      )}
      {board.mayNotWhy === null ? null : (
        <div className={css.astray}>
          <Note tone="mute">{board.mayNotWhy} You may look.</Note>
        </div>
      )}
      {board.astray.length === 0 ? null : (
        <div className={css.astray}>
          <Note tone="warn">
            {board.astray.length} {board.astray.length === 1 ? 'deal stands' : 'deals stand'} in a stage that is no longer used:{' '}
            {board.astray.map((deal) => `${deal.contact.name} (${deal.stageName})`).join(', ')}. They are in the list and can be moved
            there.
          </Note>
        </div>
      )}
      {show === 'list' ? (
        <DealList deals={[...deals, ...board.astray]} stages={board.stages} moves={board.mayMove} acts={acts} />
      ) : (
        <div className={css.board} role="group" tabIndex={0} aria-label={`Board: ${board.name}`}>
          {board.stages.map((stage) => {
            const here = deals.filter((deal) => deal.stage === stage.id);
            return (
              <BoardColumn key={stage.id} {...stage} line={amounts(stage)} takes={takes}>
                {here.length === 0 ? <p className={css.none}>No deal here</p> : null}
                {here.map((deal) => (
                  <DealCardView
                    key={deal.id}
                    deal={deal}
                    stages={board.stages}
                    fields={board.cardFields}
                    moves={board.mayMove}
                    acts={acts}
                  />
                ))}
                {stage.count > here.length && owner === undefined ? (
                  <p className={css.none}>{(stage.count - here.length).toLocaleString('en-AU')} more are in the sums and not shown here</p>
                ) : null}
              </BoardColumn>
            );
          })}
        </div>
      )}
      {asked === null ? null : <DropSheet deal={asked.deal} stage={asked.stage} owners={frame.owners} move={move} onClose={close} />}
      {editing === null ? null : (
        <DealForm
          deal={editing}
          contact={editing.contact}
          pipeline={board.pipeline}
          stages={board.stages}
          owners={frame.owners}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
};

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { shareText, totalText } from './boardWords.ts';
import css from './pipeline.module.css';

export interface BoardColumnProps {
  readonly id: string;
  readonly name: string;
  readonly mark?: ReactNode;
  /** What comes next, or how many cards have no amount. */
  readonly line?: ReactNode;
  readonly count: number;
  readonly sum: number;
  readonly weighted: number;
  /** Basis points. */
  readonly probability: number;
  /** Whether a dragged card may be dropped here. Left out where nothing is dragged. */
  readonly takes?: (card: string) => boolean;
  readonly children: ReactNode;
}

/** A column of the board: name, count, sum, share and weighted sum, and its cards. */
export const BoardColumn = ({ id, name, mark, line, count, sum, weighted, probability, takes, children }: BoardColumnProps) => {
  const place = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || takes === undefined) return;
    return dropTargetForElements({
      element,
      getData: () => ({ stage: id }),
      canDrop: ({ source }) => typeof source.data['card'] === 'string' && takes(source.data['card']),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [id, takes]);
  return (
    <section ref={place} className={css.column} data-over={over} aria-label={`${name}, ${count} ${count === 1 ? 'card' : 'cards'}`}>
      <div className={css.columnHead}>
        <h2>
          {mark}
          <span>
            {name} <span className={css.count}>{count.toLocaleString('en-AU')}</span>
          </span>
        </h2>
        <span className={`${css.sum} ${css.end}`}>{totalText(sum)}</span>
        <span>{line}</span>
        <span className={css.end}>
          {shareText(probability)}: {totalText(weighted)}
        </span>
      </div>
      <div className={css.cards}>{children}</div>
    </section>
  );
};

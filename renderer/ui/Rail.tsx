import type { ReactNode } from 'react';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import css from './Rail.module.css';

export type RailState = 'signed' | 'next' | 'late' | 'broken' | 'not-yet';

export interface RailNode {
  readonly name: string;
  readonly actor: string;
  readonly state: RailState;
  /** A <Status> that says when it was signed or is due. */
  readonly status: ReactNode;
}

export interface RailProps {
  readonly nodes: readonly [RailNode, RailNode, RailNode, RailNode, RailNode];
  /** Which node's card is open, 0 to 4. */
  readonly selected?: number;
  readonly onSelect: (index: number) => void;
}

const said: Readonly<Record<RailState, string>> = {
  signed: 'signed',
  next: 'next to sign',
  late: 'late',
  broken: 'broken',
  'not-yet': 'not yet',
};

const Glyph = ({ state, index }: { readonly state: RailState; readonly index: number }) => {
  switch (state) {
    case 'signed':
      return <IconCheck size={19} stroke={2} aria-hidden="true" />;
    case 'late':
      return <IconAlertTriangle size={17} stroke={1.7} aria-hidden="true" />;
    case 'broken':
      return <IconX size={19} stroke={2.2} aria-hidden="true" />;
    case 'next':
    case 'not-yet':
      return <span aria-hidden="true">{index + 1}</span>;
  }
};

/** The disc of one handshake on its own. */
export const RailDisc = ({ state, index }: { readonly state: RailState; readonly index: number }) => (
  <span className={css.disc} data-node={state}>
    <Glyph state={state} index={index} />
  </span>
);

/** The five handshakes of a referral. Each node is a button that opens its card; the line is green between signed ones. */
export const Rail = ({ nodes, selected, onSelect }: RailProps) => (
  <div className={css.host}>
    <ol className={css.rail} aria-label="Five handshakes">
      {nodes.map((node, index) => (
        <li
          key={node.name}
          className={css.step}
          data-joined={node.state === 'signed' || (nodes[index - 1]?.state === 'signed' && node.state !== 'not-yet') ? true : undefined}
        >
          <button type="button" className={css.node} aria-pressed={index === selected} onClick={() => onSelect(index)}>
            <RailDisc state={node.state} index={index} />
            <span className={css.name}>
              <span className="visually-hidden">Handshake {index + 1}, </span>
              {node.name}
              <span className="visually-hidden">, {said[node.state]}, </span>
            </span>
            <span className={css.actor}>{node.actor}</span>
            <span className={css.state}>{node.status}</span>
          </button>
        </li>
      ))}
    </ol>
  </div>
);

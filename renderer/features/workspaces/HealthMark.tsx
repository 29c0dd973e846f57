import type { HealthView } from '../../../core/contract/workspaces.ts';
import type { Tone } from '../../ui/tone.ts';
import css from './workspaces.module.css';

const looks: Readonly<Record<HealthView['band'], { readonly tone: Tone; readonly words: string }>> = {
  healthy: { tone: 'ok', words: 'healthy' },
  watch: { tone: 'warn', words: 'watch' },
  'at-risk': { tone: 'bad', words: 'at risk' },
};

/** "82, healthy" with a small bar; never colour alone. */
export const HealthMark = ({ health }: { readonly health: HealthView }) => {
  const look = looks[health.band];
  return (
    <span
      className={css.score}
      data-tone={look.tone}
      title={health.lines.map((line) => `${line.name}: ${line.points} of ${line.of}, ${line.why}`).join('\n')}
    >
      <span className={css.meter} aria-hidden="true">
        <span style={{ width: `${health.score}%` }} />
      </span>
      <span>
        {health.score}, {look.words}
      </span>
    </span>
  );
};

/** The score with what it is made of. */
export const HealthLines = ({ health }: { readonly health: HealthView }) => (
  <ul className={css.lines} aria-label="What the health is made of">
    {health.lines.map((line) => (
      <li key={line.name} className={css.line}>
        <span>
          {line.name}
          <span className="second small">: {line.why}</span>
        </span>
        <span className="second">
          {line.points} of {line.of}
        </span>
      </li>
    ))}
  </ul>
);

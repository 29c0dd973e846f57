import css from './EmptyDrawing.module.css';

/** pairs: two sides that meet. list: rows. path: five steps. file: a document or pack. */
export type Drawing = 'pairs' | 'list' | 'path' | 'file';

const Pairs = () => (
  <>
    {[0, 1, 2].map((row) => (
      <g key={row} transform={`translate(0 ${row * 33})`}>
        <rect className={css.box} x="1" y="1" width="98" height="25" rx="5" />
        <rect className={css.bar} x="10" y="10.5" width={[44, 58, 36][row]} height="6" rx="3" />
        <path className={css.link} d="M100 13.5H148" />
        <rect className={css.dashed} x="149" y="1" width="98" height="25" rx="5" />
        <rect className={css.faint} x="158" y="10.5" width={[44, 58, 36][row]} height="6" rx="3" />
      </g>
    ))}
  </>
);

const List = () => (
  <>
    {[0, 1, 2].map((row) => (
      <g key={row} transform={`translate(24 ${row * 33})`}>
        <rect className={row === 2 ? css.dashed : css.box} x="1" y="1" width="198" height="25" rx="5" />
        <circle className={row === 2 ? css.faint : css.bar} cx="15" cy="13.5" r="5" />
        <rect className={row === 2 ? css.faint : css.bar} x="28" y="10.5" width={[70, 92, 56][row]} height="6" rx="3" />
        <rect className={css.faint} x="150" y="10.5" width="38" height="6" rx="3" />
      </g>
    ))}
  </>
);

const Path = () => (
  <>
    {[0, 1, 2, 3, 4].map((step) => (
      <g key={step} transform={`translate(${24 + step * 50} 46)`}>
        {step === 4 ? null : <path className={css.link} d="M15 0H35" />}
        <circle className={step < 2 ? css.box : css.dashed} r="13" />
      </g>
    ))}
  </>
);

const File = () => (
  <>
    <path className={css.dashed} d="M150 12h44l16 16v54a5 5 0 0 1-5 5h-55a5 5 0 0 1-5-5V17a5 5 0 0 1 5-5z" />
    <path className={css.link} d="M104 50H144" />
    <path className={css.box} d="M42 12h44l16 16v54a5 5 0 0 1-5 5H42a5 5 0 0 1-5-5V17a5 5 0 0 1 5-5z" />
    <path className={css.box} d="M86 12v16h16" />
    <rect className={css.bar} x="48" y="42" width="36" height="6" rx="3" />
    <rect className={css.faint} x="48" y="56" width="42" height="6" rx="3" />
    <rect className={css.faint} x="48" y="70" width="28" height="6" rx="3" />
  </>
);

const drawings = { pairs: Pairs, list: List, path: Path, file: File } as const;

/** The small line drawing of an empty page. Decorative. */
export const EmptyDrawing = ({ drawing }: { readonly drawing: Drawing }) => {
  const Shape = drawings[drawing];
  return (
    <svg className={css.drawing} width="248" height="94" viewBox="0 0 248 94" aria-hidden="true">
      <Shape />
    </svg>
  );
};

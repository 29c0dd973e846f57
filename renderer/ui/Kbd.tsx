import css from './Kbd.module.css';

/** A key or chord as it is printed on the keyboard. `onFill` for the inside of a primary button. */
export const Kbd = ({ children, onFill = false }: { readonly children: string; readonly onFill?: boolean }) => (
  <kbd className={`${css.kbd} ${onFill ? css.on : ''}`}>{children}</kbd>
);

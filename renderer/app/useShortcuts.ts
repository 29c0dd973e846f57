import { useEffect, useRef } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { usePreferences } from './preferences.ts';
import { stepOf } from './shortcuts.ts';

const PREFIX_MS = 1500;

const busy = (target: EventTarget | null): boolean =>
  (target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type="checkbox"]):not([type="radio"]), textarea, select, [role="menu"], [role="listbox"]') !== null)) ||
  document.querySelector('[role="dialog"]') !== null;

/** Listens for single-key shortcuts in the whole window; silent while somebody types, in dialogs, and when switched off. */
export const useShortcuts = ({ office, onHelp }: { readonly office: boolean; readonly onHelp: () => void }): void => {
  const navigate = useNavigate();
  const letters = usePreferences((preferences) => preferences.letters);
  const prefix = useRef<{ readonly key: 'g' | 'c'; readonly at: number } | undefined>(undefined);
  useEffect(() => {
    if (!letters) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
      const before = prefix.current;
      prefix.current = undefined;
      const step = stepOf(event.key, before !== undefined && event.timeStamp - before.at < PREFIX_MS ? before.key : undefined, office);
      if (step.act === 'none') return;
      if (step.act === 'wait') prefix.current = { key: step.prefix, at: event.timeStamp };
      else if (step.act === 'go') void navigate({ to: step.to });
      else if (step.act === 'help') onHelp();
      else document.querySelector<HTMLElement>('[data-filter="true"]')?.focus();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [letters, navigate, office, onHelp]);
};

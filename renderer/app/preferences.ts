import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export interface Preferences {
  readonly density: 'normal' | 'compact';
  /** Single-key shortcuts: g then a letter, c, j, k, x, ?, / (WCAG 2.1.4 lets a person switch them off). */
  readonly letters: boolean;
  readonly setDensity: (density: 'normal' | 'compact') => void;
  readonly setLetters: (letters: boolean) => void;
}

/** How this window behaves for the person at this computer. Holds no facts about clients or money. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      density: 'normal',
      letters: true,
      setDensity: (density) => set({ density }),
      setLetters: (letters) => set({ letters }),
    }),
    { name: 'flip360-window', partialize: ({ density, letters }) => ({ density, letters }) },
  ),
);

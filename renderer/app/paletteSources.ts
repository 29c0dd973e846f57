import type { ReactNode } from 'react';
import type { Registered } from './registered.ts';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly detail?: ReactNode;
  readonly icon: ReactNode;
  /** A share state, a ring's words, a due date. */
  readonly side?: ReactNode;
  readonly run: (navigate: Registered['navigate']) => void;
}

export interface PaletteSource {
  /** Head of its group: "People and organisations". */
  readonly group: string;
  /** Called with at least two characters typed. */
  readonly find: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
}

const sources: PaletteSource[] = [];

/** Features add what they can find; order of registration is order in the palette. */
export const registerPaletteSource = (source: PaletteSource): void => {
  if (!sources.some((one) => one.group === source.group)) sources.push(source);
};

/** What is registered. */
export const paletteSources = (): readonly PaletteSource[] => sources;

import { create } from 'zustand';

/** A change that was just saved and can be taken back. */
export interface UndoOffer {
  /** The group of changes, as the desk answered it. */
  readonly group: string;
  /** What was done, in words: "Moved 12 contacts to Customer". */
  readonly words: string;
}

interface UndoState {
  readonly offer: UndoOffer | null;
  readonly set: (offer: UndoOffer | null) => void;
}

/** The one offer that stands; a newer one takes its place, the history keeps them all. */
export const useUndoOffer = create<UndoState>()((set) => ({ offer: null, set: (offer) => set({ offer }) }));

/** Offers to take a change back for ten seconds. A null group is a change that changed nothing. */
export const offerUndo = (words: string, group: string | null): void => {
  if (group !== null) useUndoOffer.getState().set({ group, words });
};

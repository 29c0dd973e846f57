import type { Step } from '../../ui/Stepper.tsx';

/** The steps of a first run, in order. An office has no network to join: it founds one. */
export type StepId = 'practice' | 'you' | 'roots' | 'recovery' | 'backups' | 'join' | 'contacts';

/** What was answered so far, for the notes beside the steps. */
export interface Answered {
  readonly legalName?: string | undefined;
  readonly person?: string | undefined;
  readonly network?: string | undefined;
  readonly backedUp?: boolean | undefined;
}

const order: readonly StepId[] = ['practice', 'you', 'roots', 'recovery', 'backups', 'join', 'contacts'];

/** The steps a desk of this kind goes through. */
export const stepsOf = (office: boolean): readonly StepId[] =>
  office ? order.filter((step) => step !== 'join' && step !== 'contacts') : order.filter((step) => step !== 'roots');

/** Names and notes for the list at the left. */
export const stepWords = (step: StepId, { legalName, person, network, backedUp }: Answered): Step => {
  switch (step) {
    case 'practice':
      return {
        name: 'Your practice',
        note: legalName === undefined ? 'Name, ABN, GST, what you do' : `${legalName}, check digits fit`,
      };
    case 'you':
      return {
        name: 'You',
        note: person === undefined ? 'Your key on this computer' : `${person}, key on this computer`,
      };
    case 'roots':
      return { name: 'Roots', note: 'Three, to be carried away' };
    case 'recovery':
      return { name: 'Recovery key', note: 'The only way back in' };
    case 'backups':
      return {
        name: 'Backups',
        note: backedUp === true ? 'The first one is made and checked' : 'Where they are',
      };
    case 'join':
      return { name: 'Join the network', note: network ?? 'The office confirms your key' };
    case 'contacts':
      return { name: 'Your contacts', note: 'Import them now or later' };
  }
};

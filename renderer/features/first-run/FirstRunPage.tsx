import { FirstRunLayout } from '../../app/layouts/FirstRunLayout.tsx';
import { Note } from '../../ui/Note.tsx';

const steps = [
  { name: 'Your practice', note: 'Data folder, name, ABN, GST, verticals' },
  { name: 'You', note: 'Your key on this computer' },
  { name: 'Recovery key', note: 'The only way back in' },
  { name: 'Backups', note: 'Where, and how often' },
  { name: 'Join the network', note: 'The office confirms your key' },
  { name: 'Your contacts', note: 'Import, or look round with samples' },
] as const;

/** The first run of a desk. */
export const FirstRunPage = () => (
  <FirstRunLayout steps={steps} now={0} title="Your practice" line="As it stands in the Australian Business Register.">
    <Note tone="mute">The desk is getting ready.</Note>
  </FirstRunLayout>
);

import { storyAcceptance } from './story.ts';

storyAcceptance('SQLite', () => Promise.resolve(undefined));

import { config } from 'zod';

// The page's policy forbids code from strings; zod would try it once. First import of the window, before any schema.
config({ jitless: true });

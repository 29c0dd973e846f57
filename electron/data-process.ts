import { join } from 'node:path';
import { demoLoader } from '../core/cli/demo/demo-folders.ts';
import { openSystemDesk } from '../core/desk/hosting/system-desk.ts';
import { serveDesk } from './relay/desk-side.ts';

// Counted from the end: what Electron puts before the arguments of a utility process is not documented.
const [dataDir, origin] = process.argv.slice(-2);
if (dataDir === undefined || origin === undefined) throw new Error('the data process needs a folder and an origin');
const parent = process.parentPort;

// Database work happens here, so that the main process answers the window's events at once.
await serveDesk(
  {
    post: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on('message', (event) => listener(event.data)),
  },
  () => openSystemDesk({ dataDir, origin, windowDir: join(import.meta.dirname, '..', 'renderer') }, demoLoader(null)),
  () => process.exit(0),
);

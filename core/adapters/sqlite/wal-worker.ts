import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, type OpenOptions } from './database.ts';

const opened = openDatabase(workerData as OpenOptions);
if (!opened.ok) throw new Error(`the database does not open: ${opened.error.code}`);
const db = opened.value;

/** Each message asks for one pass; the answer says that it is over. */
parentPort?.on('message', () => {
  db.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage(true);
});

import { parentPort } from 'node:worker_threads';
import { type PrintJob, renderPdf } from './renderers.ts';

/** One message is one document; the answers come in the order of the messages. */
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (job: PrintJob) => {
  last = last.then(async () => {
    try {
      parentPort?.postMessage({ pdf: await renderPdf(job) });
    } catch (error) {
      parentPort?.postMessage({
        problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
});

import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type PrintJob, renderPdf } from './renderers.ts';

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `print-worker${extname(import.meta.filename)}`);

type Answer = { readonly pdf: Uint8Array } | { readonly problem: string };
type Waiting = { readonly resolve: (pdf: Uint8Array) => void; readonly reject: (error: Error) => void };
type Printer = { readonly worker: Worker; readonly waiting: Waiting[] };

let printer: Printer | undefined;

/** The one thread that prints, started with the first document and kept: the second finds its modules loaded. It does not keep the process alive. */
const running = (): Printer => {
  if (printer !== undefined) return printer;
  const started: Printer = { worker: new Worker(WORKER, { execArgv: [] }), waiting: [] };
  const failed = (error: Error): void => {
    if (printer === started) printer = undefined;
    for (const entry of started.waiting.splice(0)) entry.reject(error);
  };
  started.worker.on('message', (answer: Answer) => {
    const entry = started.waiting.shift();
    if (started.waiting.length === 0) started.worker.unref();
    if ('pdf' in answer) entry?.resolve(answer.pdf);
    else entry?.reject(new Error(answer.problem));
  });
  started.worker.on('error', failed);
  started.worker.on('exit', () => failed(new Error('the thread that prints has ended')));
  started.worker.unref();
  printer = started;
  return started;
};

/** Starts the printing thread ahead of its first document. */
export const warmPrinter = (): void => {
  if (existsSync(WORKER)) running();
};

/**
 * A document as PDF, laid out in a thread of its own so that the desk answers meanwhile; in this thread where the worker's file is not there.
 * The same job gives the same bytes in either. Rejects when the record cannot be laid out: a bug.
 */
export const printPdf = async (job: PrintJob): Promise<Uint8Array> => {
  if (!existsSync(WORKER)) return await renderPdf(job);
  const { worker, waiting } = running();
  return await new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker.ref();
    worker.postMessage(job);
  });
};

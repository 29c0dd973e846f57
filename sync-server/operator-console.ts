import { systemClock } from '../core/adapters/system/system-ports.ts';
import type { LogLine } from './ports.ts';

/** Tells the operator something. */
export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Writes one line of the server's own log. */
export const writeLine = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify({ at: systemClock.now(), ...line })}\n`);
};

/** Ends the process with a sentence that says what to do. */
export const stop = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** Takes a step that the system may refuse: then the process ends with `what`, the system's reason and `next`, never with a stack. */
export const attempt = async <T>(what: string, next: string, step: () => T | Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    return stop(`${what}: ${error instanceof Error ? error.message : String(error)}. ${next}`);
  }
};

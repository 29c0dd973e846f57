import { parentPort } from 'node:worker_threads';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { answerChecks, type PackedChecks } from './signature-checks.ts';

const primitives = nodePrimitives();

/** One message is one pack of checks; the answers come in the order of the messages. */
parentPort?.on('message', (checks: PackedChecks) => {
  const answers = answerChecks(checks, primitives);
  parentPort?.postMessage(answers, [answers.buffer]);
});

import { parentPort } from 'node:worker_threads';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { answerChecks, type PackedChecks } from './signature-checks.ts';

const primitives = nodePrimitives();

/** One message is one pack of checks; the answers appear in the memory that it shares. */
parentPort?.on('message', (checks: PackedChecks) => answerChecks(checks, primitives));

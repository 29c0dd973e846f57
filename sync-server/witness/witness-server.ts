import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { concatBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseNote, formatSignatureLine, type VerifierKey } from '../../core/protocol/note.ts';
import { cosign } from '../../core/protocol/cosignature.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type AddRefusal, judgeAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
import { readBody } from './read-body.ts';
import type { WitnessFolder } from './witness-folder.ts';

export type WitnessParts = {
  readonly folder: WitnessFolder;
  /** The logs it watches. */
  readonly logs: readonly VerifierKey[];
  readonly primitives: Primitives;
  readonly clock: Clock;
};

type Answer = { readonly status: number; readonly type: string; readonly body: Uint8Array };

const TEXT = 'text/plain; charset=utf-8';
/** What a path stands against to be read as an address. */
const HERE = 'http://witness';
const MAX_REQUEST = 96 * 1024;
const CHECKPOINT_PATH = /\/([0-9a-f]{64})\/checkpoint$/;

const text = (status: number, body: string, type = TEXT): Answer => ({ status, type, body: utf8Encode(body) });

const refused = (refusal: AddRefusal): Answer =>
  refusal.status === 409 ? text(409, `${String(refusal.size)}\n`, 'text/x.tlog.size') : text(refusal.status, `${refusal.why}\n`);

/**
 * Answers one `add-checkpoint` body (C2SP tlog-witness). Nothing waits between reading what was cosigned last and having the new note on the
 * disk: of two requests that race, the second sees the first.
 */
export const addCheckpoint = ({ folder, logs, primitives, clock }: WitnessParts, body: Uint8Array): Answer => {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return refused(request.error);
  const judged = judgeAddCheckpoint(primitives, logs, request.value, (origin) => folder.last(origin));
  if (!judged.ok) return refused(judged.error);
  const { checkpoint, note } = judged.value;
  const parsed = parseNote(note);
  const time = BigInt(Math.floor(Date.parse(clock.now()) / 1000));
  const line = parsed.ok ? cosign(parsed.value.text, folder.key, time, folder.signer.sign) : parsed;
  if (!line.ok) return text(500, 'the clock of this witness is wrong\n');
  const lineText = formatSignatureLine(line.value);
  folder.keep(checkpoint.origin, concatBytes(note, utf8Encode(lineText)));
  return text(200, lineText);
};

const answer = async (parts: WitnessParts, request: IncomingMessage): Promise<Answer> => {
  const target = request.url ?? '/';
  if (!URL.canParse(target, HERE)) return text(400, 'the address cannot be read\n');
  const path = new URL(target, HERE).pathname;
  if (path.endsWith('/add-checkpoint')) {
    if (request.method !== 'POST') return text(405, 'POST only\n');
    const body = await readBody(request, MAX_REQUEST);
    return body === null ? text(413, 'the request is too large\n') : addCheckpoint(parts, body);
  }
  const originHash = CHECKPOINT_PATH.exec(path)?.[1];
  if (originHash === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return text(404, 'nothing here\n');
  const note = parts.folder.noteOf(originHash);
  return note === null ? text(404, 'no checkpoint of this log was cosigned\n') : { status: 200, type: TEXT, body: note };
};

/** The HTTP server of a witness; the caller lets it listen. A failing disk is answered with 500 and nothing cosigned. */
export const witnessServer = (parts: WitnessParts, report: (problem: string) => void): Server => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const given = await answer(parts, request).catch((problem: unknown) => {
      report(problem instanceof Error ? problem.message : String(problem));
      return text(500, 'this witness cannot store what it cosigns; nothing was cosigned\n');
    });
    response.writeHead(given.status, {
      'content-type': given.type,
      'content-length': given.body.length,
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
    response.end(given.body);
  };
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    void handle(request, response);
  });
  server.maxConnections = 256;
  return server;
};

import { problemOf, problemResponse } from '../../core/desk/http/problem.ts';
import { fromDesk, type ToDesk } from './messages.ts';

/** One end of the message channel to the data process. */
export type DeskPort = {
  readonly post: (message: ToDesk) => void;
  /** Hands every message to the listener, unparsed. */
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once when the data process is gone. */
  readonly onExit: (listener: () => void) => void;
};

export type Relay = {
  /** Resolves when the desk is open; rejects with the reason, which may be shown, when it cannot be. */
  readonly ready: Promise<void>;
  /** Asks the data process; never rejects. A desk that is gone answers 503. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly lock: () => void;
  /** Resolves when the desk is closed or its process gone. */
  readonly close: () => Promise<void>;
};

type Pending = {
  readonly answer: (response: Response) => void;
  controller: ReadableStreamDefaultController<Uint8Array> | undefined;
};

const bodyless = new Set([204, 205, 304]);

const gone = (): Response =>
  problemResponse(
    problemOf('desk-gone', {
      title: 'The desk stopped',
      status: 503,
      detail: 'The process that holds the data ended.',
      kept: 'Everything that was acknowledged is safe.',
      next: 'Close the window and start the desk again.',
    }),
  );

/** The main process's side of the relay: a fetch that is carried out in the data process, answers streamed back. */
export const createRelay = (port: DeskPort, maxBodyBytes: number): Relay => {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let alive = true;
  let settleReady: { resolve: () => void; reject: (error: Error) => void } | undefined;
  let closed: (() => void) | undefined;
  const ready = new Promise<void>((resolve, reject) => (settleReady = { resolve, reject }));
  const hasClosed = new Promise<void>((resolve) => (closed = resolve));

  port.onExit(() => {
    alive = false;
    settleReady?.reject(new Error('The process that holds the data ended before the desk was open.'));
    for (const waiting of pending.values()) {
      if (waiting.controller === undefined) waiting.answer(gone());
      else waiting.controller.error(new Error('the desk stopped'));
    }
    pending.clear();
    closed?.();
  });

  port.onMessage((raw) => {
    const message = fromDesk.parse(raw);
    switch (message.kind) {
      case 'ready':
        settleReady?.resolve();
        return;
      case 'unopened':
        settleReady?.reject(new Error(message.reason));
        return;
      case 'closed':
        closed?.();
        return;
      case 'head': {
        const waiting = pending.get(message.id);
        if (waiting === undefined) return;
        const init = {
          status: message.status,
          headers: message.headers.map(([name, value]): [string, string] => [name, value]),
        };
        if (bodyless.has(message.status)) {
          waiting.answer(new Response(null, init));
          return;
        }
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => void (waiting.controller = controller),
          cancel: () => {
            pending.delete(message.id);
            if (alive) port.post({ kind: 'cancel', id: message.id });
          },
        });
        waiting.answer(new Response(body, init));
        return;
      }
      case 'chunk':
        pending.get(message.id)?.controller?.enqueue(message.bytes);
        return;
      case 'end':
        pending.get(message.id)?.controller?.close();
        pending.delete(message.id);
        return;
      case 'broken': {
        const waiting = pending.get(message.id);
        pending.delete(message.id);
        if (waiting?.controller === undefined) waiting?.answer(gone());
        else waiting.controller.error(new Error('the answer broke off'));
        return;
      }
      default:
        message satisfies never;
    }
  });

  return {
    ready,
    fetch: async (request) => {
      const body = await readBody(request, maxBodyBytes);
      if (body === 'too-large') {
        return problemResponse(
          problemOf('too-large', {
            title: 'The file or form is too large',
            status: 413,
            detail: 'The desk does not accept a request of this size.',
            kept: 'Nothing was saved.',
          }),
        );
      }
      if (!alive) return gone();
      lastId += 1;
      const id = lastId;
      return new Promise<Response>((answer) => {
        pending.set(id, { answer, controller: undefined });
        port.post({
          kind: 'request',
          id,
          method: request.method,
          url: request.url,
          headers: [...request.headers],
          body,
        });
      });
    },
    lock: () => {
      if (alive) port.post({ kind: 'lock' });
    },
    close: () => {
      if (alive) port.post({ kind: 'close' });
      return hasClosed;
    },
  };
};

const readBody = async (request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | null | 'too-large'> => {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = request.body?.getReader();
  if (reader === undefined) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limit) return 'too-large';
    parts.push(part.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

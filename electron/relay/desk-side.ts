import type { DeskHost } from '../../core/desk/http/host.ts';
import { type FromDesk, toDesk } from './messages.ts';

/** One end of the message channel to the main process. */
export type MainPort = {
  readonly post: (message: FromDesk) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
};

/**
 * The data process's side of the relay: opens the desk, carries out requests, streams answers. `exit` is called once
 * the desk is closed.
 */
export const serveDesk = async (port: MainPort, open: () => Promise<DeskHost>, exit: () => void): Promise<void> => {
  const running = new Map<number, AbortController>();
  let host: DeskHost;
  try {
    host = await open();
  } catch (error) {
    port.post({
      kind: 'unopened',
      reason: error instanceof Error ? error.message : 'The desk could not be opened.',
    });
    return exit();
  }

  const answer = async (id: number, request: Request, stop: AbortController): Promise<void> => {
    try {
      const response = await host.fetch(request);
      port.post({ kind: 'head', id, status: response.status, headers: [...response.headers] });
      const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined = response.body?.getReader();
      if (reader !== undefined) {
        stop.signal.addEventListener('abort', () => void reader.cancel(), { once: true });
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          port.post({ kind: 'chunk', id, bytes: part.value });
        }
      }
      port.post({ kind: 'end', id });
    } catch {
      // The desk answers failures itself; what arrives here broke in the middle of a body.
      port.post({ kind: 'broken', id });
    } finally {
      running.delete(id);
    }
  };

  port.onMessage((raw) => {
    const message = toDesk.parse(raw);
    switch (message.kind) {
      case 'request': {
        const stop = new AbortController();
        running.set(message.id, stop);
        const body = message.body === null ? null : new Uint8Array(message.body);
        const request = new Request(message.url, {
          method: message.method,
          headers: message.headers.map(([name, value]): [string, string] => [name, value]),
          body,
          signal: stop.signal,
        });
        void answer(message.id, request, stop);
        return;
      }
      case 'cancel':
        running.get(message.id)?.abort();
        return;
      case 'lock':
        host.lock?.();
        return;
      case 'close':
        void host.close().finally(() => {
          port.post({ kind: 'closed' });
          exit();
        });
        return;
      default:
        message satisfies never;
    }
  });
  port.post({ kind: 'ready' });
};

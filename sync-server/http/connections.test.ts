import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_BODY } from '../../core/contract/network/headers.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { listen } from './listen.ts';

const LIMITS = { head: 300, request: 600, idle: 100, still: 600, connections: 3 };
type Web = Awaited<ReturnType<typeof listen>>;
let web: Web | undefined;
const sockets: Socket[] = [];
const open = async (answer: Parameters<typeof listen>[0]): Promise<Web> =>
  (web = await listen(answer, { host: '127.0.0.1', port: 0, behindProxy: false }, LIMITS));
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await web?.close();
  web = undefined;
});

/** A connection that sends these bytes and then nothing; what it is told until it is cut off. */
const saidTo = ({ port }: Web, head: string, onOpen: (socket: Socket) => void = () => undefined): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => onOpen(socket));
    sockets.push(socket);
    socket.write(head);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', () => undefined);
  });

describe('connections of the sync server', () => {
  it('are cut off when a head or a body comes too slowly, and nobody else waits for them', async () => {
    const here = await open(async (request) => new Response(request.method === 'GET' ? 'here' : String((await request.text()).length)));
    const slowHead = saidTo(here, 'POST /v1/tickets HTTP/1.1\r\nhost: x\r\n');
    const slowBody = saidTo(here, 'POST /v1/tickets HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nsome of it');
    expect(await (await fetch(`http://127.0.0.1:${here.port}/`)).text()).toBe('here');
    expect(await slowHead).toContain('408');
    expect(await slowBody).not.toContain('200');
  });

  it('are cut off when the answer is not read', async () => {
    let gone = (): void => undefined;
    const cut = new Promise<void>((resolve) => (gone = resolve));
    const here = await open((request) => {
      request.signal.addEventListener('abort', gone);
      return new Response(new Uint8Array(32 * 1024 * 1024));
    });
    const socket = connect(here.port, '127.0.0.1');
    sockets.push(socket);
    socket.pause();
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await cut;
    let got = 0;
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (data) => (got += data.length));
    socket.resume();
    await ended;
    expect(got).toBeLessThan(32 * 1024 * 1024);
  });

  it('are so many at once and no more', async () => {
    const here = await open(() => new Response('here'));
    const held = Array.from({ length: LIMITS.connections }, () => saidTo(here, 'GET / HTTP/1.1\r\n'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await saidTo(here, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('');
    await Promise.all(held);
    expect(await (await fetch(`http://127.0.0.1:${here.port}/`)).text()).toBe('here');
  });

  it('hand over no more of a body than it may hold, whether its size is announced or not', async () => {
    const server = await startServer();
    const here = await open((request, address) => server.server.fetch(request, address));
    const head = 'POST /v1/session HTTP/1.1\r\nhost: x\r\nflip360-client: 1.0.0; protocol=1\r\ncontent-type: application/json\r\n';
    const announced = await saidTo(here, `${head}content-length: ${String(MAX_BODY + 1)}\r\n\r\n`);
    expect(announced).toContain('413');
    let sent = 0;
    const piece = Buffer.alloc(65_536, 'a');
    const chunked = await saidTo(here, `${head}transfer-encoding: chunked\r\n\r\n`, (socket) => {
      const more = (): void => {
        for (let at = 0; at < 4 && socket.writable; at += 1) {
          socket.write(`${piece.length.toString(16)}\r\n`);
          socket.write(piece);
          socket.write('\r\n');
          sent += piece.length;
        }
        if (socket.writable && sent < 64 * 1024 * 1024) setTimeout(more, 5);
      };
      more();
    });
    expect(chunked).toContain('413');
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    await server.close();
  });

  it('wait for news four to a desk: one more sends the first one home', async () => {
    const server = await startServer({ settings: { waitFor: 20_000 } });
    const [desk, other] = [await testDesk(server, 'patient'), await testDesk(server, 'other')];
    const wait = (token: string) => server.request('/v1/wait?feed=9&size=9&seen=9', { token });
    let home = 0;
    const waiting = Array.from({ length: 6 }, async () => {
      await wait(desk.token);
      home += 1;
    });
    const theirs = wait(other.token);
    while (home < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(home).toBe(2);
    await server.server.close();
    await Promise.all([...waiting, theirs]);
    await server.close();
  });
});

import { createServer, type Server, type Socket } from 'node:net';

export type CaughtMail = {
  readonly to: readonly string[];
  readonly subject: string;
  /** The List-Unsubscribe header (RFC 2369); empty where there is none. */
  readonly unsubscribe: string;
  readonly text: string;
  /** All headers, one a line. */
  readonly headers: string;
};

/** A mail server on this computer that keeps what it is given. */
export type MailSink = {
  readonly port: number;
  /** The oldest message to an address that nobody has taken yet. */
  readonly take: (to: string) => CaughtMail | undefined;
  readonly close: () => Promise<void>;
};

/**
 * A mail server for the demo (RFC 5321, no extension): it accepts every message on 127.0.0.1 and delivers none, so that the demo can
 * read the client's code where the client would. `refuse` gives the answer to a recipient whom a test does not want to have mail, such as `550 5.1.1 unknown`.
 */
export const openMailSink = async (refuse: (to: string) => string | null = () => null): Promise<MailSink> => {
  const caught: CaughtMail[] = [];
  const server = createServer((socket) => converse(socket, refuse, (mail) => caught.push(mail)));
  const port = await listen(server);
  return {
    port,
    take: (to) => {
      const index = caught.findIndex((mail) => mail.to.includes(to));
      return index < 0 ? undefined : caught.splice(index, 1)[0];
    },
    close: () => new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error)))),
  };
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the mail server has no port'));
      else resolve(address.port);
    });
  });

const converse = (socket: Socket, refuse: (to: string) => string | null, keep: (mail: CaughtMail) => void): void => {
  let pending = '';
  let to: string[] = [];
  let data: string[] | null = null;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const onLine = (line: string): void => {
    if (data !== null) {
      if (line !== '.') data.push(line.startsWith('.') ? line.slice(1) : line);
      else {
        keep(readMessage(to, data));
        data = null;
        to = [];
        say('250 kept');
      }
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') {
      const recipient = /<([^>]*)>/u.exec(line)?.[1] ?? '';
      const refusal = refuse(recipient);
      if (refusal !== null) return say(refusal);
      to.push(recipient);
    }
    if (verb === 'DATA') data = [];
    if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say(verb === 'DATA' ? '354 go on' : ['EHLO', 'HELO', 'MAIL', 'RCPT', 'RSET', 'NOOP'].includes(verb) ? '250 demo' : '502 not here');
  };
  socket.setEncoding('latin1');
  // A client that hangs up early ends its own conversation only.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const lines = (pending + String(chunk)).split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  say('220 demo ready');
};

const readMessage = (to: readonly string[], lines: readonly string[]): CaughtMail => {
  const gap = lines.indexOf('');
  const headers = lines
    .slice(0, gap < 0 ? lines.length : gap)
    .join('\n')
    .replaceAll(/\n[ \t]+/gu, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'imu').exec(headers)?.[1] ?? '';
  const body = gap < 0 ? '' : lines.slice(gap + 1).join('\n');
  return {
    to,
    subject: header('Subject'),
    unsubscribe: header('List-Unsubscribe'),
    headers,
    text: decodeBody(body, header('Content-Transfer-Encoding').trim().toLowerCase()),
  };
};

const decodeBody = (body: string, encoding: string): string => {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTransport } from '../../core/adapters/exchange/file-transport.ts';
import { primitives, uuidOf } from '../story/keys.ts';
import { type Line, transportAcceptance } from './acceptance.ts';

const folders = (base: string, name: string) => ({
  outbox: join(base, name, 'out'),
  inbox: join(base, name, 'in'),
  taken: join(base, name, 'taken'),
});

/** A person with a USB stick between two desks. */
const openLine = async (): Promise<Line> => {
  const base = mkdtempSync(join(tmpdir(), 'flip360-line-'));
  const [here, there] = [folders(base, 'here'), folders(base, 'there')];
  const copy = (part: (bytes: Buffer) => Buffer): void => {
    mkdirSync(there.inbox, { recursive: true });
    for (const name of readdirSync(here.outbox)) writeFileSync(join(there.inbox, name), part(readFileSync(join(here.outbox, name))));
  };
  return {
    sender: fileTransport(here, primitives),
    recipient: fileTransport(there, primitives),
    to: uuidOf('to'),
    carry: async () => copy((bytes) => bytes),
    breakOff: async () => copy((bytes) => bytes.subarray(0, bytes.length - 500)),
    reopened: () => fileTransport(there, primitives),
    close: async () => rmSync(base, { recursive: true, force: true }),
  };
};

transportAcceptance('exchange files in folders', openLine);

describe('exchange files in folders', () => {
  it('leave other files and half-written ones alone', async () => {
    const base = mkdtempSync(join(tmpdir(), 'flip360-line-'));
    const own = folders(base, 'desk');
    mkdirSync(own.inbox, { recursive: true });
    writeFileSync(join(own.inbox, 'holiday.jpg'), 'x');
    writeFileSync(join(own.inbox, 'odd.flip360'), 'not one of ours');
    expect(await fileTransport(own, primitives).arrivals()).toEqual({ ok: true, value: [] });
    expect(readdirSync(own.inbox).toSorted()).toEqual(['holiday.jpg', 'odd.flip360']);
    rmSync(base, { recursive: true, force: true });
  });

  it('say why they cannot be written', async () => {
    const base = mkdtempSync(join(tmpdir(), 'flip360-line-'));
    writeFileSync(join(base, 'file'), 'x');
    chmodSync(join(base, 'file'), 0o400);
    const transport = fileTransport(folders(join(base, 'file'), 'desk'), primitives);
    const answer = await transport.offer({
      to: uuidOf('to'),
      id: 'a'.repeat(64),
      name: 'a.flip360',
      bytes: new Uint8Array(3),
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'transport.unavailable' } });
    expect((await transport.arrivals()).ok).toBe(false);
    rmSync(base, { recursive: true, force: true });
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskHost } from '../http/host.ts';
import { createMount } from '../http/mount.ts';
import type { FailureReport } from '../http/problem.ts';
import { readStaticFolder } from '../http/static-folder.ts';
import type { StaticFiles } from '../http/static-files.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { openDesk } from '../open-desk.ts';
import type { Refusal } from '../refusal.ts';
import type { LoadDemo } from './load-demo.ts';

export type HostOptions = DeskOptions & {
  /** Folder of the built window; null where only the API is served. */
  readonly windowDir: string | null;
  readonly report: (failure: FailureReport) => void;
  /** How this shell loads the samples; absent where it does not. */
  readonly loadDemo?: LoadDemo;
};

const filesOf = (windowDir: string | null): Result<StaticFiles, Refusal> => {
  if (windowDir === null) return ok(new Map());
  const files = readStaticFolder(windowDir);
  if (files.ok) return files;
  const detail =
    files.error.code === 'window-not-built'
      ? `There is no window in ${files.error.folder}.`
      : `The window holds a file of a kind that is not known: ${files.error.file}.`;
  return err({
    status: 503,
    code: files.error.code,
    title: 'The window is not built',
    detail,
    next: 'Build it with npm run build.',
  });
};

/** Opens the desk of a data folder behind one mount: API, window, headers. Nonces and failure ids are no part of the desk's randomness. */
export const hostDesk = async (options: HostOptions): Promise<Result<DeskHost, Refusal>> => {
  const files = filesOf(options.windowDir);
  if (!files.ok) return files;
  const ports = { newId: () => randomUUID(), report: options.report };
  const opened = await openDesk({ ...options, ...ports });
  if (!opened.ok) return err(opened.error);
  const desk = opened.value;
  const mount = createMount({
    api: desk.app,
    files: files.value,
    nonce: () => randomBytes(18).toString('base64'),
    ...ports,
  });
  return ok({ fetch: async (request) => mount.fetch(request), close: desk.close, lock: desk.lock });
};

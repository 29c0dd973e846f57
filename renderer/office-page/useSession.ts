import { useCallback, useEffect, useRef, useState } from 'react';
import { officeLink, type OfficeLink, type OfficeSession, type OfficeState } from '../../core/contract/network/office-page.ts';
import type { Result } from '../../core/domain/result.ts';
import { deviceNow } from './browser.ts';
import { enrol, type Failed, readState, renew, signIn, signOut } from './server.ts';

/** How long nobody touches the page before it signs out, how often it reads again, and how long before its end a token is renewed, in ms. */
const IDLE_MS = 10 * 60_000;
const READ_EVERY_MS = 20_000;
const RENEW_BEFORE_MS = 90_000;

export type Why = 'idle' | 'ended' | 'left';

/** Where the person stands: still unknown, at the door, or in. */
export type Phase =
  | { readonly at: 'opening' }
  | { readonly at: 'door'; readonly link: OfficeLink | null; readonly why: Why | null }
  | { readonly at: 'in'; readonly state: OfficeState };

export interface PageSession {
  readonly phase: Phase;
  readonly busy: boolean;
  readonly problem: Failed | undefined;
  readonly enter: (label: string) => Promise<void>;
  /** Leaves the link aside. */
  readonly signInInstead: () => void;
  readonly leave: () => Promise<void>;
  /** Does something with the token that counts now, then reads the page again. */
  readonly act: (work: (token: string) => Promise<Result<unknown, Failed>>) => Promise<void>;
  /** Asks for something with the token that counts now. */
  readonly read: <T>(work: (token: string) => Promise<Result<T, Failed>>) => Promise<Result<T, Failed>>;
}

/** The link in the address, taken out of it at once: it opens the page once and has no place in a history. */
const linkOf = (location: Location, history: History): OfficeLink | null => {
  const [, person, secret] = /^#enrol=([0-9a-f-]{36})\.([\w-]{43})$/u.exec(location.hash) ?? [];
  const link = officeLink.safeParse({ person, secret });
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return link.success ? link.data : null;
};

/** The session of this tab: its token in memory alone, renewed while somebody uses the page, ended when nobody does. */
export const useSession = (): PageSession => {
  const [phase, setPhase] = useState<Phase>({ at: 'opening' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failed>();
  const session = useRef<OfficeSession>(undefined);
  const touched = useRef(deviceNow());
  const started = useRef(false);
  /** Counts sign-outs: what was asked for before one opens nothing and says nothing after it. */
  const ends = useRef(0);

  const close = useCallback((why: Why | null, link: OfficeLink | null = null): void => {
    ends.current += 1;
    session.current = undefined;
    setPhase({ at: 'door', link, why });
  }, []);

  const renewed = useCallback(async (): Promise<Result<OfficeSession, Failed>> => {
    const turn = ends.current;
    const next = await renew();
    if (next.ok && turn === ends.current) session.current = next.value;
    return next;
  }, []);

  const read = useCallback(
    async <T>(work: (token: string) => Promise<Result<T, Failed>>): Promise<Result<T, Failed>> => {
      const held = session.current;
      const first = held === undefined ? undefined : await work(held.token);
      if (first !== undefined && (first.ok || first.error.signedOut !== true)) return first;
      const next = await renewed();
      return next.ok ? await work(next.value.token) : next;
    },
    [renewed],
  );

  const show = useCallback(async (): Promise<void> => {
    if (session.current === undefined) return;
    const turn = ends.current;
    const state = await read(readState);
    if (turn !== ends.current) return;
    if (state.ok) {
      setPhase({ at: 'in', state: state.value });
      setProblem(undefined);
    } else if (state.error.signedOut === true) close('ended');
    else setProblem(state.error);
  }, [read, close]);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    const link = linkOf(location, history);
    const begin = async (): Promise<void> => {
      if (link !== null) return close(null, link);
      const held = await renewed();
      if (held.ok) return await show();
      if (held.error.signedOut !== true) setProblem(held.error);
      close(null);
    };
    void begin();
  }, [close, renewed, show]);

  useEffect(() => {
    const touch = (): void => {
      touched.current = deviceNow();
    };
    const events = ['pointerdown', 'keydown', 'scroll'] as const;
    for (const name of events) addEventListener(name, touch, { passive: true, capture: true });
    const timer = setInterval(() => {
      const held = session.current;
      if (held === undefined) return;
      const now = deviceNow();
      if (now - touched.current > IDLE_MS) {
        void signOut(held.token);
        close('idle');
      } else if (document.visibilityState === 'visible') {
        const due = Date.parse(held.expires) - now < RENEW_BEFORE_MS;
        void (due ? renewed() : Promise.resolve()).then(show);
      }
    }, READ_EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const name of events) removeEventListener(name, touch, { capture: true });
    };
  }, [close, renewed, show]);

  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    await work();
    setBusy(false);
  };

  return {
    phase,
    busy,
    problem,
    read,
    enter: (label) =>
      run(async () => {
        const link = phase.at === 'door' ? phase.link : null;
        touched.current = deviceNow();
        const opened = link === null ? await signIn() : await enrol(link, label);
        if (!opened.ok) return setProblem(opened.error);
        session.current = opened.value;
        return await show();
      }),
    signInInstead: () => {
      setProblem(undefined);
      close(null);
    },
    leave: () =>
      run(async () => {
        const ended = await read(signOut);
        if (ended.ok || ended.error.signedOut === true) close('left');
        else setProblem(ended.error);
      }),
    act: (work) =>
      run(async () => {
        const done = await read(work);
        await show();
        if (!done.ok && done.error.signedOut !== true) setProblem(done.error);
      }),
  };
};

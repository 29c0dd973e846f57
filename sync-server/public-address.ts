import { err, ok, type Result } from '../core/domain/result.ts';
import { isOnThisMachine } from './region/endpoints.ts';

/** Scheme, host and port of the operator's `public-url`. Errors: words, where it is neither https nor of this machine. */
export const readPublicUrl = (text: string): Result<string, string> => {
  const wrong = err('public-url must be the https address under which people reach this server, for example https://sync.example.com.au.');
  try {
    const { protocol, hostname, origin } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && isOnThisMachine(hostname)) ? ok(origin) : wrong;
  } catch {
    return wrong;
  }
};

/** Under which address people reach this server: the operator's, or that of this machine where it listens to nobody else; null where nobody said. */
export const publicAddress = (
  { host, behindProxy, publicUrl }: { readonly host: string; readonly behindProxy: boolean; readonly publicUrl: string | null },
  port: number,
): string | null => publicUrl ?? (isOnThisMachine(host) && !behindProxy ? `http://localhost:${port}` : null);

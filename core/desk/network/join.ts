import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { formatVerifierKey } from '../../protocol/note.ts';
import { needsNoWitness } from '../../protocol/tlog-policy-text.ts';
import { parseTrustFile, type TrustFile } from '../../protocol/pack/trust-file.ts';
import { CLAIM_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { registrarOf } from '../office/founding.ts';
import type { Refusal } from '../refusal.ts';
import { networkSql } from './tables.ts';
import { takeNextLog } from './take-next-log.ts';

/** What a desk says when the server did not do what was asked. */
export const serverRefusal = (failure: ServerFailure): Refusal => ({
  status: failure.code === 'server.unreachable' ? 503 : 409,
  code: failure.code.replace('.', '-'),
  title: failure.code === 'server.unreachable' ? 'The server does not answer' : 'The server did not do what was asked',
  detail: failure.why,
  kept: 'Nothing is lost: everything stays on this desk and goes out when the server answers.',
  next: 'Check the address and the connection, then try again. Exchange files work meanwhile.',
});

const refuse = (code: string, title: string, detail: string, next: string): { readonly ok: false; readonly error: Refusal } =>
  err({ status: 422, code, title, detail, kept: 'Nothing was changed.', next });

/** The log of a trust file that has an address, and witnesses that must cosign. Errors say what the file lacks. */
export const networkOf = (trust: TrustFile): Result<{ readonly url: string; readonly origin: string; readonly vkey: string }, Refusal> => {
  const log = trust.policy.logs.find(({ url }) => url !== undefined);
  if (log?.url === undefined)
    return refuse(
      'trust-no-log',
      'The trust file names no server',
      'It has no line with the key and address of a network log.',
      'Ask the network office for the trust file of the connected network.',
    );
  if (needsNoWitness(trust.policy.quorum))
    return refuse(
      'trust-no-witness',
      'The trust file asks for no witness',
      'Without a witness that cosigns each checkpoint nobody knows that all members see the same log. This desk asks for at least one.',
      'Ask the network office for a trust file that names a witness.',
    );
  return ok({ url: log.url.replace(/\/+$/u, ''), origin: log.key.name, vkey: formatVerifierKey(log.key) });
};

/** Reads a trust file for this desk's network. Errors: not in form, another network, no server, no witness. */
export const readNetworkTrust = (
  desk: DeskContext,
  text: string,
): Result<{ readonly trust: TrustFile; readonly url: string; readonly origin: string; readonly vkey: string }, Refusal> => {
  const trust = parseTrustFile(desk.primitives, text);
  if (!trust.ok)
    return refuse(
      'trust-syntax',
      'This is not a trust file',
      `Line ${trust.error.line} is not as it has to be.`,
      'Ask the network office for the trust file again.',
    );
  if (trust.value.net !== registerOf(desk).net)
    return refuse(
      'trust-other-network',
      'The trust file is of another network',
      `It names the network ${trust.value.network}.`,
      'Choose the trust file of the network this desk belongs to.',
    );
  const network = networkOf(trust.value);
  return network.ok ? ok({ trust: trust.value, ...network.value }) : network;
};

/** Links this desk to the server that the trust file names, when that server says it is the one. Errors: the server is another, or does not answer. */
export const joinServer = async (desk: DeskContext, server: NetworkServer, text: string): Promise<Result<true, Refusal>> => {
  const network = readNetworkTrust(desk, text);
  if (!network.ok) return network;
  const status = await server.status();
  if (!status.ok) return err(serverRefusal(status.error));
  if (status.value.vkey !== network.value.vkey || status.value.net !== registerOf(desk).net)
    return refuse(
      'server-other',
      'Another server answers at this address',
      `At ${network.value.url} a server with another log key or for another network answers.`,
      'Do not go on. Telephone the network office and compare the trust file.',
    );
  const { url, origin } = network.value;
  const followed = await takeNextLog(desk, server, network.value.trust.policy, origin);
  if (!followed.ok) return followed;
  desk.db.run(
    networkSql
      .insertInto('network_link')
      .values({
        id: 1,
        url,
        origin,
        trust: text,
        joined_at: desk.clock.now(),
        key: desk.keys.desk.key,
        feed: 0,
        seen: 0,
        seen_sent: '{}',
        seen_sent_at: null,
        read_again_at: null,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ url, origin, trust: text })),
  );
  return ok(true);
};

/** Ends the link: the desk goes on with exchange files. What it has seen of the log stays kept. */
export const leaveServer = (desk: DeskContext): void => {
  desk.db.run(networkSql.deleteFrom('network_link').where('id', '=', 1));
};

/** Takes a new server for this network, by the set-up code that it printed (protocol §14.1). Errors: not the office, or refused. */
export const claimServer = async (
  desk: DeskContext,
  server: NetworkServer,
  setupCode: string,
): Promise<Result<{ readonly origin: string; readonly vkey: string }, Refusal>> => {
  const registrar = registrarOf(desk);
  if (registrar === undefined)
    return refuse(
      'not-registrar',
      'Only the network office takes a server',
      'This desk does not hold the registrar’s key.',
      'Open the network office’s desk.',
    );
  const setup = bytesToHex(desk.primitives.sha256(utf8Encode(setupCode.trim())));
  const paper = signPayload(
    CLAIM_PAYLOAD_TYPE,
    {
      at: desk.clock.now(),
      net: registerOf(desk).net,
      office: registerOf(desk).office,
      registrar: { key: registrar.key, spki: registrar.spki },
      setup,
      v: 1,
    },
    registrar,
  );
  const answer = await server.claim(paper);
  return answer.ok ? ok(answer.value) : err(serverRefusal(answer.error));
};

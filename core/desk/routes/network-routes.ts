import { Hono } from 'hono';
import { z } from 'zod';
import { claimServerInput, joinInput, stateNetworkInput } from '../../contract/network-view.ts';
import { hash } from '../../contract/scalars.ts';
import { err, ok } from '../../domain/result.ts';
import { utf8Decode } from '../../protocol/bytes.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { handedIn } from '../exchange/handed-in.ts';
import { valid } from '../http/valid.ts';
import { alarmProof, readAlarm } from '../network/alarms.ts';
import { claimServer, joinServer, leaveServer, readNetworkTrust, serverRefusal } from '../network/join.ts';
import { draftNetwork, stateNetwork } from '../network/state-network.ts';
import { networkViewOf } from '../network/view.ts';

/** The network: the server this desk uses, what waits, the log it follows and what it found wrong. */
export const networkRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const { network } = api;
  const look = [needsRegister(api), needs(api, null)] as const;
  const change = [needsRegister(api), needs(api, 'exchange-files')] as const;
  routes.get('/network', ...look, (c) => reply(c, ok(networkViewOf(c.var.desk, network.state()))));
  routes.post('/network/join', ...change, valid('json', joinInput), async (c) => {
    const { desk } = c.var;
    const file = handedIn(c.req.valid('json'));
    if (!file.ok) return reply(c, file);
    const text = utf8Decode(file.value.bytes);
    const read = readNetworkTrust(desk, text.ok ? text.value : '');
    if (!read.ok) return reply(c, read);
    const joined = await network.betweenRounds(async () =>
      joinServer(desk, network.serverAt(desk, read.value.url), text.ok ? text.value : ''),
    );
    if (!joined.ok) return reply(c, joined);
    network.kick();
    return reply(c, ok(networkViewOf(desk, network.state())));
  });
  routes.post('/network/claim', ...change, valid('json', claimServerInput), async (c) => {
    const { desk } = c.var;
    const { url, code } = c.req.valid('json');
    return reply(c, await claimServer(desk, network.serverAt(desk, url.replace(/\/+$/u, '')), code));
  });
  routes.post('/network/state', needsRegister(api), needs(api, 'manage-settings'), valid('json', stateNetworkInput), async (c) => {
    const { desk, person } = c.var;
    const input = c.req.valid('json');
    const draft = draftNetwork(desk, input);
    if (!draft.ok) return reply(c, draft);
    // Stated only when this desk itself could follow it.
    const server = network.serverAt(desk, input.url.replace(/\/+$/u, ''));
    const joined = await network.betweenRounds(async () => joinServer(desk, server, draft.value.trust));
    if (!joined.ok) return reply(c, joined);
    const stated = stateNetwork(desk, person, draft.value);
    if (!stated.ok) return reply(c, stated);
    network.kick();
    return reply(c, ok(networkViewOf(desk, network.state())));
  });
  routes.post('/network/leave', ...change, (c) => {
    leaveServer(c.var.desk);
    network.kick();
    return reply(c, ok(networkViewOf(c.var.desk, network.state())));
  });
  routes.post('/network/round', ...look, async (c) => {
    const round = await network.round();
    return reply(c, round.ok ? round : err(serverRefusal(round.error)));
  });
  routes.post('/network/alarms/:id/read', ...look, valid('param', z.object({ id: hash })), (c) => {
    readAlarm(c.var.desk, c.req.valid('param').id, c.var.person);
    return reply(c, ok(networkViewOf(c.var.desk, network.state())));
  });
  routes.get('/network/alarms/:id/proof', ...look, valid('param', z.object({ id: hash })), (c) =>
    reply(c, alarmProof(c.var.desk, c.req.valid('param').id)),
  );
  return routes;
};

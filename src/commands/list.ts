import type { Command } from '../core/command.ts';
import type { PlaceId } from '../core/ids.ts';
import type { ListAge, Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import { serverTitle } from '../core/server.ts';
import { findServer } from '../core/server-name.ts';
import type { SetSummaries } from '../core/server-rows.ts';
import { serverRows } from '../core/server-rows.ts';
import type { Word } from '../core/typed-text.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { recorded } from './asked.ts';
import { noSuchServer, whichServer } from './server-answers.ts';

const serversShown = 30;
const setsShown = 15;
const patience = 15_000;

/** `/snapkeeper list [server]`: all servers with their newest snapshot, or the snapshots of one. */
export async function list(
  deps: CommandDeps,
  asked: Asked,
  command: Command & { kind: 'list' },
): Promise<Reply> {
  const { store, inventory, place } = deps;
  const { servers, readAt } = await store.servers(place);
  const summaries = await store.setSummaries(place);
  inventory.refreshBehind();
  const age: ListAge = { readAt, stale: false };
  if (command.words.length === 0) return serverList(place, servers, summaries, age);
  const known = [...servers, ...goneServers(place, servers, summaries)];
  if (findServer(command.words, known, 'prefix').kind !== 'none')
    return oneServer(deps, asked, command.words, known, age);
  // Slack has been acknowledged, so AWS may take its time to say whether the server is a new one.
  const refreshed = await inventory.refreshWithin(patience);
  const fresh = await store.servers(place);
  const all = [...fresh.servers, ...goneServers(place, fresh.servers, summaries)];
  return oneServer(deps, asked, command.words, all, { readAt: fresh.readAt, stale: refreshed !== 'fresh' });
}

async function oneServer(
  deps: CommandDeps,
  asked: Asked,
  words: readonly Word[],
  servers: readonly Server[],
  age: ListAge,
): Promise<Reply> {
  const { store, place, installation } = deps;
  const found = findServer(words, servers, 'prefix');
  switch (found.kind) {
    case 'none':
      return recorded(store, asked, 'not-understood', found.given, noSuchServer(deps, asked, found, [], age));
    case 'several':
      return recorded(store, asked, 'not-understood', found.name, whichServer(deps, asked, found, []));
    case 'one': {
      const { server } = found;
      const sets = await store.setsOf(place, server.id);
      const volumes = server.volumes.map(volume => volume.id);
      const others = await store.otherSnapshots(place, volumes, installation);
      const shown = sets.slice(0, setsShown);
      return {
        kind: 'sets',
        server: serverTitle(server),
        sets: shown,
        more: sets.length - shown.length,
        others,
        list: age,
      };
    }
  }
}

/** Servers that EC2 does not list any more, known by the sets that outlived them. */
function goneServers(place: PlaceId, servers: readonly Server[], summaries: SetSummaries): readonly Server[] {
  const living = new Set(servers.map(({ id }) => id));
  return [...summaries]
    .filter(([id]) => !living.has(id))
    .map(([id, { newest }]) => ({
      place,
      id,
      name: newest.serverName,
      tags: {},
      privateDnsName: '',
      state: 'terminated',
      type: '',
      zone: '',
      rootDevice: '',
      rootKind: 'ebs',
      volumes: [],
      instanceStore: [],
      launch: {},
    }));
}

function serverList(
  place: PlaceId,
  servers: readonly Server[],
  summaries: SetSummaries,
  age: ListAge,
): Reply {
  const rows = serverRows(servers, summaries);
  const shown = rows.slice(0, serversShown);
  return { kind: 'servers', place, rows: shown, more: rows.length - shown.length, list: age };
}

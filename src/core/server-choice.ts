import type { ServerId } from './ids.ts';
import { nearest } from './nearest.ts';
import type { Server } from './server.ts';
import { byTitle, isTerminated, serverTitle, sharedTitles } from './server.ts';
import { foldTyping } from './typed-text.ts';

/** A server to choose from a list. */
export type ServerChoice = {
  readonly id: ServerId;
  readonly title: string;
  /** Another server has the same title. */
  readonly ambiguous: boolean;
  readonly state: string;
  readonly type: string;
  readonly zone: string;
};

/** What Slack takes as options. */
const choicesAtMost = 100;

/**
 * The servers that the typed text may mean, best first: its name or id, names that begin with it, names with a
 * word that does, names that hold it anywhere, and then names a few typing errors away. No text: all by name.
 */
export function serverChoices(text: string, servers: readonly Server[]): readonly ServerChoice[] {
  const wanted = foldTyping(text).toLowerCase();
  const living = servers.filter(server => !isTerminated(server));
  // An id that looks like another one is another one.
  const named = living.filter(({ name }) => name !== '');
  const near = new Set(nearest(wanted, named.map(serverTitle)));
  const shared = sharedTitles(living);
  return living
    .map(server => ({ choice: choiceOf(server, shared), rank: rankOf(server, wanted, near) }))
    .filter(({ rank }) => rank < unlike)
    .toSorted((a, b) => a.rank - b.rank || byTitle(a.choice, b.choice))
    .slice(0, choicesAtMost)
    .map(({ choice }) => choice);
}

/** One server as it stands in that list; null when it is not among them or is gone. */
export function serverChoice(id: ServerId, servers: readonly Server[]): ServerChoice | null {
  const living = servers.filter(server => !isTerminated(server));
  const server = living.find(one => one.id === id);
  return server === undefined ? null : choiceOf(server, sharedTitles(living));
}

/** A server that was chosen once and is not there any more. */
export function goneChoice(id: ServerId): ServerChoice {
  return { id, title: id, ambiguous: false, state: 'gone', type: '', zone: '' };
}

const unlike = 6;

function rankOf(server: Server, wanted: string, near: ReadonlySet<string>): number {
  if (wanted === '') return 0;
  const name = foldTyping(server.name).toLowerCase();
  if (name === wanted || server.id === wanted || server.privateDnsName === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.split(/[^\p{L}\p{N}]+/u).some(word => word.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  if (server.id.startsWith(wanted) || server.privateDnsName.startsWith(wanted)) return 4;
  return near.has(serverTitle(server)) ? 5 : unlike;
}

function choiceOf(server: Server, shared: ReadonlySet<string>): ServerChoice {
  const { id, state, type, zone } = server;
  const title = serverTitle(server);
  return { id, title, ambiguous: shared.has(title), state, type, zone };
}

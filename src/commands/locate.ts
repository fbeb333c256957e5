import type { ListAge } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import type { Found, Match } from '../core/server-name.ts';
import { findServer } from '../core/server-name.ts';
import type { Word } from '../core/typed-text.ts';
import type { CommandDeps } from './asked.ts';

export type Located = { readonly found: Found<Server>; readonly list: ListAge };

/** What remains of Slack's three seconds after looking the person up. */
const patience = 1_000;

/** Finds the server in the store; a name that is not there is looked for in AWS once before giving up. */
export async function locate(
  { store, inventory, place }: CommandDeps,
  words: readonly Word[],
  match: Match,
): Promise<Located> {
  const known = await store.servers(place);
  const found = findServer(words, known.servers, match);
  if (found.kind !== 'none') {
    inventory.refreshBehind();
    return { found, list: { readAt: known.readAt, stale: false } };
  }
  const result = await inventory.refreshWithin(patience);
  const fresh = await store.servers(place);
  return {
    found: findServer(words, fresh.servers, match),
    list: { readAt: fresh.readAt, stale: result !== 'fresh' },
  };
}

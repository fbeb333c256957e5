import { nearest } from './nearest.ts';
import type { Server } from './server.ts';
import { isTerminated, serverTitle } from './server.ts';
import type { Word } from './typed-text.ts';
import { foldTyping } from './typed-text.ts';

/** The little that finding a server by its name needs. */
export type NamedServer = Pick<Server, 'id' | 'name' | 'privateDnsName' | 'state'>;

export type Found<S extends NamedServer> =
  | { readonly kind: 'one'; readonly server: S; readonly rest: readonly Word[] }
  | {
      readonly kind: 'several';
      readonly name: string;
      readonly servers: readonly S[];
      readonly rest: readonly Word[];
    }
  | {
      readonly kind: 'none';
      readonly given: string;
      readonly near: readonly string[];
      readonly rest: readonly Word[];
    };

/** `exact` for verbs that change something, `prefix` where a unique beginning of the name will do. */
export type Match = 'exact' | 'prefix';

/**
 * Finds the server that the words name: by id, exact Name tag or private DNS name. Names may have blanks
 * and quotes, so the longest run of words that names a server wins; what follows it is `rest`, the note.
 * Terminated servers count only when no living one has the name.
 */
export function findServer<S extends NamedServer>(
  words: readonly Word[],
  servers: readonly S[],
  match: Match,
): Found<S> {
  const names = nameIndex(servers);
  // Where no note can follow, all words are the name.
  const shortest = match === 'prefix' ? Math.max(words.length, 1) : 1;
  for (let length = words.length; length >= shortest; length -= 1) {
    const head = words.slice(0, length);
    const found = spellings(head).flatMap(spelling => names.get(spelling) ?? []);
    if (found.length > 0) return pick(head, found, words.slice(length));
  }
  return match === 'prefix' ? findByPrefix(words, servers) : missing(words, servers);
}

function pick<S extends NamedServer>(
  head: readonly Word[],
  found: readonly S[],
  rest: readonly Word[],
): Found<S> {
  const distinct = [...new Map(found.map(server => [server.id, server])).values()];
  const living = distinct.filter(server => !isTerminated(server));
  const servers = living.length > 0 ? living : distinct;
  const [first] = servers;
  if (first !== undefined && servers.length === 1) return { kind: 'one', server: first, rest };
  return { kind: 'several', name: joined(head), servers, rest };
}

function findByPrefix<S extends NamedServer>(words: readonly Word[], servers: readonly S[]): Found<S> {
  const beginning = joined(words);
  if (beginning === '') return missing(words, servers);
  const found = servers.filter(
    server =>
      !isTerminated(server) &&
      (foldTyping(server.name).startsWith(beginning) || server.id.startsWith(beginning)),
  );
  const [first] = found;
  return first !== undefined && found.length === 1
    ? { kind: 'one', server: first, rest: [] }
    : missing(words, servers);
}

function missing<S extends NamedServer>(words: readonly Word[], servers: readonly S[]): Found<S> {
  const given = joined(words.slice(0, 1));
  const living = servers.filter(server => !isTerminated(server));
  const names = living.map(serverTitle);
  // A mistyped name with blanks is nearest as a whole; otherwise the first word is the name.
  const whole = words.length > 1 ? nearest(joined(words), names) : [];
  if (whole.length > 0) return { kind: 'none', given: joined(words), near: whole, rest: [] };
  return { kind: 'none', given, near: nearest(given, names), rest: words.slice(1) };
}

const joined = (words: readonly Word[]): string => words.map(word => word.text).join(' ');

/** As typed and without the quotes: a name may itself hold quotes. */
function spellings(head: readonly Word[]): readonly string[] {
  return [...new Set([joined(head), head.map(word => word.raw).join(' ')])];
}

function nameIndex<S extends NamedServer>(servers: readonly S[]): ReadonlyMap<string, readonly S[]> {
  const index = new Map<string, S[]>();
  for (const server of servers) {
    for (const key of new Set([server.id, foldTyping(server.name), server.privateDnsName])) {
      if (key === '') continue;
      const known = index.get(key);
      if (known === undefined) index.set(key, [server]);
      else known.push(server);
    }
  }
  return index;
}

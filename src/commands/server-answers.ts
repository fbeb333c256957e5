import { retype } from '../core/command.ts';
import type { Flag } from '../core/command-table.ts';
import { elsewhere } from '../core/elsewhere.ts';
import type { Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import { foldTyping, splitWords } from '../core/typed-text.ts';
import type { Found, NamedServer } from '../core/server-name.ts';
import type { Answer, Asked, CommandDeps } from './asked.ts';
import { offer } from './asked.ts';

/** Beyond this a list of buttons is no help on a phone. */
const choicesShown = 10;

/** No server of that name: the near ones as buttons that run the corrected command. */
export function noSuchServer(
  { newId, place }: Pick<CommandDeps, 'newId' | 'place'>,
  asked: Asked,
  found: Found<NamedServer> & { kind: 'none' },
  flags: readonly Flag[],
  list: (Reply & { kind: 'no-such-server' })['list'],
): Answer {
  const away = elsewhere(found.given, place);
  const near = away?.kind === 'this-region' ? [away.name] : found.near;
  const commands = near.map(name => ({
    label: name,
    command: retype(asked.verb, flags, [...splitWords(foldTyping(name)), ...found.rest]),
  }));
  const { offers, changes } = offer(newId, asked, commands);
  return { reply: { kind: 'no-such-server', given: found.given, elsewhere: away, offers, list }, changes };
}

/** Several servers of one name: each as a button that names it by its id. */
export function whichServer(
  { newId }: Pick<CommandDeps, 'newId'>,
  asked: Asked,
  found: Found<Server> & { kind: 'several' },
  flags: readonly Flag[],
): Answer {
  const shown = found.servers.slice(0, choicesShown);
  const commands = shown.map(({ id }) => ({
    label: id,
    command: retype(asked.verb, flags, [...splitWords(id), ...found.rest]),
  }));
  const { offers, changes } = offer(newId, asked, commands);
  const choices = shown.flatMap((server, index) => {
    const button = offers[index];
    return button === undefined ? [] : [{ offer: button, server }];
  });
  const more = found.servers.length - shown.length;
  return { reply: { kind: 'which-server', name: found.name, choices, more }, changes };
}

import { typed } from '../core/command-table.ts';
import type { Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import type { Found, NamedServer } from '../core/server-name.ts';
import type { Answer, Asked, CommandDeps } from './asked.ts';
import { offer } from './asked.ts';

/** Beyond this a list of buttons is no help on a phone. */
const choicesShown = 10;

/** No server of that name: the near ones as buttons that run the corrected command. */
export function noSuchServer(
  { newId }: Pick<CommandDeps, 'newId'>,
  asked: Asked,
  found: Found<NamedServer> & { kind: 'none' },
  flags: readonly string[],
  list: (Reply & { kind: 'no-such-server' })['list'],
): Answer {
  const rest = found.rest.map(word => word.raw);
  const commands = found.near.map(name => ({
    label: name,
    command: [typed(asked.verb), ...flags, name, ...rest].join(' '),
  }));
  const { offers, changes } = offer(newId, asked, commands);
  return { reply: { kind: 'no-such-server', given: found.given, offers, list }, changes };
}

/** Several servers of one name: each as a button that names it by its id. */
export function whichServer(
  { newId }: Pick<CommandDeps, 'newId'>,
  asked: Asked,
  found: Found<Server> & { kind: 'several' },
  flags: readonly string[],
): Answer {
  const rest = found.rest.map(word => word.raw);
  const shown = found.servers.slice(0, choicesShown);
  const commands = shown.map(({ id }) => ({
    label: id,
    command: [typed(asked.verb), ...flags, id, ...rest].join(' '),
  }));
  const { offers, changes } = offer(newId, asked, commands);
  const choices = shown.flatMap((server, index) => {
    const button = offers[index];
    return button === undefined ? [] : [{ offer: button, server }];
  });
  const more = found.servers.length - shown.length;
  return { reply: { kind: 'which-server', name: found.name, choices, more }, changes };
}

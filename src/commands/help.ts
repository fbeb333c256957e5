import type { Command } from '../core/command.ts';
import { permittedVerbs } from '../core/permission.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked } from './asked.ts';

/** `/snapkeeper help [command]`: only what the reader may run. */
export function help({ actor, facts }: Asked, { topic }: Command & { kind: 'help' }): Reply {
  const verbs = permittedVerbs(actor, facts);
  return { kind: 'help', verbs, topic: topic !== null && verbs.includes(topic) ? topic : null };
}

import { hour } from '../core/calendar.ts';
import { permittedVerbs } from '../core/permission.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';

/** `/snapkeeper whoami`: what this person may do, and what they have used of it. */
export async function whoami(
  { store, limits }: CommandDeps,
  { actor, at, role, facts }: Asked,
): Promise<Reply> {
  const asked = await store.askedSince(actor, at - hour);
  return {
    kind: 'whoami',
    user: actor.user,
    role,
    verbs: permittedVerbs(actor, facts),
    admins: facts.roles.admins,
    usage: { asked: asked.at.length, perHour: limits.perPersonAndHour },
  };
}

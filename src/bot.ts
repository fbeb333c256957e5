import type { CommandDeps } from './commands/asked.ts';
import { recorded } from './commands/asked.ts';
import { suggest } from './commands/forms.ts';
import { overview } from './commands/home.ts';
import { formFor, understand } from './commands/wish.ts';
import type { Actor } from './core/actor.ts';
import { actorKey } from './core/actor.ts';
import { formVerb } from './core/form.ts';
import type { Home } from './core/home.ts';
import type { TeamId } from './core/ids.ts';
import type { Early, Input, Lookup } from './core/input.ts';
import type { AsOf, Denial, PermissionFacts, PersonFacts } from './core/permission.ts';
import { authorize, factsNeeded } from './core/permission.ts';
import type { Reply } from './core/reply.ts';
import type { Roles } from './core/roles.ts';
import { nobody } from './core/roles.ts';
import type { ServerChoice } from './core/server-choice.ts';
import type { Deps } from './ports.ts';

export type BotDeps = CommandDeps &
  Pick<Deps, 'chat'> & {
    readonly installedTeam: TeamId;
    readonly roles: Roles;
  };

export type Bot = {
  /**
   * Answers after the outcome is committed. Calls `early` before that only where nothing changes for anybody, or
   * where a modal must open first; the caller acknowledges the rest when the promise settles.
   */
  handle(input: Input, early: (what: Early) => Promise<void>): Promise<Reply>;
  /** What a list in a modal shows; nothing for whoever may not do what the modal does. */
  suggest(lookup: Lookup): Promise<readonly ServerChoice[]>;
  /** What a person's Home shows now. */
  home(actor: Actor, page: number): Promise<Home>;
};

/** The one road: understand, authorize, carry out. */
export function createBot(deps: BotDeps): Bot {
  const { store, chat, clock, installedTeam, roles } = deps;

  async function handle(input: Input, early: (what: Early) => Promise<void>): Promise<Reply> {
    const { key, actor, origin, does } = input;
    const wish = await understand(deps, input);
    if (wish === null) return gone(input);
    if (wish.early !== null) await early(wish.early);
    const { verb, form } = wish;
    const facts = await permissionFacts(actor, factsNeeded(verb));
    const permission = authorize(actor, verb, facts);
    const request = { key, verb, actor, at: clock.now(), form: form?.id ?? null };
    if (permission.kind === 'denied') {
      const answer = { reply: denied(permission.denial), changes: wish.whenDenied(permission.denial) };
      return recorded(store, request, 'denied', wish.object, answer, { reason: permission.denial.kind });
    }
    const offer = does.kind === 'click' ? does.offer : null;
    const { role } = permission;
    return wish.carryOut({ ...request, offer, origin: form?.origin ?? origin, role, facts });
  }

  function gone({ key, actor, does }: Input): Promise<Reply> {
    const form = does.kind === 'submit' ? does.form : null;
    const request = { key, verb: 'help', actor, at: clock.now(), form } as const;
    const reply: Reply = { kind: form === null ? 'offer-gone' : 'form-gone' };
    const object = does.kind === 'click' ? does.offer : (form ?? '');
    return recorded(store, request, 'denied', object, { reply, changes: [] }, { reason: reply.kind });
  }

  function denied(denial: Denial) {
    return { kind: 'denied', denial, admins: denial.kind === 'other-team' ? nobody : roles.admins } as const;
  }

  async function permissionFacts(actor: Actor, asOf: AsOf): Promise<PermissionFacts> {
    // Nobody can freeze yet; the fact is asked for from the start so that no verb is built without it.
    return { installedTeam, roles, person: await personFacts(actor, asOf), frozen: null };
  }

  /** A timer and a policy act on what was allowed when they were set: they work through an outage of Slack. */
  async function personFacts(actor: Actor, asOf: AsOf): Promise<PersonFacts> {
    return actor.kind === 'person' ? chat.person(actor, asOf) : { kind: 'unknown' };
  }

  return {
    handle,
    async suggest({ actor, form: id, view, text }) {
      const form = await formFor(deps, id, actor);
      const verb = form === null ? 'help' : formVerb[form.asked.kind];
      const permission = authorize(actor, verb, await permissionFacts(actor, 'lately'));
      if (form !== null && permission.kind === 'allowed') return suggest(deps, form, text);
      // Slack asks with every letter that is typed: on record once for each modal and person.
      const request = { key: `suggest/${view}/${actorKey(actor)}`, verb, actor, at: clock.now(), form: null };
      const reason = permission.kind === 'denied' ? permission.denial.kind : 'form-gone';
      const answer = { reply: { kind: 'silent' }, changes: [] } as const;
      await recorded(store, request, 'denied', 'options', answer, { reason });
      return [];
    },
    async home(actor, page) {
      const permission = authorize(actor, 'list', await permissionFacts(actor, 'lately'));
      return permission.kind === 'denied' ? denied(permission.denial) : overview(deps, page);
    },
  };
}

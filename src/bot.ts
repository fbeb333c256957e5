import type { Asked, CommandDeps } from './commands/asked.ts';
import { offer, recorded } from './commands/asked.ts';
import { cancel } from './commands/cancel.ts';
import { confirm } from './commands/confirm.ts';
import { help } from './commands/help.ts';
import { hold, release } from './commands/hold.ts';
import { list } from './commands/list.ts';
import { retry } from './commands/retry.ts';
import { snapshot } from './commands/snapshot.ts';
import { status } from './commands/status.ts';
import { whoami } from './commands/whoami.ts';
import type { Actor, Origin } from './core/actor.ts';
import { actorKey } from './core/actor.ts';
import type { Command, CommandFault, Parsed } from './core/command.ts';
import { parseCommand } from './core/command.ts';
import type { Verb } from './core/command-table.ts';
import { commandTable } from './core/command-table.ts';
import type { OfferId, TeamId } from './core/ids.ts';
import type { PermissionFacts, PersonFacts } from './core/permission.ts';
import { authorize } from './core/permission.ts';
import type { Reply } from './core/reply.ts';
import type { Roles } from './core/roles.ts';
import { nobody } from './core/roles.ts';
import type { Deps } from './ports.ts';

/** Something a person did. `key` names the envelope, so that a second delivery changes nothing. */
export type Input = {
  readonly key: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly does:
    | { readonly kind: 'command'; readonly slash: string; readonly text: string }
    | { readonly kind: 'click'; readonly offer: OfferId };
};

export type BotDeps = CommandDeps &
  Pick<Deps, 'chat'> & {
    readonly installedTeam: TeamId;
    readonly roles: Roles;
  };

export type Bot = {
  /**
   * Answers after the outcome is committed. Calls `acknowledge` before that only where nothing is to be
   * committed; the caller acknowledges the rest when the promise settles.
   */
  handle(input: Input, acknowledge: () => Promise<void>): Promise<Reply>;
};

/** The one road: understand, authorize, carry out. */
export function createBot(deps: BotDeps): Bot {
  const { store, chat, clock, installedTeam, roles } = deps;

  async function handle(input: Input, acknowledge: () => Promise<void>): Promise<Reply> {
    const typed = await commandOf(input);
    if (typed === null) return offerGone(input);
    const parsed = parseCommand(typed.slash, typed.text);
    const verb = verbOf(parsed);
    if (!commandTable[verb].changes && parsed.kind === 'command') await acknowledge();
    const facts = await permissionFacts(input.actor);
    const permission = authorize(input.actor, verb, facts);
    const request = { key: input.key, verb, actor: input.actor, at: clock.now() };
    if (permission.kind === 'denied') {
      const { denial } = permission;
      const reply: Reply = {
        kind: 'denied',
        denial,
        admins: denial.kind === 'other-team' ? nobody : roles.admins,
      };
      return recorded(store, request, 'denied', typed.slash, { reply, changes: [] }, { reason: denial.kind });
    }
    const pressed = input.does.kind === 'click' ? input.does.offer : null;
    const asked: Asked = { ...request, offer: pressed, origin: input.origin, role: permission.role, facts };
    return parsed.kind === 'fault' ? notUnderstood(asked, parsed.fault) : carryOut(asked, parsed.command);
  }

  /** What was typed, or what stands behind the button; null for a button that is not this person's or is gone. */
  async function commandOf({ does, actor }: Input): Promise<{ slash: string; text: string } | null> {
    if (does.kind === 'command') return does;
    const stored = await store.offer(does.offer);
    if (stored === null || actorKey(stored.actor) !== actorKey(actor)) return null;
    const [slash = '', ...words] = stored.command.split(' ');
    return { slash, text: words.join(' ') };
  }

  function offerGone({ key, actor, does }: Input): Promise<Reply> {
    const request = { key, verb: 'help', actor, at: clock.now() } as const;
    const reply: Reply = { kind: 'offer-gone' };
    const object = does.kind === 'click' ? does.offer : '';
    return recorded(store, request, 'denied', object, { reply, changes: [] }, { reason: 'offer-gone' });
  }

  async function permissionFacts(actor: Actor): Promise<PermissionFacts> {
    // Nobody can freeze yet; the fact is asked for from the start so that no verb is built without it.
    return { installedTeam, roles, person: await personFacts(actor), frozen: null };
  }

  /** A timer acts on what was allowed when it was set: it works through an outage of Slack. */
  async function personFacts(actor: Actor): Promise<PersonFacts> {
    return actor.kind === 'timer' ? { kind: 'unknown' } : chat.person(actor);
  }

  function notUnderstood(asked: Asked, fault: CommandFault): Promise<Reply> {
    const near = 'near' in fault ? fault.near : [];
    const { offers, changes } = offer(
      deps.newId,
      asked,
      near.map(command => ({ label: command, command })),
    );
    const reply: Reply = { kind: 'not-understood', fault, offers };
    return recorded(store, asked, 'not-understood', fault.kind, { reply, changes });
  }

  function carryOut(asked: Asked, command: Command): Promise<Reply> | Reply {
    switch (command.kind) {
      case 'snapshot':
        return snapshot(deps, asked, command);
      case 'list':
        return list(deps, asked, command);
      case 'status':
        return status(deps, asked, command);
      case 'retry':
        return retry(deps, asked, command);
      case 'cancel':
        return cancel(deps, asked, command);
      case 'hold':
        return hold(deps, asked, command);
      case 'release':
        return release(deps, asked, command);
      case 'confirm':
        return confirm(deps, asked, command);
      case 'help':
        return help(asked, command);
      case 'whoami':
        return whoami(deps, asked);
    }
  }

  return { handle };
}

function verbOf(parsed: Parsed): Verb {
  if (parsed.kind === 'command') return parsed.command.kind;
  return 'verb' in parsed.fault ? parsed.fault.verb : 'help';
}

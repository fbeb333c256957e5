import type { Actor } from '../core/actor.ts';
import { actorKey } from '../core/actor.ts';
import type { Command, Parsed } from '../core/command.ts';
import { parseCommand } from '../core/command.ts';
import type { Verb } from '../core/command-table.ts';
import { commandTable } from '../core/command-table.ts';
import { formVerb } from '../core/form.ts';
import type { FormId } from '../core/ids.ts';
import type { Early, Input } from '../core/input.ts';
import type { Denial } from '../core/permission.ts';
import type { Reply } from '../core/reply.ts';
import type { Change, Deps, StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { carryOut, notUnderstood } from './carry-out.ts';
import { openForm, submitForm } from './forms.ts';
import { expire } from './decide.ts';
import { homeOpened, openHome } from './home.ts';
import { runSlot } from './run-slot.ts';

/** An input understood: the verb that it needs, and what it does once that is allowed. */
export type Wish = {
  readonly verb: Verb;
  readonly object: string;
  readonly early: Early | null;
  /** The modal that was submitted. */
  readonly form: StoredForm | null;
  /** What a denial leaves behind besides its record. */
  whenDenied(denial: Denial): readonly Change[];
  carryOut(asked: Asked): Promise<Reply> | Reply;
};

const plain = { early: null, form: null, whenDenied: (): readonly Change[] => [] } as const;

/** Null for a button or a modal that is not this person's, or is gone. */
export async function understand(deps: CommandDeps, { does, actor }: Input): Promise<Wish | null> {
  switch (does.kind) {
    case 'command':
      return typed(deps, does.slash, does.text);
    case 'click': {
      const stored = await deps.store.offer(does.offer);
      if (stored === null || actorKey(stored.actor) !== actorKey(actor)) return null;
      const [slash = '', ...words] = stored.command.split(' ');
      return typed(deps, slash, words.join(' '));
    }
    case 'open': {
      const { form } = does;
      const opens = { verb: formVerb[form.kind], object: form.kind, early: 'opening' } as const;
      return { ...plain, ...opens, carryOut: asked => openForm(deps, asked, form) };
    }
    case 'submit': {
      const form = await formFor(deps, does.form, actor);
      if (form === null) return null;
      const submits = { verb: formVerb[form.asked.kind], object: form.id, form };
      return { ...plain, ...submits, carryOut: asked => submitForm(deps, asked, form, does.fields) };
    }
    case 'home': {
      // Home then tells why it is empty.
      const whenDenied = (denial: Denial): readonly Change[] =>
        hasHome(denial) ? [homeOpened({ actor, at: deps.clock.now() }, 0)] : [];
      const reads = { verb: 'list', object: 'home', early: 'reading' } as const;
      return { ...plain, ...reads, whenDenied, carryOut: asked => openHome(deps, asked, does.page) };
    }
    case 'expire': {
      const ends = { verb: 'deny', object: does.request } as const;
      return { ...plain, ...ends, carryOut: asked => expire(deps, asked, does.request) };
    }
    case 'slot': {
      const snapshots = { verb: 'snapshot', object: does.policy } as const;
      return { ...plain, ...snapshots, carryOut: asked => runSlot(deps, asked, does) };
    }
  }
}

/** Slack shows the Home of an app only to people of its own workspace. */
const hasHome = ({ kind }: Denial): boolean => !['other-team', 'bot', 'deleted'].includes(kind);

/** An open modal, for whoever opened it. */
export async function formFor(
  { store }: Pick<Deps, 'store'>,
  id: FormId,
  actor: Actor,
): Promise<StoredForm | null> {
  const form = await store.form(id);
  return form !== null && actorKey(form.actor) === actorKey(actor) ? form : null;
}

function typed(deps: CommandDeps, slash: string, text: string): Wish {
  const parsed = parseCommand(slash, text);
  const verb = verbOf(parsed);
  if (parsed.kind === 'fault') {
    return { ...plain, verb, object: slash, carryOut: asked => notUnderstood(deps, asked, parsed.fault) };
  }
  const { command } = parsed;
  const early = earlyFor(command, verb);
  return { ...plain, verb, object: slash, early, carryOut: asked => carryOut(deps, asked, command) };
}

function verbOf(parsed: Parsed): Verb {
  if (parsed.kind === 'fault') return 'verb' in parsed.fault ? parsed.fault.verb : 'help';
  return parsed.command.kind === 'form' ? formVerb[parsed.command.form] : parsed.command.kind;
}

function earlyFor(command: Command, verb: Verb): Early | null {
  if (command.kind === 'form' || command.kind === 'policy') return 'opening';
  return commandTable[verb].changes ? null : 'reading';
}

import type { Command, CommandFault } from '../core/command.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { offer, recorded } from './asked.ts';
import { cancel } from './cancel.ts';
import { confirm } from './confirm.ts';
import { approve, deny } from './decide.ts';
import { openForm } from './forms.ts';
import { help } from './help.ts';
import { hold, release } from './hold.ts';
import { pause, resume, skip } from './change-policy.ts';
import { list } from './list.ts';
import { policies } from './policies.ts';
import { policy } from './policy-form.ts';
import { runNow } from './run-now.ts';
import { retry } from './retry.ts';
import { snapshot } from './snapshot.ts';
import { status } from './status.ts';
import { unschedule } from './unschedule.ts';
import { whoami } from './whoami.ts';
import { why } from './why.ts';

/** A command that was understood and allowed. */
export function carryOut(deps: CommandDeps, asked: Asked, command: Command): Promise<Reply> | Reply {
  switch (command.kind) {
    case 'snapshot':
      return snapshot(deps, asked, command);
    case 'form':
      return openForm(deps, asked, { kind: command.form, server: null });
    case 'policy':
      return policy(deps, asked, command);
    case 'policies':
      return policies(deps, asked);
    case 'why':
      return why(deps, asked, command);
    case 'run':
      return runNow(deps, asked, command);
    case 'pause':
      return pause(deps, asked, command);
    case 'resume':
      return resume(deps, asked, command);
    case 'skip':
      return skip(deps, asked, command);
    case 'unschedule':
      return unschedule(deps, asked, command);
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
    case 'approve':
      return approve(deps, asked, command.request);
    case 'deny':
      return deny(deps, asked, command.request);
    case 'help':
      return help(asked, command);
    case 'whoami':
      return whoami(deps, asked);
  }
}

/** Nothing was done; what was probably meant comes as buttons. */
export function notUnderstood(
  { newId, store }: CommandDeps,
  asked: Asked,
  fault: CommandFault,
): Promise<Reply> {
  const near = 'near' in fault ? fault.near : [];
  const { offers, changes } = offer(
    newId,
    asked,
    near.map(command => ({ label: command, command })),
  );
  const reply: Reply = { kind: 'not-understood', fault, offers };
  return recorded(store, asked, 'not-understood', fault.kind, { reply, changes });
}

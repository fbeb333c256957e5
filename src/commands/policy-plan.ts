import type { FormAsked, PolicyAbout } from '../core/form.ts';
import type { FormId } from '../core/ids.ts';
import type { Policy } from '../core/policy.ts';
import { foldedName, scheduleOf } from '../core/policy.ts';
import type { PolicyDraft } from '../core/policy-draft.ts';
import { isSameDraft, isSameSchedule } from '../core/policy-draft.ts';
import type { PolicyForecast } from '../core/policy-forecast.ts';
import { forecast } from '../core/policy-forecast.ts';
import type { PolicyFormFault } from '../core/policy-form.ts';
import type { Reply } from '../core/reply.ts';
import { dueSince } from '../core/schedule-due.ts';
import type { Change, StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { mayChange } from './find-policy.ts';

/** What would come of saving a draft at this moment. */
export type PolicyPlan =
  | { readonly kind: 'savable'; readonly current: Policy | null; readonly forecast: PolicyForecast }
  | { readonly kind: 'fault'; readonly fault: PolicyFormFault }
  | { readonly kind: 'refused'; readonly reply: Reply & { kind: 'policy-refused' } };

/** Everything is looked up anew, for the preview and again for saving. */
export async function planPolicy(
  deps: CommandDeps,
  asked: Asked,
  about: PolicyAbout,
  draft: PolicyDraft,
): Promise<PolicyPlan> {
  const { store, place, guard } = deps;
  const current = about.kind === 'new' ? null : await store.policy(about.policy);
  const refused = about.kind === 'new' ? null : refusal(about, current, asked);
  if (refused !== null) return { kind: 'refused', reply: refused };
  const fault = current === null ? await nameFault(deps, draft) : dueFault(current, draft, asked.at);
  if (fault !== null) return { kind: 'fault', fault };
  const { servers } = await store.servers(place);
  const expected = forecast(draft, current, {
    servers,
    sets: await store.setsOfPolicy(place, draft.name),
    busy: await store.busySets(),
    // Not asked here: what AWS protects stays besides, so no more is deleted than is said.
    usedBy: new Map(),
    guard,
    now: asked.at,
  });
  const { more, sets, asks } = expected;
  if (asks) return { kind: 'fault', fault: { field: 'keep', kind: 'keep-asks', remove: more, of: sets } };
  return { kind: 'savable', current, forecast: expected };
}

function refusal(
  { before }: PolicyAbout & { kind: 'edit' },
  current: Policy | null,
  asked: Asked,
): (Reply & { kind: 'policy-refused' }) | null {
  const { name } = before;
  if (current === null) return { kind: 'policy-refused', name, why: { kind: 'gone' } };
  const { owner } = current;
  if (!mayChange(current, asked)) return { kind: 'policy-refused', name, why: { kind: 'not-yours', owner } };
  return isSameDraft(before, current)
    ? null
    : { kind: 'policy-refused', name, why: { kind: 'changed', by: owner, at: current.savedAt } };
}

async function nameFault(
  { store, place }: CommandDeps,
  { name }: PolicyDraft,
): Promise<PolicyFormFault | null> {
  const taken = (await store.policies(place)).find(other => foldedName(other.name) === foldedName(name));
  return taken === undefined ? null : { field: 'name', kind: 'name-taken', name: taken.name };
}

/** Another schedule begins now; what the old one still owes would be forgotten. */
function dueFault(current: Policy, draft: PolicyDraft, now: number): PolicyFormFault | null {
  const owes = dueSince(scheduleOf(current), current.lastSlot, now) !== null;
  return owes && !isSameSchedule(current, draft) ? { field: 'every', kind: 'run-due' } : null;
}

/** The second modal and its row: it holds what was filled in and what its preview said would be deleted. */
export function previewOf(
  { newId }: CommandDeps,
  { actor, at }: Asked,
  { origin, asked: was }: StoredForm & { readonly asked: Exclude<FormAsked, { kind: 'snapshot' }> },
  draft: PolicyDraft,
  expected: PolicyForecast,
): { readonly reply: Reply; readonly changes: readonly Change[] } {
  const id = newId<FormId>('f');
  const { about } = was;
  const asked = { kind: 'policy-save', about, draft, removes: expected.removes } as const;
  return {
    reply: {
      kind: 'form',
      form: {
        kind: 'policy-preview',
        id,
        draft,
        isNew: about.kind === 'new',
        forecast: expected,
        again: was.kind === 'policy-save',
      },
    },
    changes: [{ kind: 'form', form: { id, actor, origin, asked, at } }],
  };
}

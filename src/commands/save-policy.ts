import type { PolicyToSave } from '../core/form.ts';
import type { PolicyId } from '../core/ids.ts';
import type { Policy } from '../core/policy.ts';
import { draftOf, isSameDraft, isSameSchedule } from '../core/policy-draft.ts';
import type { Reply } from '../core/reply.ts';
import type { Change, StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';
import { planPolicy, previewOf } from './policy-plan.ts';

/** A run of the policy may slip in between; then it is planned anew. */
const tries = 5;

/**
 * Save was pressed below a preview. What is saved is what that showed, checked once more: where it would now delete
 * sets that were not counted there, it is shown again instead.
 */
export async function savePolicy(
  deps: CommandDeps,
  asked: Asked,
  form: StoredForm,
  toSave: PolicyToSave,
): Promise<Reply> {
  const { about, draft } = toSave;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (await isSaved(deps, asked, form, toSave)) return { kind: 'silent' };
    const plan = await planPolicy(deps, asked, about, draft);
    if (plan.kind !== 'savable') {
      const name = draft.name;
      const reply: Reply =
        plan.kind === 'refused'
          ? plan.reply
          : { kind: 'policy-refused', name, why: { kind: 'fault', fault: plan.fault } };
      return refused(deps, asked, form, reply);
    }
    const { current, forecast } = plan;
    if (forecast.removes.some(id => !toSave.removes.includes(id))) {
      const { reply, changes } = previewOf(deps, asked, { ...form, asked: toSave }, draft, forecast);
      await deps.store.commit(changes);
      return reply;
    }
    const policy = saved(deps, asked, toSave, current);
    const expected = current === null ? [] : [{ row: `policy/${current.id}`, version: current.version }];
    const committed = await deps.store.commit(changesFor(asked, form, policy, current), expected);
    if (committed === 'done') return { kind: 'policy-saved', policy, isNew: current === null, forecast };
    if (isAnswered(committed, asked)) return { kind: 'silent' };
    if (committed.conflict === `dedupe/${onceKey(form)}`)
      return refused(deps, asked, form, { kind: 'form-gone' });
  }
  throw new Error(`the policy ${draft.name} kept changing while it was saved`);
}

/** The answer to the first press was lost, and Save was pressed again: it is as it was wanted. */
async function isSaved(
  { store, place }: CommandDeps,
  { actor }: Asked,
  { at }: StoredForm,
  { about, draft }: PolicyToSave,
): Promise<boolean> {
  const all = await store.policies(place);
  const found = all.find(({ id, name }) =>
    about.kind === 'edit' ? id === about.policy : name === draft.name,
  );
  if (found === undefined || !isSameDraft(found, draft)) return false;
  const { owner, savedAt } = found;
  return savedAt >= at && owner.team === actor.team && owner.user === actor.user;
}

/** Each preview is saved once. */
const onceKey = ({ id }: StoredForm): string => `form/${id}`;

function changesFor(
  asked: Asked,
  form: StoredForm,
  policy: Policy,
  before: Policy | null,
): readonly Change[] {
  return [
    ...onRecord(asked, 'asked', policy.id, {
      name: policy.name,
      before: before === null ? '' : JSON.stringify(draftOf(before)),
      after: JSON.stringify(draftOf(policy)),
    }),
    { kind: 'dedupe', key: onceKey(form), at: asked.at },
    { kind: 'policy', policy },
  ];
}

function saved(
  deps: CommandDeps,
  { actor, at }: Asked,
  { draft }: PolicyToSave,
  current: Policy | null,
): Policy {
  const { team, user } = actor;
  const decided = { ...draft, owner: { kind: 'person', team, user } as const, savedAt: at };
  if (current === null) {
    const id = deps.newId<PolicyId>('p');
    return { ...decided, id, place: deps.place, version: 1, lastSlot: at, pause: null, skip: null };
  }
  const isSame = isSameSchedule(current, draft);
  return {
    ...current,
    ...decided,
    version: current.version + 1,
    lastSlot: isSame ? current.lastSlot : at,
    skip: isSame ? current.skip : null,
  };
}

function refused({ store }: CommandDeps, asked: Asked, { id }: StoredForm, reply: Reply): Promise<Reply> {
  const reason = reply.kind === 'policy-refused' ? reply.why.kind : reply.kind;
  return recorded(store, asked, 'refused', id, { reply, changes: [] }, { reason });
}

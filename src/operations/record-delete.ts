import { nextToDelete } from '../core/deletion.ts';
import type { CallFacts, DeleteOperation } from '../core/operation.ts';
import type { Change, SetLeft } from '../ports.ts';
import type { Transition } from './transition.ts';
import { audited, changed } from './transition.ts';

/** A member is gone: the next one's turn. */
export function deletedOne(operation: DeleteOperation, now: number): Transition {
  const { plan, facts } = operation;
  const snapshot = nextToDelete(plan, facts);
  if (snapshot === null) throw new Error('an answer came for a snapshot that nobody asked about');
  const base = changed(operation, {
    ...facts,
    call: { kind: 'not-called' },
    deleted: [...facts.deleted, snapshot],
  });
  return { ...base, changes: [...base.changes, audited(operation, 'called', { deleted: snapshot }, now)] };
}

/** EC2 refuses to delete a member: it stays and is named, and the others go. */
export function keptOne(
  operation: DeleteOperation,
  call: CallFacts & { kind: 'refused' },
  now: number,
): Transition {
  const { plan, facts } = operation;
  const snapshot = nextToDelete(plan, facts);
  if (snapshot === null) throw new Error('a refusal came for a snapshot that nobody asked about');
  const { code, message } = call;
  const base = changed(operation, {
    ...facts,
    call: { kind: 'not-called' },
    kept: [...facts.kept, { snapshot, code, message }],
  });
  return { ...base, changes: [...base.changes, audited(operation, 'called', { kept: snapshot, code }, now)] };
}

/** A call that was never answered may have deleted its snapshot: nobody may count on the set any more. */
const isDoubtful = ({ call }: DeleteOperation['facts']): boolean =>
  call.kind === 'intended' || (call.kind === 'turned-away' && call.lost > 0);

/** What is left of the set when nothing more is tried. */
export function afterDelete({ plan, facts }: DeleteOperation): readonly Change[] {
  const left = plan.snapshots.filter(snapshot => !facts.deleted.includes(snapshot));
  const after: SetLeft =
    left.length === 0
      ? { kind: 'nothing' }
      : facts.deleted.length === 0
        ? { kind: 'whole', state: isDoubtful(facts) ? 'failed' : plan.was }
        : { kind: 'part', members: left };
  return [
    { kind: 'after-delete', set: plan.set, left: after },
    { kind: 'card-changed', key: `operation/${plan.source}` },
  ];
}

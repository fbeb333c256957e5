import { actorKey } from '../core/actor.ts';
import type { AuditEntry } from '../core/audit.ts';
import type { Operation } from '../core/operation.ts';
import { serverOf, setIdOf, toldBy } from '../core/operation.ts';
import type { Change, Expectation } from '../ports.ts';

/** An operation one version on, and the one transaction that makes it so. */
export type Transition = {
  readonly operation: Operation;
  readonly changes: readonly Change[];
  readonly expect: readonly Expectation[];
};

/** `facts` belong to the operation's kind: they are its own, with something replaced. */
export function changed(operation: Operation, facts: Operation['facts']): Transition {
  const next = { ...operation, version: operation.version + 1, facts } as Operation;
  const { id, origin, actor } = operation;
  return {
    operation: next,
    changes: [
      { kind: 'operation-update', operation: next },
      { kind: 'card-dirty', key: `operation/${toldBy(operation)}`, origin, requester: actor },
    ],
    expect: [{ row: `operation/${id}`, version: operation.version }],
  };
}

export function audited(
  operation: Operation,
  outcome: AuditEntry['outcome'],
  detail: AuditEntry['detail'],
  at: number,
): Change {
  const set = setIdOf(operation);
  return {
    kind: 'audit',
    entry: {
      at,
      actor: actorKey(operation.actor),
      verb: operation.kind,
      object: `${operation.place}/${serverOf(operation)?.id ?? operation.id}`,
      outcome,
      detail: { operation: operation.id, ...(set === null ? {} : { set }), ...detail },
    },
  };
}

import type { Actor, Origin } from '../core/actor.ts';
import { actorKey } from '../core/actor.ts';
import type { AuditEntry } from '../core/audit.ts';
import type { Limits } from '../core/limits.ts';
import type { DeletionGuard } from '../core/retention.ts';
import type { Verb } from '../core/command-table.ts';
import type { ChannelId, FormId, OfferId, PlaceId } from '../core/ids.ts';
import type { PermissionFacts, Role } from '../core/permission.ts';
import type { Offer, Reply } from '../core/reply.ts';
import type { Installation } from '../core/tags.ts';
import type { Change, Committed, Deps, NewId, Store } from '../ports.ts';

/** What commands are given. */
export type CommandDeps = Pick<Deps, 'store' | 'inventory' | 'clock' | 'newId'> & {
  readonly place: PlaceId;
  readonly installation: Installation;
  readonly limits: Limits;
  /** False where whoever asks may also approve. */
  readonly approvalsRequired: boolean;
  /** Deleting more than this at once is for a person to decide. */
  readonly guard: DeletionGuard;
  /** The time zone of schedules where Slack does not tell the person's own. */
  readonly zone: string;
  /** Where cards stand that were not asked for in any channel. */
  readonly reports: ChannelId;
};

/** A request that has passed authorize. `key` names its envelope, so that it is taken once. */
export type Asked = {
  readonly key: string;
  /** The button that was pressed, if it was one: it takes no more than one snapshot. */
  readonly offer: OfferId | null;
  /** The modal that was submitted, if it was one. */
  readonly form: FormId | null;
  readonly verb: Verb;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly at: number;
  readonly role: Role;
  readonly facts: PermissionFacts;
};

/** A reply and what it leaves behind. */
export type Answer = { readonly reply: Reply; readonly changes: readonly Change[] };

/**
 * The two rows that every request leaves, whatever became of it. A modal stays open when it is refused, and comes
 * again with the same view and hash: only what was granted uses up the key of a submission.
 */
export function onRecord(
  { key, verb, actor, at, form }: Pick<Asked, 'key' | 'verb' | 'actor' | 'at' | 'form'>,
  outcome: AuditEntry['outcome'],
  object: string,
  detail: AuditEntry['detail'] = {},
): readonly Change[] {
  const audit: Change = {
    kind: 'audit',
    entry: { at, actor: actorKey(actor), verb, object, outcome, detail },
  };
  return form === null || outcome === 'asked' ? [{ kind: 'dedupe', key, at }, audit] : [audit];
}

/** Buttons for these commands, and the rows behind them. */
export function offer(
  newId: NewId,
  asked: Pick<Asked, 'actor' | 'at'>,
  commands: readonly { readonly label: string; readonly command: string }[],
): { readonly offers: readonly Offer[]; readonly changes: readonly Change[] } {
  const offers = commands.map(({ label, command }): Offer => ({ id: newId<OfferId>('b'), label, command }));
  const changes = offers.map(({ id, command }): Change => {
    return { kind: 'offer', offer: { id, actor: asked.actor, command, at: asked.at } };
  });
  return { offers, changes };
}

/** Commits what the answer leaves behind; a second delivery of the same envelope is answered with silence. */
export async function recorded(
  store: Pick<Store, 'commit'>,
  asked: Parameters<typeof onRecord>[0],
  outcome: AuditEntry['outcome'],
  object: string,
  answer: Answer,
  detail: AuditEntry['detail'] = {},
): Promise<Reply> {
  const committed = await store.commit([...onRecord(asked, outcome, object, detail), ...answer.changes]);
  if (committed === 'done') return answer.reply;
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  throw new Error(`an answer could not be recorded: conflict on ${committed.conflict}`);
}

/** True when this very envelope was taken before. */
export function isAnswered(committed: Committed, asked: { readonly key: string }): boolean {
  return committed !== 'done' && committed.conflict === `dedupe/${asked.key}`;
}

import type { InferSelectModel } from 'drizzle-orm';
import type * as schema from '../../db/schema.ts';
import type { Actor, Origin, Person, PolicyActor } from '../core/actor.ts';
import type { Adoption } from '../core/adoption.ts';
import type {
  AdoptionId,
  ChannelId,
  FormId,
  OfferId,
  OperationId,
  PlaceId,
  ServerId,
  SetId,
  TeamId,
  UserId,
} from '../core/ids.ts';
import type { Operation } from '../core/operation.ts';
import { serverOf } from '../core/operation.ts';
import type { Confirmation, Hold, SetMember, SnapshotSet } from '../core/snapshot-set.ts';
import type { CardKey, CardRow, HomeRow, StoredForm, StoredOffer } from '../ports.ts';

// Rows are written by this program alone, so their JSON is trusted to be what it was when it was written.

type Row<Table extends keyof typeof schema> = InferSelectModel<(typeof schema)[Table]>;

const json = <Value>(text: string): Value => JSON.parse(text) as Value;

const person = (row: { team: string; user: string }): Person => ({
  kind: 'person',
  team: row.team as TeamId,
  user: row.user as UserId,
});

export function operationRow(operation: Operation): Omit<Row<'operations'>, 'seq'> {
  const { actor, plan } = operation;
  const server = serverOf(operation);
  return {
    id: operation.id,
    kind: operation.kind,
    place: operation.place,
    server: server?.id ?? '',
    serverName: server?.name ?? '',
    state: operation.state,
    version: operation.version,
    actor: actor.kind,
    team: actor.team,
    user: actor.user,
    policy: actor.kind === 'policy' ? JSON.stringify({ policy: actor.policy, name: actor.name }) : null,
    parent: operation.parent,
    origin: JSON.stringify(operation.origin),
    createdAt: operation.createdAt,
    endedAt: operation.endedAt,
    cancel: operation.cancel === null ? null : JSON.stringify(operation.cancel),
    plan: JSON.stringify(plan),
    facts: JSON.stringify(operation.facts),
  };
}

function actorOf(row: Row<'operations'>): Actor {
  const who = { team: row.team as TeamId, user: row.user as UserId };
  if (row.policy === null) return { ...who, kind: row.actor as 'person' | 'timer' };
  return { ...who, kind: 'policy', ...json<Pick<PolicyActor, 'policy' | 'name'>>(row.policy) };
}

/** The columns of an operation and its JSON were written together, so they belong to the same kind. */
export function operationOf(row: Row<'operations'>): Operation {
  const operation = {
    kind: row.kind,
    id: row.id as OperationId,
    place: row.place as PlaceId,
    version: row.version,
    state: row.state as Operation['state'],
    actor: actorOf(row),
    origin: json<Origin>(row.origin),
    parent: row.parent as OperationId | null,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    cancel: row.cancel === null ? null : json<NonNullable<Operation['cancel']>>(row.cancel),
    plan: json<Operation['plan']>(row.plan),
    facts: json<Operation['facts']>(row.facts),
  };
  return operation as Operation;
}

export function setRow(set: SnapshotSet): Row<'sets'> {
  const { by, members, hold, adoption, ...rest } = set;
  return {
    ...rest,
    team: by.team,
    user: by.user,
    members: JSON.stringify(members),
    hold: hold === null ? null : JSON.stringify(hold),
    adoption: adoption?.id ?? null,
  };
}

/** `confirmed`: of the adoption that made the row, if one did. */
export function setOf(row: Row<'sets'>, confirmed: string | null): SnapshotSet {
  return {
    id: row.id as SetId,
    place: row.place as PlaceId,
    operation: row.operation as OperationId,
    server: row.server as ServerId,
    serverName: row.serverName,
    state: row.state as SnapshotSet['state'],
    consistency: row.consistency as SnapshotSet['consistency'],
    takenAt: row.takenAt,
    by: person(row),
    note: row.note,
    policy: row.policy,
    members: json<readonly SetMember[]>(row.members),
    hold: row.hold === null ? null : json<Hold>(row.hold),
    adoption:
      row.adoption === null ? null : { id: row.adoption as AdoptionId, confirmed: confirmationOf(confirmed) },
    missingSince: row.missingSince,
  };
}

const confirmationOf = (confirmed: string | null): Confirmation | null =>
  confirmed === null ? null : json<Confirmation>(confirmed);

export function adoptionRow({ id, place, at, sets, problems }: Adoption): Omit<Row<'adoptions'>, 'seq'> {
  return {
    id,
    place,
    at,
    sets: sets === null ? null : JSON.stringify(sets),
    problems: JSON.stringify(problems),
    confirmed: null,
  };
}

export function adoptionOf(row: Row<'adoptions'>): Adoption {
  return {
    id: row.id as AdoptionId,
    place: row.place as PlaceId,
    at: row.at,
    sets: row.sets === null ? null : json<NonNullable<Adoption['sets']>>(row.sets),
    problems: json<Adoption['problems']>(row.problems),
    confirmed: confirmationOf(row.confirmed),
  };
}

export function cardRow(card: CardRow): Row<'cards'> {
  return {
    key: card.key,
    revision: card.revision,
    sentRevision: card.sentRevision,
    version: card.version,
    origin: JSON.stringify(card.origin),
    team: card.requester?.team ?? '',
    user: card.requester?.user ?? '',
    channel: card.place?.channel ?? null,
    ts: card.place?.ts ?? null,
    sentHash: card.sentHash,
    posting: card.posting === null ? null : JSON.stringify(card.posting),
    again: card.again,
    dead: card.dead,
    told: card.told,
  };
}

export function cardOf(row: Row<'cards'>): CardRow {
  const { channel, ts } = row;
  return {
    key: row.key as CardKey,
    revision: row.revision,
    sentRevision: row.sentRevision,
    version: row.version,
    origin: json<Origin>(row.origin),
    requester: row.user === '' ? null : { team: row.team as TeamId, user: row.user as UserId },
    place: channel === null || ts === null ? null : { channel: channel as ChannelId, ts },
    sentHash: row.sentHash,
    posting: row.posting === null ? null : json<NonNullable<CardRow['posting']>>(row.posting),
    again: row.again,
    dead: row.dead,
    told: row.told,
  };
}

export function offerOf(row: Row<'offers'>): StoredOffer {
  return { id: row.id as OfferId, actor: person(row), command: row.command, at: row.at };
}

export function formRow({ id, actor, origin, asked, at }: StoredForm): Row<'forms'> {
  const { team, user } = actor;
  return { id, team, user, origin: JSON.stringify(origin), asked: JSON.stringify(asked), at };
}

export function formOf(row: Row<'forms'>): StoredForm {
  return {
    id: row.id as FormId,
    actor: person(row),
    origin: json<Origin>(row.origin),
    asked: json<StoredForm['asked']>(row.asked),
    at: row.at,
  };
}

export function homeOf(row: Row<'homes'>): HomeRow {
  const { openedAt, page, sentHash } = row;
  return { actor: person(row), openedAt, page, sentHash };
}

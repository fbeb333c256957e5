import type { Reply } from '../../src/core/reply.ts';
import { commandTable } from '../../src/core/command-table.ts';
import type { Verb } from '../../src/core/command-table.ts';
import type { Elsewhere } from '../../src/core/elsewhere.ts';
import type { OperationId, ServerId, UserId } from '../../src/core/ids.ts';
import type { CallFacts, Operation } from '../../src/core/operation.ts';
import type { Request } from '../../src/core/request.ts';
import type { Denial } from '../../src/core/permission.ts';
import type { RoleHolders } from '../../src/core/roles.ts';
import { nobody } from '../../src/core/roles.ts';
import {
  adoptionOf,
  alice,
  memberOf,
  noon,
  offersOf,
  operationOf,
  place,
  planOf,
  setOf,
  volumesOf,
} from '../core/samples.ts';
import { refusalsOf, requestsAbout } from './every-card.ts';
import { policyRepliesAbout } from './every-policy-reply.ts';
import { formsAbout } from './every-view.ts';

const verbs = Object.keys(commandTable) as Verb[];
export const admins: RoleHolders = { users: ['U07CAROL', 'U07DAVE'] as UserId[], groups: [] };
const disks = [{ gb: 75, count: 2 }];
export const fresh = { readAt: noon, stale: false };
const stale = { readAt: noon, stale: true };
const never = { readAt: null, stale: true };

export type RepliesByKind = {
  readonly [Kind in Reply['kind']]: readonly (Reply & { readonly kind: Kind })[];
};

/** Every kind of reply in every variety, about something of this name and size: a new kind has to be added here. */
export function repliesAbout(name: string, size: number, note: string): RepliesByKind {
  return {
    silent: [{ kind: 'silent' }],
    taking: [{ kind: 'taking', operation: 'o-22222222' as OperationId, server: name }],
    denied: denialsFor(name).map(denial => ({ kind: 'denied', denial, admins }) as const),
    ...aboutWhatWasTyped(name),
    ...aboutServers(name, size, note),
    ...aboutSets(name, size, note),
    ...aboutOperations(name, size, note),
    ...aboutRequests(name, size),
    ...policyRepliesAbout(name),
    ...aboutPeople(),
    form: Object.values(formsAbout(name))
      .flat()
      .map(form => ({ kind: 'form', form }) as const),
    'form-faults': [
      { kind: 'form-faults', form: 'snapshot', faults: [{ field: 'server', kind: 'server-gone' }] },
      { kind: 'form-faults', form: 'policy', faults: [{ field: 'name', kind: 'name-taken', name }] },
    ],
    'form-gone': [{ kind: 'form-gone' }],
    'offer-gone': [{ kind: 'offer-gone' }],
    'offer-spent': [{ kind: 'offer-spent' }],
    'not-ready': (['place', 'stopping'] as const).map(missing => ({ kind: 'not-ready', missing }) as const),
    'not-written': (['busy', 'no-room'] as const).map(why => ({ kind: 'not-written', why }) as const),
    broken: [{ kind: 'broken', reference: 'r-4f9k' }],
  };
}

const denialsFor = (reason: string): readonly Denial[] => [
  { kind: 'frozen', reason },
  ...(['other-team', 'guest', 'bot', 'deleted', 'not-known', 'admins-only', 'approvers-only'] as const).map(
    kind => ({ kind }),
  ),
];

function aboutWhatWasTyped(name: string) {
  const near = Array.from({ length: 3 }, () => `/snapshot ${name}`);
  const offers = offersOf(name, 3);
  const elsewhere: readonly (Elsewhere | null)[] = [
    null,
    { kind: 'server-id', here: place },
    { kind: 'not-a-server', what: 'EBS snapshot' },
    { kind: 'other-region', region: 'us-gov-east-1', here: place },
    { kind: 'this-region', name, here: place },
  ];
  const nowhere = { kind: 'no-such-server', given: name, elsewhere: null } as const;
  const kind = 'not-understood';
  return {
    'not-understood': [
      { kind, fault: { kind: 'unknown-verb', slash: '/snapkeeper', given: name, near }, offers },
      { kind, fault: { kind: 'unknown-flag', verb: 'snapshot', given: name, near: [] }, offers: [] },
      { kind, fault: { kind: 'extra-words', verb: 'whoami', given: name, near }, offers },
      { kind, fault: { kind: 'argument-missing', verb: 'snapshot' }, offers: [] },
      { kind, fault: { kind: 'too-long', length: 70_000, limit: 1_000 }, offers: [] },
    ],
    'no-such-server': [
      ...elsewhere.map(where => ({ ...nowhere, elsewhere: where, offers, list: fresh })),
      { ...nowhere, offers: [], list: stale },
      { ...nowhere, offers: [], list: never },
    ],
    'no-such-id': (['operation', 'snapshot', 'adoption', 'request'] as const).map(
      of => ({ kind: 'no-such-id', given: name, of }) as const,
    ),
    'hold-text': [
      { kind: 'hold-text', fault: { kind: 'no-such-date', given: name } },
      { kind: 'hold-text', fault: { kind: 'past', until: noon } },
      { kind: 'hold-text', fault: { kind: 'reason-too-long', length: 1_201, limit: 150 } },
    ],
  } satisfies Partial<RepliesByKind>;
}

function aboutServers(name: string, size: number, note: string) {
  const [run] = offersOf(name, 1);
  if (run === undefined) throw new Error('no offer');
  const choices = offersOf(name, Math.min(size, 10)).map(offer => {
    const server = { id: 'i-1' as ServerId, state: name, type: 'u7inh-32tb.480xlarge', zone: 'eu-west-1a' };
    return { offer, server };
  });
  const rows = Array.from({ length: Math.min(size, 30) }, (_, index) => ({
    id: 'i-0a000000000000001' as ServerId,
    title: name,
    ambiguous: true,
    state: 'running',
    newest: index === 0 ? null : ({ at: noon, state: 'good' } as const),
    count: index,
  }));
  const plan = planOf({ server: { id: 'i-1' as ServerId, name }, volumes: volumesOf(size), note });
  const limited = { kind: 'limit', server: name, offers: offersOf(name, 1) } as const;
  return {
    'dry-run': [
      { kind: 'dry-run', plan, run },
      { kind: 'dry-run', plan: { ...plan, copyTags: false, leftOut: disks }, run },
    ],
    'which-server': [{ kind: 'which-server', name, choices, more: 3 }],
    refused: refusalsOf(size).map(
      refusal => ({ kind: 'refused', server: name, refusal, offers: [] }) as const,
    ),
    limit: [
      { ...limited, limit: { kind: 'person', limit: 20, again: noon } },
      { ...limited, limit: { kind: 'server', limit: 3, again: noon } },
      { ...limited, limit: { kind: 'server', limit: 3, again: null } },
    ],
    servers: [
      { kind: 'servers', place, rows, more: 12_000, list: stale },
      { kind: 'servers', place, rows: [], more: 0, list: never },
    ],
  } satisfies Partial<RepliesByKind>;
}

function aboutSets(name: string, size: number, note: string) {
  const hold = { by: alice, at: noon, reason: note, until: noon };
  const adopted = { id: adoptionOf().id, confirmed: null };
  const members = Array.from({ length: size }, () => setOf().members).flat();
  const set = setOf({ serverName: name, note, hold, adoption: adopted, members });
  const sets = Array.from({ length: Math.min(size, 15) }, () => set);
  const offers = offersOf(name, 3);
  return {
    sets: [
      { kind: 'sets', server: name, sets, more: 4, others: 1, list: fresh },
      { kind: 'sets', server: name, sets: [], more: 0, others: 2, list: never },
    ],
    set: [{ kind: 'set', set }],
    'to-confirm': [
      { kind: 'to-confirm', adoptions: Array.from({ length: size }, () => adoptionOf()), offers },
      { kind: 'to-confirm', adoptions: [], offers: [] },
    ],
    confirmed: [{ kind: 'confirmed', count: size }],
    'not-confirmed': [
      { kind: 'not-confirmed', adoption: adoptionOf() },
      { kind: 'not-confirmed', adoption: adoptionOf({ sets: null }) },
      { kind: 'not-confirmed', adoption: adoptionOf({ confirmed: { by: alice, at: noon } }) },
    ],
    'not-held': (['failed', 'deleted', 'held-by-other'] as const).map(
      why => ({ kind: 'not-held', set, why }) as const,
    ),
    'not-released': [
      { kind: 'not-released', set: setOf({ adoption: adopted }), why: 'not-held' },
      { kind: 'not-released', set, why: 'not-yours' },
    ],
    busy: [null, 'o-22222222' as OperationId].map(operation => {
      return { kind: 'busy', set: set.id, operation } as const;
    }),
  } satisfies Partial<RepliesByKind>;
}

function aboutOperations(name: string, size: number, note: string) {
  const calls: readonly CallFacts[] = [
    { kind: 'not-called' },
    { kind: 'intended', attempt: 1, lost: 0, at: noon, copyTags: true, lookingSince: noon, lookedAt: null },
    { kind: 'turned-away', attempt: 60, lost: 0, at: noon, why: 'throttled', code: name, retryAt: null },
    { kind: 'refused', attempt: 1, lost: 0, at: noon, code: name, message: note },
    { kind: 'answered', attempt: 1, lost: 0, at: noon },
  ];
  const plan = planOf({ server: { ...planOf().server, name }, note });
  const members = Array.from({ length: size }, () => memberOf());
  const snapshots = calls.map(call => operationOf({ call, members }, { plan, endedAt: noon }));
  const operations: readonly Operation[] = [...snapshots, ...operationsBesides(name)];
  const hold = { by: alice, at: noon, reason: note, until: null };
  const all = Array.from({ length: 15 }, (_, index) => operations[index % operations.length]).flatMap(
    operation => operation ?? [],
  );
  return {
    operations: [
      { kind: 'operations', operations: all },
      { kind: 'operations', operations: [] },
    ],
    operation: operations.map(operation => {
      return { kind: 'operation', operation, set: setOf({ hold }) } as const;
    }),
    cancelling: operations.map(operation => ({ kind: 'cancelling', operation }) as const),
    'not-cancelled': operations.flatMap(operation =>
      (['not-yours', 'ended', 'no-way', 'taken', 'too-late'] as const).map(
        why => ({ kind: 'not-cancelled', operation, why }) as const,
      ),
    ),
    'not-retried': operations.flatMap(operation =>
      (['running', 'finished', 'already', 'not-a-snapshot'] as const).map(
        why => ({ kind: 'not-retried', operation, why }) as const,
      ),
    ),
  } satisfies Partial<RepliesByKind>;
}

/** One operation of each of the other kinds. */
function operationsBesides(name: string): readonly Operation[] {
  const { kind: _kind, plan: _plan, facts: _facts, ...basics } = operationOf();
  const server = { id: 'i-1' as ServerId, name };
  const about = { set: setOf().id, server, takenAt: noon, source: basics.id, snapshots: [] };
  const call = { kind: 'not-called' } as const;
  const pruning = { kind: 'not-yet' } as const;
  const hold = { by: alice, at: noon, reason: '', until: null };
  const [{ id: request, effects }] = requestsAbout(name, 1) as [Request];
  const { policy } = effects;
  const facts = { call, pruning, failure: null };
  const slot = { key: '2026-11-23T12:00Z', at: noon, mark: null };
  return [
    { ...basics, kind: 'hold', plan: { ...about, hold }, facts: { call, failure: null } },
    { ...basics, kind: 'release', plan: { ...about, hold }, facts: { call, failure: null } },
    {
      ...basics,
      kind: 'delete',
      plan: { ...about, was: 'good' },
      facts: { call, deleted: [], kept: [], failure: null },
    },
    { ...basics, kind: 'prune', plan: { policy, name, request, approved: [] }, facts },
    { ...basics, kind: 'run', plan: { policy, name, slot, late: false, missed: null, refused: [] }, facts },
  ];
}

function aboutRequests(name: string, size: number) {
  const requests = requestsAbout(name, size);
  return {
    decided: requests.map(request => ({ kind: 'decided', request }) as const),
    'not-decided': requests.flatMap(request => [
      { kind: 'not-decided', request, refusal: { kind: 'own' } } as const,
      { kind: 'not-decided', request, refusal: { kind: 'expired' } } as const,
      { kind: 'not-decided', request, refusal: { kind: 'decided', outcome: request.outcome } } as const,
    ]),
  } satisfies Partial<RepliesByKind>;
}

function aboutPeople() {
  const user = 'U07ALICE' as UserId;
  const usage = { asked: 1, perHour: 20 };
  return {
    help: [null, ...verbs].map(topic => ({ kind: 'help', verbs, topic }) as const),
    whoami: [
      { kind: 'whoami', user, role: 'admin', verbs, admins, usage },
      { kind: 'whoami', user, role: 'operator', verbs, admins: nobody, usage },
    ],
  } satisfies Partial<RepliesByKind>;
}

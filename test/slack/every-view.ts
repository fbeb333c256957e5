import { draftOf } from '../../src/core/policy-draft.ts';
import { ownRule, policyNameLimit, serversChosenAtMost } from '../../src/core/policy-fields.ts';
import { weekdayNumbers } from '../../src/core/picked-schedule.ts';
import { retentionText } from '../../src/core/retention-text.ts';
import { clip } from '../../src/core/typed-text.ts';
import type { Form } from '../../src/core/form.ts';
import type { Home } from '../../src/core/home.ts';
import { homeOverview } from '../../src/core/home.ts';
import type { ChannelId, FormId, OperationId, ServerId } from '../../src/core/ids.ts';
import { nobody } from '../../src/core/roles.ts';
import { serverChoice } from '../../src/core/server-choice.ts';
import { serverRows } from '../../src/core/server-rows.ts';
import { noon, operationOf, origin, place, planOf, serverOf, setOf } from '../core/samples.ts';
import { forecastAbout, largestPolicy, longCron } from './every-policy.ts';

type FormsByKind = { readonly [Kind in Form['kind']]: readonly (Form & { readonly kind: Kind })[] };
type HomesByKind = { readonly [Kind in Home['kind']]: readonly (Home & { readonly kind: Kind })[] };

export const serverId = (n: number) => `i-0a00000000000${String(n).padStart(4, '0')}` as ServerId;

/** Every modal that is filled in, about a server of this name: a new kind has to be added here. */
export function formsAbout(name: string): FormsByKind {
  const servers = [
    serverOf(name, { id: serverId(1), type: name, zone: name, state: name }),
    serverOf(name, { id: serverId(2) }),
  ];
  const card = { kind: 'here', channel: 'D07X' as ChannelId, reports: origin.channel } as const;
  const form = { kind: 'snapshot', id: 'f-22222222' as FormId, serversKnown: false, card } as const;
  return {
    snapshot: [
      { ...form, server: serverChoice(serverId(1), servers) },
      { ...form, server: null },
    ],
    policy: policyFormsAbout(name),
    'policy-preview': previewsAbout(name),
  };
}

const formId = 'f-22222222' as FormId;

/** A new policy, one for a server, and one that is changed, with as much in it as can be saved. */
function policyFormsAbout(name: string): FormsByKind['policy'] {
  const servers = Array.from({ length: serversChosenAtMost }, (_, n) => {
    return serverOf(name, { id: serverId(n), type: name, zone: name, state: name });
  });
  const chosen = servers.flatMap(({ id }) => serverChoice(id, servers) ?? []);
  const empty = { every: 'daily', time: '02:00', days: [], date: '', cron: '' } as const;
  const fields = {
    name: '',
    servers: [],
    tag: '',
    schedule: empty,
    zone: 'America/Argentina/ComodRivadavia',
    keep: '7-4-12',
    ownKeep: '',
    channel: null,
  };
  const full = {
    ...fields,
    name: clip(name, policyNameLimit),
    tag: `${name.slice(0, 128)}=${name.slice(0, 256)}`,
    schedule: { every: 'cron', time: '02:00', days: weekdayNumbers, date: '31', cron: longCron } as const,
    keep: ownRule,
    ownKeep: retentionText(largestPolicy(name).retention),
    channel: origin.channel,
  };
  const policy = { kind: 'policy', id: formId, editing: null, notFound: '', filledIn: fields } as const;
  const editing = { policy: largestPolicy(name).id, name: full.name };
  return [
    policy,
    { ...policy, notFound: name.repeat(3), filledIn: { ...fields, servers: chosen } },
    { ...policy, editing, filledIn: full },
    { ...policy, editing, filledIn: { ...full, tag: '', servers: chosen } },
  ];
}

function previewsAbout(name: string): FormsByKind['policy-preview'] {
  const { servers, ...draft } = draftOf(largestPolicy(name));
  const preview = { kind: 'policy-preview', id: formId, draft: { ...draft, servers }, isNew: true } as const;
  const changed = {
    ...preview,
    draft: { ...draft, servers: { kind: 'ids', ids: [serverId(1)] } },
    isNew: false,
  } as const;
  const nothing = { ...forecastAbout(name), servers: [], sets: 0, removes: [], more: 0, asks: false };
  return [
    { ...preview, forecast: forecastAbout(name), again: true },
    { ...preview, forecast: { ...nothing, kept: { kind: 'endless' } }, again: false },
    { ...changed, forecast: forecastAbout(name), again: true },
    { ...changed, forecast: { ...nothing, kept: { kind: 'exactly', perServer: 1 } }, again: false },
  ];
}

/** Every kind of Home; the overview as full as it gets: all servers of one name, thirteen operations on one of them. */
export function homesAbout(name: string): HomesByKind {
  const servers = Array.from({ length: 60 }, (_, n) => serverOf(name, { id: serverId(n), state: name }));
  const newest = setOf({ takenAt: noon });
  const rows = serverRows(servers, new Map(servers.map(server => [server.id, { count: 12_345, newest }])));
  const plan = planOf({ server: { id: serverId(0), name } });
  const running = Array.from({ length: 13 }, (_, n) =>
    operationOf({}, { id: `o-${String(n).padStart(8, '2')}` as OperationId, plan }),
  );
  const facts = { place, running, servers: rows, serversRead: true };
  return {
    denied: [{ kind: 'denied', denial: { kind: 'frozen', reason: name }, admins: nobody }],
    overview: [0, 1, 2].map(page => homeOverview(facts, page)),
  };
}

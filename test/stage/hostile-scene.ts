import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Verb } from '../../src/core/command-table.ts';
import { commandTable } from '../../src/core/command-table.ts';
import type { PolicyId } from '../../src/core/ids.ts';
import type { FormKind } from '../../src/core/form.ts';
import { formVerb } from '../../src/core/form.ts';
import { factsNeeded } from '../../src/core/permission.ts';
import { buttonsOf } from '../../src/sandbox/slack/buttons.ts';
import type { Client, SeenView } from '../../src/sandbox/slack/client/client.ts';
import type { Entry } from '../../src/sandbox/slack/client/entered-state.ts';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { elementsIn } from '../../src/sandbox/slack/views/elements-in.ts';
import type { Entrance, Ticket } from './entrance.ts';
import { kindOf } from './entrance.ts';
import type { Ids } from './hostile-rows.ts';
import { takeSnapshots, writeRows } from './hostile-rows.ts';
import { createPolicyStage } from './policy-stage.ts';
import type { Stage } from './stage.ts';
import { minutes } from './stage.ts';

export type Scene = {
  readonly stage: Stage;
  readonly ids: Ids;
  readonly entrances: readonly Entrance[];
  /** What Slack makes for an act of this person, now. */
  ticket(who: string): Promise<Ticket>;
};

/**
 * A workspace in which everything stands that somebody can press, submit or search, and payloads of all of it. Admins
 * and approvers are who is in a user group: bob and carol.
 */
export async function createHostileScene(): Promise<Scene> {
  const { stage, policy, save, store } = await createPolicyStage(
    { schedule: { cron: '0 3 1 1 *', zone: 'UTC' } },
    { env: { SNAPKEEPER_CONFIG: rolesOfGroup(), SNAPKEEPER_ADMINS: '' } },
  );
  const other = { ...policy, id: 'p-33333333' as PolicyId, name: 'weekly' };
  await save(other);
  await takeSnapshots(stage);
  const ids = await writeRows(stage, store(), [policy, other]);
  await stage.say('bob', 'ops', `/snapkeeper hold ${ids.heldByBob} evidence`);
  await stage.pass(minutes(1));
  await stage.say('alice', 'ops', '/snapshot prod-web --dry-run');
  const fleet = await showPagesOfHome(stage);
  const entrances = [
    ...(await typedOnes(stage, ids)),
    ...(await buttonsOfMessages(stage)),
    ...fleet,
    ...(await dialogs(stage)),
    ...(await fromTheMenus(stage)),
  ];
  return { stage, ids, entrances, ticket: who => ticketOf(stage, who) };
}

function rolesOfGroup(): string {
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-roles-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'snapkeeper.yaml');
  writeFileSync(file, 'roles: { admins: [S07APPROVERS] }\n');
  return file;
}

/** What the acts send, without the bot hearing of it. */
async function unsent(stage: Stage, act: () => Promise<unknown>): Promise<Json> {
  const sent: Json[] = [];
  stage.slack.deliveryMishap = ({ payload }) => {
    sent.push(payload);
    return { lost: true };
  };
  await act();
  stage.slack.deliveryMishap = undefined;
  const [payload] = sent;
  if (payload === undefined) throw new Error('nothing was sent');
  return payload;
}

const neededFor = (verb: Verb): Verb | null => (factsNeeded(verb) === 'now' ? verb : null);

/** A command of every verb: a new one has to be added here. In this order each of them can be carried out. */
const typedSamples: Readonly<Record<Verb, (ids: Ids) => string>> = {
  snapshot: () => '/snapshot prod-web before it',
  list: () => '/snapkeeper list prod-web',
  status: ({ failed }) => `/snapkeeper status ${failed}`,
  policy: ({ policies: [policy] }) => `/snapkeeper policy ${policy.name}`,
  policies: () => '/snapkeeper policies',
  why: ({ policies: [policy] }) => `/snapkeeper why ${policy.name}`,
  run: ({ policies: [policy] }) => `/snapkeeper run ${policy.name}`,
  pause: ({ policies: [policy] }) => `/snapkeeper pause ${policy.name} for 3 days`,
  resume: ({ policies: [policy] }) => `/snapkeeper resume ${policy.name}`,
  skip: ({ policies: [policy] }) => `/snapkeeper skip ${policy.name}`,
  unschedule: ({ policies: [, policy] }) => `/snapkeeper unschedule ${policy.name} --yes`,
  retry: ({ failed }) => `/snapkeeper retry ${failed}`,
  cancel: ({ running }) => `/snapkeeper cancel ${running}`,
  hold: ({ set }) => `/snapkeeper hold ${set} mine`,
  release: ({ heldByBob }) => `/snapkeeper release ${heldByBob}`,
  confirm: ({ adoption }) => `/snapkeeper confirm ${adoption}`,
  approve: ({ requests: [request] }) => `/snapkeeper approve ${request}`,
  deny: ({ requests: [, request] }) => `/snapkeeper deny ${request}`,
  help: () => '/snapkeeper help',
  whoami: () => '/snapkeeper whoami',
};

/** Only an admin and approver may do these, or whoever it belongs to, which is bob. */
const forBob: ReadonlySet<Verb> = new Set<Verb>(['confirm', 'approve', 'deny', 'release']);

async function typedOnes(stage: Stage, ids: Ids): Promise<readonly Entrance[]> {
  const all: Entrance[] = [];
  for (const verb of Object.keys(commandTable) as Verb[]) {
    const sample = typedSamples[verb];
    if (sample === undefined) throw new Error(`there is no sample of ${verb}`);
    const as = forBob.has(verb) ? 'bob' : 'alice';
    const payload = await unsent(stage, () => stage.slack.client(as).type('ops', sample(ids)));
    all.push({ name: `typed ${verb}`, as, payload, changes: neededFor(verb) });
  }
  return all;
}

/** One press of each kind of button that stands in the channel. */
async function buttonsOfMessages(stage: Stage): Promise<readonly Entrance[]> {
  const found = new Map<string, Entrance>();
  const messages = stage.slack.messages({ in: 'ops', as: 'alice' });
  for (const message of messages) {
    for (const { action, blockId } of buttonsOf(message.blocks)) {
      const actionId = String(action['action_id']);
      const name = kindOf(actionId);
      if (found.has(name)) continue;
      const verb = verbBehind(name);
      const as = verb !== null && forBob.has(verb) ? 'bob' : 'alice';
      const control = { actionId, blockId: String(blockId) };
      const payload = await unsent(stage, () => stage.slack.client(as).press(message, control));
      found.set(name, { name, as, payload, changes: verb === null ? null : neededFor(verb) });
    }
  }
  return [...found.values()];
}

/** Offers of the scene are for snapshots. */
function verbBehind(action: string): Verb | null {
  const [kind, what = ''] = action.split('-');
  if (kind === 'offer') return 'snapshot';
  if (kind === 'page') return null;
  return kind === 'open' ? formVerb[what as FormKind] : (what as Verb);
}

/** Home, with more servers than fit on a page. */
async function showPagesOfHome(stage: Stage): Promise<readonly Entrance[]> {
  const { instances } = stage.cloud.region;
  const model = stage.cloud.region.serverNamed('grafana');
  for (let n = 0; n < 25; n += 1) {
    const id = `i-0bbbbbbbbbbbbb${String(n).padStart(3, '0')}`;
    instances.set(id, { ...model, id, tags: [{ Key: 'Name', Value: `fleet-${n}` }] });
  }
  await stage.pass(minutes(2));
  await stage.say('alice', 'ops', '/snapkeeper list');
  const alice = stage.slack.client('alice');
  await alice.openHome();
  await stage.pass(minutes(1));
  const home = alice.home();
  if (home === undefined) throw new Error('no Home');
  const found = new Map<string, Entrance>();
  for (const { actionId, blockId } of elementsIn(home.content['blocks'])) {
    const name = `Home ${kindOf(actionId)}`;
    if (found.has(name)) continue;
    const verb = verbBehind(kindOf(actionId));
    const payload = await unsent(stage, () => alice.press(home, { actionId, blockId }));
    found.set(name, { name, as: 'alice', payload, changes: verb === null ? null : neededFor(verb) });
  }
  return [...found.values()];
}

/** What is filled in, for each kind of modal that a command opens. */
const filledIn: Readonly<
  Record<string, { readonly typed: string; readonly fields: Readonly<Record<string, Entry>> }>
> = {
  snapshot: { typed: '/snapshot', fields: { note: 'why' } },
  policy: { typed: '/snapkeeper policy', fields: { name: 'monthly' } },
};

/** Every modal, submitted, and the lists in it searched. */
async function dialogs(stage: Stage): Promise<readonly Entrance[]> {
  const alice = stage.slack.client('alice');
  const all: Entrance[] = [];
  const submit = async (kind: FormKind): Promise<void> => {
    const payload = await unsent(stage, () => alice.submit());
    all.push({ name: `submit ${kind}`, as: 'alice', payload, changes: neededFor(formVerb[kind]) });
  };
  for (const [kind, { typed, fields }] of Object.entries(filledIn)) {
    await alice.type('ops', typed);
    await stage.pass(0);
    for (const { type, actionId, blockId } of elementsIn(top(alice).content['blocks'])) {
      if (!type.endsWith('external_select')) continue;
      const payload = await unsent(stage, () => alice.search(top(alice), { actionId, blockId }, 'grafana'));
      all.push({ name: actionId, as: 'alice', payload, changes: null });
      const id = stage.cloud.region.serverNamed('grafana').id;
      await alice.search(top(alice), { actionId, blockId }, 'grafana');
      await alice.enter(top(alice), { actionId, blockId }, type.startsWith('multi') ? [id] : id);
    }
    for (const [blockId, entry] of Object.entries(fields)) await alice.enter(top(alice), { blockId }, entry);
    await submit(kind as FormKind);
    if (kind === 'policy') {
      await alice.submit();
      await stage.pass(0);
      await submit('policy-save');
    }
    await alice.close('dismiss');
  }
  return all;
}

function top(client: Client): SeenView {
  const view = client.modals().at(-1);
  if (view === undefined) throw new Error('no modal');
  return view;
}

/** Shortcuts, and the events that the app asks for. */
async function fromTheMenus(stage: Stage): Promise<readonly Entrance[]> {
  const alice = stage.slack.client('alice');
  const all: Entrance[] = [];
  for (const { callback_id } of alice.shortcuts('global')) {
    const payload = await unsent(stage, () => alice.shortcut(callback_id, 'ops'));
    all.push({ name: callback_id, as: 'alice', payload, changes: neededFor('snapshot') });
  }
  // An event that is lost is sent again.
  const { payload = {} } = await alice.openHome();
  await stage.pass(0);
  return [...all, { name: 'app_home_opened', as: 'alice', payload, changes: null }];
}

async function ticketOf(stage: Stage, who: string): Promise<Ticket> {
  const client = stage.slack.client(who);
  const card = stage.slack
    .messages({ in: 'ops', as: who })
    .find(({ blocks }) => JSON.stringify(blocks).includes('card-status'));
  if (card === undefined) throw new Error('no card');
  const payload = await unsent(stage, () => client.press(card, { actionId: 'card-status' }));
  return { trigger: String(payload['trigger_id']), responseUrl: String(payload['response_url']) };
}

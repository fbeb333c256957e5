import { z } from 'zod';
import { type ReadView, readView } from '../views/read-view.ts';
import { type View, viewObject } from '../views/view.ts';
import type { Trigger } from '../views/triggers.ts';
import { isForeign, type Workspace } from '../workspace.ts';
import { json } from './json-argument.ts';
import { type Answer, id, method, refuse, refuseWith } from './method.ts';

const triggered = z.strictObject({ trigger_id: id, view: json });

// https://docs.slack.dev/reference/methods/views.open
export const viewsOpen = method({
  token: 'bot',
  args: triggered,
  run: ({ trigger_id, view }, { workspace }) => {
    const given = readView(view, 'modal');
    if (!given.ok) return refuseView(given);
    const trigger = workspace.triggers.look(trigger_id);
    if (typeof trigger === 'string') return refuse(trigger);
    // What Slack then does with the modal that is open is documented nowhere: views.push is meant for it.
    if (isIn(trigger, workspace)) workspace.journal.surprise('views.open with the trigger of an open modal');
    if (isTaken(given.externalId, workspace)) return refuse('duplicate_external_id');
    workspace.triggers.exchange(trigger_id);
    return shown(workspace.views.open(trigger.user, given.view, trigger.channel));
  },
});

// https://docs.slack.dev/reference/methods/views.push
export const viewsPush = method({
  token: 'bot',
  args: triggered,
  run: ({ trigger_id, view }, { workspace }) => {
    const given = readView(view, 'modal');
    if (!given.ok) return refuseView(given);
    const trigger = workspace.triggers.look(trigger_id);
    if (typeof trigger === 'string') return refuse(trigger);
    if (!isIn(trigger, workspace)) return refuse('not_found');
    if (workspace.views.isFull(trigger.user)) return refuse('push_limit_reached');
    if (isTaken(given.externalId, workspace)) return refuse('duplicate_external_id');
    workspace.triggers.exchange(trigger_id);
    return shown(workspace.views.push(trigger.user, given.view));
  },
});

// https://docs.slack.dev/reference/methods/views.update
export const viewsUpdate = method({
  token: 'bot',
  args: z.strictObject({
    view: json,
    view_id: id.optional(),
    external_id: id.optional(),
    hash: z.string().optional(),
  }),
  run: ({ view, view_id, external_id, hash }, { workspace }) => {
    if ((view_id === undefined) === (external_id === undefined))
      return refuseWith('invalid_arguments', ['must provide exactly one of: view_id, external_id']);
    const given = readView(view, 'modal');
    if (!given.ok) return refuseView(given);
    const { views } = workspace;
    const old = view_id === undefined ? views.byExternalId(external_id ?? '') : views.find(view_id);
    // Homes are published, never updated.
    if (old === undefined || old.content['type'] !== 'modal') return refuse('not_found');
    if (isStale(old, hash)) return refuse('hash_conflict');
    if (isTaken(given.externalId, workspace, old)) return refuse('duplicate_external_id');
    return shown(views.update(old, given.view));
  },
});

// https://docs.slack.dev/reference/methods/views.publish
export const viewsPublish = method({
  token: 'bot',
  args: z.strictObject({ user_id: id, view: json, hash: z.string().optional() }),
  run: ({ user_id, view, hash }, { workspace }) => {
    const given = readView(view, 'home');
    if (!given.ok) return refuseView(given);
    if (!workspace.manifest.homeTab) return refuse('not_enabled');
    const person = workspace.directory.person(user_id);
    if (person === undefined || person.is_bot || person.deleted || isForeign(person))
      return refuseWith('invalid_arguments', ['invalid `user_id`']);
    const old = workspace.views.home(person.id);
    if (isStale(old, hash)) return refuse('hash_conflict');
    if (isTaken(given.externalId, workspace, old)) return refuse('duplicate_external_id');
    return shown(workspace.views.publish(person.id, given.view));
  },
});

function shown(view: View): Answer {
  return { ok: true, view: viewObject(view) };
}

function refuseView({ error, reasons }: ReadView & { ok: false }): Answer {
  return reasons.length === 0 ? refuse(error) : refuseWith(error, reasons);
}

function isIn(trigger: Trigger, { views }: Workspace): boolean {
  return views.stack(trigger.user).some(view => view.id === trigger.view);
}

function isStale(old: View | undefined, hash: string | undefined): boolean {
  return hash !== undefined && hash !== '' && hash !== old?.hash;
}

/** An external_id is unique among all views of the workspace. */
function isTaken(externalId: string, { views }: Workspace, own?: View): boolean {
  const holder = views.byExternalId(externalId);
  return holder !== undefined && holder.id !== own?.id;
}

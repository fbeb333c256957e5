import type { Ack, Delivery } from './delivery.ts';
import type { Origin, ResponseUrls } from './response-urls.ts';
import { app, type Person, team } from './seed.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import type { Trigger } from './views/triggers.ts';
import type { Workspace } from './workspace.ts';

/** What one act of a person led to at once; everything later shows in the timeline and in the views. */
export interface Exchange {
  readonly ack: Ack | { readonly ok: false; readonly why: NotSent };
  /** What Slack sent to the app, if it sent anything. */
  readonly payload: Json | undefined;
  /** What the person saw as the direct answer: the acknowledgement's text, or Slackbot's error. */
  readonly shown: readonly Message[];
}

/**
 * Why the app hears nothing of an act: Slack knows no such command; the manifest has interactivity off, or does not ask
 * for that event; it concerns the person's own screen only; or Slack itself found the modal filled in wrongly.
 */
export type NotSent =
  | 'not_a_command'
  | 'interactivity_off'
  | 'not_subscribed'
  | 'nothing_to_send'
  | 'not_filled_in';

export interface InteractionDeps {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
  readonly url: string;
}

export function notSent(why: NotSent): Exchange {
  return { ack: { ok: false, why }, payload: undefined, shown: [] };
}

// Replaced by signatures and Socket Mode long ago, and still sent; nothing should read it.
export const token = 'sandbox-verification-token';
const appFields = { api_app_id: app.id, token };

/** The fields that every interaction carries. */
export function interactionFields(deps: InteractionDeps, origin: Origin): Json {
  return {
    ...triggerFields(deps, { user: origin.user, channel: origin.channel }),
    response_url: responseUrl(deps, origin),
  };
}

/** The same without a response_url: what happens in a view has no place to respond to. */
export function triggerFields({ workspace }: InteractionDeps, trigger: Trigger): Json {
  return { ...appFields, trigger_id: workspace.triggers.mint(trigger) };
}

export function responseUrl({ responseUrls, url }: InteractionDeps, origin: Origin): string {
  return `${url}/response/${responseUrls.mint(origin)}`;
}

/** Who acts, and where the app is installed, as interactions other than commands tell it. */
export function actorFields(person: Person): Json {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Without a trigger: nothing can be opened in answer to that. */
export function plainFields(): Json {
  return appFields;
}

/** Sends an interaction, unless the manifest has them off. */
export async function interact(
  { workspace, delivery }: InteractionDeps,
  what: string,
  payload: () => Json,
): Promise<Exchange> {
  if (!workspace.manifest.interactivity) {
    workspace.journal.surprise(`${what} of an app whose manifest has interactivity off`);
    return notSent('interactivity_off');
  }
  const sent = payload();
  return { ack: await delivery.send('interactive', sent), payload: sent, shown: [] };
}

/** The person with that short name, who must be able to act. */
export function actingPerson({ workspace }: InteractionDeps, name: string): Person {
  const person = workspace.directory.personNamed(name);
  if (person.deleted) throw new Error(`${name} was deactivated and can do nothing in Slack`);
  return person;
}

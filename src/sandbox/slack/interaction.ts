import type { Ack, Delivery } from './delivery.ts';
import type { Origin, ResponseUrls } from './response-urls.ts';
import { app, type Person } from './seed.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import type { Workspace } from './workspace.ts';

/** What one act of a person led to at once; everything later shows in the timeline. */
export interface Exchange {
  readonly ack: Ack | { readonly ok: false; readonly why: 'not_a_command' | 'interactivity_off' };
  /** What Slack sent to the app, if it sent anything. */
  readonly payload: Json | undefined;
  /** What the person saw as the direct answer: the acknowledgement's text, or Slackbot's error. */
  readonly shown: readonly Message[];
}

export interface InteractionDeps {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
  readonly url: string;
}

/** The fields that every interaction carries. */
export function interactionFields({ workspace, responseUrls, url }: InteractionDeps, origin: Origin): Json {
  return {
    api_app_id: app.id,
    // Replaced by signatures and Socket Mode long ago, and still sent; nothing should read it.
    token: 'sandbox-verification-token',
    trigger_id: `${workspace.timeline.nextTs()}.sandbox`,
    response_url: `${url}/response/${responseUrls.mint(origin)}`,
  };
}

/** The person with that short name, who must be able to act. */
export function actingPerson({ workspace }: InteractionDeps, name: string): Person {
  const person = workspace.directory.personNamed(name);
  if (person.deleted) throw new Error(`${name} was deactivated and can do nothing in Slack`);
  return person;
}

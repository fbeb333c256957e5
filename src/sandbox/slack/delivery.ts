import type { Json } from './validate/schema.ts';

/**
 * How payloads reach the app. The three seconds an app has are counted here, in wire time, because no client counts
 * them itself: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export interface Delivery {
  send(type: PayloadType, payload: Json, retry?: Retry): Promise<Ack>;
}

/** Which delivery of an event it is, from 0, and why the one before it failed. */
export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

export type PayloadType = 'slash_commands' | 'interactive' | 'events_api';

/** `ms` is wire time. An ack that comes later than the limit is no ack. */
export type Ack =
  | { readonly ok: true; readonly ms: number; readonly payload: Json }
  | { readonly ok: false; readonly why: Failure };

/** Slack's own words for it, as Slackbot says them to the person. The last two are for apps that answer over HTTP. */
export type Failure = 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';

/** What a payload is, by its form alone. */
export function payloadType(payload: Json): PayloadType {
  if (payload['command'] !== undefined) return 'slash_commands';
  return payload['type'] === 'event_callback' ? 'events_api' : 'interactive';
}

/** Whether Slack heeds what the acknowledgement of that payload carries. */
export function takesAnswer(payload: Json): boolean {
  const type = String(payload['type']);
  return payload['command'] !== undefined || type === 'view_submission' || type === 'block_suggestion';
}

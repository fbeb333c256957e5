import type { Json } from './validate/schema.ts';

/**
 * How payloads reach the app. The three seconds an app has are counted here, in wire time, because no client counts
 * them itself: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
 */
export interface Delivery {
  send(type: 'slash_commands' | 'interactive', payload: Json, acceptsResponse: boolean): Promise<Ack>;
}

/** `ms` is wire time. An ack that comes later than the limit is no ack. */
export type Ack =
  | { readonly ok: true; readonly ms: number; readonly payload: Json }
  | { readonly ok: false; readonly why: 'operation_timeout' | 'dispatch_failed' };

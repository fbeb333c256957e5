import type { Json } from './validate/schema.ts';

/** What should go wrong with one call. Nothing of it counts as the app's fault. */
export interface Mishap {
  /** Answer with this status instead of doing anything; 429 goes with `retryAfter` in seconds. */
  readonly http?: number;
  readonly retryAfter?: number;
  /** Answer with this error instead of doing anything. */
  readonly error?: string;
  /** Cut the connection before the effect, or after it, so that the app does not learn of it. */
  readonly drop?: 'before' | 'after';
}

/** Asked before every Web API call, and before every post to a response_url under the name `response_url`. */
export type MishapHook = (call: { readonly method: string; readonly args: Json }) => Mishap | undefined;

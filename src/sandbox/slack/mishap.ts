import type { PayloadType } from './delivery.ts';
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

/** What should go wrong with one delivery to the app. */
interface DeliveryMishap {
  /** Deliver the same payload a second time at the same moment; the person sees what the first one led to. */
  readonly twice?: boolean;
  /** Lose the acknowledgement, and in Socket Mode the connection with it: the app acted, and the person hears it failed. */
  readonly loseAck?: boolean;
  /** Lose the payload itself: the app never hears of it, and the person hears that it failed. */
  readonly lost?: boolean;
}

/** Asked before every delivery. */
export type DeliveryMishapHook = (delivery: {
  readonly type: PayloadType;
  readonly payload: Json;
}) => DeliveryMishap | undefined;

import type { Failure } from '../core/operation.ts';

/** What an operation wants next. The engine is the only one that carries it out. */
export type Step =
  | CallStep
  | WatchStep
  /** Nothing to look at; decide again at `at`. */
  | { readonly kind: 'wait'; readonly at: number }
  | EndStep;

/** Look at EC2 again at `at` (epoch ms): for the set by its tag, or for members already known. */
export type WatchStep = { readonly kind: 'watch'; readonly what: 'tag' | 'members'; readonly at: number };

/** Make the operation's call to EC2, the `attempt`th one, after `lost` calls whose answer never came. */
export type CallStep = {
  readonly kind: 'call';
  readonly attempt: number;
  readonly lost: number;
  /** Of snapshots: with the volumes' own tags. */
  readonly copyTags: boolean;
};

export type EndStep =
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };

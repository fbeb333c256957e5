import type { OperationId } from '../core/ids.ts';
import type { Failure } from '../core/operation.ts';

/** What an operation wants next. The engine is the only one that carries it out. */
export type Step =
  | CallStep
  | WatchStep
  /** Nothing to look at; decide again at `at`. */
  | { readonly kind: 'wait'; readonly at: number }
  /** Decide again when one that it started has ended, and at `at`. */
  | { readonly kind: 'children'; readonly at: number | null }
  | AgainStep
  /** Work out which old sets may go, and start deleting them. */
  | { readonly kind: 'prune' }
  | EndStep;

/** Look at EC2 again at `at` (epoch ms): for the set by its tag, or for members already known. */
export type WatchStep = { readonly kind: 'watch'; readonly what: 'tag' | 'members'; readonly at: number };

/** Start these snapshots, which have failed, once more. */
export type AgainStep = { readonly kind: 'again'; readonly operations: readonly OperationId[] };

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

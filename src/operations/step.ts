import type { Failure } from '../core/operation.ts';

/** What an operation wants next. The engine is the only one that carries it out. */
export type Step =
  | { readonly kind: 'call'; readonly attempt: number; readonly lost: number; readonly copyTags: boolean }
  /** Look at EC2 again at `at` (epoch ms): for the set by its tag, or for members already known. */
  | { readonly kind: 'watch'; readonly what: 'tag' | 'members'; readonly at: number }
  /** Nothing to look at; decide again at `at`. */
  | { readonly kind: 'wait'; readonly at: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly failure: Failure };

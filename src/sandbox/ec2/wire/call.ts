import type { Params } from './query.ts';

export type Call = {
  readonly service: string;
  readonly action: string;
  readonly params: Params;
  /** Virtual time, epoch milliseconds. */
  readonly at: number;
  /** 1 unless the SDK repeats a call by itself. */
  readonly attempt: number;
  /** What the caller got: `ok`, an error's code, or `dropped`. */
  readonly outcome: string;
  /** Whether the work was done, which the caller of a dropped call cannot know. */
  readonly effect: boolean;
};

export type Mishap = {
  readonly error?: { readonly code: string; readonly message?: string; readonly status?: number };
  /** The mishap strikes after the work was done, so that the caller does not know. */
  readonly after?: boolean;
  /** Milliseconds of wire time that the answer waits. */
  readonly delay?: number;
  /** The socket is reset instead of an answer. */
  readonly drop?: boolean;
};

export type MishapHook = (call: Call) => Mishap | undefined;

export type Surprise = { readonly at: number; readonly what: string };

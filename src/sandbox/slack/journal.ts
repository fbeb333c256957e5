import type { Changes } from './changes.ts';
import type { Failure } from './delivery.ts';
import type { Json } from './validate/schema.ts';

/** One Web API call, or one post to a `response_url` (then `method` is `response_url`). `at` is virtual epoch ms. */
export interface Call {
  readonly method: string;
  readonly args: Json;
  readonly answer: Json;
  readonly at: number;
  readonly ok: boolean;
}

/** One envelope, or one signed request, sent to the app. `ackMs` is wire time; late acks leave `outcome` as it was. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly payload: Json;
  readonly at: number;
  outcome: 'waiting' | 'acked' | Failure;
  ackMs?: number;
  ack?: Json;
}

/** Something no correct app does: a run with surprises has failed. */
export interface Surprise {
  readonly at: number;
  readonly what: string;
}

export interface Journal {
  readonly calls: Call[];
  readonly envelopes: Envelope[];
  readonly surprises: Surprise[];
  surprise(what: string): void;
}

export function createJournal(now: () => number, changes: Changes): Journal {
  const surprises: Surprise[] = [];
  return {
    calls: [],
    envelopes: [],
    surprises,
    surprise: what => {
      surprises.push({ at: now(), what });
      changes.touch();
    },
  };
}
